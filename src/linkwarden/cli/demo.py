"""``linkwarden demo``."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from linkwarden.cli.exits import Exit
from linkwarden.cli.prelude import set_up_logs
from linkwarden.cli.session import run_check
from linkwarden.demo import DemoWeb, write_files
from linkwarden.errors import ConfigError
from linkwarden.extract import find_inputs
from linkwarden.settings import Settings, Timeouts

SHOWN = frozenset({Exit.OK, Exit.FAILED})
"""Exit codes of the check with which the demo succeeds."""


def run(arguments: argparse.Namespace) -> int:
    """Start the test site, check the README that links to it, and print the exit code that a check would have.

    Nothing is written outside a temporary folder, unless ``--reports`` or ``--output`` names a place.
    """
    if arguments.config:
        raise ConfigError("--config: not allowed here; the demo has its own settings")
    set_up_logs(arguments)
    os.environ.update(NO_PROXY="*", no_proxy="*")  # the web is on this machine: no proxy has a part in it
    with tempfile.TemporaryDirectory(prefix="linkwarden-demo-") as folder, DemoWeb() as web:
        address = web.url.removeprefix("http://")
        _say(f"serving a test site on {address}; no request leaves this machine", arguments)
        root = Path(folder)
        write_files(root, web)
        files = find_inputs([str(root / "README.md")], root)
        code = run_check(files, root, _settings(web, arguments), arguments)
    if code not in SHOWN:
        return code
    _say(f"a check with these results exits with {int(code)}", arguments)
    return Exit.OK


def _settings(web: DemoWeb, arguments: argparse.Namespace) -> Settings:
    reports = arguments.reports
    return Settings(
        allow_private_addresses=True,
        attempts=2,
        canary=web.url,
        exclude=("/drafts/",),
        history=None,
        reports=str(Path.cwd() / reports) if reports else None,
        timeouts=Timeouts(connect=2, read=2, request=4),
    )


def _say(text: str, arguments: argparse.Namespace) -> None:
    if not arguments.quiet:
        sys.stderr.write(f"linkwarden demo: {text}\n")
        sys.stderr.flush()
