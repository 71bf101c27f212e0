"""Descriptions of rules: data for reports, and the only source of a rule's descriptions."""

from enum import StrEnum
from typing import NamedTuple

from linkwarden.model.finding import Severity, Verdict


class Category(StrEnum):
    """The subject of a rule."""

    HEALTH = "health"
    """Whether the link works."""
    FRESHNESS = "freshness"
    """How current the target of the link is."""
    SCOPE = "scope"
    """Why the link was not checked."""
    CONFIGURATION = "configuration"
    """The settings and the comments that accept findings."""


class RuleInfo(NamedTuple):
    """A rule's description."""

    id: str
    """The rule's name, in kebab-case."""
    verdict: Verdict | None
    """The one verdict that the rule can support; None if it supports none."""
    severity: Severity
    """The default severity of the rule's findings."""
    category: Category
    summary: str
    """What the rule reports, in one line without a full stop."""
    advice: str
    """What to do about a finding, in one or two sentences."""
    documentation: str | None = None
    """The URL of the rule's documentation; None for linkwarden's own page about rules, where the id is the anchor."""
