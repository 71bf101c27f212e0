"""insecure-http: the page answers on http, and the same address answers on https too."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.redirects import final_url
from linkwarden.judge.rule import RULES, Need, Rule, RuleResult, Statement
from linkwarden.judge.twins import https_twin
from linkwarden.model.finding import Severity
from linkwarden.model.observation import Shape, Step


def _evaluate(case: Case) -> Iterator[RuleResult]:
    look, twin_url = case.evidence.usable, https_twin(case.web_url)
    if look is None or twin_url is None or not final_url(look).startswith("http:"):
        return
    twin = case.observation.look_at(twin_url)
    if twin is None:
        yield Need(Step(Shape.PLAIN, "the https twin of an http link: does it answer?", url=twin_url))
    elif is_usable(twin, case.settings) and final_url(twin).startswith("https:"):
        suggestion = twin_url if case.link.fragment is None else f"{twin_url}#{case.link.fragment}"
        yield Statement("answers on https as well", suggestion)


RULES.register(Rule("insecure-http", None, Severity.NOTE, "The link uses http, and its https twin works", _evaluate))
