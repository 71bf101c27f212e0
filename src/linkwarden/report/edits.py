"""Derives edits from a report: which destinations to replace, and with what."""

import posixpath
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from linkwarden.model.place import Kind, Span
from linkwarden.report.v1 import DestinationInfo, FindingInfo, LinkInfo, OccurrenceInfo, Report
from linkwarden.urls import parse_web_url

_HTML_UNSAFE = re.compile(r"[\s\"'<>`]")
"""Characters that end an attribute value in some quoting style (HTML standard, section 13.1.2.3)."""
_MARKDOWN_UNSAFE = re.compile(r"[\s<>\\`|]")
"""Characters that end a destination, start an escape, or end a table cell (CommonMark 0.31.2, section 6.3)."""
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
"""An ampersand that CommonMark would read as the start of a character reference (section 2.5)."""

_TEMPLATE = re.compile(r"\{[{%]")
"""Text that a site's generator fills in: a path that replaces it would be lost on the next move."""


class Edit(NamedTuple):
    """One destination to replace."""

    path: str
    """The file, POSIX, relative to the repository root."""
    span: Span
    """The characters to replace."""
    old: str
    """The characters at that place when the report was written."""
    new: str
    """The characters to write, escaped for the syntax."""
    href: str
    """The new destination, unescaped."""
    keeps_path: bool
    """Only the fragment of a local link changes; its path stays as it is written."""
    rule: str
    url: str
    """The link, as the report names it."""


def edits_of(report: Report, *, only: AbstractSet[str] = frozenset(), unsafe: bool = False) -> list[Edit]:
    """Return the edits that apply the suggestions of *report*, in the order of the files.

    Args:
        report: A report of a check.
        only: Ids of rules; if not empty, suggestions of other rules are left out.
        unsafe: Also apply suggestions that a person should review first.
    """
    edits: dict[tuple[str, Span], Edit] = {}
    for link in report.links:
        finding = _finding_to_apply(link, only, unsafe=unsafe)
        if finding is None or finding.suggestion is None:
            continue
        for occurrence in link.occurrences:
            destination = occurrence.destination
            if destination is not None:
                edit = _edit(link, occurrence, destination, finding.suggestion, finding.rule)
                if edit.keeps_path or not _TEMPLATE.search(occurrence.raw):
                    edits[edit.path, edit.span] = edit
    return sorted(edits.values(), key=lambda edit: (edit.path, edit.span))


def suggestions_to_review(report: Report, only: AbstractSet[str] = frozenset()) -> list[tuple[LinkInfo, FindingInfo]]:
    """Return the links that ``fix`` changes with ``--unsafe`` only, each with the finding that has the suggestion."""
    applied = {edit.url for edit in edits_of(report, only=only)}
    found = ((link, _finding_to_apply(link, only, unsafe=True)) for link in report.links if link.url not in applied)
    return [(link, finding) for link, finding in found if finding is not None]


def _finding_to_apply(link: LinkInfo, only: AbstractSet[str], *, unsafe: bool) -> FindingInfo | None:
    """Return the finding whose suggestion applies: that of the deciding rule comes first."""
    candidates = [
        finding
        for finding in link.findings
        if finding.suggestion
        and not finding.ignored
        and (not only or finding.rule in only)
        and (unsafe or finding.applicability == "safe")
    ]
    return min(candidates, key=lambda finding: finding.rule != link.rule, default=None)


def _edit(link: LinkInfo, occurrence: OccurrenceInfo, destination: DestinationInfo, suggestion: str, rule: str) -> Edit:
    """Return the edit that writes *suggestion* as the link is written: relative stays relative."""
    span = _span(destination)
    written = occurrence.raw.partition("#")[0]
    path, hash_, fragment = suggestion.partition("#")
    is_local = parse_web_url(suggestion) is None
    keeps_path = is_local and path == link.url.partition("#")[0]
    if keeps_path:
        href = new = written + hash_ + escaped(fragment, occurrence.kind)
    else:
        href = _relative(path, occurrence.path, written) + hash_ + fragment if is_local else suggestion
        new = escaped(href, occurrence.kind)
    return Edit(destination.path, span, occurrence.raw, new, href, keeps_path, rule, link.url)


def _span(place: DestinationInfo) -> Span:
    return Span(
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        extra_bytes=place.byte_column - place.column,
        end_extra_bytes=place.end_byte_column - place.end_column,
    )


def _relative(path: str, source: str, written: str) -> str:
    """Return *path*, relative to the repository root, as the file *source* writes it."""
    if written.startswith("/"):
        return f"/{path}"
    relative = posixpath.relpath(path, posixpath.dirname(source) or ".")
    slash = "/" if path.endswith("/") else ""
    return f"{'./' if written.startswith('./') else ''}{relative}{slash}"


def escaped(href: str, kind: Kind) -> str:
    """Return *href* as it has to be written in the syntax of *kind*."""
    if kind is Kind.HTML:
        return _percent_encoded(_HTML_UNSAFE, href).replace("&", "&amp;")
    encoded = _percent_encoded(_MARKDOWN_UNSAFE, href)
    if kind not in (Kind.PLAIN, Kind.BARE):
        encoded = _ENTITY.sub("&amp;", encoded)
    return encoded if _is_balanced(encoded) else encoded.replace("(", "%28").replace(")", "%29")


def _percent_encoded(unsafe: re.Pattern[str], text: str) -> str:
    return unsafe.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogatepass")), text)


def _is_balanced(text: Iterable[str]) -> bool:
    """Return whether every parenthesis has its partner, as a bare Markdown destination needs it."""
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0
