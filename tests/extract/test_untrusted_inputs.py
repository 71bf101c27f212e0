"""Inputs of an untrusted change: what they cannot read, and the effect of one bad file."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkwarden.errors import InputError
from linkwarden.extract import TextFile, find_inputs, find_root, read_documents
from linkwarden.files import leads_outside, read_regular_file

SECRET = b"TOKEN=abc\0URL=https://a.example/\0HOME=/root"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / "good.md").write_text("[a](b)", "utf-8")
    (tmp_path / "secret.md").write_bytes(SECRET)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def deep(repository: Path) -> Iterator[Path]:
    """A file in 1,200 folders, made and removed step by step, since whole paths are too long for some calls."""
    depth = 0
    try:
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
            depth += 1
        Path("deep.md").write_text("[a](b)", "utf-8")
        os.chdir(repository)
        yield repository
        for _ in range(depth):
            os.chdir("d")
        Path("deep.md").unlink()
    finally:
        for _ in range(depth):
            os.chdir("..")
            Path("d").rmdir()


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no symbolic links")


def problems(root: Path, *arguments: str) -> list[str]:
    return [each.message for one in read_documents(find_inputs(arguments, root)) for each in one.findings]


class TestSymbolicLinks:
    def test_a_link_out_of_the_repository_is_not_read(self, repository: Path) -> None:
        link(repository / "x.md", repository.parent / "secret.md")

        assert problems(repository, ".") == ["x.md: points outside this repository, so it is not read"]

    def test_nor_where_it_is_named(self, repository: Path) -> None:
        link(repository / "x.md", repository.parent / "secret.md")

        assert problems(repository, "x.md", "good.md") == ["x.md: points outside this repository, so it is not read"]

    def test_a_file_outside_that_is_named_is_read(self, repository: Path) -> None:
        other = repository.parent / "other.md"
        other.write_text("[c](d)", "utf-8")

        (document,) = read_documents(find_inputs([str(other)], repository))

        assert [each.href for each in document.occurrences] == ["d"]

    def test_a_link_within_the_repository_is_read(self, repository: Path) -> None:
        link(repository / "x.md", repository / "good.md")

        assert problems(repository, ".") == []

    def test_an_ignore_file_that_leads_outside_is_not_read(self, repository: Path) -> None:
        (repository.parent / "patterns").write_text("good.md\n", "utf-8")
        link(repository / ".gitignore", repository.parent / "patterns")

        assert [each.path for each in find_inputs(["."], repository)] == ["good.md"]

    def test_leaving_a_folder_is_told(self, repository: Path) -> None:
        link(repository / "x.md", repository.parent / "secret.md")

        assert leads_outside(repository / "x.md", repository)
        assert not leads_outside(repository / "good.md", repository)


class TestWhatIsNoFile:
    @pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs there")
    def test_a_fifo_is_refused_at_once(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.md")

        with pytest.raises(InputError, match=r"^a\.md: not a regular file$"):
            read_regular_file(tmp_path / "a.md", "a.md")

    @pytest.mark.skipif(sys.platform == "win32", reason="no such device there")
    def test_a_device_is_refused(self) -> None:
        with pytest.raises(InputError, match=r"^x: not a regular file$"):
            read_regular_file(Path("/dev/zero"), "x")

    def test_a_large_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_bytes(b"x" * (1024 * 1024 + 1))

        with pytest.raises(InputError, match=r"^a\.md: larger than 1 MiB$"):
            read_regular_file(tmp_path / "a.md", "a.md", max_bytes=1024 * 1024)

    def test_a_file_of_the_largest_size_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_bytes(b"x" * 1024)

        assert read_regular_file(tmp_path / "a.md", "a.md", max_bytes=1024) == b"x" * 1024


class TestOneBadFile:
    def test_costs_only_itself(self, repository: Path) -> None:
        (repository / "bad.ipynb").write_text("{", "utf-8")
        (repository / "binary.md").write_bytes(SECRET)

        documents = read_documents(find_inputs(["."], repository))

        assert [(each.path, len(each.occurrences), len(each.findings)) for each in documents] == [
            ("bad.ipynb", 0, 1),
            ("binary.md", 0, 1),
            ("good.md", 1, 0),
        ]

    def test_its_finding_has_its_line(self, repository: Path) -> None:
        (repository / "latin.md").write_bytes(b"a\nb\xe9")

        (_, bad) = read_documents(find_inputs(["latin.md", "good.md"], repository))

        assert [(each.rule, each.span.line) for each in bad.findings] == [("unreadable-file", 2)]

    def test_no_good_file_is_an_error(self, repository: Path) -> None:
        (repository / "bad.ipynb").write_text("{", "utf-8")

        with pytest.raises(InputError, match=r"^bad\.ipynb: not a notebook"):
            read_documents(find_inputs(["bad.ipynb"], repository))

    def test_no_file_at_all_is_none(self) -> None:
        assert read_documents([]) == []

    def test_folders_can_nest_as_deep_as_the_system_allows(self, deep: Path) -> None:
        assert [each.path[-9:] for each in find_inputs(["."], deep)] == ["d/deep.md", "good.md"]


class TestRoot:
    def test_it_is_that_of_the_checked_file(self, repository: Path, tmp_path: Path) -> None:
        (tmp_path / "other" / ".git").mkdir(parents=True)
        (tmp_path / "other" / "docs").mkdir()
        (tmp_path / "other" / "docs" / "a.md").touch()

        assert find_root(["../other/docs/a.md"]) == tmp_path / "other"
        assert find_root(["../other/docs"]) == tmp_path / "other"
        assert find_root(["../other/*/*.md"]) == tmp_path / "other"
        assert find_root(["-"]) == find_root(["good.md"]) == find_root(["missing.md"]) == repository

    def test_without_a_repository_it_is_the_working_directory_or_the_folder_of_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "here" / "docs").mkdir(parents=True)
        (tmp_path / "there").mkdir()
        for name in ("here/docs/a.md", "there/b.md"):
            (tmp_path / name).touch()
        monkeypatch.chdir(tmp_path / "here")

        assert find_root(["docs/a.md"]) == tmp_path / "here"
        assert find_root(["../there/b.md"]) == tmp_path / "there"

    def test_a_repository_in_the_repository_has_the_outer_root_where_both_are_checked(self, repository: Path) -> None:
        (repository / "inner" / ".git").mkdir(parents=True)
        (repository / "inner" / "a.md").touch()

        assert find_root(["good.md", "inner/a.md"]) == repository
        assert find_root(["inner/a.md"]) == repository / "inner"

    def test_two_repositories_are_two_runs(self, repository: Path, tmp_path: Path) -> None:
        (tmp_path / "other" / ".git").mkdir(parents=True)
        (tmp_path / "other" / "a.md").touch()

        with pytest.raises(InputError, match="are in different repositories: check them separately"):
            find_root(["good.md", "../other/a.md"])


def test_text_that_is_known_is_read_as_it_is() -> None:
    assert TextFile("a.md", "x").read() == "x"
