"""Standard error: every line passes one function when it is whole, so none of them is a command to a terminal or CI.

Keys and values of a configuration, file names, titles of pages, and what a log or a traceback shows of them may come
from strangers.
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
        """What it writes to, for what draws on a terminal and makes its text harmless itself."""
        self._begun = ""

    def write(self, text: str) -> int:
        """Write *text*; what is not ended by a newline waits for it."""
        *lines, self._begun = (self._begun + text).split("\n")
        if lines:
            self._hand_on("".join(f"{plain_line(line)}\n" for line in lines))
        return len(text)

    def flush(self) -> None:
        """Hand on what the stream below has kept; a line that has begun still waits for its end."""
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
        """Tell whether people see it at once."""
        return self.raw is not None and self.raw.isatty()

    def fileno(self) -> int:
        """Return the descriptor below."""
        if self.raw is None:
            raise OSError("standard error is closed")
        return self.raw.fileno()

    def _hand_on(self, text: str) -> None:
        if self.raw is None:
            return
        with suppress(OSError, ValueError):  # nobody is left to tell
            self.raw.write(text)


@contextmanager
def safe_standard_error() -> Iterator[None]:
    """Let `sys.stderr` be such a stream."""
    before = sys.stderr
    stream = SafeStream(before)
    sys.stderr = cast("TextIO", stream)
    try:
        yield
    finally:
        stream.finish()
        sys.stderr = before
