"""The settings of the history."""

from pydantic import Field

from linkwarden.settings.values import Duration, SettingsTable

DAY = 86_400.0


class Strikes(SettingsTable):
    """When a link that worked before becomes dead because it is unreachable."""

    dates: int = Field(default=3, ge=1, le=100)
    """The number of UTC dates on which it has to fail, without a usable response in between."""
    apart: Duration = 70 * 3600.0
    """The minimum time between the first and the last of these failures."""
    never_answered: Duration = 30 * DAY
    """How long a link that has never worked has to fail before `never-answered` reports it."""


class Recheck(SettingsTable):
    """The time between two checks of a link. It grows with the time for which the result has been the same."""

    first: Duration = 5 * DAY
    """Minimum for a link whose result has never changed. The second checks of new links are spread over this time."""
    longest: Duration = 7 * DAY
    """Maximum."""
    failing: Duration = 20 * 3600.0
    """Minimum for a link that fails or whose result changed recently."""


class Retention(SettingsTable):
    """How much of the history is kept."""

    age: Duration = 400 * DAY
    """Older observations are deleted."""
    size: int = Field(default=50, ge=1, le=10_000)
    """Maximum size of the file in megabytes; the oldest observations are deleted first."""
