"""host-failing: no link on a host got an HTTP response.

It is about a host, not a link, so `judge.hosts` applies it once all links are judged.
"""

from linkwarden.judge.rule import RULES, Rule
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo

RULES.register(
    Rule(
        RuleInfo(
            "host-failing",
            None,
            Severity.ERROR,
            Category.HEALTH,
            "All links on the host fail in the same way, without an HTTP response",
            "Fix or remove the links to this host, or check again later.",
        ),
        lambda _: iter(()),
    )
)
