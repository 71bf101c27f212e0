"""The interface of rules, and what they yield."""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from linkwarden import identity
from linkwarden.errors import ConfigError
from linkwarden.judge.case import Case
from linkwarden.model.finding import Severity, Suggestion, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import Step
from linkwarden.model.rule import RuleInfo
from linkwarden.registry import Registry
from linkwarden.settings import Settings


class Match(NamedTuple):
    """A finding of a rule on a link."""

    message: str
    suggestion: Suggestion | None = None
    severity_cap: Severity = Severity.ERROR
    """The highest severity that this finding can have, for milder cases of the rule."""
    since: date | None = None
    """Since when the finding holds, if that is known."""


class Pending(NamedTuple):
    """The fetch that a rule needs before it can decide."""

    step: Step


RuleResult = Match | Pending


class Rule(NamedTuple):
    """A rule: its description and the function that applies it."""

    info: RuleInfo
    evaluate: Callable[[Case], Iterator[RuleResult]]
    instead_of: frozenset[str] = frozenset()
    """Ids of more general rules, whose findings are dropped if this one matches."""
    web_only: bool = False
    """The rule can match http and https links only, and is not applied to other links."""
    environmental: bool = False
    """Where nearly all hosts of a run match, the cause is this machine's network or clock."""

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.info.id

    @property
    def verdict(self) -> Verdict | None:
        """The one verdict that the rule can support; None if it supports none."""
        return self.info.verdict


RULES: Registry[Rule] = Registry("linkwarden.judge.rules", "linkwarden.rules")

_ORDER = (Severity.OFF, Severity.NOTE, Severity.WARNING, Severity.ERROR)


def rule_infos() -> Iterator[RuleInfo]:
    """Yield the description of every rule, sorted by id."""
    return (rule.info for rule in RULES)


def min_severity(one: Severity, other: Severity) -> Severity:
    """Return the lower of two severities."""
    return min(one, other, key=_ORDER.index)


def max_severity(severities: Iterable[Severity]) -> Severity:
    """Return the highest of several severities; off for none."""
    return max(severities, key=_ORDER.index, default=Severity.OFF)


def severity_of(rule: Rule, settings: Settings) -> Severity:
    """Return the severity of *rule*: that of the settings, then that of ``fail-on``, then its default."""
    return _severity_of(rule, settings.rules, settings.fail_on)


def _severity_of(rule: Rule, severities: Mapping[str, Severity], fail_on: Collection[Verdict] | None) -> Severity:
    if rule.id in severities:
        return severities[rule.id]
    if fail_on is None:
        return rule.info.severity
    return Severity.ERROR if rule.verdict in fail_on else min_severity(rule.info.severity, Severity.WARNING)


def rules_for(case: Case, verdict: Verdict | None = None) -> tuple[Rule, ...]:
    """Return the rules to apply to *case*: those that are not off and can match such a link.

    Args:
        case: The case.
        verdict: Return only rules that support this verdict.
    """
    is_web = case.link.resource.kind is TargetKind.WEB
    return _rules_for(tuple(case.settings.rules.items()), case.settings.fail_on, verdict, is_web=is_web)


@lru_cache  # they are the same for all links of a run
def _rules_for(
    severities: tuple[tuple[str, Severity], ...],
    fail_on: tuple[Verdict, ...] | None,
    verdict: Verdict | None,
    *,
    is_web: bool,
) -> tuple[Rule, ...]:
    able = (rule for rule in RULES if (is_web or not rule.web_only) and verdict in {None, rule.verdict})
    return tuple(rule for rule in able if _severity_of(rule, dict(severities), fail_on) is not Severity.OFF)


def nearest_rule(name: str) -> str | None:
    """Return the id of a rule that is most similar to *name*, or None if none is."""
    return next(iter(difflib.get_close_matches(name, RULES.ids, n=1)), None)


def check_rule_names(names: Iterable[str], key: str = "rules") -> None:
    """Make sure that all *names*, which are values of *key*, are ids of rules.

    Raises:
        ConfigError: A name is not; the message has the most similar id.
    """
    for name in names:
        if name not in RULES:
            near = nearest_rule(name)
            hint = f"; did you mean {near!r}?" if near else f"; {identity.rules_url()} lists the rules"
            raise ConfigError(f"{key}: there is no rule {name!r}{hint}")
