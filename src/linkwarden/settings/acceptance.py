"""Which findings the user accepts: by `ignore` in the configuration, or by the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from linkwarden.settings.baseline import BaselineEntry
from linkwarden.settings.model import Ignore


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The ignores and baseline entries that are in force."""

    ignores: tuple[Ignore, ...] = ()
    baseline: Mapping[tuple[str, str], date] = field(default_factory=dict)
    """When the finding of a link's URL and a rule was accepted."""
    entries: tuple[BaselineEntry, ...] = ()
    """All entries of the baseline, also those that have ended."""

    def ignored(self, url: str, rule: str) -> str | None:
        """Return the reason of the `ignore` that covers a finding, or None."""
        return next((each.reason for each in self.ignores if each.covers(url, rule)), None)

    def baselined(self, url: str, rule: str) -> date | None:
        """Return when the baseline accepted a finding, or None."""
        return self.baseline.get((url, rule))
