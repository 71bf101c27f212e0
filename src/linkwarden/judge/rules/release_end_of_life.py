"""release-end-of-life: the page is about an unsupported release, and there is no page about the current one.

If there is one, docs-outdated reports that and suggests it. The dates ship with the package.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.pinned import ended_on, pinned_page, twin_answers
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    page = pinned_page(case)
    ended = ended_on(case, page) if page else None
    if page is None or page.product is None or ended is None:
        return
    twin = case.observation.fetch_of(page.twin) if page.twin else None
    waiting = page.twin is not None and twin is None
    if not waiting and not (twin is not None and twin_answers(case, page, twin)):
        name = f"{page.product.title} {page.version}".rstrip()
        message = f"{name} reached its end of life on {ended:%Y-%m-%d}"
        yield from unless_excepted(case, Match(message, since=ended))


RULES.register(
    Rule(
        RuleInfo(
            "release-end-of-life",
            None,
            Severity.WARNING,
            Category.FRESHNESS,
            "The page is about a release past its end of life",
            "Link to a supported release.",
        ),
        _evaluate,
        web_only=True,
    )
)
