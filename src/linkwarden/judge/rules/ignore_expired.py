"""ignore-expired: an entry of ``ignore`` whose last day is over, so what it accepted counts again.

It is about the configuration, so there is no link to speak about; `linkwarden.judge.ignores` notices it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity

RULES.register(Rule("ignore-expired", None, Severity.WARNING, "An ignore whose last day is over", lambda _: iter(())))
