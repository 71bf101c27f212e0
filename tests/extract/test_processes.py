import os
import signal
import sys
from pathlib import Path

import pytest

from linkwarden.extract import TextFile, find_inputs, read_documents
from linkwarden.extract.processes import MIN_BYTES, read_in_processes, shares_of
from linkwarden.model.place import Document

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")

HALF = "x" * (MIN_BYTES // 2)


@pytest.mark.parametrize(
    ("files", "cores", "shares"),
    [
        ([("a.md", HALF)] * 5, 2, [[0, 2, 4], [1, 3]]),
        ([("a.md", HALF)] * 6, 3, [[0, 3], [1, 4], [2, 5]]),
        ([("a.md", HALF)] * 4, 8, [[0, 2], [1, 3]]),
        ([("a.md", HALF * 2)] * 20, 99, [[*range(at, 20, 4)] for at in range(4)]),
        ([("a.md", HALF)] * 3, 2, []),
        ([("a.md", HALF * 9)], 2, []),
        ([("a.md", HALF)] * 9, 1, []),
        ([("a.html", HALF * 9)] * 3, 2, []),
        ([("a.html", HALF * 9), ("b.mdx", HALF * 2), ("c.txt", HALF * 9), ("d.md", HALF * 2)], 2, [[1], [3]]),
    ],
)
def test_slow_files_are_shared_where_each_process_gets_enough_text(
    files: list[tuple[str, str]], cores: int, shares: list[list[int]]
) -> None:
    assert [list(each) for each in shares_of([TextFile(*each) for each in files], cores)] == shares


def test_several_processes_read_what_one_reads(tmp_path: Path) -> None:
    for number in range(7):
        text = f"# Page {number}\n\n[é](page-{number}.md#a 'b') ![c][d]\n\n[d]: <e f>\n\n{HALF}\n"
        tmp_path.joinpath(f"page-{number}.md").write_text(text, encoding="utf-8")
    tmp_path.joinpath("page-3.html").write_text("<p id=x><a href=y>z</a>", encoding="utf-8")
    tmp_path.joinpath("page-4.md").write_bytes(b"\xff[a](b)")
    tmp_path.joinpath("page-5.md").unlink()
    tmp_path.joinpath("page-5.ipynb").write_text("no notebook", encoding="utf-8")
    files = find_inputs([str(tmp_path)], tmp_path)
    tmp_path.joinpath("page-6.md").unlink()  # after the search

    several = read_documents(files, cores=3)

    assert several == read_documents(files)
    assert [(each.path, len(each.occurrences), len(each.findings)) for each in several] == [
        ("page-0.md", 2, 0),
        ("page-1.md", 2, 0),
        ("page-2.md", 2, 0),
        ("page-3.html", 1, 0),
        ("page-3.md", 2, 0),
        ("page-4.md", 1, 0),
        ("page-5.ipynb", 0, 1),
        ("page-6.md", 0, 1),
    ]


def test_what_a_child_process_does_not_read_is_missing() -> None:
    own = os.getpid()

    def attempt(number: int) -> Document:
        if os.getpid() != own and number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return Document(f"{number}.md")

    found = read_in_processes([[0, 3], [1, 4], [2, 3]], attempt)

    assert {number: each.path for number, each in found.items()} == {0: "0.md", 1: "1.md", 3: "3.md", 4: "4.md"}


def test_without_more_processes_only_the_own_share_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", no_more)
    assert read_in_processes([[0, 2], [1]], lambda number: Document(f"{number}.md")) == {
        0: Document("0.md"),
        2: Document("2.md"),
    }


def test_child_processes_end_with_an_interrupted_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    own, fork, children = os.getpid(), os.fork, list[int]()

    def counted() -> int:
        children.append(fork())
        return children[-1]

    def attempt(number: int) -> Document:
        if os.getpid() == own:
            raise KeyboardInterrupt
        signal.pause()
        return Document(f"{number}.md")

    monkeypatch.setattr(os, "fork", counted)
    with pytest.raises(KeyboardInterrupt):
        read_in_processes([[0], [1], [2]], attempt)
    assert len(children) == 2
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
