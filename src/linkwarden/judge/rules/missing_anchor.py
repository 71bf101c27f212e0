"""missing-anchor: the file is there, and no heading or id in it has that name."""

from collections.abc import Iterator

from linkwarden.fragments import name_in, names_in_file, nearest
from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import LocalFile


def _evaluate(case: Case) -> Iterator[RuleResult]:
    local, names = case.observation.fact(LocalFile), names_in_file(case.link.fragment, case.link.resource.url)
    if local is None or not local.exists or local.anchors is None or not names:
        return
    if local.anchors.isdisjoint(names):
        name = name_in(case.link.fragment)
        near = nearest(name, local.anchors, cutoff=0.7)
        hint = f"; did you mean #{near}?" if near else ""
        suggestion = f"{case.link.url.partition('#')[0]}#{near}" if near else None
        yield Statement(f"there is no #{name} in {case.link.resource.url}{hint}", suggestion)


RULES.register(Rule("missing-anchor", Verdict.DEAD, Severity.ERROR, "The file has no such heading or id", _evaluate))
