"""Sites of Hugo."""

from datetime import UTC, datetime

import pytest

from tests.sites.support import outcome, resolved, site_of, sites_of


@pytest.mark.parametrize(
    ("source", "written", "expected"),
    [
        ("content/_index.md", "/docs/", "found"),
        ("content/docs/deep/_index.md", "/blog/", "content/blog/_index.md"),
        ("content/docs/own.md", "/docs/TOUR/", "content/docs/tour.md"),
        ("content/docs/own.md", "tour/", "content/docs/tour.md"),
        ("content/docs/own.md", "blog/first", "content/blog/first.md"),
        ("content/docs/bundle/index.md", "tour.md", "content/docs/tour.md"),
        ("content/docs/own.md", "g", "found"),
        ("content/docs/own.md", "/repo/readme/", "README.md"),
        ("content/docs/own.md", "h", "missing"),
    ],
)
def test_a_render_hook_of_hugo_looks_pages_up(source: str, written: str, expected: str) -> None:
    texts = {
        "hugo.yaml": (
            "module:\n  mounts:\n    - {source: content, target: content}\n"
            "    - {source: README.md, target: content/repo/README.md}\n"
        ),
        "layouts/_markup/render-link.html": '{{ if eq .Destination "g" }}{{ end }}{{ .Page.GetPage .Destination }}',
        "content/_index.md": "",
        "content/docs/own.md": "",
        "content/docs/tour.md": "",
        "content/docs/bundle/index.md": "",
        "content/docs/deep/_index.md": "",
        "content/blog/_index.md": "",
        "content/blog/first.md": "",
        "README.md": "",
    }

    assert expected == outcome(texts, source, written)


@pytest.mark.parametrize(
    ("files", "source", "written", "expected"),
    [
        ({"b/index.md": "", "b/notes.md": "", "b/x/y.md": ""}, "b/index.md", "/b/notes/", "missing"),
        ({"a.md": "", "d.md": "---\ndraft: true\n---\n"}, "a.md", "/d/", "missing"),
        ({"a.md": "", "h/index.md": "---\nheadless: true\n---\n", "h/i.png": ""}, "a.md", "/h/", "missing"),
        (
            {"a.md": "", "h/index.md": "---\nheadless: true\n---\n", "h/i.png": ""},
            "a.md",
            "/h/i.png",
            "content/h/i.png",
        ),
        ({"a.md": "", "n.md": "---\nbuild: {render: never}\n---\n"}, "a.md", "/n/", "missing"),
        ({"a.md": "", "s/_index.md": ""}, "a.md", "/s/index.xml", "found"),
        ({"a.md": ""}, "a.md", "/tags/", "found"),
        ({"a.md": ""}, "a.md", "/sitemap.xml", "found"),
    ],
)
def test_what_hugo_publishes(files: dict[str, str], source: str, written: str, expected: str) -> None:
    texts = {"hugo.toml": ""} | {f"content/{name}": text for name, text in files.items()}

    assert expected == outcome(texts, f"content/{source}", written)


@pytest.mark.parametrize(
    ("pattern", "matter", "expected"),
    [
        ("/:year/:month/:slug/", "title: My Post\ndate: 2024-05-06", "/2024/05/my-post/"),
        ("/:sections[1:]/:slugorfilename", "slug: own", "/b/own/"),
        ("/:sections[last]/:contentbasename", "slug: own", "/b/p/"),
        ("/:section/:title/", "title: A/B", "/a/a-b/"),
    ],
)
def test_permalinks_of_hugo(pattern: str, matter: str, expected: str) -> None:
    texts = {"hugo.yaml": f"permalinks: {{page: {{a: '{pattern}'}}}}\n", "content/a/b/p.md": f"---\n{matter}\n---\n"}

    assert site_of(texts, "content/a/b/p.md").pages["content/a/b/p.md"] == expected


@pytest.mark.parametrize(
    ("hook", "expected"),
    [("<a href='{{ .Destination }}'>", "missing"), ("{{ .Page.GetPage .Destination }}", "content/b.md")],
)
def test_a_render_hook_that_looks_nothing_up_leaves_links_as_they_are(hook: str, expected: str) -> None:
    texts = {"hugo.toml": "", "layouts/_markup/render-link.html": hook, "content/a.md": "", "content/b.md": ""}

    assert outcome(texts, "content/a.md", "b.md") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{{< ref "b.md" >}}#x', "/s/b/#x"),
        ('{{% relref "b#x" %}}', "/s/b/#x"),
        ("{{< ref path=/a.md >}}", "/a/"),
        ('{{< ref "a" >}}', "/a/"),
        ('{{< relref "gone.md" >}}', "/gone.md"),
        ('{{< other "b.md" >}}', None),
        ("b.md", None),
    ],
)
def test_hugo_s_references_become_addresses(written: str, expected: str | None) -> None:
    texts = {"hugo.toml": "", "content/a.md": "", "content/s/b.md": "", "content/s/c.md": ""}

    assert site_of(texts, "content/s/c.md").template("content/s/c.md", written) == expected


