"""``links --sites``: what was found of documentation sites."""

import json
from pathlib import Path

import pytest

from linkwarden.cli import main


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def test_no_site(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["links", "--sites"])
    assert "No documentation site in this repository: links are read as on GitHub.\n" == capsys.readouterr().out


def test_each_site_with_its_pages_and_what_is_not_known(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "mkdocs.yml": "site_name: a\nsite_url: https://a.example/docs/\n",
        "docs/index.md": "# A\n",
        "docs/b.md": "# B\n",
        "docs/_redirects": "/old/* /b/\n",
        "tests/data/c.md": "[x](missing.md)\n",
    }
    write(repository, files)

    assert 0 == main(["links", "--sites"])
    expected = (
        "mkdocs.yml\n  mkdocs, 2 pages, in docs, base /docs/\n  not known: docs/_redirects redirects /old/*\n"
        "\ntest data\n  1 file: in test data, links may be broken on purpose\n    tests/data/c.md\n"
    )
    assert expected == capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (
            "",
            (
                "mkdocs.yml\n  mkdocs, 1 page, in docs, base /\n  not known: how its heading ids are made\n"
                "  if you know it, add to linkwarden.toml, or below [tool.linkwarden] in pyproject.toml:\n"
                '    site = [{ folder = "docs", anchors = "python-markdown" }]\n'
            ),
        ),
        (
            'site = [{ folder = "docs", anchors = "python-markdown" }]\n',
            "mkdocs.yml\n  mkdocs, 1 page, in docs, base /\n",
        ),
    ],
)
def test_the_setting_that_would_tell(
    repository: Path, capsys: pytest.CaptureFixture[str], setting: str, expected: str
) -> None:
    slugify = "markdown_extensions: [{toc: {slugify: !!python/name:own.slugify ''}}]\n"
    write(repository, {"mkdocs.yml": slugify, "docs/index.md": "# A\n", "linkwarden.toml": setting})

    assert 0 == main(["links", "--sites"])
    assert expected == capsys.readouterr().out


def test_what_a_plugin_makes_is_seen_on_the_built_site(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {"mkdocs.yml": "plugins: [gen-files]\n", "docs/index.md": "# A\n"})

    assert 0 == main(["links", "--sites"])
    expected = (
        "mkdocs.yml\n  mkdocs, 1 page, in docs, base /\n"
        "  not known: the plugin gen-files of mkdocs.yml may generate this page\n"
        "  to check these links too, build the site and check the folder of the built site\n"
    )
    assert expected == capsys.readouterr().out


def test_json(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {"book.toml": "[book]\n", "src/SUMMARY.md": "- [A](a.md)\n", "src/a.md": "# A\n"})

    assert 0 == main(["links", "--sites", "--format", "json"])
    (site,) = [each for each in json.loads(capsys.readouterr().out) if each["generator"] == "mdbook"]
    assert ("book.toml", None, 1) == (site["configuration"], site["base"], site["pages"])
