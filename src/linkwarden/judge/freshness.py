"""Common part of the rules about freshness: exceptions in the configuration."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from linkwarden.judge.case import Case
from linkwarden.judge.rule import Match
from linkwarden.model.finding import Severity
from linkwarden.settings import FreshnessException


def unless_excepted(case: Case, match: Match) -> Iterator[Match]:
    """Yield *match*, or a note with the reason if there is an exception for it."""
    exception = exception_for(case)
    if exception is None or ended(exception, case):
        yield match
    else:
        yield match._replace(message=f"{match.message}; accepted: {exception.reason}", severity_cap=Severity.NOTE)


def exception_for(case: Case) -> FreshnessException | None:
    """Return the exception that covers the case's link: one that has not ended, if there is any."""
    matching = [each for each in case.settings.freshness.exceptions if _covers(each.url, case.link.resource.url)]
    return min(matching, key=lambda each: ended(each, case), default=None)


def ended(exception: FreshnessException, case: Case) -> bool:
    """Return whether the exception's last day has passed."""
    return exception.until is not None and exception.until < case.now.date()


def _covers(pattern: str, url: str) -> bool:
    pattern = pattern.rstrip("/").casefold()
    return any(fnmatchcase(url.casefold(), each) for each in (pattern, f"{pattern}/*", f"{pattern}[?]*"))
