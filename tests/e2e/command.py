"""The command as users run it: a process of its own, in a repository of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web import Web

LEFT_OUT = ("LINKWARDEN_", "GITHUB_", "GH_", "SSL_CERT_", "NO_COLOR", "FORCE_COLOR")
"""What the environment of whoever runs the tests must not decide."""

BRIEF = """
[timeouts]
connect = 3
read = 1
request = 3
"""
"""Settings that keep the tests quick."""

NOWHERE = "http://127.0.0.1:9/"
"""The port of the discard service, where nobody listens."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one call."""

    code: int
    out: str
    err: str
    written: str | None
    """What reports/links.json held afterwards."""

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
    """Return this process's environment without what could change a verdict."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(LEFT_OUT) and "PROXY" not in name.upper()
    }
    return {**kept, "PYTHONUTF8": "1", **more}


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
        """Write linkwarden.toml: *text* for the top of it, and what keeps the tests quick."""
        authority = f"ca-file = '{web.ca_file}'\n" if web else ""
        self.write("linkwarden.toml", f"attempts = {attempts}\ncanary = '{canary}'\n{authority}{text}\n{BRIEF}")

    def command(self, *arguments: str) -> list[str]:
        """Return the command line."""
        return [sys.executable, "-m", "linkwarden", *arguments]

    def run(self, *arguments: str, stdin: str | bytes = "", **more: str) -> Ran:
        """Run ``linkwarden`` with *arguments*; *more* is added to the environment."""
        ran = subprocess.run(
            self.command(*arguments),
            cwd=self.path,
            env=environment(**more),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            check=False,
        )
        file = self.path / "reports" / "links.json"
        written = file.read_text(encoding="utf-8") if file.is_file() else None
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode(), written)

    def check(self, *arguments: str, stdin: str | bytes = "", **more: str) -> Ran:
        """Run ``linkwarden check`` on the test web's addresses."""
        return self.run("check", *arguments, "--allow-private-addresses", stdin=stdin, **more)
