"""Logs: the command line writes them to standard error with structlog; in a library they are the standard library's.

Each line has the link and the host that it is about. structlog is imported with the first line that is written,
because it takes longer to import than a check of a small file.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

logging.getLogger("linkwarden").addHandler(logging.NullHandler())  # a library prints nothing by itself (howto/logging)


class _CommandLine(NamedTuple):
    """How the command line logs."""

    level: int
    as_json: bool


_bound: ContextVar[dict[str, Any] | None] = ContextVar("linkwarden_log_values", default=None)
_command_line: list[_CommandLine] = []
"""The arguments of `configure_logs`; empty in a library."""


@contextmanager
def bound(**values: Any) -> Iterator[None]:
    """Add *values* to every line that is logged within the context."""
    token = _bound.set({**(_bound.get() or {}), **values})
    try:
        yield
    finally:
        _bound.reset(token)


class Logger:
    """The logger of a module: structlog's if the program has configured it, else the standard library's."""

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, event: str, **values: Any) -> None:
        """Log a request."""
        self._log(logging.DEBUG, event, values)

    def info(self, event: str, **values: Any) -> None:
        """Log a step."""
        self._log(logging.INFO, event, values)

    def warning(self, event: str, **values: Any) -> None:
        """Log a warning for the user."""
        self._log(logging.WARNING, event, values)

    def exception(self, event: str, **values: Any) -> None:
        """Log the exception that is being handled."""
        self._log(logging.ERROR, event, {**values, "exc_info": True})

    def _log(self, level: int, event: str, values: dict[str, Any]) -> None:
        values = {**(_bound.get() or {}), **values}
        if _is_structlog_configured(level):
            import structlog  # noqa: PLC0415 - see the module's docstring

            getattr(structlog.get_logger(self._name), logging.getLevelName(level).lower())(event, **values)
        elif not _command_line:
            failure = values.pop("exc_info", None)
            logging.getLogger(self._name).log(level, event, extra=values, exc_info=failure)


def get_logger(name: str) -> Logger:
    """Return the logger of a module."""
    return Logger(name)


def configure_logs(*, verbose: bool, quiet: bool, as_json: bool) -> None:
    """Set the logs up for this process.

    Args:
        verbose: Log every request, and not only warnings.
        quiet: Errors only.
        as_json: One JSON object a line.
    """
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.WARNING
    _command_line[:] = [_CommandLine(level, as_json)]


def reset_logs() -> None:
    """Undo `configure_logs`, for a process that continues as a library's user."""
    _command_line.clear()
    if structlog := sys.modules.get("structlog"):
        structlog.reset_defaults()


def _is_structlog_configured(level: int) -> bool:
    """Return whether structlog is to write a line of *level*; for the command line, set it up first."""
    if not _command_line:
        structlog = sys.modules.get("structlog")
        return structlog is not None and bool(structlog.is_configured())
    (command_line,) = _command_line
    if level < command_line.level:
        return False
    _configure_structlog(command_line)
    return True


def _configure_structlog(command_line: _CommandLine) -> None:
    import structlog  # noqa: PLC0415 - see the module's docstring

    renderer = (
        structlog.processors.JSONRenderer()
        if command_line.as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if command_line.as_json else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(command_line.level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,  # a process may run several commands, each with its own settings
    )
