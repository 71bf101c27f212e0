"""unreadable-file: an input that cannot be read, is no text, or leads outside the repository.

The extractor notices it, so there is no link to judge: the run goes on with the other files.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity

RULES.register(Rule("unreadable-file", None, Severity.ERROR, "A file that could not be checked", lambda _: iter(())))
