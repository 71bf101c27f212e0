"""The effect of a verdict on the history of a resource."""

from linkwarden.model.finding import Verdict
from linkwarden.model.past import Outcome

_OUTCOMES = {
    Verdict.ALIVE: Outcome.ANSWERED,
    Verdict.MOVED: Outcome.ANSWERED,
    Verdict.DEAD: Outcome.FAILED,
    Verdict.UNREACHABLE: Outcome.FAILED,
    Verdict.BLOCKED: Outcome.BLOCKED,
}


def outcome_of(verdict: Verdict) -> Outcome | None:
    """Return the outcome for a verdict; None for a link that was skipped."""
    return _OUTCOMES.get(verdict)
