"""What a rule is, and what it can say."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from linkwarden.errors import ConfigError
from linkwarden.judge.case import Case
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Step
from linkwarden.registry import Registry
from linkwarden.settings import Settings


@dataclass(frozen=True, slots=True)
class Statement:
    """What a rule found."""

    message: str
    suggestion: str | None = None
    severity_cap: Severity = Severity.ERROR
    """A milder case of the rule: its finding is never louder than this."""


@dataclass(frozen=True, slots=True)
class Need:
    """The look that a rule lacks before it can speak."""

    step: Step


RuleResult = Statement | Need


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the one verdict that it can support, or none, and what it reads."""

    id: str
    verdict: Verdict | None
    severity: Severity
    """How loud it is by default."""
    summary: str
    """What it says, in one line for people."""
    evaluate: Callable[[Case], Iterator[RuleResult]]
    instead_of: frozenset[str] = frozenset()
    """Rules that say the same in general words; their findings are dropped where this one speaks."""


RULES: Registry[Rule] = Registry("linkwarden.judge.rules", "linkwarden.rules")

_ORDER = (Severity.OFF, Severity.NOTE, Severity.WARNING, Severity.ERROR)


def min_severity(one: Severity, other: Severity) -> Severity:
    """Return the milder of two severities."""
    return min(one, other, key=_ORDER.index)


def severity_of(rule: Rule, settings: Settings) -> Severity:
    """Return how loud *rule* is: what the user set for it, else what ``fail-on`` makes of it, else its default."""
    if rule.id in settings.rules:
        return settings.rules[rule.id]
    if settings.fail_on is None:
        return rule.severity
    return Severity.ERROR if rule.verdict in settings.fail_on else min_severity(rule.severity, Severity.WARNING)


def check_rule_names(names: Iterable[str], key: str = "rules") -> None:
    """Make sure that every name, which stands under *key*, is a rule's.

    Raises:
        ConfigError: One is not; the text names the nearest one.
    """
    for name in names:
        if name not in RULES:
            near = difflib.get_close_matches(name, RULES.ids, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; the rules are {', '.join(RULES.ids)}"
            raise ConfigError(f"{key}: there is no rule {name!r}{hint}")
