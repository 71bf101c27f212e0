"""undecided: the page was looked at, and the looks agree on nothing.

A 404 that a second look did not confirm, a name that resolved in between: nothing is proven, and no
page came. It is what is left when every other rule has spoken, so `judge` says it, not a look.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity, Verdict

RULES.register(
    Rule(
        "undecided",
        Verdict.UNREACHABLE,
        Severity.WARNING,
        "No page came, and the looks at it do not agree why",
        lambda _: iter(()),
    )
)
