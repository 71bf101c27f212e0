"""Links to the published address of a site are looked up in the repository."""

from pathlib import Path

import anyio
import pytest

from linkwarden.clock import SystemClock
from linkwarden.extract import TextFile
from linkwarden.report.v1 import Report
from linkwarden.run import Run
from linkwarden.settings import Settings

BUILT = {"site/index.html": "<h1 id=top>A</h1>", "site/guide/index.html": "<h2 id=start>B</h2>", "site/a b.css": ""}
SOURCES = {"mkdocs.yml": "site_url: https://a.example/docs/\n", "docs/index.md": "# A", "docs/guide.md": "## Start"}


def check(root: Path, files: dict[str, str], url: str, *published: dict[str, str]) -> Report:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / ".git").mkdir()
    settings = Settings.model_validate({"offline": True, "history": "", "site": list(published)})
    run = Run([TextFile("README.md", f"<{url}>")], root, settings, SystemClock(), {})
    return anyio.run(run.check).report


@pytest.mark.parametrize(("files", "folder"), [(BUILT, "site"), (BUILT, "./site/"), (SOURCES, "docs"), (SOURCES, ".")])
@pytest.mark.parametrize(
    ("path", "verdict", "rule"),
    [
        ("", "alive", None),
        ("guide/", "alive", None),
        ("guide/#start", "alive", None),
        ("guide/#stop", "dead", "missing-anchor"),
        ("missing/", "dead", "missing-file"),
    ],
)
def test_the_links_of_a_published_site(
    tmp_path: Path, files: dict[str, str], folder: str, path: str, verdict: str, rule: str | None
) -> None:
    url = f"https://a.example/docs/{path}"
    (link,) = check(tmp_path, files, url, {"folder": folder, "url": "https://a.example/docs/"}).links
    assert (url, verdict, rule) == (link.url, link.verdict, link.rule)


@pytest.mark.parametrize("url", ["https://a.example/docsearch", "https://b.example/docs/", "https://a.example/"])
def test_other_addresses_are_requested(tmp_path: Path, url: str) -> None:
    (link,) = check(tmp_path, BUILT, url, {"folder": "site", "url": "https://a.example/docs"}).links
    assert "offline" == link.rule


def test_a_folder_without_a_site(tmp_path: Path) -> None:
    (link,) = check(tmp_path, {}, "https://a.example/x", {"folder": "site", "url": "https://a.example/"}).links
    assert "offline" == link.rule


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("../std/a.html?q#x", "https://a.example/std/a.html?q#x"),
        ("/other/", "https://a.example/other/"),
        ("https://b.example/", "https://b.example/"),
        ("//b.example/x", "https://b.example/x"),
        ("#top", "src/one.md#top"),
        ("gone.md", "src/gone.md"),
    ],
)
def test_a_link_that_leaves_a_site_is_on_the_web_if_its_address_is_known(
    tmp_path: Path, written: str, url: str
) -> None:
    files = {"book.toml": "", "src/SUMMARY.md": "[One](one.md)", "src/one.md": "# One"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / ".git").mkdir()
    site = {"folder": "src", "url": "https://a.example/book/"}
    settings = Settings.model_validate({"offline": True, "history": "", "site": [site]})
    run = Run([TextFile("src/one.md", f"[x]({written})")], tmp_path, settings, SystemClock(), {})

    assert [url] == [each.url for each in anyio.run(run.check).report.links]
