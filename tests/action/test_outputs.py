"""The runner reads outputs correctly, whatever characters they have."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwarden.action.check import check
from linkwarden.cli.actions import publish, set_outputs
from linkwarden.clock import SystemClock
from linkwarden.model.finding import Severity, Verdict
from tests.action.runner import parse_outputs
from tests.report.conftest import link, report, say

TEXT = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["a\nexit-code=0", "x<<EOF\ny\nEOF", "=", "<<"]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=TEXT)
def test_a_value_cannot_set_another_output(tmp_path: Path, value: str) -> None:
    path = tmp_path / "output"
    path.unlink(missing_ok=True)
    set_outputs({"dead": value, "exit-code": "1"}, {"GITHUB_OUTPUT": str(path)})
    assert parse_outputs(path.read_bytes().decode()) == {"dead": value, "exit-code": "1"}


def test_a_summary_stays_within_what_github_takes(tmp_path: Path) -> None:
    many = [
        link(f"https://a.example/{number}", Verdict.DEAD, [say("gone", Severity.ERROR, "x" * 300)])
        for number in range(6000)
    ]
    path = tmp_path / "summary"
    environment = {"GITHUB_STEP_SUMMARY": str(path), "GITHUB_OUTPUT": str(tmp_path / "output")}
    publish(report(many), 1, "reports", environment)
    size = path.stat().st_size
    assert 800_000 < size <= 1024 * 1024
    publish(report(many), 1, "reports", environment)
    assert path.stat().st_size == size  # two reports do not fit, and GitHub drops a summary that is too long


@pytest.mark.parametrize(
    ("event", "codes", "expected", "waits"),
    [
        ("pull_request", [3, 0], 0, 1),
        ("pull_request", [3, 3], 0, 1),
        ("pull_request", [3, 1], 1, 1),
        ("merge_group", [3, 3], 0, 1),
        ("schedule", [3], 3, 0),
        ("pull_request", [4], 4, 0),
    ],
)
def test_a_change_is_not_blocked_by_a_run_that_cannot_be_trusted(
    event: str, codes: list[int], expected: int, waits: int, capsys: pytest.CaptureFixture[str]
) -> None:
    left = list(codes)
    clock = _Clock()
    assert check({"GITHUB_EVENT_NAME": event}, clock, lambda _: left.pop(0)) == expected

    assert left == []
    assert clock.waited == [60.0] * waits
    assert ("::warning title=Links not checked::" in capsys.readouterr().out) == (codes == [3, 3])


class _Clock(SystemClock):
    """A clock without waiting."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
