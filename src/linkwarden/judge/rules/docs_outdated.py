"""docs-outdated: the page is of an older release, and the current one's documentation has the page too.

Whether the release is older is not guessed: its product's lifecycle knows, or the title of the current
page says which version it is of, as Sphinx writes it. The current page is asked before it is suggested.
"""

import re
from collections.abc import Iterator
from datetime import date

from linkwarden.data import numbers
from linkwarden.data.documentation import Pinned, pinned
from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.finding import Severity, Suggestion
from linkwarden.model.observation import Look, Shape, Step
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.page import title_of
from linkwarden.urls import parse_web_url, with_fragment

_TITLE_VERSION = re.compile(
    r"(?<![\d.])(\d{1,9}(?:\.\d{1,9}){1,5})\S{0,40} (?:documentation|manual)\b|documentation: (\d{1,9})", re.IGNORECASE
)


def pinned_page(case: Case) -> Pinned | None:
    """Return what the link's page is pinned to, where it answers and does not lead to another release by itself."""
    asked = pinned(case.web_url) if case.web_url else None
    if asked is None or case.evidence.usable is None:
        return None
    final = parse_web_url(case.evidence.usable.last.url)
    got = pinned(final) if final else None
    return asked if got is not None and got.version == asked.version else None


def twin_answers(case: Case, page: Pinned, look: Look) -> bool:
    """Tell whether the look at the current release's page got that page, and not its front page instead."""
    final = parse_web_url(look.last.url)
    ending = page.rest.removesuffix("index.html").rstrip("/")
    return is_usable(look, case.settings) and final is not None and final.path.rstrip("/").endswith(ending)


def ended_on(case: Case, page: Pinned) -> date | None:
    """Return the day on which the release ended, or None where it has not, or nobody knows."""
    ends = page.product.ends_on(page.version) if page.product else None
    return ends if ends is not None and ends < case.now.date() else None


def _evaluate(case: Case) -> Iterator[RuleResult]:
    page = pinned_page(case)
    if page is None or page.twin is None:
        return
    look = case.observation.look_at(page.twin)
    if look is None:
        yield Pending(Step(Shape.PLAIN, "this page in the current documentation", url=page.twin))
    elif twin_answers(case, page, look):
        yield from _compared(case, page, look, page.twin)


def _compared(case: Case, page: Pinned, look: Look, twin: str) -> Iterator[RuleResult]:
    suggestion = Suggestion(with_fragment(twin, case.link.fragment))
    title = page.product.title if page.product else "version"
    ended, newer = ended_on(case, page), _is_newer(page, look)
    if ended is not None:
        end = f"{title} {page.version} reached its end of life on {ended:%Y-%m-%d}"
        message = f"{end}; the current documentation has this page"
        yield from unless_excepted(case, Match(message, suggestion, since=ended))
    elif newer is not False:
        message = f"documentation of {title} {page.version}; the current documentation has this page"
        certain = newer and page.product is None
        yield from unless_excepted(case, Match(message, suggestion, Severity.ERROR if certain else Severity.NOTE))


def _is_newer(page: Pinned, look: Look) -> bool | None:
    """Tell whether the current page is of a later version, or None where nothing says so."""
    mine = numbers(page.version)
    match = _TITLE_VERSION.search(title_of(look.last.body.data))
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
    )
)
