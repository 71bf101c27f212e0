"""The judge stage: rules evaluate observations, and the ladder picks the next request that they need. Pure.

A rule is a pure function from a `Case` to matches, or to the fetch that it needs before it can decide.
"""

from linkwarden.judge.case import Case
from linkwarden.judge.configuration import configuration_findings
from linkwarden.judge.hosts import gather_hosts
from linkwarden.judge.ignores import ignore_findings, ignores_in_force
from linkwarden.judge.ladder import is_skipped, next_step
from linkwarden.judge.rule import (
    RULES,
    Match,
    Pending,
    Rule,
    RuleResult,
    check_rule_names,
    min_severity,
    rule_infos,
    severity_of,
)
from linkwarden.judge.trust import answered, as_untrusted, distrust_reason
from linkwarden.judge.verdict import judge

__all__ = [
    "RULES",
    "Case",
    "Match",
    "Pending",
    "Rule",
    "RuleResult",
    "answered",
    "as_untrusted",
    "check_rule_names",
    "configuration_findings",
    "distrust_reason",
    "gather_hosts",
    "ignore_findings",
    "ignores_in_force",
    "is_skipped",
    "judge",
    "min_severity",
    "next_step",
    "rule_infos",
    "severity_of",
]
