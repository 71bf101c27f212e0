"""Writes reports atomically, and into a folder that git ignores."""

import errno
import io
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from linkwarden.errors import LinkwardenError
from linkwarden.report import REPORTERS, Style, parts_of
from linkwarden.report.v1 import Report

FILES = {"links.json": "json", "links.md": "markdown"}


def write_reports(report: Report, folder: Path, style: Style) -> None:
    """Write links.json and links.md into *folder*; a folder that is made here ignores itself for git.

    Raises:
        LinkwardenError: The folder or a file cannot be written; the other file is.
    """
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)  # another run may have made it just now
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LinkwardenError(f"{folder}: cannot be created: {reason}; choose another with --reports") from None
    problem = None
    for name, form in FILES.items():
        try:
            write_report(folder / name, parts_of(REPORTERS[form], report, style), only_files=True)
        except LinkwardenError as error:
            problem = problem or error
    if problem:
        raise problem


def write_report(path: Path, text: str | Iterable[str], mode: int | None = None, *, only_files: bool = False) -> None:
    """Write *text* to *path* atomically: readers see the old file or the new one.

    Args:
        path: The file.
        text: Its new content, whole or in parts; line ends are written as they are.
        mode: The permissions of the file; default: those of a new file.
        only_files: Refuse a device or a pipe at the path, because the user did not name it.

    Raises:
        LinkwardenError: The file cannot be written.
    """
    if only_files and path.exists() and not path.is_file():
        raise LinkwardenError(f"{path}: cannot be written: not a regular file")
    try:
        if path.exists() and not path.is_file():  # /dev/stdout, a named pipe: written to, not replaced
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.writelines(_parts(text))
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.writelines(_parts(text))
            Path(name).chmod(0o666 & ~_umask() if mode is None else mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise LinkwardenError(f"{path}: cannot be written: {reason}") from None


def print_report(text: str | Iterable[str], *, utf8: bool = False) -> None:
    """Write *text* to standard output; whoever reads it may have gone (`linkwarden check | head`), or never been there.

    Args:
        text: The text, whole or in parts; characters that the stream's encoding lacks are escaped.
        utf8: Write UTF-8 whatever the locale is, for programs (RFC 8259 section 8.1).

    Raises:
        LinkwardenError: Standard output cannot be written, for example because its disk is full.
    """
    stdout: TextIO | None = sys.stdout  # None if it is closed
    if stdout is None:
        return
    try:
        if isinstance(stdout, io.TextIOWrapper):
            stdout.reconfigure(encoding="utf-8" if utf8 else None, errors="backslashreplace")
        stdout.writelines(_parts(text))
        stdout.flush()
    except (OSError, ValueError) as error:  # ValueError: it is closed
        discard_stdout()
        if isinstance(error, BrokenPipeError | ValueError) or (sys.platform == "win32" and error.errno == errno.EINVAL):
            return
        raise LinkwardenError(f"standard output: cannot be written: {error.strerror or error}") from None


def _parts(text: str | Iterable[str]) -> Iterable[str]:
    return (text,) if isinstance(text, str) else text


def discard_stdout() -> None:
    """Point standard output at nothing, so that the interpreter does not flush into it at its end (library/signal)."""
    with suppress(OSError, ValueError):  # it has no descriptor, or is closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
