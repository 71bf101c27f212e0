"""Sites of Jekyll."""

from datetime import UTC, datetime

import pytest

from tests.sites.support import outcome, resolved, site_of


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


def _texts(config: str, files: dict[str, str]) -> dict[str, str]:
    return {"_config.yml": config, "Gemfile": 'gem "jekyll"\n', "a.md": "---\n---\n", **files}


PAGE = "---\n---\n"


@pytest.mark.parametrize(
    ("config", "files", "written", "expected"),
    [
        ("", {"_p/x.md": PAGE}, "/_p/x.html", "missing"),
        ("include: [_p]\n", {"_p/x.md": PAGE}, "/_p/x.html", "_p/x.md"),
        ("include: [.w]\n", {".w/x.txt": ""}, "/.w/x.txt", ".w/x.txt"),
        ("exclude: ['*.txt']\n", {"d/x.txt": ""}, "/d/x.txt", "missing"),
        ("exclude: [d/]\n", {"d/x.txt": ""}, "/d/x.txt", "missing"),
        ("exclude: [d]\n", {"d2/x.txt": ""}, "/d2/x.txt", "missing"),
        ("", {"x.md~": ""}, "/x.md~", "missing"),
        ("", {"d/_x.md": PAGE}, "/d/_x.html", "missing"),
        ("collections: {c: {output: true}}\n", {"_c/x.md": "x"}, "/c/x.md", "_c/x.md"),
        ("collections: {c: {output: true}}\n", {"_c/x.md": "x"}, "/c/x.html", "missing"),
        ("collections: {c: {output: false}}\n", {"_c/x.md": PAGE}, "/c/x.html", "missing"),
        ("collections_dir: k\ncollections: {c: {output: true}}\n", {"k/_c/x.md": PAGE}, "/c/x.html", "k/_c/x.md"),
        ("collections: {c: {output: true, permalink: /:name/}}\n", {"_c/X y.md": PAGE}, "/x-y/", "_c/X y.md"),
        ("", {"_posts/x.md": PAGE}, "/x.html", "missing"),
        ("permalink: /:title\n", {"_posts/2024-1-2-A b.md": PAGE}, "/A-b", "_posts/2024-1-2-A b.md"),
        ("permalink: /:slug\n", {"_posts/2024-1-2-A b.md": PAGE}, "/a-b", "_posts/2024-1-2-A b.md"),
        ("permalink: none\n", {"_posts/2024-1-2-x.md": "---\ncategories: A b\n---\n"}, "/a/b/x.html", "found"),
        ("permalink: none\n", {"_posts/2024-1-2-x.md": "---\ncategories: [A b, c]\n---\n"}, "/a b/c/x.html", "found"),
        ("permalink: none\n", {"_posts/2024-1-2-x.md": "---\ncategory: A b\n---\n"}, "/a b/x.html", "found"),
        ("plugins: [jekyll-readme-index]\n", {"d/README.md": PAGE}, "/d/", "missing"),
        (
            "plugins: [jekyll-readme-index]\nreadme_index: {with_frontmatter: true}\n",
            {"d/README.md": PAGE},
            "/d/",
            "d/README.md",
        ),
    ],
)
def test_what_jekyll_publishes(config: str, files: dict[str, str], written: str, expected: str) -> None:
    target = resolved(_texts(config, files), "a.md", written)

    assert expected in {target.file, target.presence.value}


@pytest.mark.parametrize(
    ("config", "matter", "expected"),
    [
        ("", "", "missing"),
        ("future: true\n", "", "found"),
        ("", "date: 2026-05-05", "found"),
        ("", "date: 2026-05-06 23:00:00 +0000", "found"),
    ],
)
def test_posts_of_the_future_are_not_published(config: str, matter: str, expected: str) -> None:
    texts = _texts(f"permalink: /:title/\n{config}", {"_posts/2026-05-07-x.md": f"---\n{matter}\n---\n"})

    assert resolved(texts, "a.md", "/x/", now=datetime(2026, 5, 6, tzinfo=UTC)).presence.value == expected


@pytest.mark.parametrize(
    ("source", "written", "expected"),
    [
        ("_includes/p.md", "x.html", "d/x.md"),
        ("_includes/p.md", "/d/x.html", "d/x.md"),
        ("_includes/p.md", "gone.html", "missing"),
        ("_includes/other.md", "/d/x.html", "d/x.md"),
        ("_includes/other.md", "x.html", "unknown"),
        ("d/_part.md", "x.html", "d/x.md"),
    ],
)
def test_links_of_included_files_are_those_of_the_pages_that_include_them(
    source: str, written: str, expected: str
) -> None:
    files = {
        "d/x.md": "---\n---\n{% include p.md a=1 %}\n{% include_relative _part.md %}\n",
        **dict.fromkeys(("_includes/p.md", "_includes/other.md", "d/_part.md"), ""),
    }

    assert outcome(_texts("", files), source, written) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% include none.html x=1 %}", False),
        ("{% include ids.html %}", True),
        ("{% include none.html.md %}", True),
        ("{% include {{ page.x }} %}", True),
        ("{% for x in site.docs %}\n- {{ x.title }}\n{% endfor %}", True),
        ("{% for x in site.docs %}\n- a {{ x.title }}\n{% endfor %}", False),
        ("## {{ x.title }}", True),
        ('<a id="{{ x }}">', True),
        ("{% toc %}", True),
        ("{%- endif -%} {% raw %}", False),
        ("```\n{% include ids.html %}\n```", False),
    ],
)
def test_templates_that_may_bring_ids(text: str, expected: bool) -> None:
    files = {"_includes/none.html": "<p>{{ include.x }}", "_includes/ids.html": "<p id='x'>"}
    texts = _texts("", {**files, "_includes/none.html": "<p>x"})

    assert site_of(texts, "a.md").dialect.generates_ids(text) is expected


@pytest.mark.parametrize(
    ("plugin", "expected"),
    [
        ("Hooks.register { node['id'] = slug }", True),
        ("Hooks.register { '{:#' + slug + '}' }", True),
        ("Hooks.register { node['id'] == slug }", False),
        ("class Kramdown; attr['id'] = generate_id(text)", False),
        ("""register_tag('x', X); '<p id="x">'""", False),
    ],
)
def test_plugins_of_a_site_that_make_ids_leave_them_unknown(plugin: str, expected: bool) -> None:
    site = site_of(_texts("", {"_plugins/x.rb": plugin}), "a.md")

    assert site.dialect.generates_ids("text") is expected
