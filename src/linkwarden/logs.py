"""Logs go to standard error, as lines for people or as JSON; link and host are bound to each."""

import logging
import sys

import structlog


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
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
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
