"""Applies the rules to one case."""

from linkwarden.judge.case import Case
from linkwarden.judge.rule import Match, Pending, Rule, rules_for
from linkwarden.model.finding import Verdict

UNDECIDED = (Verdict.BLOCKED, Verdict.UNREACHABLE)
"""Verdicts that are dropped where an API confirms that the page exists: only automated requests fail today."""

Results = tuple[list[tuple[Rule, Match]], list[Pending]]


def evaluate(case: Case) -> Results:
    """Apply every rule that is not off, and return their findings and the requests that they still need.

    The result is computed once per case: the ladder reads it first, then the judge.
    """
    return case.once(_evaluate)


def _evaluate(case: Case) -> Results:
    matches: list[tuple[Rule, Match]] = []
    pending: list[tuple[Rule, Pending]] = []
    for rule in rules_for(case):
        if case.observation.proven and rule.verdict in UNDECIDED:
            continue
        for result in rule.evaluate(case):
            if isinstance(result, Pending):
                pending.append((rule, result))
            else:
                matches.append((rule, result))
    replaced = frozenset[str]().union(*(rule.instead_of for rule, _ in matches))
    return (
        [(rule, match) for rule, match in matches if rule.id not in replaced],
        [each for rule, each in pending if rule.id not in replaced],
    )
