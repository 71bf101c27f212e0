"""Logs: the command line writes them to standard error; in a library they are the standard library's.

Each line has the link and the host that it is about.
"""

import logging
import sys
from typing import Any

import structlog

logging.getLogger("linkwarden").addHandler(logging.NullHandler())  # a library prints nothing by itself (howto/logging)


def get_logger(name: str) -> Any:
    """Return the logger of a module: structlog's where the program has configured it, else the standard library's."""
    return _Logger(name)


class _Logger:
    """Decides with each call, since modules are imported before anybody configures anything."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._standard = structlog.wrap_logger(
            logging.getLogger(name),
            processors=[
                structlog.stdlib.filter_by_level,
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.render_to_log_kwargs,
            ],
            wrapper_class=structlog.stdlib.BoundLogger,
            cache_logger_on_first_use=True,
        )

    def __getattr__(self, method: str) -> Any:
        return getattr(structlog.get_logger(self._name) if structlog.is_configured() else self._standard, method)


def configure_logs(*, verbose: int, quiet: bool, as_json: bool) -> None:
    """Set structlog up for this process.

    Args:
        verbose: 0 for warnings, 1 for steps, 2 for every request.
        quiet: Errors only.
        as_json: One JSON object a line.
    """
    level = logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if as_json else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,  # a process may run several commands, each with its own settings
    )
