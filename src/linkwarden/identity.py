"""Who linkwarden is: version and home, read from the package's own metadata."""

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from linkwarden import __version__


@cache
def project_url(label: str) -> str:
    """Return one of the addresses in pyproject.toml's project.urls, such as ``Documentation``; empty if unknown."""
    try:
        entries = metadata("linkwarden").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((url.strip() for name, _, url in (each.partition(",") for each in entries) if name == label), "")


def home() -> str:
    """Return the address of the project's repository; empty if unknown."""
    return project_url("Homepage")


def rule_url(anchor: str) -> str:
    """Return the address of a rule's section in the documentation."""
    return f"{project_url('Documentation')}rules/#{anchor}"


def schema_url(name: str) -> str:
    """Return the address at which the documentation serves a JSON Schema."""
    return f"{project_url('Documentation')}schemas/{name}"


@cache
def user_agent() -> str:
    """Return the name that linkwarden goes by, with a link to the project (RFC 9110 section 10.1.5)."""
    address = home()
    return f"linkwarden/{__version__} (+{address})" if address else f"linkwarden/{__version__}"
