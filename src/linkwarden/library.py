"""linkwarden as a library: the command's settings, verdicts and report, without its files and its output.

Nothing is printed and nothing is written. Logs go to the standard library's loggers below ``linkwarden``, unless the
program has configured structlog. Problems that the command reports in one line are raised as `LinkwardenError`.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import anyio

from linkwarden.clock import SystemClock
from linkwarden.extract import find_inputs, find_root
from linkwarden.logs import get_logger
from linkwarden.model.finding import JudgedLink
from linkwarden.report.build import link_info
from linkwarden.report.v1 import LinkInfo, Report
from linkwarden.run import Run, RunResult, Sink, acceptance_of, plugin_failures, prepare_settings
from linkwarden.settings import Settings

DEFAULT_PATHS = ("README.md",)

log = get_logger(__name__)


def check(
    paths: Sequence[str | os.PathLike[str]] = DEFAULT_PATHS,
    *,
    root: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> Report:
    """Check every link of the given files, and return the report.

    Ctrl-C raises KeyboardInterrupt, as in any other function. Not for code that runs in an event loop: see `stream`.

    Args:
        paths: Files, folders and globs, relative to the working directory.
        root: The repository root; default: that of the repository that the paths are in.
        settings: The settings to use; by default, those of the repository's configuration and the environment.
        environment: Where settings and credentials are read from; default: the process's.
        **options: Settings that beat the configuration, by name: ``offline=True``, ``max_time="5m"``.

    Raises:
        LinkwardenError: An input or a setting is invalid; the message is one line.
        TypeError: Both *settings* and *options* are given.
    """
    run = _prepared(paths, root, settings, environment, options)
    return anyio.run(run.check).report


def stream(
    paths: Sequence[str | os.PathLike[str]] = DEFAULT_PATHS,
    *,
    root: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> "LinkStream":
    """Check every link of the given files, and yield each as soon as it has its verdict.

    ``async with linkwarden.stream(["README.md"]) as links: async for link in links: ...``. The arguments and errors
    are those of `check`.
    """
    return LinkStream(_prepared(paths, root, settings, environment, options))


class LinkStream(Sink):
    """Yields links with their verdicts, for one ``async for`` in an asyncio event loop.

    Whether a run can be trusted is known only at its end: only the report shows which failures count. Leaving the
    ``async with`` early, or a cancellation, ends the run.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._queue: asyncio.Queue[LinkInfo | None] = asyncio.Queue()
        self._acceptance = acceptance_of(run.settings, run.root, run.started_at.date(), pasts={})
        self._task: asyncio.Task[RunResult] | None = None
        run.add(self)

    def judged(self, link: JudgedLink) -> None:
        """See `Sink.judged`."""
        self._queue.put_nowait(link_info(link, self._acceptance))

    async def report(self) -> Report:
        """Return the report, once every link has its verdict."""
        return (await self._start()).report

    def __aiter__(self) -> Self:
        """Return the stream itself."""
        return self

    async def __anext__(self) -> LinkInfo:
        """Return the next link; an error that ended the run is raised after the last one."""
        task = self._start()
        try:
            link = await self._queue.get()
        except asyncio.CancelledError:
            task.cancel()
            raise
        if link is None:
            self._queue.put_nowait(None)  # for later calls
            if not task.cancelled():
                await task
            raise StopAsyncIteration
        return link

    async def aclose(self) -> None:
        """End the run, if it has not ended."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    async def __aenter__(self) -> Self:
        """Start the run."""
        self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the run, if it has not ended."""
        await self.aclose()

    def _start(self) -> asyncio.Task[RunResult]:
        if self._task is None:
            self._task = asyncio.create_task(self._run.check())
            self._task.add_done_callback(lambda _: self._queue.put_nowait(None))
        return self._task


def _prepared(
    paths: Sequence[str | os.PathLike[str]],
    root: str | os.PathLike[str] | None,
    settings: Settings | None,
    environment: Mapping[str, str] | None,
    options: Mapping[str, Any],
) -> Run:
    if settings is not None and options:
        raise TypeError(f"give either settings or {', '.join(options)}")
    names = [os.fspath(path) for path in paths]
    top = find_root(names) if root is None else Path(root).absolute()
    given = os.environ if environment is None else environment
    if settings is None:
        flags = {name.replace("_", "-"): value for name, value in options.items()}
        settings = prepare_settings(top, None, given, flags, flag_prefix="")
    for line in plugin_failures():
        log.warning(line)
    files = find_inputs(names, top)
    return Run(files, top, settings, SystemClock(), given)
