from pathlib import Path

import pytest

from tests.git.history import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """An empty repository on its branch main."""
    return History(tmp_path / "repository")
