"""missing-anchor: the file is there, and no heading or id in it has that name."""

from collections.abc import Iterator

from linkwarden.fragments import name_in, names_in_file, near_names
from linkwarden.judge.case import Case
from linkwarden.judge.documented import is_member
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Applicability, Severity, Suggestion, Verdict
from linkwarden.model.observation import NOT_DOCUMENTS, LocalFile
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.urls import with_fragment


def _evaluate(case: Case) -> Iterator[RuleResult]:
    local, url = case.observation.fact(LocalFile), case.link.resource.url
    if local is None or not local.exists or local.anchors is None:
        return
    names = names_in_file(case.link.fragment, url, exact=local.generator is not None)
    if not names or local.generator in NOT_DOCUMENTS or is_member(case.link.fragment, local):
        return
    if local.anchors.isdisjoint(names):
        name = name_in(case.link.fragment)
        near = near_names(name, local.anchors, cutoff=0.7)
        hint = f"; did you mean #{near[0]}?" if near else ""
        path = case.link.url.partition("#")[0]
        applicability = Applicability.SAFE if len(near) == 1 else Applicability.REVIEW
        suggestion = Suggestion(with_fragment(path, near[0]), applicability) if near else None
        yield Match(f"no heading or id #{name} in {case.link.resource.url}{hint}", suggestion)


RULES.register(
    Rule(
        RuleInfo(
            "missing-anchor",
            Verdict.DEAD,
            Severity.ERROR,
            Category.HEALTH,
            "The file has no heading or id with this name",
            "Fix or remove the fragment.",
        ),
        _evaluate,
    )
)
