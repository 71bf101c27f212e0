"""Sites of MkDocs."""

import pytest

from tests.sites.support import outcome, site_of


@pytest.mark.parametrize(
    ("slugify", "anchors"),
    [
        ("", "python-markdown"),
        ("{slugify: !!python/name:markdown.extensions.toc.slugify_unicode }", "python-markdown-unicode"),
        ("{slugify: !!python/name:pymdownx.slugs.uslugify, separator: _}", "pymdown-lower_"),
        ("{slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: fold}}}", "pymdown-fold"),
    ],
)
def test_the_ids_of_mkdocs_are_those_of_the_function_that_it_names(slugify: str, anchors: str) -> None:
    texts = {"mkdocs.yml": f"markdown_extensions:\n  - toc: {slugify}\n", "docs/a.md": ""}

    assert site_of(texts, "docs/a.md").dialect.anchors == anchors


def test_the_ids_of_an_unknown_function_are_unknown() -> None:
    texts = {
        "mkdocs.yml": "markdown_extensions: [{toc: {slugify: !!python/name:own.slugify ''}}]\n",
        "docs/a.md": "# A\n",
    }

    assert site_of(texts, "docs/a.md").dialect.generates_ids(texts["docs/a.md"])


@pytest.mark.parametrize(
    ("structure", "files", "source", "written", "expected"),
    [
        ("suffix", ["index.md", "a.fr.md", "b.md"], "a.fr.md", "../b/", "docs/b.md"),
        ("suffix", ["index.md", "a.fr.md", "b.md"], "index.md", "fr/a/", "docs/a.fr.md"),
        ("suffix", ["index.md", "a.fr.md", "b.md"], "index.md", "a/", "missing"),
        ("suffix", ["index.fr.md", "a.fr.md"], "a.fr.md", "../", "docs/index.fr.md"),
        ("suffix", ["a.en.md", "a.fr.md", "b.md"], "b.md", "a.md", "docs/a.en.md"),
        ("folder", ["en/a.md", "fr/b.md"], "en/a.md", "../fr/b/", "docs/fr/b.md"),
        ("folder", ["en/a.md", "fr/b.md"], "fr/b.md", "a.md", "docs/en/a.md"),
        ("folder", ["en/a.md", "fr/b.md"], "fr/b.md", "/a/", "docs/en/a.md"),
        ("folder", ["en/a.md", "fr/b.md"], "fr/b.md", "/en/a/", "missing"),
    ],
)
def test_languages_of_mkdocs(structure: str, files: list[str], source: str, written: str, expected: str) -> None:
    options = f"docs_structure: {structure}, languages: [{{locale: en, default: true}}, {{locale: fr}}]"
    texts = {"mkdocs.yml": f"plugins: [{{i18n: {{{options}}}}}]\n"} | {f"docs/{name}": "" for name in files}

    assert expected == outcome(texts, f"docs/{source}", written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("index.md", "docs/index.md"),
        ("README.md", "missing"),
        ("later.md", "missing"),
        ("secret.md", "missing"),
        ("/sitemap.xml", "found"),
        ("/extra.css", "theme/extra.css"),
        ("/main.html", "missing"),
    ],
)
def test_what_mkdocs_publishes(written: str, expected: str) -> None:
    texts = {
        "mkdocs.yml": (
            "draft_docs: later.md\ntheme: {name: material, custom_dir: theme}\n"
            "plugins: [{exclude: {glob: ['secret.*']}}]\n"
        ),
        **dict.fromkeys(("docs/index.md", "docs/README.md", "docs/later.md", "docs/secret.md"), ""),
        **dict.fromkeys(("theme/extra.css", "theme/main.html"), ""),
    }

    assert expected == outcome(texts, "docs/index.md", written)
