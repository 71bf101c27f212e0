"""ignore-unused: an entry of ``ignore`` whose link was asked and is fine, so there is nothing left to accept.

It is about the configuration, so there is no link to speak about; `linkwarden.judge.ignores` notices it.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity

RULES.register(
    Rule("ignore-unused", None, Severity.WARNING, "An ignore that has nothing left to accept", lambda _: iter(()))
)
