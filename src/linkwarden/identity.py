"""Version, URLs and user agent, from the package's metadata."""

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from linkwarden import __version__


@cache
def project_url(label: str) -> str:
    """Return a URL from pyproject.toml's project.urls, such as ``Documentation``; empty if unknown."""
    try:
        entries = metadata("linkwarden").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((url.strip() for name, _, url in (each.partition(",") for each in entries) if name == label), "")


def home() -> str:
    """Return the URL of the project's repository; empty if unknown."""
    return project_url("Homepage")


def rules_url() -> str:
    """Return the URL of the documentation's page about rules."""
    return f"{project_url('Documentation')}rules/"


def rule_url(anchor: str) -> str:
    """Return the URL of a rule's section in the documentation."""
    return f"{rules_url()}#{anchor}"


def schema_url(name: str) -> str:
    """Return the URL of a JSON Schema in the documentation."""
    return f"{project_url('Documentation')}schemas/{name}"


@cache
def user_agent() -> str:
    """Return the default User-Agent, with a link to the project (RFC 9110 section 10.1.5)."""
    address = home()
    return f"linkwarden/{__version__} (+{address})" if address else f"linkwarden/{__version__}"
