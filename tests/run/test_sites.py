"""Links are judged where their page is read: on its site, or on GitHub."""

import sys
from pathlib import Path

import pytest

from linkwarden.model.link import Presence, SiteTarget
from linkwarden.model.place import Kind, Occurrence, PageIds, Span
from linkwarden.run.sites import RepositorySites

SPAN = Span(1, 1, 1, 2)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    texts = {
        "README.md": "",
        "mkdocs.yml": "markdown_extensions: [attr_list]\n",
        "docs/index.md": "# Home\n",
        "docs/tour.md": "# Tour\n\n[](){#start}\n\n::: package.module\n",
        "node_modules/x/mkdocs.yml": "",
        "node_modules/x/docs/index.md": "",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def link(path: str, href: str, base: str = "") -> Occurrence:
    return Occurrence(path, Kind.LINK, "", href, href, SPAN, SPAN, base=base)


def test_a_link_is_resolved_on_the_site_of_the_file_that_holds_it(root: Path) -> None:
    sites = RepositorySites(root)
    found = SiteTarget("mkdocs.yml", Presence.FOUND, "docs/tour.md")

    assert [found, None, None] == [
        sites.on_site(link(path, href))
        for path, href in [
            ("docs/index.md", "tour.md?x#start"),
            ("README.md", "docs/tour.md#start"),
            ("node_modules/x/docs/index.md", "index.md"),
        ]
    ]


def test_a_page_of_a_site_may_have_the_name_of_a_front_page(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("")
    (tmp_path / "security.md").write_text("---\ntitle: Security\n---\n")
    (tmp_path / "README.md").write_text("# About\n")
    sites = RepositorySites(tmp_path)

    assert [True, False] == [sites.covering(each) is not None for each in ("security.md", "README.md")]


@pytest.mark.parametrize(("name", "covered"), [("changelog.mdx", True), ("CHANGELOG.md", False)])
def test_mdx_with_the_name_of_a_front_page_is_a_page_of_the_site(tmp_path: Path, name: str, *, covered: bool) -> None:
    (tmp_path / "docs.json").write_text("{}")
    (tmp_path / name).write_text("[agent](/agent/slack)\n")

    assert covered is (RepositorySites(tmp_path).covering(name) is not None)


def test_a_page_has_the_ids_that_its_site_gives_it(root: Path) -> None:
    ids = RepositorySites(root).ids("docs/tour.md", "mkdocs.yml")

    assert ids is not None
    assert ({"tour", "start"} <= ids.names, ids.complete) == (True, False)
    assert PageIds(frozenset({"home"}), complete=True).complete


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('--8<-- "docs/parts/setup.md"', ({"home", "setup"}, True)),
        ('--8<-- "docs/parts/lost.md"', ({"home"}, False)),
        ("::: package.module", ({"home"}, False)),
        ('--8<-- "docs/parts/setup.md"\n\n::: package.module', ({"home", "setup"}, False)),
    ],
)
def test_a_page_has_the_ids_of_the_files_that_it_includes(
    root: Path, line: str, expected: tuple[set[str], bool]
) -> None:
    (root / "mkdocs.yml").write_text("markdown_extensions: [pymdownx.snippets]\nplugins: [mkdocstrings]\n", "utf-8")
    (root / "docs/index.md").write_text(f"# Home\n\n{line}\n", "utf-8")
    (root / "docs/parts").mkdir()
    (root / "docs/parts/setup.md").write_text("# Setup\n", "utf-8")

    ids = RepositorySites(root).ids("docs/index.md", "mkdocs.yml")

    assert ids is not None
    assert ({"home", "setup"} & ids.names, ids.complete) == expected


def test_a_file_that_pages_include_may_name_their_ids(root: Path) -> None:
    (root / "docusaurus.config.js").write_text("module.exports = {};\n", "utf-8")
    (root / "docs/_part.mdx").write_text("# Part\n", "utf-8")
    (root / "mkdocs.yml").unlink()

    ids = RepositorySites(root).ids("docs/_part.mdx", "docusaurus.config.js")

    assert ids is not None
    assert not ids.complete


def test_the_repository_is_not_listed_for_its_readme(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.scandir", lambda _: pytest.fail("the repository was listed"))

    assert RepositorySites(root).covering("README.md") is None


@pytest.mark.parametrize("in_git", [True, False])
def test_a_large_folder_outside_of_git_is_not_searched_for_sites(
    root: Path, monkeypatch: pytest.MonkeyPatch, *, in_git: bool
) -> None:
    monkeypatch.setattr("linkwarden.run.sites._MAX_FILES_OUTSIDE", 3)
    if in_git:
        root.joinpath(".git").mkdir()

    assert in_git == (RepositorySites(root).covering("docs/index.md") is not None)


def test_a_small_folder_outside_of_git_has_its_sites(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwarden.run.sites._MAX_FILES_OUTSIDE", 4)

    assert RepositorySites(root).covering("docs/index.md") is not None


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_loop_of_symbolic_links_is_left_out(root: Path) -> None:
    root.joinpath("docs/loop.md").symlink_to("loop.md")

    assert RepositorySites(root).covering("docs/index.md") is not None
