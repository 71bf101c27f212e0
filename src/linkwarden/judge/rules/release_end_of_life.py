"""release-end-of-life: the page is about a release that gets no more fixes, and no current page takes its place.

Where one does, docs-outdated says the same and suggests it. The dates ship with the package.
"""

from collections.abc import Iterator

from linkwarden.data import lifecycle
from linkwarden.judge.case import Case
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.judge.rules.docs_outdated import ended_on, pinned_page, twin_answers
from linkwarden.model.finding import Severity


def _evaluate(case: Case) -> Iterator[RuleResult]:
    page = pinned_page(case)
    ended = ended_on(case, page) if page else None
    if page is None or page.product is None or ended is None:
        return
    twin = case.observation.look_at(page.twin) if page.twin else None
    waiting = page.twin is not None and twin is None
    if not waiting and not (twin is not None and twin_answers(case, page, twin)):
        name = f"{page.product.title} {page.version}".rstrip()
        yield from unless_excepted(case, Statement(f"{name} reached its end of life on {ended:%Y-%m-%d}"))


RULES.register(
    Rule(
        "release-end-of-life",
        None,
        Severity.WARNING,
        f"The page is about a release past its end of life (as known on {lifecycle().as_of})",
        _evaluate,
    )
)
