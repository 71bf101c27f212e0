"""Runs git."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from linkwarden.errors import InputError

_TIMEOUT_S = 300.0
"""Enough for a partial clone that has to fetch old files first."""


class GitError(Exception):
    """Git failed; the message is its first line of output."""


class Git:
    """Runs git in one working tree."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Initialize with the working tree's *folder* and the process's environment.

        Raises:
            InputError: Git is not installed.
        """
        program = shutil.which("git", path=environment.get("PATH", ""))
        if program is None or not Path(program).is_absolute():  # Windows also looks in the current folder
            raise InputError("--diff needs git, which is not on PATH")
        self.folder = folder
        self._command = (program, "-C", str(folder))
        # Optional locks would write to a repository that is only read; a prompt would wait for ever.
        self._environment = {**environment, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Return git's output.

        Raises:
            GitError: It exits with another code than 0, cannot be started, or takes more than five minutes.
        """
        try:
            done = subprocess.run(  # noqa: S603 - git from the user's own PATH; revisions are checked before
                (*self._command, *arguments),
                env=self._environment,
                input=stdin,
                capture_output=True,
                check=False,
                timeout=_TIMEOUT_S,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise GitError(str(error)) from None
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise GitError(said[0] if said else f"git {arguments[0]} exits with {done.returncode}")
        return done.stdout

    def line(self, *arguments: str) -> str | None:
        """Return the one line that git prints, or None if it refuses."""
        try:
            return os.fsdecode(self.run(*arguments)).strip() or None
        except GitError:
            return None

    def commit(self, revision: str) -> str | None:
        """Return the id of the commit that *revision* names, or None if this clone has no such commit."""
        if revision.startswith("-") or "\0" in revision:  # an option, or nothing that can be an argument
            return None
        commit = self.line("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        return commit if commit and self.line("cat-file", "-t", commit) else None
