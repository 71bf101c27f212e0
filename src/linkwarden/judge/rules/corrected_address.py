"""corrected-address: the URL as written fails, but browsers correct it to one that works.

They try https first for an http URL (Chrome since 2023, Firefox's HTTPS-First), and Chrome takes
`www.` off or puts it on where the certificate fits that name only. So a person sees the page.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.judge.twins import https_twin, www_twin
from linkwarden.model.exchange import ABSENT, SERVER_ERRORS, ErrorKind
from linkwarden.model.finding import Severity, Suggestion, Verdict
from linkwarden.model.observation import RequestMode, Step
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import with_fragment

_NO_ADDRESS = frozenset({ErrorKind.NO_SUCH_HOST, ErrorKind.RESOLVER_FAILURE, ErrorKind.PRIVATE_ADDRESS})
"""Failures that the twin has as well, since it has the same name."""

_INSTEAD_OF = frozenset(
    {
        "bad-certificate",
        "certificate-lapsed",
        "connection-refused",
        "connection-reset",
        "gone",
        "host-unreachable",
        "not-found",
        "protocol-error",
        "redirect-loop",
        "server-error",
        "timeout",
        "undecided",
    }
)


def _evaluate(case: Case) -> Iterator[RuleResult]:
    address = _twin(case)
    if address is None:
        return
    fetch = case.observation.fetch_of(address)
    if fetch is None:
        why = "the URL that browsers correct this one to"
        yield Pending(Step(RequestMode.PLAIN, why, url=address))
    elif is_usable(fetch, case.settings):
        suggestion = Suggestion(with_fragment(address, case.link.fragment))
        yield Match("fails as written; browsers correct it to the new URL", suggestion)


def _twin(case: Case) -> str | None:
    fetch = case.evidence.last_fetch
    if fetch is None:
        return None
    if fetch.last.error is ErrorKind.CERTIFICATE_NAME and fetch.redirected_to is None:
        return www_twin(case.web_url)
    broken = fetch.looped or fetch.last.status in ABSENT | SERVER_ERRORS or fetch.last.error is not None
    return https_twin(case.web_url) if broken and fetch.last.error not in _NO_ADDRESS else None


RULES.register(
    Rule(
        RuleInfo(
            "corrected-address",
            Verdict.MOVED,
            Severity.WARNING,
            Category.HEALTH,
            "The URL fails as written, but the one that browsers correct it to works",
            "Replace the link with the new URL.",
        ),
        _evaluate,
        instead_of=_INSTEAD_OF,
        web_only=True,
    )
)
