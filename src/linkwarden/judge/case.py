"""The input of a rule."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from linkwarden.judge.evidence import Evidence, read
from linkwarden.model.link import Link
from linkwarden.model.observation import Observation
from linkwarden.model.past import Past
from linkwarden.settings import Settings
from linkwarden.urls import WebUrl, parse_web_url

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One link, the observation of its resource so far, and the settings."""

    link: Link
    observation: Observation
    settings: Settings
    now: datetime
    past: Past | None = None
    """Results of earlier trusted runs for the resource; None without history."""
    final: bool = False
    """No request can follow, because the link's time limit is reached: refusals and failures are final."""
    _readings: dict[Callable[["Case"], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, reader: Callable[["Case"], T]) -> T:
        """Return the result of *reader*, a pure function, for this case; it is computed only once."""
        if reader not in self._readings:
            self._readings[reader] = reader(self)
        reading: T = self._readings[reader]
        return reading

    @cached_property
    def evidence(self) -> Evidence:
        """What the exchanges show."""
        return read(self.observation, self.settings)

    @cached_property
    def web_url(self) -> WebUrl | None:
        """The link's URL in parts; None unless it is http or https."""
        return parse_web_url(self.link.resource.url)
