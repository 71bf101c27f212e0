"""The action's main step: check, a second time where the run cannot be trusted, and show the report."""

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import anyio

from linkwarden.cli import main
from linkwarden.cli.actions import DEFAULT_FORMATS, publish, set_outputs
from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report, write_report
from linkwarden.cli.report import read_report
from linkwarden.cli.session import style_for
from linkwarden.clock import Clock
from linkwarden.errors import LinkwardenError
from linkwarden.report import REPORTERS

PAUSE_S = 60.0
"""Seconds between a run that cannot be trusted and the second one."""

_CHANGE_EVENTS = frozenset({"pull_request", "pull_request_target", "merge_group"})


class Inputs(NamedTuple):
    """The inputs of the action."""

    paths: tuple[str, ...] = ()
    diff: str = ""
    config: str = ""
    fail_on: str = ""
    max_time: str = ""
    offline: bool = False
    sarif: str = ""
    reports: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Inputs":
        """Return the inputs in the ``INPUT_…`` variables; empty ones count as not set."""

        def text(name: str) -> str:
            return environment.get(f"INPUT_{name}", "").strip()

        return cls(
            paths=tuple(line.strip() for line in text("PATHS").splitlines() if line.strip()),
            diff=text("DIFF"),
            config=text("CONFIG"),
            fail_on=text("FAIL_ON"),
            max_time=text("MAX_TIME"),
            offline=text("OFFLINE") == "true",
            sarif=text("SARIF"),
            reports=text("REPORTS") or "reports",
        )

    def arguments(self) -> list[str]:
        """Return the arguments of ``linkwarden check``; each value is one argument, whatever characters it has."""
        given = {
            "diff": self.diff,
            "config": self.config,
            "fail-on": self.fail_on,
            "max-time": self.max_time,
            "reports": self.reports,
        }
        flags = [f"--{name}={value}" for name, value in given.items() if value]
        return [*flags, *(["--offline"] if self.offline else []), "--", *self.paths]


def check(environment: Mapping[str, str], clock: Clock, run: Callable[[list[str]], int] = main) -> int:
    """Check according to the inputs, print the report, and return the step's exit code.

    In a pull request or a merge queue, a run that cannot be trusted (exit code 3) is repeated once, and then passes
    with a warning: a network failure must not block a change.

    Args:
        environment: The process's environment, with the inputs.
        clock: Waits before the second try.
        run: Runs linkwarden's command line and returns its exit code.
    """
    inputs = Inputs.of(environment)
    try:
        with tempfile.TemporaryDirectory(dir=environment.get("RUNNER_TEMP")) as folder:
            saved = Path(folder) / "report.json"
            code = _checked(inputs, saved, run)
            is_change = environment.get("GITHUB_EVENT_NAME") in _CHANGE_EVENTS
            if is_change and code == Exit.UNTRUSTED:
                sys.stdout.write(f"This run cannot be trusted; a second one follows in {PAUSE_S:g} s.\n")
                anyio.run(clock.sleep, PAUSE_S)
                code = _checked(inputs, saved, run)
            if saved.exists():
                _show(saved, code, inputs, environment)
            else:
                set_outputs({"exit-code": str(code)}, environment)
    except LinkwardenError as error:
        sys.stderr.write(f"linkwarden: {error}\n")
        return Exit.USAGE
    if is_change and code == Exit.UNTRUSTED:
        sys.stdout.write(
            "::warning title=Links not checked::Two runs could not be trusted; see the log for the reason\n"
        )
        return Exit.OK
    return code


def _checked(inputs: Inputs, saved: Path, run: Callable[[list[str]], int]) -> int:
    saved.unlink(missing_ok=True)
    try:
        return run(["check", "--format=json", f"--output={saved}", *inputs.arguments()])
    except SystemExit:  # how argparse ends
        return Exit.USAGE


def _show(saved: Path, code: int, inputs: Inputs, environment: Mapping[str, str]) -> None:
    report = read_report(str(saved))
    style = style_for("-", inputs.reports)
    for name, _ in DEFAULT_FORMATS:
        print_report(REPORTERS[name].render(report, style))
    if inputs.sarif:
        write_report(Path(inputs.sarif), REPORTERS["sarif"].render(report, style))
    publish(report, code, inputs.reports, environment)
