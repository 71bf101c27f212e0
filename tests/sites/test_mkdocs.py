"""Sites of MkDocs."""

import pytest

from linkwarden.model.place import Kind
from tests.sites.support import outcome, site_of, sites_of


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


CONFIGS = {
    "mkdocs-common.yml": "site_name: T\ntheme: {name: material, features: [a]}\nmarkdown_extensions: [attr_list]\n",
    "mkdocs-offline.yml": "INHERIT: mkdocs-common.yml\n",
    "mkdocs-online.yml": "INHERIT: mkdocs-common.yml\nsite_url: !ENV [URL, 'https://a.b/en/']\ntheme: {language: en}\n",
    "mkdocs.blog.yml": "INHERIT: mkdocs-common.yml\ndocs_dir: blog\n",
    "mkdocs-nav.yml": "nav: []\n",
    "docs/index.md": "",
    "blog/index.md": "",
}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (CONFIGS, {"mkdocs-online.yml": "/en/", "mkdocs.blog.yml": "/"}),
        ({**CONFIGS, "mkdocs.yml": "site_name: T\n"}, {"mkdocs.yml": "/", "mkdocs.blog.yml": "/"}),
        ({"mkdocs.base.yml": "site_name: T\n", "docs/mkdocs.md": ""}, {"mkdocs.base.yml": "/"}),
        ({"zensical.yml": "site_name: T\nsite_url: https://a.b/c\n", "docs/a.md": ""}, {"zensical.yml": "/c/"}),
        ({"mkdocs-notes.yml": "a: b\n", "docs/a.md": ""}, {}),
    ],
)
def test_a_configuration_of_mkdocs_may_have_another_name(texts: dict[str, str], expected: dict[str, str]) -> None:
    found = (site for site in sites_of(texts).sites if site.generator == "mkdocs")

    assert expected == {site.configuration: site.base for site in found}


def test_tables_of_an_inherited_configuration_are_merged() -> None:
    dialect = site_of(CONFIGS, "docs/index.md").dialect

    assert (dialect.page_ids, dialect.generates_ids("# A\n")) == (frozenset({"__skip"}), False)


def test_a_readme_next_to_an_index_is_read_on_github() -> None:
    texts = {"mkdocs.yml": "", "docs/README.md": "", "docs/index.md": "", "docs/a/README.md": ""}
    sites = sites_of(texts)

    assert sites.covering("docs/README.md") is None
    assert sites.covering("docs/a/README.md") is not None


@pytest.mark.parametrize(
    ("source", "written", "expected"),
    [
        ("docs/a/b.md", "../assets/logo.svg", "theme/assets/logo.svg"),
        ("docs/index.md", "assets/images/favicon.png", "found"),
        ("docs/a/b.md", "/assets/images/favicon.png", "found"),
        ("docs/a/b.md", "../main.html", "missing"),
        ("docs/index.md", "print_page.html", "missing"),
        ("docs/index.md", "print_page/", "found"),
        ("docs/index.md", "news/feed.xml", "found"),
        ("docs/index.md", "feed_rss_updated.xml", "found"),
        ("docs/index.md", "feed.xml", "missing"),
    ],
)
def test_files_of_themes_and_plugins_are_on_the_site(source: str, written: str, expected: str) -> None:
    texts = {
        "mkdocs.yml": (
            "theme: {name: material, custom_dir: theme}\n"
            "plugins: [print-site, {rss: {feeds_filenames: {rss_created: news/feed.xml}}}]\n"
        ),
        **dict.fromkeys(("docs/index.md", "docs/a/b.md", "theme/assets/logo.svg", "theme/main.html"), ""),
    }

    assert expected == outcome(texts, source, written)


@pytest.mark.parametrize(
    ("theme", "icon", "expected"),
    [
        ("mkdocs", "img/favicon.ico", "found"),
        ("mkdocs", "assets/images/favicon.png", "missing"),
        ("cinder", "img/favicon.ico", "found"),
        ("cinder", "assets/images/favicon.png", "found"),
        ("material", "img/favicon.ico", "missing"),
    ],
)
def test_a_theme_adds_its_icon(theme: str, icon: str, expected: str) -> None:
    assert expected == outcome({"mkdocs.yml": f"theme: {theme}\n", "docs/index.md": ""}, "docs/index.md", icon)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("../b.md", "docs/b.md"), ("../../docs/b.md", "missing"), ("../c/../b.md", "docs/b.md")],
)
def test_a_path_that_leaves_the_docs_folder_names_no_page(written: str, expected: str) -> None:
    texts = dict.fromkeys(("mkdocs.yml", "docs/a/a.md", "docs/b.md"), "")

    assert expected == outcome(texts, "docs/a/a.md", written)


