"""docs-outdated: the page is of an older release, and the current one's documentation has the page too.

Whether the release is older is not guessed: it comes from its product's lifecycle, or from the title of the
current page, in which Sphinx writes the version. The current page is requested before it is suggested.
"""

import re
from collections.abc import Iterator

from linkwarden.data import numbers
from linkwarden.data.documentation import Pinned
from linkwarden.judge.case import Case
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.pinned import ended_on, pinned_page, twin_answers
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.finding import Severity, Suggestion
from linkwarden.model.observation import Fetch, RequestMode, Step
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.page import title_of
from linkwarden.urls import with_fragment

_TITLE_VERSION = re.compile(
    r"(?<![\d.])(\d{1,9}(?:\.\d{1,9}){1,5})\S{0,40} (?:documentation|manual)\b|documentation: (\d{1,9})", re.IGNORECASE
)


def _evaluate(case: Case) -> Iterator[RuleResult]:
    page = pinned_page(case)
    if page is None or page.twin is None:
        return
    fetch = case.observation.fetch_of(page.twin)
    if fetch is None:
        yield Pending(Step(RequestMode.PLAIN, "this page in the current documentation", url=page.twin))
    elif twin_answers(case, page, fetch):
        yield from _compared(case, page, fetch, page.twin)


def _compared(case: Case, page: Pinned, fetch: Fetch, twin: str) -> Iterator[RuleResult]:
    suggestion = Suggestion(with_fragment(twin, case.link.fragment))
    title = page.product.title if page.product else "version"
    ended, newer = ended_on(case, page), _is_newer(page, fetch)
    if ended is not None:
        end = f"{title} {page.version} reached its end of life on {ended:%Y-%m-%d}"
        message = f"{end}; the current documentation has this page"
        yield from unless_excepted(case, Match(message, suggestion, since=ended))
    elif newer is not False:
        message = f"documentation of {title} {page.version}; the current documentation has this page"
        certain = newer and page.product is None
        yield from unless_excepted(case, Match(message, suggestion, Severity.ERROR if certain else Severity.NOTE))


def _is_newer(page: Pinned, fetch: Fetch) -> bool | None:
    """Return whether the current page is of a later version, or None if that is unknown."""
    mine = numbers(page.version)
    match = _TITLE_VERSION.search(title_of(fetch.last.body.data))
    if match:
        theirs = numbers(match[1] or match[2])
        return theirs[: len(mine)] > mine
    return page.product.newest > mine[: len(page.product.newest)] if page.product else None


RULES.register(
    Rule(
        RuleInfo(
            "docs-outdated",
            None,
            Severity.WARNING,
            Category.FRESHNESS,
            "The documentation page is for an older release",
            "Link to the current release's page.",
        ),
        _evaluate,
        web_only=True,
    )
)
