"""Rules about certificates, verified with the operating system's store.

bad-certificate stops every browser: a wrong name, or an end date at least a week ago. A more recent
end date is certificate-lapsed: the site will probably renew it. An unknown issuer, or a chain that
lacks an intermediate (which browsers often have from elsewhere), is untrusted-issuer: one more request,
unverified and without credentials, gives the verdict.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from linkwarden.judge.case import Case
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Fetch, RequestMode, Step, Verify
from linkwarden.model.rule import Category, RuleInfo

GRACE = timedelta(days=7)


def _full_fetch(case: Case) -> Fetch | None:
    """Return the last fetch that verified everything, where no fetch was usable."""
    if case.evidence.usable is not None:
        return None
    return next((fetch for fetch in reversed(case.observation.own_fetches) if fetch.verify is Verify.FULL), None)


def _error(case: Case) -> ErrorKind | None:
    fetch = _full_fetch(case)
    return fetch.last.error if fetch else None


def _ended_at(case: Case) -> datetime | None:
    """Return when the certificate ended, where a fetch without the dates has shown it."""
    return next(
        (fetch.last.certificate_ends_at for fetch in case.observation.own_fetches if fetch.verify is Verify.UNDATED),
        None,
    )


def _undated_fetch_done(case: Case) -> bool:
    return any(fetch.verify is Verify.UNDATED for fetch in case.observation.own_fetches)


def _bad(case: Case) -> Iterator[RuleResult]:
    error = _error(case)
    if error is ErrorKind.CERTIFICATE_NAME:
        match = Match("the certificate is for another host name")
        yield from confirmed(case, lambda fetch: fetch.last.error is ErrorKind.CERTIFICATE_NAME, match)
    elif error is ErrorKind.CERTIFICATE_EXPIRED:
        ended = _ended_at(case)
        if not _undated_fetch_done(case):
            yield Pending(Step(RequestMode.RELOAD, "the certificate's expiry date", Verify.UNDATED))
        elif ended is not None and case.now - ended >= GRACE:
            match = Match(f"the certificate expired on {ended:%Y-%m-%d}")
            yield from confirmed(case, lambda fetch: fetch.last.error is ErrorKind.CERTIFICATE_EXPIRED, match)


def _lapsed(case: Case) -> Iterator[RuleResult]:
    ended = _ended_at(case)
    if _error(case) is ErrorKind.CERTIFICATE_EXPIRED and ended is not None and timedelta(0) <= case.now - ended < GRACE:
        yield Match(f"the certificate expired on {ended:%Y-%m-%d}, less than a week ago")


def _untrusted(case: Case) -> Iterator[RuleResult]:
    failed = next(
        (fetch for fetch in case.observation.own_fetches if fetch.last.error is ErrorKind.CERTIFICATE_ISSUER), None
    )
    if failed is None and not _chain_expired(case):
        return
    unverified = [fetch for fetch in case.observation.own_fetches if fetch.verify is Verify.NONE]
    if not unverified:
        yield Pending(
            Step(RequestMode.PLAIN, "without certificate verification, because the issuer is not trusted", Verify.NONE)
        )
    elif failed is None:
        yield Match("an issuer's certificate has expired")
    else:
        yield Match(failed.last.detail or "the certificate's issuer is not trusted on this machine")


def _chain_expired(case: Case) -> bool:
    """Return whether a certificate other than the server's own has expired: browsers may have another chain."""
    full = [fetch for fetch in case.observation.own_fetches if fetch.verify is Verify.FULL]
    if not full or full[-1].last.error is not ErrorKind.CERTIFICATE_EXPIRED or not _undated_fetch_done(case):
        return False
    ended = _ended_at(case)
    return ended is None or ended > case.now


RULES.register(
    Rule(
        RuleInfo(
            "bad-certificate",
            Verdict.DEAD,
            Severity.ERROR,
            Category.HEALTH,
            "The TLS certificate is for another host name, or expired at least 7 days ago",
            "Fix or remove the link.",
        ),
        _bad,
        environmental=True,
        web_only=True,
    )
)
RULES.register(
    Rule(
        RuleInfo(
            "certificate-lapsed",
            Verdict.UNREACHABLE,
            Severity.WARNING,
            Category.HEALTH,
            "The TLS certificate expired less than 7 days ago",
            "Check again in a few days; the site may renew it.",
        ),
        _lapsed,
        environmental=True,
        web_only=True,
    )
)
RULES.register(
    Rule(
        RuleInfo(
            "untrusted-issuer",
            None,
            Severity.WARNING,
            Category.HEALTH,
            "The certificate's issuer is not trusted on this machine",
            "If the issuer is unknown here and you trust it, set ca-file to its certificate.",
        ),
        _untrusted,
        web_only=True,
    )
)
