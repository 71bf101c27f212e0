"""Reading files in several processes: parsing is work for the processor, of which threads of Python use one core.

On Linux only. Elsewhere a new process has to start Python and import everything, which takes longer than most folders.
"""

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import NoReturn

from linkwarden.extract.formats import format_of
from linkwarden.extract.inputs import InputFile
from linkwarden.model.place import Document

MIN_BYTES = 300_000
"""How much text is worth a process of its own."""

MAX_PROCESSES = 4

Attempt = Callable[[int], Document | None]
"""Returns the document of the file with that number, or None if it cannot be read."""


def usable_cores() -> int:
    """Return how many cores this process may use; 1 where it cannot be forked."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def shares_of(files: Sequence[InputFile], cores: int) -> list[Sequence[int]]:
    """Return the numbers of the *files* that each process should read, for so many *cores*.

    The first share is this process's own. Files that are read quickly are in none.
    """
    slow = [number for number, file in enumerate(files) if cores > 1 and _is_slow(file.path)]
    worthwhile = sum(files[number].size for number in slow) // MIN_BYTES
    processes = min(cores, MAX_PROCESSES, len(slow), worthwhile)
    return [slow[first::processes] for first in range(processes)] if processes > 1 else []


def _is_slow(path: str) -> bool:
    kind = format_of(path)
    return kind is not None and kind.slow


def read_in_processes(shares: Sequence[Sequence[int]], attempt: Attempt) -> dict[int, Document]:
    """Return the documents of the files that could be read, by number.

    What a child process did not read, because it was ended for example, is missing.

    Args:
        shares: The numbers of the files that each process reads; the first share is this process's own.
        attempt: Reads one; child processes call it too, so what else it does is lost.
    """
    mine, *others = shares
    children: list[_Child] = []
    try:
        with suppress(OSError):  # no more processes: the caller reads the rest
            for share in others:
                children.append(_Child(share, attempt))  # noqa: PERF401 - those made before an error are kept
        found = [(number, attempt(number)) for number in mine]
        for child in children:
            found += child.documents()
    finally:
        for child in children:
            child.end()
    return {number: document for number, document in found if document is not None}


class _Child:
    """A child process that reads a share of the files."""

    def __init__(self, share: Sequence[int], attempt: Attempt) -> None:
        receiving, sending = os.pipe()
        try:
            with warnings.catch_warnings():
                # The child runs this function alone, and no other thread of ours has a lock.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._pid = os.fork()
        except OSError:
            os.close(receiving)
            os.close(sending)
            raise
        if not self._pid:
            _serve(sending, share, attempt)
        os.close(sending)
        self._share = share
        self._stream = os.fdopen(receiving, "rb")

    def documents(self) -> Iterable[tuple[int, Document | None]]:
        """Wait for the documents, and return each with its number; none if the process has failed."""
        try:
            documents = pickle.load(self._stream)  # noqa: S301 - from our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            return ()
        return zip(self._share, documents, strict=True)

    def end(self) -> None:
        """End the process."""
        self._stream.close()
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _serve(sending: int, share: Sequence[int], attempt: Attempt) -> NoReturn:
    """Send the documents, and end this process: nothing else of the program may run in it."""
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        with os.fdopen(sending, "wb") as stream:
            pickle.dump([attempt(number) for number in share], stream, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
