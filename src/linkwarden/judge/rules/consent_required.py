"""consent-required: a consent page of the same site is shown instead of the page.

Where the consent page has a plain link that leads on, that is followed once; forms are never sent.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence.logins import consent_link
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Step
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    fetch = case.evidence.last_fetch
    if fetch is None or not case.evidence.consent or case.evidence.wall is not None:
        return
    link = consent_link(fetch)
    if link is not None and case.observation.fetch_of(link) is None and not case.final:
        yield Pending(Step(fetch.mode, "the consent page's link", fetch.verify, link))
    else:
        yield Match(f"redirects to a consent page, {fetch.redirected_to}")


RULES.register(
    Rule(
        RuleInfo(
            "consent-required",
            Verdict.BLOCKED,
            Severity.NOTE,
            Category.HEALTH,
            "The page is behind a consent page",
            "No action needed.",
        ),
        _evaluate,
        web_only=True,
    )
)
