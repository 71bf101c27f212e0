"""The first steps of every command that reads links: logs, the repository root, settings, inputs."""

import argparse
import os
import sys
from pathlib import Path
from typing import NamedTuple

from linkwarden.cli.mistakes import is_url
from linkwarden.errors import InputError
from linkwarden.extract import InputFile, find_inputs, find_root, repository_root
from linkwarden.logs import configure_logs
from linkwarden.report.sanitize import plain
from linkwarden.run import plugin_failures, prepare_settings
from linkwarden.settings import Settings

DEFAULT_PATHS = ("README.md",)


class Prelude(NamedTuple):
    """What a command works with."""

    root: Path
    """The repository root."""
    settings: Settings
    paths: tuple[str, ...] = ()
    """The files that the command line names, or README.md; empty for a command without files."""


def set_up_logs(arguments: argparse.Namespace) -> None:
    """Configure logs according to the flags."""
    configure_logs(verbose=arguments.verbose, quiet=arguments.quiet, as_json=arguments.log_format == "json")


def prepare(arguments: argparse.Namespace) -> Prelude:
    """Set up logs, and read the settings; a flag that is named as a setting beats it.

    Raises:
        ConfigError: A file, key, value or rule name is wrong; the text names it.
        InputError: A path is a URL.
    """
    set_up_logs(arguments)
    paths = tuple(arguments.paths or DEFAULT_PATHS) if "paths" in arguments else ()
    for path in paths:
        if is_url(path) and not os.path.lexists(path):
            raise InputError(f"{path}: a URL, not a file; to check one link: linkwarden explain {path}")
    root = find_root(paths) if paths else repository_root(Path.cwd())
    flags = {name.replace("_", "-"): getattr(arguments, name, None) for name in Settings.model_fields}
    settings = prepare_settings(root, Path(arguments.config) if arguments.config else None, os.environ, flags)
    for line in plugin_failures():
        sys.stderr.write(f"linkwarden: {plain(line)}\n")
    return Prelude(root, settings, paths)


def inputs(arguments: argparse.Namespace, prelude: Prelude) -> tuple[InputFile, ...]:
    """Return the files that the command line names.

    Raises:
        InputError: One of them names nothing to check.
    """
    return find_inputs(prelude.paths, prelude.root, stdin_name=arguments.stdin_name)