@pytest.mark.parametrize(("source", "expected"), [("sdk", "unknown"), ("content/s", "missing")])
def test_a_reference_may_lead_to_content_that_is_mounted_from_outside(source: str, expected: str) -> None:
    mounts = f"module: {{mounts: [{{source: content, target: content}}, {{source: {source}, target: content/x}}]}}\n"
    texts = {"hugo.yaml": mounts, "content/a.md": "", "content/s/b.md": ""}
    written = site_of(texts, "content/a.md").template("content/a.md", "{{< ref dotnet >}}#x") or ""

    assert outcome(texts, "content/a.md", written.partition("#")[0]) == expected


def test_what_a_part_of_pages_names_is_looked_up_in_the_default_language() -> None:
    texts = {
        "hugo.toml": "",
        "layouts/_markup/render-link.html": "{{ .Page.GetPage .Destination }}",
        "content/_common/a.md": "",
        "content/methods/GitInfo.md": "",
    }

    assert outcome(texts, "content/_common/a.md", "/methods/GitInfo/") == "content/methods/GitInfo.md"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("/a/chat/", "found"), ("/old/", "found"), ("/older/x/", "unknown"), ("/lost/", "missing")],
)
def test_redirects_of_front_matter_and_of_a_template_count(written: str, expected: str) -> None:
    texts = {
        "site/config/_default/hugo.yaml": "",
        "site/layouts/index.redirects": '/old /a/\n/older/* /a/\n{{ partial "redirects/pages.txt" . }}\n',
        "site/content/a.md": "---\nredirects: [{from: chat, to: '#x'}]\n---\n",
    }

    assert outcome(texts, "site/content/a.md", written) == expected


def test_languages_have_files_of_their_own() -> None:
    texts = {
        "config/_default/hugo.toml": "",
        "config/_default/languages.en.toml": 'contentDir = "content/en"\n',
        "config/_default/languages.fr.toml": 'contentDir = "content/fr"\n',
        "content/en/a.md": "",
        "content/fr/b.md": "",
    }

    assert site_of(texts, "content/fr/b.md").pages == {"content/en/a.md": "/a/", "content/fr/b.md": "/fr/b/"}


@pytest.mark.parametrize(
    ("typographer", "dashes"), [("true", True), ("false", False), ("{enDash: '--'}", False), ("{disable: true}", False)]
)
def test_dashes_of_hugo_depend_on_the_typographer(typographer: str, dashes: bool) -> None:
    markup = f"markup: {{goldmark: {{extensions: {{typographer: {typographer}}}}}}}\n"

    assert site_of({"hugo.yaml": markup, "content/a.md": ""}, "content/a.md").dialect.smart_dashes is dashes


NOW = datetime(2026, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("config", "matter", "expected"),
    [
        ("", "date: 2026-05-07", "missing"),
        ("", "date: 2026-05-06T23:00:00Z", "content/x.md"),
        ("", "date: 2026-05-07\npublishDate: 2025-01-01", "content/x.md"),
        ("", "publishDate: '2027-01-01'\ndate: 2020-01-01", "missing"),
        ("", "expiryDate: 2026-05-05", "missing"),
        ("", "expiryDate: 2026-05-07", "content/x.md"),
        ("buildFuture: true\n", "date: 2026-05-07", "content/x.md"),
        ("buildExpired: true\n", "expiryDate: 2026-05-05", "content/x.md"),
        ("buildDrafts: true\n", "draft: true", "content/x.md"),
    ],
)
def test_pages_of_another_time_are_not_published(config: str, matter: str, expected: str) -> None:
    texts = {"hugo.yaml": config, "content/a.md": "", "content/x.md": f"---\n{matter}\n---\n"}

    assert outcome(texts, "content/a.md", "/x/", now=NOW) == expected


