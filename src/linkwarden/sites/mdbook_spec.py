"""The names that mdbook-spec, the preprocessor of the Rust Reference, turns into links.

Sources: ``rules.rs``, ``grammar.rs`` and ``std_links.rs`` in tools/mdbook-spec of rust-lang/reference. Rules and
productions become ids, a definition of each is added to every chapter, and all other names are looked up in Rust's
standard library.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from linkwarden.sites.files import Files

_RULE = r"^r\[([^\]\n]+)\]$"
RULE_LINES = (r"(?m)^r\[(?=[^\]\n]+\]$)", r"\]")
"""Where the line of a rule begins and ends; it is no link."""
_PRODUCTION = r"^(?:@root )?(\w+)(?: \([^)\n]+\))? ->"
"""A production of the grammar, in a block of code with the language ``grammar``."""
_GRAMMAR = re.compile(r"^```grammar,\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
STANDARD_LIBRARY = r"`?(?:\w+@)?\w+(?:::\w+)*(?:!|\(\))?(?:#[\w.-]+)?`?"
"""A name that rustdoc may find in the standard library: ``std::ptr::read``, ``macro@Clone``."""
SUMMARIES = r"\{\{ ?(?:grammar-summary|summary-table) ?\}\}"
"""What the preprocessor replaces by all rules or productions, with ids."""
MADE_IDS = ((_RULE, "r-{}"), (_PRODUCTION, "grammar-{}"), (_PRODUCTION, "railroad-{}"))


@dataclass(frozen=True, slots=True)
class SpecNames:
    """The names of a book's rules and productions."""

    chapters: Mapping[str, str] = field(default_factory=dict)
    """Name → the chapter that has it."""
    definitions: str = ""
    """The definitions that the preprocessor adds to each chapter."""


def names_of(files: Files, pages: Mapping[str, str]) -> SpecNames:
    """Return the names in *pages*, which are chapters with their URLs."""
    chapters: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for chapter, url in pages.items():
        text = files.text(chapter)
        for rule in re.findall(_RULE, text, re.MULTILINE):
            chapters[rule] = chapter
            definitions[rule] = f"{url}#r-{rule}"
    for chapter, url in pages.items():
        for block in _GRAMMAR.findall(files.text(chapter)):
            for name in re.findall(_PRODUCTION, block, re.MULTILINE):
                for label in (name, f"grammar-{name}"):
                    chapters.setdefault(label, chapter)
                    definitions.setdefault(label, f"{url}#grammar-{name}")
    return SpecNames(chapters, "\n\n".join(f"[{label}]: {target}" for label, target in definitions.items()))
