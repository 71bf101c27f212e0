"""Sites of Jekyll."""

import pytest

from tests.sites.support import outcome, site_of


@pytest.mark.parametrize(
    ("gemfile", "files", "written", "expected"),
    [
        ('gem "jekyll"', {}, "a.md", "missing"),
        ('gem "jekyll"\ngem "jekyll-relative-links"', {}, "a.md", "a.md"),
        ('gem "github-pages"', {}, "a.md", "a.md"),
        ("", {}, "a.md", "a.md"),
        ('gem "jekyll"', {"plain.md": "x"}, "plain.html", "missing"),
        ("", {"plain.md": "x"}, "plain.html", "plain.md"),
        ("", {"CONTRIBUTING.md": "x"}, "CONTRIBUTING.html", "missing"),
        ('gem "jekyll"', {"d/README.md": "---\n---\n"}, "d/README.html", "d/README.md"),
        ('gem "jekyll"', {"d/README.md": "---\n---\n"}, "d/", "missing"),
        ("", {"d/README.md": "x"}, "d/", "d/README.md"),
        ('gem "jekyll"', {"vendor/v.md": "---\n---\n"}, "vendor/v.html", "vendor/v.md"),
        ('gem "jekyll"', {"p/x.md": "---\n---\n"}, "/own/x/", "p/x.md"),
    ],
)
def test_plugins_and_defaults_of_jekyll(gemfile: str, files: dict[str, str], written: str, expected: str) -> None:
    texts = {
        "_config.yml": "defaults: [{scope: {path: p}, values: {permalink: '/own/:basename/'}}]\n",
        **dict.fromkeys(("index.md", "a.md"), "---\n---\n"),
        **({"Gemfile": gemfile} if gemfile else {}),
        **files,
    }

    assert expected == outcome(texts, "index.md", written)


@pytest.mark.parametrize(
    ("matter", "url"),
    [
        ("", "/2024/05/06/x.html"),
        ("date: 2023-01-02", "/2023/01/02/x.html"),
        ("date: 2023-01-02 00:30:00 +0200", "/2023/01/01/x.html"),
        ("date: soon", "/2024/05/06/x.html"),
    ],
)
def test_the_front_matter_of_a_post_has_its_date(matter: str, url: str) -> None:
    path = "_posts/2024-05-06-x.md"

    assert site_of({"_config.yml": "", path: f"---\n{matter}\n---\n"}, path).pages[path] == url


def test_documents_of_any_suffix_have_front_matter() -> None:
    texts = {
        "_config.yml": "collections: {licenses: {output: true, permalink: '/licenses/:path/'}}\n",
        "a.md": "---\n---\n",
        "_licenses/mit.txt": "---\n---\n",
        "_licenses/map.png": "",
    }

    assert ["_licenses/mit.txt", "_licenses/map.png", "missing"] == [
        outcome(texts, "a.md", each) for each in ("/licenses/mit/", "/licenses/map.png", "/licenses/x/")
    ]
