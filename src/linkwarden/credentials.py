"""Credentials for forges, and the owner of the repository. No report, log or history contains either."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

VARIABLES = ("GITHUB_TOKEN", "GH_TOKEN")
TIMEOUT_S = 5.0

_WITH_SCHEME = re.compile(r"[a-z+]+://(?:[^@/]*@)?(?P<host>[^/:@]+\.[^/:@]+)(?::\d+)?/(?P<owner>[^/]+)/.+")
_LIKE_SCP = re.compile(r"(?:[^@/:]+@)?(?P<host>(?=[^/:@]+\.)[^/:@]+):(?P<owner>[^/]+)/.+")


def github_token(environment: Mapping[str, str], host: str) -> str | None:
    """Return the token for a GitHub, or None if there is none.

    Args:
        environment: The process's environment.
        host: The name of the web server, as `gh` has it.
    """
    for name in VARIABLES:
        if token := environment.get(name, "").strip():
            return token
    if environment.get("CI"):
        return None
    return _output(("gh", "auth", "token", "--hostname", host), environment)


def own_host_and_owner(root: Path, environment: Mapping[str, str]) -> str | None:
    """Return host and owner of the repository at *root*, such as ``github.com/octocat``, or None if it has none."""
    repository = environment.get("GITHUB_REPOSITORY")
    if repository:
        server = environment.get("GITHUB_SERVER_URL") or "https://github.com"
        return place_of_remote(f"{server}/{repository}")
    remote = _output(("git", "-C", str(root), "remote", "get-url", "origin"), environment)
    return place_of_remote(remote) if remote else None


def place_of_remote(url: str) -> str | None:
    """Return host and owner of a Git remote, or None if it is not a forge's URL.

    The forms are those of git-clone(1), "GIT URLS": ``https://HOST/OWNER/NAME``, ``ssh://git@HOST:PORT/OWNER/NAME``
    and ``git@HOST:OWNER/NAME``.
    """
    match = _WITH_SCHEME.fullmatch(url.strip()) or _LIKE_SCP.fullmatch(url.strip())
    return f"{match['host'].lower()}/{match['owner']}" if match else None


def _output(command: tuple[str, ...], environment: Mapping[str, str]) -> str | None:
    """Return the output of *command*, or None if it is not installed, fails, or takes long."""
    program = shutil.which(command[0], path=environment.get("PATH", ""))
    if program is None or not Path(program).is_absolute():
        return None  # Windows also looks in the current folder, which may be untrusted
    try:
        done = subprocess.run(  # noqa: S603 - a program of the user's own PATH, with our arguments
            (program, *command[1:]),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
            text=True,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stdout.strip() or None
