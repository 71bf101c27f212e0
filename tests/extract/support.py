"""Common code of the extractor's tests."""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import unquote

from linkwarden.extract import extract
from linkwarden.model.place import Document, Kind, Span

MAX_CPU_S = 5
"""CPU time for a text of some 50,000 characters: usually 0.3 s, and minutes where it grows with the square."""

_LINE_END = re.compile(r"\r\n|\r|\n")


@contextmanager
def linear_time() -> Iterator[None]:
    """Fail if the code inside takes as long as only quadratic time would, however busy the machine is."""
    began = time.process_time()
    yield
    assert time.process_time() - began < MAX_CPU_S


def read(text: str, path: str = "README.md") -> Document:
    return extract(path, text)


def hrefs(text: str, path: str = "README.md") -> list[str]:
    return [each.href for each in read(text, path).occurrences]


def slice_of(text: str, span: Span) -> str:
    """Cut a span out of a text by lines and columns; independent of the code under test."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, last = lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1][: span.end_column - 1]
    return "\n".join([first, *lines[span.line : span.end_line - 1], last])


def markdown_hrefs(document: Document, *, bare: bool = True) -> set[str]:
    """Return the targets that a renderer would show, less e-mail addresses and how characters are percent-encoded."""
    left_out = {Kind.DEFINITION} if bare else {Kind.DEFINITION, Kind.BARE}
    return _comparable(each.href for each in document.occurrences if each.kind not in left_out)


def html_hrefs(html: str) -> set[str]:
    """Return the targets in rendered HTML, the same way, by the standard library's parser."""
    parser = _Targets()
    parser.feed(html.replace("<![", "<!"))  # before 3.13 it stops at a CDATA section
    return _comparable(parser.found)


def _comparable(found: Iterable[str]) -> set[str]:
    return {unquote(each).replace("\xa0", "") for each in found if not each.startswith(("mailto:", "xmpp:"))}


class _Targets(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_footnote = values.get("href", "") and re.match(r"#fn(ref)?-?[\w-]+\Z", values["href"] or "")
        target = values.get({"a": "href", "img": "src"}.get(tag, ""))
        if target is not None and not is_footnote:
            self.found.append(target)
