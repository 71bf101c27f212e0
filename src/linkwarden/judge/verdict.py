"""From rules to a verdict."""

from dataclasses import replace

from linkwarden.judge.case import Case
from linkwarden.judge.evaluate import evaluate
from linkwarden.judge.ladder import open_steps
from linkwarden.judge.rule import RULES, Match, Rule, min_severity, severity_of
from linkwarden.judge.strikes import apply_history, replaced_by
from linkwarden.model.finding import Finding, JudgedLink, Verdict

ORDER = (Verdict.SKIPPED, Verdict.BLOCKED, Verdict.DEAD, Verdict.UNREACHABLE, Verdict.MOVED)
"""A link's verdict is the first of these that a rule supports."""

ALIVE_DETAIL = "answers"


def judge(case: Case, probes: tuple[str, ...] = ()) -> JudgedLink:
    """Return the link with its verdict, the rule that decided, and all findings."""
    matches, pending = evaluate(case)
    decisive = _decisive(matches)
    if decisive is None and _lacks_a_page(case):
        matches, _ = evaluate(replace(case, final=True))
        decisive = _decisive(matches)
    if decisive is None and _lacks_a_page(case):
        decisive = (RULES["undecided"], Match(_last_words(case)))
        matches = [*matches, decisive]
    if decisive is not None and (weighed := apply_history(case, decisive)) is not decisive:
        decisive, matches = weighed, replaced_by(weighed, matches)
    verdict, rule, detail = Verdict.ALIVE, None, ALIVE_DETAIL
    if decisive is not None:
        rule, match = decisive
        verdict, detail = rule.verdict or Verdict.ALIVE, match.message
    exchanges = case.observation.exchanges
    return JudgedLink(
        link=case.link,
        verdict=verdict,
        rule=rule.id if rule else None,
        detail=detail,
        findings=tuple(_finding(each, match, case) for each, match in matches),
        observation=case.observation.without_bodies(),
        probes=probes,
        checked_at=exchanges[-1].at if exchanges else case.now,
        needs=tuple(dict.fromkeys(step.why for step in open_steps(case, pending))),
    )


def _lacks_a_page(case: Case) -> bool:
    """Return whether it was requested without success, and no API has confirmed it."""
    fetched = bool(case.observation.own_fetches)
    return fetched and case.evidence.usable is None and not case.observation.proven


def _last_words(case: Case) -> str:
    endings = (str(fetch.last.status or fetch.last.error) for fetch in case.observation.own_fetches)
    return f"the requests ended differently: {', then '.join(endings)}"


def _decisive(matches: list[tuple[Rule, Match]]) -> tuple[Rule, Match] | None:
    spoken = [(rule, match) for rule, match in matches if rule.verdict is not None]
    return min(spoken, key=lambda result: ORDER.index(result[0].verdict or Verdict.MOVED), default=None)


def _finding(rule: Rule, match: Match, case: Case) -> Finding:
    severity = min_severity(severity_of(rule, case.settings), match.severity_cap)
    return Finding(rule.id, severity, match.message, match.suggestion, match.since)
