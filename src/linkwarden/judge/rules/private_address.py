"""private-address: an address on a private network; many READMEs link to localhost.

Addresses and localhost (RFC 6761 section 6.3) are known without a request; a name that resolves to a private
address is refused before anyone connects. Allowing private addresses switches the rule off by itself:
the resolver then refuses nothing but cloud metadata.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Fetch
from linkwarden.model.rule import Category, RuleInfo


def _refused(case: Case) -> Fetch | None:
    fetch = case.evidence.last_fetch
    return fetch if fetch is not None and fetch.last.error is ErrorKind.PRIVATE_ADDRESS else None


def _evaluate(case: Case) -> Iterator[RuleResult]:
    name = case.web_url.host if case.web_url else ""
    if not case.settings.allow_private_addresses and (name == "localhost" or name.endswith(".localhost")):
        yield Match(f"{name} is the local machine")
        return
    fetch = _refused(case)
    if fetch is not None and fetch.redirected_to is None:
        yield Match(fetch.last.detail)


def _speak_of_redirect(case: Case) -> Iterator[RuleResult]:
    fetch = _refused(case)
    if fetch is not None and fetch.redirected_to is not None:
        yield Match(f"redirects to {fetch.redirected_to}: {fetch.last.detail}")


RULES.register(
    Rule(
        RuleInfo(
            "private-address",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The address is not on the public internet",
            "Use --allow-private-addresses to check it.",
        ),
        _evaluate,
        environmental=True,
        web_only=True,
    )
)
RULES.register(
    Rule(
        RuleInfo(
            "redirect-to-private-address",
            Verdict.UNREACHABLE,
            Severity.WARNING,
            Category.HEALTH,
            "A redirect leads to an address that is not on the public internet",
            "Use --allow-private-addresses to follow the redirect.",
        ),
        _speak_of_redirect,
        web_only=True,
    )
)
