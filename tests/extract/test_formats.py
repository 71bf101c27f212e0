"""Formats other than Markdown, and how one is chosen."""

import json
from pathlib import Path
from typing import ClassVar

import pytest

from linkwarden.errors import InputError
from linkwarden.extract import FORMATS, anchors_of, extract
from linkwarden.model.place import Kind, Span
from tests.extract.support import hrefs, read, slice_of


@pytest.mark.parametrize("path", ["a.md", "a.MARKDOWN", "b/a.mdown", "a.mkd", "a.mdx"])
def test_markdown_has_several_suffixes(path: str) -> None:
    assert hrefs("[a](b)", path) == ["b"]


def test_no_two_formats_claim_one_suffix() -> None:
    suffixes = [suffix for one in FORMATS for suffix in one.suffixes]

    assert len(suffixes) == len(set(suffixes))


def test_a_format_is_named_after_its_file() -> None:
    folder = Path(extract.__code__.co_filename).parent / "formats"

    assert {one.id for one in FORMATS} == {file.stem for file in folder.glob("*.py")} - {"__init__"}


def test_an_unknown_suffix_is_an_error_in_one_line() -> None:
    with pytest.raises(InputError, match=r"^a\.rst: unsupported file type; supported suffixes are .*\.md"):
        extract("a.rst", "")


def test_plain_text_holds_urls_one_a_line_or_in_sentences() -> None:
    text = (
        "# comment\n\nhttps://a.example/(b)\n  mailto:c@d.example  \nnot a URL\nhttp://e\r\n"
        "see http://f/g, and (http://h/i).\n  # http://no\n"
    )

    document = read(text, "urls.txt")

    assert [(each.kind, each.href, each.destination) for each in document.occurrences] == [
        (Kind.PLAIN, "https://a.example/(b)", Span(3, 1, 3, 22)),
        (Kind.PLAIN, "mailto:c@d.example", Span(4, 3, 4, 21)),
        (Kind.PLAIN, "http://e", Span(6, 1, 6, 9)),
        (Kind.PLAIN, "http://f/g", Span(7, 5, 7, 15)),
        (Kind.PLAIN, "http://h/i", Span(7, 22, 7, 32)),
    ]


class TestNotebook:
    CELLS: ClassVar = [
        {"cell_type": "markdown", "source": ["# Ünits\n", 'a "b" 😀 [c](d\\(é) [e](f)']},
        {"cell_type": "code", "source": ["[g](h)"]},
        {"cell_type": "markdown", "source": '# Ünits\n<a href="i">\t[j](k)'},
        {"cell_type": "raw", "source": "[l](m)"},
    ]

    @pytest.mark.parametrize("ascii_only", [True, False])
    @pytest.mark.parametrize("indent", [None, 1])
    def test_markdown_cells_have_exact_places(self, indent: int | None, *, ascii_only: bool) -> None:
        text = json.dumps({"cells": self.CELLS, "nbformat": 4}, indent=indent, ensure_ascii=ascii_only)

        document = read(text, "a.ipynb")

        assert [each.href for each in document.occurrences] == ["d(é", "f", "i", "k"]
        assert document.anchors == {"ünits", "ünits-1"}
        for each in document.occurrences:
            assert slice_of(text, each.destination) == each.raw
            assert json.loads(f'"{each.raw}"').replace("\\(", "(") == each.href
        first = document.occurrences[0].construct
        assert json.loads(f'"{slice_of(text, first)}"') == "[c](d\\(é)"

    def test_carriage_returns_in_a_cell_end_lines_too(self) -> None:
        text = json.dumps({"cells": [{"cell_type": "markdown", "source": "# A\r\n[b](c)\r\n"}]})

        assert read(text, "a.ipynb").anchors == {"a"}
        assert hrefs(text, "a.ipynb") == ["c"]

    @pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
    def test_broken_json_is_an_error_in_one_line(self, text: str) -> None:
        with pytest.raises(InputError, match=r"^a\.ipynb: not a notebook: .+"):
            read(text, "a.ipynb")

    @pytest.mark.parametrize(
        "text", ["[]", "{}", '{"cells": {}}', '{"cells": [1, {"cell_type": "markdown", "source": 2}]}']
    )
    def test_other_json_holds_nothing(self, text: str) -> None:
        assert hrefs(text, "a.ipynb") == []


class TestAnchorsOf:
    def test_the_ids_in_a_file_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("# B c", "utf-8")

        assert anchors_of("github")(tmp_path / "a.md") == frozenset({"b-c"})

    def test_bytes_that_are_no_utf_8_do_not_hide_the_others(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_bytes(b"caf\xe9\n\n# B")

        assert anchors_of()(tmp_path / "a.md") == frozenset({"b"})

    @pytest.mark.parametrize("name", ["a.txt", "a.png", "missing.md"])
    def test_a_file_without_ids_that_we_read_says_none(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "a.txt").write_text("x", "utf-8")
        (tmp_path / "a.png").write_bytes(b"x")

        assert anchors_of()(tmp_path / name) is None
