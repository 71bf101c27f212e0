"""``--diff``: the change to check, from the flag or from the event that CI runs for."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from linkwarden.diff import Change
from linkwarden.extract import would_find
from linkwarden.git import EventBase, base_of_event, open_base, own_repository, read_event

AUTO = "auto"
"""Compare with the base of the pull request, merge queue entry or merge request that CI runs for."""


def find_change(
    revision: str, paths: Sequence[str], root: Path, environment: Mapping[str, str], config: str | None = None
) -> Change | None:
    """Return the change since *revision*, or None if that is `AUTO` and CI runs for no change.

    Args:
        revision: The value of ``--diff``.
        paths: The paths to check, as given by the user.
        root: The repository root.
        environment: The process's environment.
        config: The configuration file that ``--config`` names.

    Raises:
        InputError: The revision does not exist, or is missing in a shallow clone.
    """
    event = read_event(environment)
    wanted: str | EventBase | None = base_of_event(environment, event) if revision == AUTO else revision
    if wanted is None:
        sys.stderr.write(
            "linkwarden: --diff auto: not run for a pull request or merge request; every link is checked\n"
        )
        return None
    base = open_base(root, wanted, environment)
    own = own_repository(root, environment, event)
    is_input = would_find(paths, root, Path.cwd())
    change = Change(base, is_input, own.file_of) if own else Change(base, is_input)
    return change._replace(configurations=(_inside(root, config),)) if config else change


def _inside(root: Path, path: str) -> str:
    """Return *path* relative to *root*."""
    return Path(os.path.relpath(path, root)).as_posix()
