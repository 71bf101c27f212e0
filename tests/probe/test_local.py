"""The local probe: what is on disk, letter by letter."""

import sys
from pathlib import Path

import anyio
import pytest

from linkwarden.model.link import Link, Plan, Resource, TargetKind, Task
from linkwarden.model.observation import LocalFile, Observation
from linkwarden.net.host import open_hosts
from linkwarden.probe import Tools, probe_all
from linkwarden.settings import Settings
from tests.probe.warp import LoopClock

ANCHORS = frozenset({"a-heading"})


def find(root: Path, *paths: str, fragment: str | None = None, settings: Settings | None = None) -> list[LocalFile]:
    """Look *paths* up below *root*."""
    tasks = []
    for path in paths:
        resource = Resource(path, TargetKind.FILE)
        tasks.append(Task(resource, (Link(path, resource, fragment, ()),), ("local",)))
    found: dict[str, LocalFile] = {}

    async def go() -> None:
        chosen, clock = settings or Settings(), LoopClock()
        async with open_hosts(chosen, clock) as hosts:
            read = lambda path: ANCHORS if path.suffix == ".md" else None  # noqa: E731
            tools = Tools(hosts, clock, chosen, root, lambda *_: None, read)

            def done(task: Task, observation: Observation) -> None:
                fact = observation.fact(LocalFile)
                assert fact is not None
                found[task.resource.url] = fact

            await probe_all(Plan(tuple(tasks)), tools, done)

    anyio.run(go)
    return [found[path] for path in paths]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("README.md", "docs/guide.md", "docs/index.md", "docs/caf\u00e9.md", "a b.md"):
        path = tmp_path / "repository" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# A heading\n", encoding="utf-8")
    (tmp_path / "outside.md").write_text("", encoding="utf-8")
    return tmp_path / "repository"


@pytest.mark.parametrize(
    "path", ["README.md", "docs", "docs/", "docs/guide.md", "docs/caf\u00e9.md", "a b.md", ".", "./docs//guide.md"]
)
def test_what_is_there(root: Path, path: str) -> None:
    assert [LocalFile(exists=True)] == find(root, path)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("none.md", "there is no none.md"),
        ("docs/none/deep.md", "there is no docs/none/deep.md"),
        ("readme.md", "there is no readme.md; README.md is there, and case matters on GitHub"),
        ("Docs/guide.md", "there is no Docs/guide.md; docs is there, and case matters on GitHub"),
        ("docs/guide.md/", "docs/guide.md is a file, not a folder"),
        ("../outside.md", "../outside.md lies outside this repository"),
        ("..", ".. lies outside this repository"),
        ("nul\0byte.md", "there is no nul\0byte.md"),
        ("x" * 5000, f"there is no {'x' * 5000}"),
    ],
)
def test_what_is_not_there_and_why(root: Path, path: str, reason: str) -> None:
    assert [LocalFile(exists=False, reason=reason)] == find(root, path)


def test_anchors_are_read_only_where_a_link_asks_for_one(root: Path) -> None:
    assert [None] == [fact.anchors for fact in find(root, "docs/guide.md")]
    assert [ANCHORS, None] == [fact.anchors for fact in find(root, "docs/guide.md", "docs", fragment="a-heading")]


def test_an_index_file_stands_for_its_folder_where_settings_say_so(root: Path) -> None:
    settings = Settings(index_files=("README.md", "index.md"))

    assert [ANCHORS] == [fact.anchors for fact in find(root, "docs/", fragment="x", settings=settings)]
    assert [False] == [fact.exists for fact in find(root, "docs", settings=Settings(index_files=("none.md",)))]


@pytest.mark.parametrize("suffix", ["md", ".md"])
def test_a_suffix_may_be_left_out_where_settings_say_so(root: Path, suffix: str) -> None:
    assert [False, True] == [
        find(root, "docs/guide", settings=settings)[0].exists
        for settings in (Settings(), Settings(fallback_extensions=(suffix,)))
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_symbolic_links(root: Path) -> None:
    (root / "good").symlink_to("docs")
    (root / "broken").symlink_to("nowhere")
    (root / "loop").symlink_to("loop")
    facts = find(root, "good/guide.md", "broken", "loop", "loop/x")

    assert [True, False, False, False] == [fact.exists for fact in facts]
    assert "broken is a symbolic link that leads nowhere" == facts[1].reason
