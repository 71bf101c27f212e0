"""From rules to a verdict."""

from dataclasses import replace

from linkwarden.judge.case import Case
from linkwarden.judge.evaluate import evaluate
from linkwarden.judge.ladder import open_steps
from linkwarden.judge.rule import RULES, Rule, Statement, min_severity, severity_of
from linkwarden.model.finding import Finding, JudgedLink, Verdict

ORDER = (Verdict.SKIPPED, Verdict.BLOCKED, Verdict.DEAD, Verdict.UNREACHABLE, Verdict.MOVED)
"""A link's verdict is the first of these that a rule supports."""

ALIVE_DETAIL = "answers"


def judge(case: Case, probes: tuple[str, ...] = ()) -> JudgedLink:
    """Return the link with its verdict, the rule that decided, and all findings."""
    statements, needs = evaluate(case)
    decisive = _decisive(statements)
    if decisive is None and _lacks_a_page(case):
        statements, _ = evaluate(replace(case, final=True))
        decisive = _decisive(statements)
    if decisive is None and _lacks_a_page(case):
        decisive = (RULES["undecided"], Statement(_last_words(case)))
        statements = [*statements, decisive]
    verdict, rule, detail = Verdict.ALIVE, None, ALIVE_DETAIL
    if decisive is not None:
        rule, statement = decisive
        verdict, detail = rule.verdict or Verdict.ALIVE, statement.message
    exchanges = case.observation.exchanges
    return JudgedLink(
        link=case.link,
        verdict=verdict,
        rule=rule.id if rule else None,
        detail=detail,
        findings=tuple(_finding(each, statement, case) for each, statement in statements),
        observation=case.observation.without_bodies(),
        probes=probes,
        checked_at=exchanges[-1].at if exchanges else case.now,
        needs=tuple(dict.fromkeys(step.why for step in open_steps(case, needs))),
    )


def _lacks_a_page(case: Case) -> bool:
    """Tell whether it was looked for and did not come, and no API has seen it."""
    looked = bool(case.observation.own_looks)
    return looked and case.evidence.usable is None and not case.observation.proven


def _last_words(case: Case) -> str:
    endings = (str(look.last.status or look.last.error) for look in case.observation.own_looks)
    return f"the looks at it do not agree: {', then '.join(endings)}"


def _decisive(statements: list[tuple[Rule, Statement]]) -> tuple[Rule, Statement] | None:
    spoken = [(rule, statement) for rule, statement in statements if rule.verdict is not None]
    return min(spoken, key=lambda result: ORDER.index(result[0].verdict or Verdict.MOVED), default=None)


def _finding(rule: Rule, statement: Statement, case: Case) -> Finding:
    severity = min_severity(severity_of(rule, case.settings), statement.severity_cap)
    return Finding(rule.id, severity, statement.message, statement.suggestion)
