"""soft-404: the page has status 200, and is what its host serves for any nonexistent path.

A title or heading with "not found", or a deep link that redirects to the front page, is only a
suspicion. Proof takes the same response for a nonexistent sibling, requested once per host and folder,
a front page that differs, and a second request with the same result. So an article about "404 Not
Found" stays alive, and so does a single-page app, which serves every path alike.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.catch_all import same_for_any_name
from linkwarden.judge.evidence.absences import absence_sign, error_page_sign
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Fetch
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    usable = case.evidence.own
    if usable and all(map(error_page_sign, usable)):
        yield from confirmed(case, _is_error_page, Match(f"error page with status 200: {error_page_sign(usable[0])}"))
    else:
        message = "error page with status 200: {sign}, same response as for a nonexistent URL"
        yield from same_for_any_name(case, absence_sign, message, front_differs=True)


def _is_error_page(fetch: Fetch) -> bool:
    return error_page_sign(fetch) is not None


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
        web_only=True,
    )
)
