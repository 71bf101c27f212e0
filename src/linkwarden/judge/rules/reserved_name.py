"""reserved-name: the name can never be a host of the public web.

RFC 2606 and RFC 6761 (example, test, invalid), RFC 6762 (local), ICANN's reservation of internal
(2024), RFC 7686 (onion). A single-label name counts only where it does not resolve.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo

_SUFFIXES = frozenset({"test", "invalid", "example", "local", "internal", "onion"})
_DOMAINS = ("example.com", "example.net", "example.org")
_UNRESOLVED = (ErrorKind.NO_SUCH_HOST, ErrorKind.RESOLVER_FAILURE)


def _evaluate(case: Case) -> Iterator[RuleResult]:
    name = case.web_url.host.rstrip(".") if case.web_url else ""
    labels = name.split(".")
    in_domain = any(name == domain or name.endswith(f".{domain}") for domain in _DOMAINS)
    if in_domain or (len(labels) > 1 and labels[-1] in _SUFFIXES):
        yield Match(f"{name} is reserved for examples and local use")
    elif len(labels) == 1 and case.evidence.last and case.evidence.last.error in _UNRESOLVED:
        yield Match(f"{name} is not a public host name")


RULES.register(
    Rule(
        RuleInfo(
            "reserved-name",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The host name is reserved and never on the public web",
            "No action needed.",
        ),
        _evaluate,
        web_only=True,
    )
)
