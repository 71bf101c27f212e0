"""Proof before `dead`: over the network one fetch never suffices."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from linkwarden.judge.case import Case
from linkwarden.judge.rule import Match, Pending, RuleResult
from linkwarden.model.observation import Fetch, RequestMode, Step, Verify
from linkwarden.model.past import Outcome

APART_S = 5.0
"""Minimum time between two fetches: enough to get past a deploy or a flaky backend."""
APART_FROM_ANSWER_S = 30.0
"""The same for a page that responded when it was last requested."""


def confirmed(case: Case, agrees: Callable[[Fetch], bool], match: Match) -> Iterator[RuleResult]:
    """Yield *match* where two fetches in different modes, far enough apart, agree; else the next fetch that is needed.

    Where the host treats plain and browser-like requests differently, two browser-like fetches have to agree.

    Args:
        case: The case; its last fetch agrees already.
        agrees: Returns whether a fetch shows the same.
        match: The match to yield if there is proof.
    """
    comparable = [fetch for fetch in case.observation.own_fetches if fetch.verify is not Verify.UNDATED]
    fetches = [fetch for fetch in comparable if agrees(fetch)]
    if any(
        not agrees(fetch)
        for fetch in comparable
        if fetch.mode is RequestMode.PLAIN and fetch.verify is verify_for(case)
    ):
        fetches = [fetch for fetch in fetches if fetch.mode is not RequestMode.PLAIN]  # clients are treated differently
    apart_s = apart_for(case)
    if fetches and _differ(fetches[0], fetches[-1], apart_s):
        yield match
        return
    mode = next_mode(case)
    if mode is not None:
        yield Pending(Step(mode, f"second request, to confirm: {match.message}", verify_for(case), after_s=apart_s))


def apart_for(case: Case) -> float:
    """Return the minimum time between two fetches, in seconds."""
    return APART_FROM_ANSWER_S if case.past and case.past.outcome is Outcome.ANSWERED else APART_S


def _differ(first: Fetch, last: Fetch, apart_s: float) -> bool:
    """Return whether two fetches are far enough apart, and made in different ways."""
    apart = last.ended_at - first.ended_at >= timedelta(seconds=apart_s)
    return apart and (first.mode, first.verify) != (last.mode, last.verify)


def next_mode(case: Case) -> RequestMode | None:
    """Return the next mode that has no fetch under the current trust, or None."""
    verify = verify_for(case)
    taken = {fetch.mode for fetch in case.observation.own_fetches if fetch.verify is verify}
    return next((mode for mode in RequestMode if mode not in taken), None)


def verify_for(case: Case) -> Verify:
    """Return how much of a certificate to verify in further fetches."""
    return Verify.NONE if case.evidence.issuer_unknown else Verify.FULL


def browser_step(case: Case) -> Step | None:
    """Return the fetch that a refusal calls for, or None if it was taken, cannot be, or the user forbids it."""
    verify = verify_for(case)
    tried = any(
        fetch.mode is not RequestMode.PLAIN and fetch.verify is verify for fetch in case.observation.own_fetches
    )
    if tried or case.final or not case.settings.browser_look:
        return None
    return Step(RequestMode.BROWSER, "browser-like request after a refusal", verify)
