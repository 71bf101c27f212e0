"""What users can set about the memory of earlier runs."""

from pydantic import Field

from linkwarden.settings.values import Duration, Group

DAY = 86_400.0


class Strikes(Group):
    """When a link that answered before, and no longer does, is called dead."""

    dates: int = Field(default=3, ge=1, le=100)
    """On how many UTC dates it has to fail, without a usable answer in between."""
    apart: Duration = 70 * 3600.0
    """How far apart the first and the last of these failures have to be, at least."""
    never_answered: Duration = 30 * DAY
    """How long a link that has never answered has to fail before `never-answered` reports it."""


class Recheck(Group):
    """How long a link is not asked again: within these bounds it grows with how long its outcome has been the same."""

    first: Duration = 5 * DAY
    """At least, for a link without any change so far; the second look at new links is spread over this time."""
    longest: Duration = 7 * DAY
    """At most."""
    failing: Duration = 20 * 3600.0
    """At least, for a link that fails or has changed lately."""


class Retention(Group):
    """How much history is kept."""

    age: Duration = 400 * DAY
    """Older observations are deleted."""
    size: int = Field(default=50, ge=1, le=10_000)
    """The size of the file in megabytes; the oldest observations are deleted first."""
