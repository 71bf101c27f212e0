"""The effect of a resource's history on today's verdict. Pure."""

from datetime import timedelta

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, severity_of
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.past import Past

RuleMatch = tuple[Rule, Match]

_GONE = (Verdict.DEAD, Verdict.UNREACHABLE)


def apply_history(case: Case, decisive: RuleMatch) -> RuleMatch:
    """Return the deciding rule in the light of earlier runs, which is *decisive* in most cases.

    A link that fails here and works elsewhere is blocked; one that stopped responding is dead after enough strikes;
    one that has never responded is reported as such after a longer time.
    """
    rule, match = decisive
    past = case.past
    if past is None or rule.verdict not in _GONE:
        return decisive
    found = [_answers_elsewhere(past, match)]
    if rule.verdict is Verdict.UNREACHABLE:
        found += [_out_of_strikes(case, past, match), _never_answered(case, past, match)]
    in_force = (each for each in found if each and severity_of(each[0], case.settings) is not Severity.OFF)
    return next(in_force, decisive)


def replaced_by(decisive: RuleMatch, matches: list[RuleMatch]) -> list[RuleMatch]:
    """Return the findings if history decided: *decisive* includes today's failure, which is not repeated."""
    return [decisive, *(each for each in matches if each[0].verdict not in _GONE)]


def _answers_elsewhere(past: Past, match: Match) -> RuleMatch | None:
    if past.elsewhere is None or not past.failures or past.elsewhere.answered_at <= past.failures[0]:
        return None
    since, elsewhere = past.failures[0], past.elsewhere
    message = (
        f"{match.message}; failing from this network since {since:%Y-%m-%d}, "
        f"but working from {elsewhere.vantage} on {elsewhere.answered_at:%Y-%m-%d}"
    )
    return RULES["answers-elsewhere"], Match(message, since=since.date())


def _out_of_strikes(case: Case, past: Past, match: Match) -> RuleMatch | None:
    strikes = case.settings.strikes
    failures = past.failures_with(case.now)
    enough = len(failures) >= strikes.dates and case.now - failures[0] >= timedelta(seconds=strikes.apart)
    if past.answered_at is None or not enough:
        return None
    message = (
        f"{match.message}; failing on {len(failures)} dates since {failures[0]:%Y-%m-%d}, "
        f"last response on {past.answered_at:%Y-%m-%d}"
    )
    return RULES["out-of-strikes"], Match(message, since=failures[0].date())


def _never_answered(case: Case, past: Past, match: Match) -> RuleMatch | None:
    if past.answered_at is not None or not past.failures:
        return None
    since = past.failures[0]
    if case.now - since < timedelta(seconds=case.settings.strikes.never_answered):
        return None
    return RULES["never-answered"], Match(
        f"{match.message}; failing from this network since the first check on {since:%Y-%m-%d}", since=since.date()
    )
