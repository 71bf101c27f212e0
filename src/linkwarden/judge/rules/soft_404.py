"""soft-404: the page answers 200, and is what its host gives for any name that cannot exist.

A title or heading that says "not found", or a deep link that lands on the front page, is only a
suspicion. It takes a sibling that cannot exist, asked once per host and folder, to answer alike, a front
page that is another one, and a second look at the page to say the same. So an article about "404 Not
Found" stays alive, and so does a single-page app, which answers every path alike and says nothing about any.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.catch_all import same_for_any_name
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.absences import absence_sign, error_page_sign
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Look
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    usable = [look for look in case.observation.own_looks if is_usable(look, case.settings)]
    if usable and all(map(error_page_sign, usable)):
        yield from confirmed(case, _is_error_page, Match(f"error page with status 200: {error_page_sign(usable[0])}"))
    else:
        message = "error page with status 200: {sign}, same response as for a nonexistent URL"
        yield from same_for_any_name(case, absence_sign, message, front_differs=True)


def _is_error_page(look: Look) -> bool:
    return error_page_sign(look) is not None


RULES.register(
    Rule(
        RuleInfo(
            "soft-404",
            Verdict.DEAD,
            Severity.ERROR,
            Category.HEALTH,
            "The server returns an error page with status 200",
            "Fix or remove the link.",
        ),
        _evaluate,
        instead_of=frozenset({"permanent-redirect"}),
    )
)
