"""A judge that requests the steps of a test."""

from collections.abc import Callable
from dataclasses import dataclass

from linkwarden.model.link import Task
from linkwarden.model.observation import Observation, Step

Ladder = Callable[[Task, Observation], Step | None]


@dataclass(frozen=True)
class Steps:
    """Hands out the steps of a function."""

    next_step: Ladder


NOTHING = Steps(lambda _task, _observation: None)
"""Requests nothing."""