def test_a_translation_does_not_stand_in_for_a_page_that_exists() -> None:
    options = "languages: [{locale: en, default: true}, {locale: fr}]"
    texts = {
        "mkdocs.yml": f"plugins: [{{i18n: {{{options}}}}}]\n",
        **dict.fromkeys(("docs/a.md", "docs/a.fr.md"), ""),
        "docs/index.md": "",
    }

    assert outcome(texts, "docs/index.md", "a.md") == "docs/a.md"


def test_snippets_in_an_appended_snippet_are_appended() -> None:
    texts = {
        "mkdocs.yml": "markdown_extensions:\n  - pymdownx.snippets: {base_path: [inc], auto_append: [all.md]}\n",
        "inc/all.md": "--8<--\nlinks.md\n; off.md\n--8<--\n",
        "inc/links.md": "--8<-- 'more.md'\n[a]: b\n",
        "inc/more.md": "[c]: d\n",
        "inc/off.md": "[e]: f\n",
        "docs/index.md": "",
    }
    lines = site_of(texts, "docs/index.md").dialect.appended.split()

    assert ["[a]:", "b", "[c]:", "d"] == lines


@pytest.mark.parametrize(
    ("excluded", "expected"),
    [
        ("/deep/", {"docs/a.md", "docs/b/deep/c.md"}),
        ("deep/\n!/deep/c.md", {"docs/a.md", "docs/deep/c.md"}),
        ("deep/\n!c.md\n/deep/c.md", {"docs/a.md", "docs/b/deep/c.md"}),
        ("!.well-known", {"docs/a.md", "docs/deep/c.md", "docs/b/deep/c.md", "docs/.well-known/d.md"}),
    ],
)
def test_excluded_docs_are_matched_as_mkdocs_does(excluded: str, expected: set[str]) -> None:
    block = "".join(f"  {line}\n" for line in excluded.splitlines())
    names = ("docs/a.md", "docs/deep/c.md", "docs/b/deep/c.md", "docs/.well-known/d.md")
    texts = {"mkdocs.yml": f"exclude_docs: |\n{block}", **dict.fromkeys(names, "")}

    assert expected == set(site_of(texts, "docs/a.md").pages)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("b/", "docs/part/b.md"), ("b.md", "missing"), ("../a/", "docs/a.md"), ("c.html", "missing")],
)
def test_links_of_html_in_the_docs_folder_start_at_its_address(written: str, expected: str) -> None:
    texts = {"mkdocs.yml": "", **dict.fromkeys(("docs/a.md", "docs/part/b.md", "docs/part/index.html"), "")}

    assert expected == outcome(texts, "docs/part/index.html", written, Kind.HTML)


@pytest.mark.parametrize(
    ("config", "text", "expected"),
    [
        ("theme: {custom_dir: own}", "---\ntemplate: apps.html\n---\n# A\n", True),
        ("theme: {custom_dir: own}", "# A\n\nThe template: apps.html\n", False),
        ("theme: material", "---\ntemplate: apps.html\n---\n# A\n", False),
    ],
)
def test_a_template_of_its_own_may_bring_ids(config: str, text: str, *, expected: bool) -> None:
    texts = {"mkdocs.yml": f"{config}\n", "docs/a.md": text}

    assert site_of(texts, "docs/a.md").dialect.generates_ids(text) is expected


@pytest.mark.parametrize(
    ("options", "written", "expected"),
    [
        ("", "../../../../images/a.png", "docs/blog/images/a.png"),
        ("", "../images/a.png", "unknown"),
        ("{post_url_format: '{slug}'}", "../images/a.png", "docs/blog/images/a.png"),
        ("{post_url_date_format: yyyy}", "../../images/a.png", "docs/blog/images/a.png"),
        ("", "../../../../../../b.png", "missing"),
    ],
)
def test_raw_html_in_a_post_resolves_against_the_address_of_the_post(options: str, written: str, expected: str) -> None:
    texts = {
        "mkdocs.yml": f"plugins:\n  blog: {options}\n",
        "docs/index.md": "",
        "docs/blog/images/a.png": "",
        "docs/blog/posts/new.md": "",
    }

    assert outcome(texts, "docs/blog/posts/new.md", written, Kind.HTML) == expected
    assert outcome(texts, "docs/blog/posts/new.md", "../images/a.png", Kind.IMAGE) == "docs/blog/images/a.png"
