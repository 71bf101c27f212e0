"""The ladder: after each fetch it picks the cheapest step that some rule still needs. Pure.

So the next request is tested with a table and no socket, and a new rule has its own need for proof.
"""

from collections.abc import Iterable, Sequence

from linkwarden.judge.case import Case
from linkwarden.judge.evaluate import evaluate
from linkwarden.judge.rule import Match, Pending, rules_for
from linkwarden.model.finding import Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import RequestMode, Step

FIRST_FETCH = Step(RequestMode.PLAIN, "first request")


def next_step(cases: Sequence[Case]) -> Step | None:
    """Return the next request for a resource, or None if all of its links can be judged.

    Args:
        cases: One for each link that shares the resource; their observation is the same.
    """
    case = cases[0]
    if not case.observation.fetches:  # then only the target can decide, and evidence would be read for nothing
        is_needed = case.link.resource.kind is TargetKind.WEB and not all(map(is_skipped, cases))
        return FIRST_FETCH if is_needed else None
    results = [evaluate(case) for case in cases]
    if all(any(rule.verdict is Verdict.SKIPPED for rule, _ in matches) for matches, _ in results):
        return None
    return min(open_steps(case, (each for _, pending in results for each in pending)), key=_cost, default=None)


def open_steps(case: Case, pending: Iterable[Pending]) -> list[Step]:
    """Return the fetches that rules need and that were not taken yet."""
    own = case.link.resource.url
    taken = {(fetch.url, fetch.mode, fetch.verify) for fetch in case.observation.fetches}
    steps = (each.step for each in pending)
    return [step for step in steps if (step.url or own, step.mode, step.verify) not in taken]


def _cost(step: Step) -> tuple[float, int]:
    return (step.after_s, list(RequestMode).index(step.mode))


def is_skipped(case: Case) -> bool:
    """Return whether the target alone decides that the link is not checked."""
    rules = rules_for(case, Verdict.SKIPPED)
    return any(isinstance(result, Match) for rule in rules for result in rule.evaluate(case))
