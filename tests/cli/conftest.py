from pathlib import Path

import pytest

from tests.e2e.command import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository with settings that keep the tests quick."""
    made = Repository(tmp_path / "repository")
    made.configure()
    return made
