"""insecure-http: the page responds over http, and the same URL works over https."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.redirects import final_url
from linkwarden.judge.rule import RULES, Match, Pending, Rule, RuleResult
from linkwarden.judge.sameness import same_page
from linkwarden.judge.twins import https_twin
from linkwarden.model.finding import Applicability, Severity, Suggestion
from linkwarden.model.observation import RequestMode, Step
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import with_fragment


def _evaluate(case: Case) -> Iterator[RuleResult]:
    fetch, twin_url = case.evidence.usable, https_twin(case.web_url)
    if fetch is None or twin_url is None or not final_url(fetch).startswith("http:"):
        return
    twin = case.observation.fetch_of(twin_url)
    if twin is None:
        yield Pending(Step(RequestMode.PLAIN, "the same URL over https", url=twin_url))
    elif is_usable(twin, case.settings) and final_url(twin).startswith("https:"):
        applicability = Applicability.SAFE if same_page(fetch, twin) else Applicability.REVIEW
        suggestion = Suggestion(with_fragment(twin_url, case.link.fragment), applicability)
        yield Match("https works too", suggestion)


RULES.register(
    Rule(
        RuleInfo(
            "insecure-http",
            None,
            Severity.NOTE,
            Category.HEALTH,
            "The link uses http although https works",
            "Replace http with https.",
        ),
        _evaluate,
        web_only=True,
    )
)
