"""What the rules say about one case."""

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Need, Rule, Statement, severity_of
from linkwarden.model.finding import Severity, Verdict

UNDECIDED = (Verdict.BLOCKED, Verdict.UNREACHABLE)
"""What no page is called of which an API says that it is there: only robots don't get at it today."""


Results = tuple[list[tuple[Rule, Statement]], list[Need]]


def evaluate(case: Case) -> Results:
    """Let every rule that is not off speak, and return what they found and what they still need.

    The ladder hears a case to see that nothing is needed, and the judge hears the same one: they speak once.
    """
    return case.once(_evaluate)


def _evaluate(case: Case) -> Results:
    statements: list[tuple[Rule, Statement]] = []
    needs: list[tuple[Rule, Need]] = []
    for rule in RULES:
        if severity_of(rule, case.settings) is Severity.OFF:
            continue
        if case.observation.proven and rule.verdict in UNDECIDED:
            continue
        for result in rule.evaluate(case):
            if isinstance(result, Need):
                needs.append((rule, result))
            else:
                statements.append((rule, result))
    replaced = frozenset[str]().union(*(rule.instead_of for rule, _ in statements))
    return (
        [(rule, statement) for rule, statement in statements if rule.id not in replaced],
        [need for rule, need in needs if rule.id not in replaced],
    )
