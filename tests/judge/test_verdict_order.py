"""Which verdict a link gets where rules support several."""

from itertools import combinations, permutations

import pytest

from linkwarden.judge.rule import RULES, Match, Rule
from linkwarden.judge.verdict import _decisive
from linkwarden.model.finding import Verdict

STRONGEST_FIRST = (Verdict.SKIPPED, Verdict.BLOCKED, Verdict.DEAD, Verdict.UNREACHABLE, Verdict.MOVED)


def rule_for(verdict: Verdict | None) -> Rule:
    return next(rule for rule in RULES if rule.verdict is verdict)


@pytest.mark.parametrize(
    ("stronger", "weaker"), list(combinations(STRONGEST_FIRST, 2)), ids=lambda verdict: verdict.value
)
def test_the_stronger_verdict_decides_in_whichever_order_the_rules_ran(stronger: Verdict, weaker: Verdict) -> None:
    """Blocked before dead: a page that refuses automated requests may exist."""
    matches = [(rule_for(verdict), Match("why")) for verdict in (stronger, weaker)]

    for ordered in permutations(matches):
        assert _decisive(list(ordered)) == matches[0]


def test_a_rule_without_a_verdict_decides_nothing() -> None:
    silent, decisive = ((rule_for(verdict), Match("why")) for verdict in (None, Verdict.MOVED))

    assert _decisive([silent, decisive]) == decisive
    assert _decisive([silent]) is None
