"""Who linkwarden is: version and home, read from the package's own metadata."""

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from linkwarden import __version__


@cache
def home() -> str:
    """Return the project's address, which stands once, in pyproject.toml's project.urls; empty where unknown."""
    try:
        entries = metadata("linkwarden").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((url.strip() for name, _, url in (each.partition(",") for each in entries) if name == "Homepage"), "")


@cache
def user_agent() -> str:
    """Return the name that linkwarden goes by, with a link to the project (RFC 9110 section 10.1.5)."""
    address = home()
    return f"linkwarden/{__version__} (+{address})" if address else f"linkwarden/{__version__}"
