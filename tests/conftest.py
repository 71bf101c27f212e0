"""Fixtures that all tests share."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that tests can import tests.web

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, database=None)
settings.register_profile(
    "nightly", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "default")  # --hypothesis-profile overrides this

if TYPE_CHECKING:
    from tests.e2e.command import Repository
    from tests.web import Web


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Web"]:
    """A web of its own for each test, on 127.0.0.1."""
    from tests.web import BEHAVIOURS, Web

    with Web(tmp_path_factory.mktemp("web"), BEHAVIOURS) as running:
        yield running


@pytest.fixture
def fast_clock() -> Iterator[None]:
    """Make the time of commands pass 20 times faster than the machine's."""
    from tests.clocks import fast_commands

    with fast_commands(20):
        yield


@pytest.fixture
def repository(tmp_path: Path) -> "Repository":
    """An empty repository with settings that keep the tests quick."""
    from tests.e2e.command import Repository

    made = Repository(tmp_path / "repository")
    made.configure()
    return made
