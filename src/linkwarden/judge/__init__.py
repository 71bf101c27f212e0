"""The judge stage: rules read an observation and say what it means; the ladder says what they still need. Pure.

A rule is a pure function from a Case to words: what it found, or which look it needs before it can say so.
"""

from linkwarden.judge.case import Case
from linkwarden.judge.ignores import ignore_findings, ignores_in_force
from linkwarden.judge.ladder import next_step
from linkwarden.judge.rule import RULES, Need, Rule, RuleResult, Statement, check_rule_names, severity_of
from linkwarden.judge.trust import answered, discount, doubt
from linkwarden.judge.verdict import judge

__all__ = [
    "RULES",
    "Case",
    "Need",
    "Rule",
    "RuleResult",
    "Statement",
    "answered",
    "check_rule_names",
    "discount",
    "doubt",
    "ignore_findings",
    "ignores_in_force",
    "judge",
    "next_step",
    "severity_of",
]
