from pathlib import Path

import pytest

from tests.history.builders import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / ".linkwarden" / "history.db")
