"""The package's metadata agree with each other."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import linkwarden

ROOT = Path(__file__).parents[2]
GENERATED = re.compile(r"<!-- ([\w-]+):begin -->.*?<!-- \1:end -->", re.DOTALL)
"""Parts of pages that tools/docs.py makes."""
OWN = (".ci", ".github", "benchmarks", "docs", "src", "tests")
TEXTUAL = {"", ".json", ".md", ".py", ".toml", ".txt", ".yaml", ".yml"}


def _pyproject() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def _texts() -> Iterator[tuple[str, str]]:
    """Every text of the repository, with its path."""
    folders = [path for name in OWN for path in (ROOT / name).rglob("*")]
    for path in [*ROOT.glob("*"), *folders]:
        if path.is_file() and path.suffix in TEXTUAL and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def test_the_version_is_the_same_everywhere() -> None:
    stated = _pyproject()["project"]["version"]

    assert stated == linkwarden.__version__ == version("linkwarden")


def test_the_changelog_has_a_heading_for_this_version_or_for_what_is_unreleased() -> None:
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert newest is not None
    assert newest[1] in {"Unreleased", linkwarden.__version__}


def test_the_repository_s_address_is_in_the_project_s_urls_only() -> None:
    """It may move; code reads it with ``importlib.metadata``, the documentation's links are relative or generated."""
    urls = _pyproject()["project"]["urls"]
    address = urls["Homepage"].removeprefix("https://").casefold()

    assert {"Homepage", "Documentation", "Source", "Issues", "Changelog"} == set(urls)
    assert {"pyproject.toml": sum(address in url.casefold() for url in urls.values())} == {
        path: count for path, text in _texts() if (count := GENERATED.sub("", text).casefold().count(address))
    }


def test_nobody_is_sent_to_the_bookmark_manager_of_the_same_name() -> None:
    theirs = re.compile(r"uses:\s*linkwarden/|github\.com/" + r"linkwarden/", re.IGNORECASE)

    assert [] == [path for path, text in _texts() if path != "tests/project/test_package.py" and theirs.search(text)]


def test_the_lock_names_the_public_index_only() -> None:
    with (ROOT / "uv.lock").open("rb") as file:
        packages = tomllib.load(file)["package"]
    sources = {package["source"].get("registry") for package in packages if package["name"] != "linkwarden"}
    files = [file["url"] for package in packages for file in [package.get("sdist"), *package.get("wheels", [])] if file]

    assert {"https://pypi.org/simple"} == sources
    assert {"https://files.pythonhosted.org"} == {"/".join(url.split("/")[:3]) for url in files}
