"""Which files an argument matches, how they are read, and the errors."""

import codecs
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from linkwarden.errors import InputError
from linkwarden.extract import TextFile, find_inputs, repository_root

Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """A function that writes files into a repository, which is the working directory."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    def write(*names: str, **texts: str) -> Path:
        for name in names:
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(texts.get("text", ""), "utf-8")
        return tmp_path

    return write


def paths(*arguments: str, root: Path) -> list[str]:
    return [each.path for each in find_inputs(arguments, root)]


def texts(*arguments: str, root: Path) -> dict[str, str]:
    return {each.path: each.read() for each in find_inputs(arguments, root)}


def complaint(*arguments: str, root: Path) -> str:
    with pytest.raises(InputError) as caught:
        texts(*arguments, root=root)
    assert "\n" not in str(caught.value)
    return str(caught.value)


class TestFinding:
    def test_each_file_comes_once_and_in_order(self, tree: Tree) -> None:
        root = tree("b.md", "a/c.md")

        assert paths("./b.md", "a", "b.md", "a/../a/c.md", root=root) == ["a/c.md", "b.md"]

    def test_paths_are_relative_to_the_root_wherever_one_stands(
        self, tree: Tree, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = tree("a/b/c.md", "d.md")
        monkeypatch.chdir(root / "a")

        assert paths("b", "../d.md", str(root / "d.md"), root=root) == ["a/b/c.md", "d.md"]

    def test_the_root_is_the_nearest_folder_with_git_in_it(self, tree: Tree) -> None:
        root = tree("a/b/c.md")

        assert repository_root(root / "a" / "b") == root
        assert repository_root(root) == root

    def test_without_git_the_root_is_where_one_stands(self, tmp_path: Path) -> None:
        assert repository_root(tmp_path) == tmp_path

    def test_a_file_outside_the_repository_has_its_whole_path(
        self, tree: Tree, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        other = tmp_path_factory.mktemp("other") / "a.md"
        other.write_text("x", "utf-8")

        assert paths(str(other), root=tree()) == [other.as_posix()]

    def test_a_folder_is_searched_for_every_format_but_plain_text(self, tree: Tree) -> None:
        root = tree("a.md", "b.html", "c.ipynb", "d.txt", "e.py", ".github/f.md")

        assert paths(".", root=root) == [".github/f.md", "a.md", "b.html", "c.ipynb"]
        assert paths("d.txt", root=root) == ["d.txt"]

    def test_what_others_wrote_is_left_out(self, tree: Tree) -> None:
        root = tree("a.md", "node_modules/b/c.md", "x/vendor/d.md", ".venv/e.md", ".git/f.md")

        assert paths(".", root=root) == ["a.md"]

    def test_reports_are_never_inputs(self, tree: Tree) -> None:
        root = tree("links.md", "reports/links.md", "reports/links.json", "reports/notes.md")

        assert paths(".", root=root) == ["links.md", "reports/notes.md"]

    def test_ignore_files_are_respected(self, tree: Tree) -> None:
        root = tree("a.md", "build/b.md", "c/d.md", "c/keep.md", "c/e/f.md")
        (root / ".gitignore").write_text("build/\nd.md\n*.md\n!a.md\n!keep.md\n!/c/\n", "utf-8")
        (root / "c" / ".ignore").write_text("!d.md\n", "utf-8")

        assert paths(".", root=root) == ["a.md", "c/d.md", "c/keep.md"]

    def test_an_ignored_folder_that_is_named_is_searched(self, tree: Tree) -> None:
        root = tree("build/site/a.html")
        (root / ".gitignore").write_text("build/\n", "utf-8")

        assert paths("build/site", root=root) == ["build/site/a.html"]

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("*.md", ["a.md"]),
            ("docs/*.md", ["docs/b.md"]),
            ("docs/*", ["docs/b.md", "docs/e.html"]),
            ("**/*.md", ["a.md", "docs/b.md", "docs/c/d.md"]),
            ("d*/c/[a-d].md", ["docs/c/d.md"]),
            ("./docs/c/../?.md", ["docs/b.md"]),
        ],
    )
    def test_globs_are_resolved_here_for_shells_that_do_not(
        self, tree: Tree, pattern: str, expected: list[str]
    ) -> None:
        root = tree("a.md", "docs/b.md", "docs/c/d.md", "docs/e.html", "docs/f.txt", "node_modules/g.md")

        assert paths(pattern, root=root) == expected

    def test_a_name_that_looks_like_a_glob_is_a_name_first(self, tree: Tree) -> None:
        assert paths("[a].md", root=tree("[a].md", "a.md")) == ["[a].md"]

    def test_a_loop_of_links_ends(self, tree: Tree) -> None:
        root = tree("a/b.md")
        try:
            (root / "a" / "loop").symlink_to(root, target_is_directory=True)
            (root / "self.md").symlink_to(root / "self.md")
        except OSError:
            pytest.skip("this system makes no symbolic links")

        assert paths(".", root=root) == ["a/b.md"]
        assert complaint("self.md", root=root).startswith("self.md: cannot be read: ")

    def test_standard_input_has_the_name_that_it_is_given(self, tree: Tree) -> None:
        root = tree("a.md")

        found = find_inputs(["-", "a.md"], root, stdin_name="docs/x.html", read_stdin=lambda: b"\xef\xbb\xbfhi")

        assert [(each.path, each.read()) for each in found] == [("a.md", ""), ("docs/x.html", "\ufeffhi")]

    def test_standard_input_is_markdown_unless_said_otherwise(self, tree: Tree) -> None:
        assert find_inputs(["-"], tree(), read_stdin=lambda: b"x") == (TextFile("README.md", "x"),)


class TestReading:
    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            pytest.param("a\r\né".encode(), "a\r\né", id="plain"),
            pytest.param(codecs.BOM_UTF8 + "a\r\né".encode(), "\ufeffa\r\né", id="UTF-8 mark"),
            pytest.param("a\r\né".encode("utf-16"), "a\r\né", id="UTF-16 mark"),
        ],
    )
    def test_line_ends_are_left_and_a_mark_of_utf_8(self, tree: Tree, data: bytes, expected: str) -> None:
        """The mark counts where places are counted in bytes of UTF-8."""
        root = tree()
        (root / "a.md").write_bytes(data)

        assert texts("a.md", root=root) == {"a.md": expected}

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (b"a\r\nb\rcaf\xe9\n", "a.md:3: not UTF-8 text (byte 0xe9); save it as UTF-8"),
            (codecs.BOM_UTF16_LE + b"a\0\x00\xd8", "a.md:1: not UTF-16 text (byte 0x00); save it as UTF-8"),
            (b"ab\0c", "a.md: binary data (a NUL byte at offset 2), not text"),
        ],
    )
    def test_a_named_file_that_is_no_text_is_an_error_that_says_where(
        self, tree: Tree, data: bytes, expected: str
    ) -> None:
        root = tree()
        (root / "a.md").write_bytes(data)

        assert complaint("a.md", root=root) == expected

    def test_such_a_file_in_a_folder_still_counts(self, tree: Tree) -> None:
        root = tree()
        (root / "a.md").write_bytes(b"caf\xe9 [b](c)")

        assert texts(".", root=root) == {"a.md": "caf\ufffd [b](c)"}


class TestComplaints:
    @pytest.mark.parametrize(
        ("argument", "expected"),
        [
            ("missing.md", "missing.md: no such file or folder"),
            ("*.markdown", "*.markdown: no file matches"),
            ("missing/*.md", "missing/*.md: no file matches"),
            ("x" * 5000, "x" * 5000 + ": no such file or folder"),
        ],
    )
    def test_what_is_not_there_is_named(self, tree: Tree, argument: str, expected: str) -> None:
        assert complaint(argument, root=tree("a.md")) == expected

    def test_a_folder_that_holds_nothing_is_named(self, tree: Tree) -> None:
        root = tree("empty/a.py")

        assert complaint("empty", root=root).startswith("empty: no ")
        assert complaint("empty", root=root).endswith(" file in this folder")

    def test_a_format_that_is_not_read_is_named(self, tree: Tree) -> None:
        assert complaint("a.rst", root=tree("a.rst")).startswith(
            "a.rst: unsupported file type; supported suffixes are "
        )

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever runs this may read everything")
    def test_a_file_that_may_not_be_read_is_named(self, tree: Tree) -> None:
        root = tree("a.md")
        (root / "a.md").chmod(0)

        assert complaint("a.md", root=root) == "a.md: cannot be read: Permission denied"
