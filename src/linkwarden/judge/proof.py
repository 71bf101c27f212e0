"""Proof before `dead`: over the network one look never suffices."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from linkwarden.judge.case import Case
from linkwarden.judge.rule import Match, Pending, RuleResult
from linkwarden.model.observation import Look, Shape, Step, Verify
from linkwarden.model.past import Outcome

APART_S = 5.0
"""Minimum time between two looks: enough to get past a deploy or a flaky backend."""
APART_FROM_ANSWER_S = 30.0
"""The same for a page that responded when it was last requested."""


def confirmed(case: Case, agrees: Callable[[Look], bool], match: Match) -> Iterator[RuleResult]:
    """Yield *match* where two looks of different shapes, far enough apart, agree; else the next look that is needed.

    Where the host treats plain and browser-like requests differently, two browser-like looks have to agree.

    Args:
        case: The case; its last look agrees already.
        agrees: Returns whether a look shows the same.
        match: The match to yield if there is proof.
    """
    comparable = [look for look in case.observation.own_looks if look.verify is not Verify.UNDATED]
    looks = [look for look in comparable if agrees(look)]
    if any(not agrees(look) for look in comparable if look.shape is Shape.PLAIN and look.verify is verify_for(case)):
        looks = [look for look in looks if look.shape is not Shape.PLAIN]  # clients are treated differently
    apart_s = apart_for(case)
    if looks and _differ(looks[0], looks[-1], apart_s):
        yield match
        return
    shape = next_shape(case)
    if shape is not None:
        yield Pending(Step(shape, f"second request, to confirm: {match.message}", verify_for(case), after_s=apart_s))


def apart_for(case: Case) -> float:
    """Return the minimum time between two looks, in seconds."""
    return APART_FROM_ANSWER_S if case.past and case.past.outcome is Outcome.ANSWERED else APART_S


def _differ(first: Look, last: Look, apart_s: float) -> bool:
    """Return whether two looks are far enough apart, and made in different ways."""
    apart = last.ended_at - first.ended_at >= timedelta(seconds=apart_s)
    return apart and (first.shape, first.verify) != (last.shape, last.verify)


def next_shape(case: Case) -> Shape | None:
    """Return the next shape that has no look under the current trust, or None."""
    verify = verify_for(case)
    taken = {look.shape for look in case.observation.own_looks if look.verify is verify}
    return next((shape for shape in Shape if shape not in taken), None)


def verify_for(case: Case) -> Verify:
    """Return how much of a certificate to verify in further looks."""
    return Verify.NONE if case.evidence.issuer_unknown else Verify.FULL


def browser_step(case: Case) -> Step | None:
    """Return the look that a refusal calls for, or None if it was taken, cannot be, or the user forbids it."""
    verify = verify_for(case)
    tried = any(look.shape is not Shape.PLAIN and look.verify is verify for look in case.observation.own_looks)
    if tried or case.final or not case.settings.browser_look:
        return None
    return Step(Shape.BROWSER, "browser-like request after a refusal", verify)
