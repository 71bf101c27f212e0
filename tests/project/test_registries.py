"""Everything in a registry has its test and its heading in the docs; this shows what is missing."""

import re
from pathlib import Path

import pytest

from linkwarden.cli.options import report_formats
from linkwarden.extract import FORMATS
from linkwarden.judge import RULES
from linkwarden.probe import PROBES
from linkwarden.report import REPORTERS

ROOT = Path(__file__).parents[2]


TESTS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("*.py")))

PLACES = {
    "rules": (RULES.ids, "rules.md"),
    "probes": (PROBES.ids, "sources.md"),
    "input formats": (FORMATS.ids, "formats.md"),
    "report formats": (REPORTERS.ids, "formats.md"),
}


def entries(page: str) -> set[str]:
    """Return the headings and table rows of a page of the docs."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return set(re.findall(r"^(?:#+ |\| )`?([\w-]+)`?(?= \||$)", text, re.MULTILINE))


def marks(kind: str, name: str) -> list[str]:
    """Return the content of its test: its id in quotes, or a file of that format."""
    files = [f'{suffix}"' for suffix in FORMATS[name].suffixes] if kind == "input formats" else []
    return [f'"{name}"', f'"{name}:', *files]


@pytest.mark.parametrize("kind", PLACES)
def test_each_has_its_place_in_the_docs(kind: str) -> None:
    ids, page = PLACES[kind]

    assert set() == set(ids) - entries(page), f"{kind} without a heading or a row in docs/{page}"


@pytest.mark.parametrize("kind", PLACES)
def test_each_has_its_test(kind: str) -> None:
    ids, _ = PLACES[kind]
    missing = {each for each in ids if not any(mark in TESTS for mark in marks(kind, each))}

    assert set() == missing, f"{kind} that no test names"


def test_the_help_lists_the_report_formats_without_importing_them() -> None:
    assert REPORTERS.ids == report_formats()
