"""Destinations with Jekyll's Liquid templates, filled in from the configuration and the files.

Sources: Jekyll documentation, "Liquid tags" (``link`` and ``post_url``), "Liquid filters" (``relative_url`` and
``absolute_url``) and "Variables" (``site``, which has the values of _config.yml).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_ADDRESS = r"(?:\{\{-?\s{0,9}site\.(?:url|baseurl)\s{0,9}-?\}\}){0,2}"
"""Prefixes that authors write before a tag that includes the base itself since Jekyll 4."""
_TAG = re.compile(_ADDRESS + r"\{%-?\s{0,9}(?P<tag>link|post_url)\s{1,9}(?P<name>[^\s{}%]{1,500})\s{0,9}-?%\}")
_FILTER = re.compile(
    r"""\{\{-?\s{0,9}(?P<quote>["'])(?P<path>[^"'{}]{0,500})(?P=quote)\s{0,9}\|\s{0,9}(?:relative|absolute)_url\s{0,9}-?\}\}"""
)
_VALUE = re.compile(r"\{\{-?\s{0,9}site\.(?P<name>\w{1,100})\s{0,9}-?\}\}")


@dataclass(frozen=True, slots=True)
class Liquid:
    """The values for the templates of one site."""

    base: str
    """The ``baseurl``, without a slash at its end."""
    values: Mapping[str, Any]
    """The configuration."""
    page_url: Callable[[str], str]
    """Returns the URL path of a source file, relative to the site's source folder."""
    post_url: Callable[[str], str]
    """Returns the URL path of a post by its name, with its date."""

    def fill(self, _: str, destination: str) -> str | None:
        """Return *destination* with its templates filled in, in any page; None if a part of it is unknown."""
        text = _TAG.sub(self._tag, destination)
        text = _FILTER.sub(lambda match: f"{self.base}/{match['path'].lstrip('/')}", text)
        text = _VALUE.sub(self._value, text)
        return None if "{{" in text or "{%" in text else text

    def _tag(self, match: re.Match[str]) -> str:
        return self.page_url(match["name"]) if match["tag"] == "link" else self.post_url(match["name"])

    def _value(self, match: re.Match[str]) -> str:
        if match["name"] == "url":  # the site's own address: its paths are looked up in the sources
            return ""
        value = self.base if match["name"] == "baseurl" else self.values.get(match["name"])
        return str(value) if isinstance(value, str | int | float) else match[0]
