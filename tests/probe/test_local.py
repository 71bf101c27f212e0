"""The local probe: what is on disk, case-sensitively."""

import errno
import os
import sys
from pathlib import Path

import anyio
import pytest

from linkwarden.model.link import Link, Plan, Resource, TargetKind, Task
from linkwarden.model.observation import LocalFile, Observation
from linkwarden.net.hosts import open_hosts
from linkwarden.probe import ProbeContext, probe_all
from linkwarden.settings import Settings
from tests.probe.steps import NOTHING
from tests.probe.warp import LoopClock

ANCHORS = frozenset({"a-heading"})


def find(root: Path, *paths: str, fragment: str | None = None, settings: Settings | None = None) -> list[LocalFile]:
    """Return the facts about *paths* below *root*."""
    facts = [each.fact(LocalFile) for each in observe(root, *paths, fragment=fragment, settings=settings)]
    return [fact for fact in facts if fact is not None]


def observe(
    root: Path, *paths: str, fragment: str | None = None, settings: Settings | None = None
) -> list[Observation]:
    """Look *paths* up below *root*."""
    tasks = []
    for path in paths:
        resource = Resource(path, TargetKind.FILE)
        tasks.append(Task(resource, (Link(path, resource, fragment, ()),), ("local",)))
    found: dict[str, Observation] = {}

    async def go() -> None:
        chosen, clock = settings or Settings(), LoopClock()
        async with open_hosts(chosen, clock) as hosts:
            read = lambda path: ANCHORS if path.suffix == ".md" else None  # noqa: E731
            context = ProbeContext(hosts, clock, chosen, root, NOTHING, read)

            def done(task: Task, observation: Observation) -> None:
                found[task.resource.url] = observation

            await probe_all(Plan(tuple(tasks)), context, done)

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
        ("none.md", "none.md does not exist"),
        ("docs/none/deep.md", "docs/none/deep.md does not exist"),
        ("readme.md", "readme.md does not exist; README.md does (paths are case-sensitive on GitHub)"),
        ("Docs/guide.md", "Docs/guide.md does not exist; docs does (paths are case-sensitive on GitHub)"),
        ("docs/guide.md/", "docs/guide.md is a file, not a folder"),
        ("../outside.md", "../outside.md is outside this repository"),
        ("..", ".. is outside this repository"),
        ("nul\0byte.md", "nul\0byte.md does not exist"),
        ("x" * 5000, f"{'x' * 5000} does not exist"),
    ],
)
def test_what_is_not_there_and_why(root: Path, path: str, reason: str) -> None:
    assert [LocalFile(exists=False, reason=reason)] == find(root, path)


def test_anchors_are_read_only_if_a_link_needs_one(root: Path) -> None:
    assert [None] == [fact.anchors for fact in find(root, "docs/guide.md")]
    assert [ANCHORS, ANCHORS] == [fact.anchors for fact in find(root, "docs/guide.md", "docs", fragment="a-heading")]


def test_an_index_file_serves_its_folder_if_the_settings_name_it(root: Path) -> None:
    settings = Settings(index_files=("README.md", "index.md"))

    assert [ANCHORS] == [fact.anchors for fact in find(root, "docs/", fragment="x", settings=settings)]
    assert [False] == [fact.exists for fact in find(root, "docs", settings=Settings(index_files=("none.md",)))]


@pytest.mark.parametrize("suffix", ["md", ".md"])
def test_a_suffix_may_be_left_out_if_the_settings_name_it(root: Path, suffix: str) -> None:
    assert [False, True] == [
        find(root, "docs/guide", settings=settings)[0].exists
        for settings in (Settings(), Settings(fallback_extensions=(suffix,)))
    ]


def test_a_page_of_a_wiki_goes_without_its_suffix(tmp_path: Path) -> None:
    wiki = tmp_path / "tool.wiki"
    wiki.mkdir()
    (wiki / "Usage.md").write_text("# Install", "utf-8")

    assert [True, False] == [each.exists for each in find(wiki, "Usage", "No-Such-Page")]


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_symbolic_links(root: Path) -> None:
    (root / "good").symlink_to("docs")
    (root / "broken").symlink_to("nowhere")
    (root / "loop").symlink_to("loop")
    facts = find(root, "good/guide.md", "broken", "loop", "loop/x")

    assert [True, False, False, False] == [fact.exists for fact in facts]
    assert "broken is a broken symbolic link" == facts[1].reason


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_a_symbolic_link_is_followed_within_the_repository_only(root: Path) -> None:
    """Neither the contents of an outside path nor its existence are revealed."""
    (root / "out").symlink_to("..")
    (root / "file.md").symlink_to(root.parent / "outside.md")
    (root / "in").symlink_to(root / "docs")
    (root / "away-and-back").symlink_to(f"../{root.name}/docs")
    paths = ["out", "out/outside.md", "out/none.md", f"out/{root.name}/README.md", "file.md"]

    assert [LocalFile(exists=False, reason=f"{path} points outside this repository") for path in paths] == find(
        root, *paths, fragment="a-heading"
    )
    assert [ANCHORS] * 2 == [fact.anchors for fact in find(root, "in/guide.md", "away-and-back/guide.md", fragment="x")]


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_only_symbolic_links_are_resolved(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each resolution walks the whole path, so that one for each folder takes seconds in a deep tree."""
    deep = "/".join("d" * 40)
    (root / deep).mkdir(parents=True)
    (root / deep / "a.md").touch()
    resolved: list[str] = []
    real = os.path.realpath

    def realpath(path: Path | str) -> str:
        resolved.append(str(path))
        return real(path)

    monkeypatch.setattr("os.path.realpath", realpath)

    assert [each.exists for each in find(root, f"{deep}/a.md", f"{deep}/b.md")] == [True, False]
    assert resolved == [str(root)]


def test_the_root_may_lie_behind_a_symbolic_link(root: Path) -> None:
    """As /tmp does on macOS."""
    (root.parent / "link").symlink_to(root.name)
    (root / "in").symlink_to(root / "docs")

    assert [LocalFile(exists=True)] * 2 == find(root.parent / "link", "docs/guide.md", "in/guide.md")


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_a_symbolic_link_with_an_endless_name_leads_nowhere(root: Path) -> None:
    (root / "long").symlink_to("x" * 300)

    reasons = [f"{name} is a broken symbolic link" for name in ("long", "long/")]
    assert [*reasons, "long/x does not exist"] == [fact.reason for fact in find(root, "long", "long/", "long/x")]


@pytest.mark.parametrize("function", ["pathlib.Path.iterdir", "pathlib.Path.stat"])
def test_what_cannot_be_read_is_not_called_missing(root: Path, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(function, refuse)
    (observation,) = observe(root, "docs/guide.md")

    assert (None, "docs/guide.md cannot be read: Permission denied") == (
        observation.fact(LocalFile),
        observation.unfinished,
    )
