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
_OUTPUT = re.compile(
    r"""\{\{-?\s{0,9}(?:(?P<quote>["'])(?P<path>[^"'{}]{0,500})(?P=quote)|(?P<owner>site|page)\.(?P<name>\w{1,100}))"""
    r"""(?P<filters>(?:\s{0,9}\|\s{0,9}[^|{}]{1,100}){0,5})\s{0,9}-?\}\}"""
)
_FILTER = re.compile(r"""(?P<name>\w+)(?:\s*:\s*(?:site\.(?P<value>\w+)|["'](?P<text>[^"']*)["']))?\s*-?""")


@dataclass(frozen=True, slots=True)
class Liquid:
    """The values for the templates of one site."""

    base: str
    """The ``baseurl``, without a slash at its end."""
    values: Mapping[str, Any]
    """The configuration."""
    page_url: Callable[[str], str]
    """Returns the URL path of a source file, relative to the site's source folder."""
    own_url: Callable[[str], str | None]
    """Returns the URL path of the page of a source file, below the base."""
    post_url: Callable[[str], str]
    """Returns the URL path of a post by its name, with its date."""

    def fill(self, source: str, destination: str) -> str | None:
        """Return *destination* in the page *source* with its templates filled in; None if a part of it is unknown."""
        text = _TAG.sub(self._tag, destination)
        text = _OUTPUT.sub(lambda match: self._output(source, match), text)
        return None if "{{" in text or "{%" in text else text

    def _tag(self, match: re.Match[str]) -> str:
        return self.page_url(match["name"]) if match["tag"] == "link" else self.post_url(match["name"])

    def _output(self, source: str, match: re.Match[str]) -> str:
        value = match["path"]
        if match["owner"] == "page":
            value = self.own_url(source) if match["name"] == "url" else None
        elif match["owner"]:
            value = self._value(match["name"])
        for written in match["filters"].split("|")[1:] if value is not None else ():
            value = self._filtered(value, written.strip())
        return match[0] if value is None else value

    def _filtered(self, value: str | None, written: str) -> str | None:
        """Return *value* after a filter, or None if its result is unknown."""
        match = _FILTER.fullmatch(written)
        if match is None or value is None:
            return None
        other = self._value(match["value"]) if match["value"] else match["text"]
        if match["name"] in {"relative_url", "absolute_url"}:
            return f"{self.base}/{value.lstrip('/')}"
        if other is None or match["name"] not in {"prepend", "append"}:
            return None
        return f"{other}{value}" if match["name"] == "prepend" else f"{value}{other}"

    def _value(self, name: str) -> str | None:
        """Return a value of the configuration as a text."""
        if name == "url":  # the site's own address: its paths are looked up in the sources
            return ""
        value = self.base if name == "baseurl" else self.values.get(name)
        return str(value) if isinstance(value, str | int | float) else None
