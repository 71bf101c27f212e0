"""Write reports: whole or not at all, and into a folder that git leaves alone."""

import os
import tempfile
from pathlib import Path

from linkwarden.errors import LinkwardenError
from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import Report

FILES = {"links.json": "json", "links.md": "markdown"}


def write_reports(report: Report, folder: Path) -> None:
    """Write links.json and links.md into *folder*; a folder that is made here ignores itself for git.

    Raises:
        LinkwardenError: The folder or a file cannot be written.
    """
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise LinkwardenError(f"{folder}: cannot be made: {error.strerror}; choose another with --reports") from None
    for name, form in FILES.items():
        write_report(folder / name, REPORTERS[form].render(report, Style()))


def write_report(path: Path, text: str) -> None:
    """Write *text* to *path* atomically: readers see the old file or the new one.

    Raises:
        LinkwardenError: The file cannot be written.
    """
    try:
        if path.exists() and not path.is_file():  # /dev/stdout, a named pipe: written to, not replaced
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise LinkwardenError(f"{path}: cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
