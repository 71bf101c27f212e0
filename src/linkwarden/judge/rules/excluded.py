"""excluded: the user said not to ask."""

import re
from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.finding import Severity, Verdict


def _evaluate(case: Case) -> Iterator[RuleResult]:
    pattern = next((each for each in case.settings.exclude if re.search(each, case.link.url)), None)
    if pattern is not None:
        yield Statement(f"excluded by {pattern!r}")


RULES.register(Rule("excluded", Verdict.SKIPPED, Severity.NOTE, "The configuration excludes this link", _evaluate))
