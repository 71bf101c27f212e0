"""The command as users run it, in a repository of its own: within this process, or as a process of its own."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from linkwarden.cli import main
from linkwarden.logs import reset_logs
from tests.web import Web

LEFT_OUT = ("LINKWARDEN_", "GITHUB_", "GH_", "SSL_CERT_", "NO_COLOR", "FORCE_COLOR")
"""Environment variables that must not affect the tests."""

BRIEF = """
[timeouts]
connect = 3
read = 2
request = 3
"""
"""Settings that keep the tests quick."""

NOWHERE = "http://127.0.0.1:9/"
"""The port of the discard service, on which nothing listens."""


@dataclass(frozen=True, slots=True)
class Ran:
    """The result of one call."""

    code: int
    out: str
    err: str
    written: str | None
    """The content of reports/links.json afterwards."""

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report that it wrote."""
        assert self.written is not None, self.err
        loaded: dict[str, Any] = json.loads(self.written)
        return loaded

    @property
    def links(self) -> dict[str, dict[str, Any]]:
        """The report's links by their URL."""
        return {link["url"]: link for link in self.report["links"]}

    @property
    def verdicts(self) -> dict[str, tuple[str, str | None]]:
        """The report's verdicts and rules by URL."""
        return {url: (link["verdict"], link["rule"]) for url, link in self.links.items()}


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without variables that could change a verdict; no history is kept."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(LEFT_OUT) and "PROXY" not in name.upper()
    }
    return {**kept, "PYTHONUTF8": "1", "LINKWARDEN_HISTORY": "", **more}


class Repository:
    """A repository with a README, a configuration, and linkwarden to run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / ".git").mkdir(parents=True)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, line ends as they are given."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def configure(self, text: str = "", *, canary: str = NOWHERE, web: Web | None = None, attempts: int = 1) -> None:
        """Write linkwarden.toml: *text* at the top, and settings that keep the tests fast."""
        authority = f"ca-file = '{web.ca_file}'\n" if web else ""
        self.write("linkwarden.toml", f"attempts = {attempts}\ncanary = '{canary}'\n{authority}{text}\n{BRIEF}")

    def command(self, *arguments: str) -> list[str]:
        """Return the command line."""
        return [sys.executable, "-m", "linkwarden", *arguments]

    def run(self, *arguments: str, stdin: str | bytes = "", **more: str) -> Ran:
        """Call ``main`` with *arguments* in this process; *more* is added to the environment."""
        with _streams(stdin) as (out, err), _process_state(self.path, environment(**more)):
            code = _exit_code(arguments)
            return self._ran(code, out.getvalue(), err.getvalue())

    def spawn(self, *arguments: str, stdin: str | bytes = "", **more: str) -> Ran:
        """Run ``python -m linkwarden`` with *arguments* in a new process; *more* is added to the environment."""
        ran = subprocess.run(
            self.command(*arguments),
            cwd=self.path,
            env=environment(**more),
            input=_encode(stdin),
            capture_output=True,
            check=False,
        )
        return self._ran(ran.returncode, ran.stdout, ran.stderr)

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start ``python -m linkwarden`` with *arguments*, to send it a signal; *more* is added to the environment."""
        with _default_interrupt():
            return subprocess.Popen(
                self.command(*arguments),
                cwd=self.path,
                env=environment(**more),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

    def check(self, *arguments: str, stdin: str | bytes = "", **more: str) -> Ran:
        """Run ``linkwarden check`` on the test web's addresses."""
        return self.run("check", *arguments, "--allow-private-addresses", stdin=stdin, **more)

    def _ran(self, code: int, out: bytes, err: bytes) -> Ran:
        file = self.path / "reports" / "links.json"
        written = file.read_text(encoding="utf-8") if file.is_file() else None
        return Ran(code, out.decode(), err.decode(), written)


@contextlib.contextmanager
def _default_interrupt() -> Iterator[None]:
    """Make new processes handle SIGINT: background processes of a shell inherit that it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _encode(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _exit_code(arguments: tuple[str, ...]) -> int:
    try:
        return main(arguments)
    except SystemExit as ended:  # argparse: --version, --help, bad usage
        return ended.code if isinstance(ended.code, int) else 1


@contextlib.contextmanager
def _streams(stdin: str | bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Replace the three standard streams with buffers in memory."""
    out, err = io.BytesIO(), io.BytesIO()
    with (
        mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(_encode(stdin)), encoding="utf-8")),
        mock.patch("sys.stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True)),
        mock.patch("sys.stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True)),
    ):
        yield out, err


@contextlib.contextmanager
def _process_state(folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """Set the working directory and the environment; restore both, and the logs."""
    with contextlib.chdir(folder), mock.patch.dict(os.environ, variables, clear=True):
        try:
            yield
        finally:
            reset_logs()
