"""Standard error: every line passes one function when it is whole, so none of them is a command to a terminal or CI.

Keys and values of a configuration, file names, page titles, and what a log or a traceback shows of them may be
untrusted.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast

from linkwarden.plain import plain_line


class SafeStream:
    """A text stream that hands on whole lines, made harmless. A stream that is closed or broken loses them silently."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, stream: TextIO | None) -> None:
        self.raw = stream
        """The stream below, for code that draws on a terminal and sanitizes its own text."""
        self._begun = ""

    def write(self, text: str) -> int:
        """Write *text*; an incomplete line is held back until its newline."""
        *lines, self._begun = (self._begun + text).split("\n")
        if lines:
            self._hand_on("".join(f"{plain_line(line)}\n" for line in lines))
        return len(text)

    def flush(self) -> None:
        """Flush the stream below; an incomplete line is still held back."""
        if self.raw is not None:
            with suppress(OSError, ValueError):  # ValueError: it is closed
                self.raw.flush()

    def finish(self) -> None:
        """Hand on the line that has begun."""
        if self._begun:
            self._hand_on(plain_line(self._begun))
            self._begun = ""
        self.flush()

    def isatty(self) -> bool:
        """Return whether the stream is a terminal."""
        return self.raw is not None and self.raw.isatty()

    def fileno(self) -> int:
        """Return the descriptor below."""
        if self.raw is None:
            raise OSError("standard error is closed")
        return self.raw.fileno()

    def _hand_on(self, text: str) -> None:
        if self.raw is None:
            return
        with suppress(OSError, ValueError):  # nowhere to report this
            self.raw.write(text)


@contextmanager
def safe_standard_error() -> Iterator[None]:
    """Replace `sys.stderr` by such a stream."""
    before = sys.stderr
    stream = SafeStream(before)
    sys.stderr = cast("TextIO", stream)
    try:
        yield
    finally:
        stream.finish()
        sys.stderr = before
