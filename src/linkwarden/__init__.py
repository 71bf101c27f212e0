"""linkwarden: a link-health and freshness checker for Markdown, made to run in CI."""

__version__ = "0.1.0"
