"""Applies the checked boxes of the issue to the files of the checkout."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from linkwarden.issue import ChangedFile, CheckedBoxes, Item
from linkwarden.report.edits import edits_of
from linkwarden.report.v1 import Report
from linkwarden.settings.edit import configuration_file


def apply(
    boxes: CheckedBoxes,
    items: Iterable[Item],
    report: Report,
    saved: Path,
    root: Path,
    config: str,
    run: Callable[[list[str]], int],
) -> Sequence[ChangedFile]:
    """Fix and ignore links according to *boxes*, and return the files that changed.

    Args:
        boxes: The checked boxes.
        items: The items of the issue.
        report: The report of this run.
        saved: The file that it is in.
        root: The repository root.
        config: The configuration file that the user names; empty for the usual one.
        run: Runs linkwarden's command line and returns its exit code.
    """
    configuration = configuration_file(root, Path(config) if config else None)
    paths = {root / each.path for each in edits_of(report)} if boxes.fix else set[Path]()
    before = {path: _text(path) for path in sorted({*paths, configuration})}
    flag = [f"--config={config}"] if config else []
    if boxes.fix:
        run(["fix", f"--from={saved}", *flag])
    for item in items:
        reason = boxes.ignore.get(item.key)
        if reason and item.url:
            for rule in item.rules:
                run(["ignore", f"--rule={rule}", f"--reason={reason}", *flag, "--", item.url])
    return [
        ChangedFile(path.relative_to(root).as_posix(), text, os.access(path, os.X_OK))
        for path, old in before.items()
        if (text := _text(path)) is not None and text != old and path.is_relative_to(root)
    ]


def _text(path: Path) -> str | None:
    """Return the text of a file with its line ends; None if there is none."""
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