@pytest.mark.parametrize(
    ("files", "written", "expected"),
    [
        ({"s/_index.md": "---\ncascade: {build: {render: never}}\n---\n", "s/x.md": ""}, "/s/x/", "missing"),
        ({"s/_index.md": "---\ncascade: {draft: true}\n---\n", "s/x.md": "---\ndraft: false\n---\n"}, "/s/x/", "found"),
        ({"s/_index.md": "---\ncascade: [{draft: true, target: {path: y}}]\n---\n", "s/x.md": ""}, "/s/x/", "found"),
        ({"_s/x.md": ""}, "/_s/x/", "found"),
        ({"s/plan.pdf": ""}, "/s/plan.pdf", "found"),
        ({"s/page.htm": ""}, "/s/page/", "found"),
        ({"no.md": ""}, "/no/", "missing"),
        ({"हिन्दी.md": ""}, "/हिन्दी/", "found"),
    ],
)
def test_files_that_hugo_publishes(files: dict[str, str], written: str, expected: str) -> None:
    texts = {"hugo.toml": "ignoreFiles = ['/no\\.md$']\n", "content/a.md": ""}
    texts |= {f"content/{name}": text for name, text in files.items()}

    assert resolved(texts, "content/a.md", written).presence.value == expected


@pytest.mark.parametrize(
    ("config", "pages"),
    [
        (
            "contentDir: content/en\nlanguages: {en: {}, fr: {contentDir: content/fr}}\n",
            {"content/en/a.md": "/a/", "content/fr/a.md": "/fr/a/"},
        ),
        ("contentDir: content/fr\nuglyURLs: {s: true}\n", {"content/fr/a.md": "/a/", "content/fr/s/b.md": "/s/b.html"}),
        (
            "contentDir: content/posts\npermalinks: {s: '/:monthname/:slug/'}\nfrontmatter: {date: [':filename']}\n",
            {"content/posts/s/2024-03-02-x-y.md": "/march/x-y/"},
        ),
    ],
)
def test_addresses_of_hugo(config: str, pages: dict[str, str]) -> None:
    texts = {"hugo.yaml": config, **dict.fromkeys(pages, "")}

    assert site_of(texts, next(iter(pages))).pages == pages


def test_files_of_the_configuration_are_merged_whatever_their_folder() -> None:
    texts = {
        "hugo.toml": "buildDrafts = true\n",
        "config/_default/a/config.toml": "contentDir = 'pages'\nbaseURL = 'https://a.test/b/'\n",
        "config/_default/languages/languages.yaml": "fr: {weight: 1}\nen: {weight: 2}\n",
        "config/_default/params.fr.toml": "x = 1\n",
        "config/production/hugo.toml": "baseURL = 'https://a.test/c/'\n",
        "config/staging/hugo.toml": "baseURL = 'https://a.test/d/'\n",
        "pages/a.md": "",
        "pages/a.fr.md": "",
    }

    pages = {"pages/a.md": "/c/a/", "pages/a.fr.md": "/c/fr/a/"}
    assert [each.pages for each in sites_of(texts).sites if each.generator == "hugo"] == [pages]


def test_a_reference_by_name_is_to_a_page_of_the_same_language() -> None:
    texts = {"hugo.yaml": "languages: {en: {}, fr: {}}\n", **dict.fromkeys(("content/s/b.md", "content/s/b.fr.md"), "")}

    assert site_of(texts, "content/s/b.md").template("content/s/b.md", '{{< ref "b" >}}') == "/s/b/"


def test_relative_links_of_a_page_that_others_may_include_are_unknown() -> None:
    texts = {"hugo.toml": "", "content/_parts/a.md": "", "content/b.md": ""}

    assert [outcome(texts, "content/_parts/a.md", each) for each in ("x/", "/x/", "/b/")] == [
        "unknown",
        "missing",
        "content/b.md",
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("../b/", "docs/b.md"),
        ("b.md", "docs/b.md"),
        ("../img/x.png", "docs/img/x.png"),
        ("../gone/", "unknown"),
        ("/docs/a/", "unknown"),
    ],
)
def test_content_whose_configuration_is_in_another_repository(written: str, expected: str) -> None:
    names = ("docs/_index.md", "docs/a.md", "docs/b.md", "docs/s/_index.md", "docs/img/x.png")
    texts = {"hugo.toml": "", "content/_index.md": "", "z/zola.toml": "base_url = '/'", "z/content/_index.md": ""}
    sites = sites_of({**texts, **dict.fromkeys(names, "")}).sites

    assert [each.folders for each in sites if each.generator == "hugo"] == [("content",), ("docs",)]
    assert outcome({**texts, **dict.fromkeys(names, "")}, "docs/a.md", written) == expected
