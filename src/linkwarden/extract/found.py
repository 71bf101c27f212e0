"""The contents of one file, collected while it is read."""

import re
from operator import attrgetter
from sys import intern

from linkwarden.extract.source import Source
from linkwarden.model.dialect import Dialect
from linkwarden.model.place import Document, FileFinding, Kind, Occurrence

_CONTRIBUTORS = re.compile(r"<!--\s{0,9}ALL-CONTRIBUTORS-LIST:(START|END)")
"""Around the table that the all-contributors tool writes (https://allcontributors.org/en/bot/installation/)."""

_PLACE = attrgetter("construct", "destination")

Range = tuple[int, int]
"""Start and end offset in a source's text."""


class Found:
    """The occurrences, anchors and findings of one file; several sources, a notebook's cells, may add to it."""

    def __init__(self, path: str, dialect: Dialect | None = None) -> None:
        self.path = path
        self.dialect = dialect or Dialect()
        self._occurrences: list[Occurrence] = []
        self._findings: list[FileFinding] = []
        self.anchors: set[str] = set()
        self.base = ""
        """The first ``<base href>``."""
        self.contributors = False
        """Whether the reader is inside the list that the all-contributors tool writes."""

    def link(
        self,
        source: Source,
        kind: Kind,
        text: str,
        href: str,
        construct: Range,
        destination: Range,
        ignores: tuple[str, ...] = (),
    ) -> None:
        """Add an occurrence; the two ranges are offsets in *source*.

        Equal texts are one string in memory: the pages of a site repeat each other's links.
        """
        raw = intern(source.raw(*destination))
        self._occurrences.append(
            Occurrence(
                self.path,
                kind,
                intern(" ".join(text.split())),
                raw,
                intern(href),
                source.span(*construct),
                source.span(*destination),
                ignores,
                decorative=self.contributors and href.startswith("#"),
            )
        )

    def comment(self, text: str) -> None:
        """Process an HTML comment: those around a list of contributors are recorded."""
        if marker := _CONTRIBUTORS.match(text):
            self.contributors = marker[1] == "START"

    def finding(self, source: Source, rule: str, message: str, place: Range) -> None:
        """Add a finding on the file itself."""
        self._findings.append(FileFinding(rule, message, self.path, source.span(*place)))

    def document(self) -> Document:
        """Return all of it, in the order in which a reader meets it."""
        occurrences = [each._replace(base=self.base) for each in self._occurrences] if self.base else self._occurrences
        return Document(
            self.path,
            tuple(sorted(occurrences, key=_PLACE)),
            frozenset(self.anchors),
            tuple(sorted(self._findings, key=lambda finding: finding.span)),
        )
