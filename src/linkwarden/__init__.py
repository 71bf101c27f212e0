"""linkwarden: a link-health and freshness checker for Markdown, made to run in CI.

As a library: `check` returns the report on some files, `stream` yields their links as they get their verdicts.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linkwarden.errors import LinkwardenError
    from linkwarden.library import LinkStream, check, stream
    from linkwarden.model.finding import Severity, Verdict
    from linkwarden.report.v1 import LinkInfo, Report
    from linkwarden.settings import Settings

__all__ = [
    "LinkInfo",
    "LinkStream",
    "LinkwardenError",
    "Report",
    "Settings",
    "Severity",
    "Verdict",
    "check",
    "stream",
]

__version__ = "0.1.0"

_HOMES = {
    "LinkInfo": "report.v1",
    "LinkStream": "library",
    "LinkwardenError": "errors",
    "Report": "report.v1",
    "Settings": "settings",
    "Severity": "model.finding",
    "Verdict": "model.finding",
    "check": "library",
    "stream": "library",
}


def __getattr__(name: str) -> Any:
    """Import an attribute on first use: ``--version`` needs none of them (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Include the names that are imported lazily."""
    return sorted({*globals(), *__all__})
