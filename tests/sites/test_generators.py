"""How links resolve on the sites of each generator."""

import pytest

from linkwarden.model.link import Presence
from linkwarden.model.place import Kind
from tests.sites.support import outcome, site_of, sites_of

MKDOCS = {
    "mkdocs.yml": (
        "site_url: https://demo.test/guide/\nplugins:\n  - redirects:\n      redirect_maps: {old.md: setup/maps.md}\n"
        "exclude_docs: drafts/\n"
    ),
    "docs/index.md": "",
    "docs/setup/maps.md": "",
    "docs/setup/README.md": "",
    "docs/assets/map.png": "",
    "docs/drafts/later.md": "",
    "LICENSE": "",
}
ZENSICAL = {"zensical.toml": '[project]\ndocs_dir = "pages"\n', "pages/index.md": "", "pages/tour.md": ""}
DOCUSAURUS = {
    "website/docusaurus.config.js": (
        "const path = require('path');\n/** @type {import('@docusaurus/types').Config} */\nconst config = {\n"
        "  baseUrl: '/demo/',\n  presets: [['classic', ({docs: {path: '../docs', routeBasePath: '/'}, blog: {}})]],\n"
        "  plugins: [['@docusaurus/plugin-client-redirects', {redirects: [{from: '/past', to: '/next'}]}]],\n};\n"
        "module.exports = config;\n"
    ),
    "website/static/img/map.png": "",
    "website/blog/2024-01-02-hello.md": "",
    "website/src/pages/showcase.tsx": "",
    "website/src/parts/_list.mdx": "",
    "docs/01-start.md": "",
    "docs/next.md": "---\nslug: /after\n---\n",
    "docs/api/store.md": "---\nid: shop\n---\n",
    "docs/guide/deep/terms.md": "",
    "docs/guide/index.md": "",
    "website/i18n/fr/docusaurus-plugin-content-docs/current/next.md": "",
}
VERSIONED = {
    "docusaurus.config.ts": "export default {presets: [['classic', {docs: {}}]]} satisfies Config;\n",
    "versions.json": '["2.0", "1.0"]',
    "docs/a.md": "",
    "versioned_docs/version-2.0/a.md": "",
    "versioned_docs/version-1.0/a.md": "",
}
VITEPRESS = {
    "docs/.vitepress/config.mts": (
        "import { defineConfig } from 'vitepress'\n"
        "export default defineConfig({ cleanUrls: true, rewrites: { 'en/:rest*': ':rest*' } })\n"
    ),
    "docs/en/guide/start.md": "",
    "docs/en/guide/index.md": "",
    "docs/packages/[name].md": "",
    "docs/public/logo.svg": "",
    "docs/en/guide/shot.png": "",
}
MDBOOK = {
    "book.toml": '[book]\ntitle = "Demo"\n[output.html.redirect]\n"/past.html" = "one.html"\n',
    "src/SUMMARY.md": "- [Start](README.md)\n- [One](part/one.md)\n",
    "src/README.md": "",
    "src/part/one.md": "",
    "src/part/plan.svg": "",
    "src/orphan.md": "",
}
HUGO = {
    "site/config.toml": 'baseURL = "https://demo.test/"\n',
    "site/content/_index.md": "",
    "site/content/docs/Tour.md": "---\naliases: [/old-tour/]\n---\n",
    "site/content/docs/bundle/index.md": "",
    "site/content/docs/bundle/map.png": "",
    "site/content/docs/own.md": "+++\nslug = 'mine'\n+++\n",
    "site/static/files/plan.pdf": "",
}
HUGO_MOUNTS = {
    "config/_default/hugo.yaml": (
        "baseURL: https://demo.test/\ndefaultContentLanguage: en\nlanguages: {en: {}, fr: {}}\n"
    ),
    "config/_default/module-template.yaml": (
        "mounts:\n- {source: content/en, target: content}\n- {source: content/fr, target: content, lang: fr}\n"
        "- {source: content/en/docs, target: content/docs, lang: fr}\n"
        "- {source: tmp/spec, target: content/docs/spec}\n- {source: icons, target: static/img/icons}\n"
    ),
    "content/en/docs/_index.md": "",
    "content/en/api.md": "",
    "content/en/docs/_parts/_index.md": "---\ncascade: {build: {render: never}}\n---\n",
    "content/en/docs/_parts/a.md": "",
    "content/en/docs/java/api.md": "",
    "content/en/docs/java/tools.md": "",
    "icons/open.svg": "",
    "layouts/_markup/render-link.html": "",
    "layouts/_shortcodes/table.md": "",
    "content/en/docs/tour/index.md": "---\naliases: [trip]\n---\n",
    "content/en/docs/tour/map.png": "",
    "content/en/news/later.md": "",
    "content/fr/docs/tour/index.md": "",
}
JEKYLL = {
    "_config.yml": (
        "baseurl: /demo\nplugins: [jekyll-redirect-from]\n"
        "collections: {docs: {output: true, permalink: '/docs/:path/'}}\n"
    ),
    "index.md": "",
    "guide/install.md": "",
    "_docs/deep/page.md": "---\nredirect_from: [/gone/]\n---\n",
    "_posts/2024-01-02-hello.md": "---\n---\n",
    "_layouts/default.html": "",
    "assets/map.png": "",
    "own.md": "---\npermalink: /somewhere/else/\n---\n",
}
STARLIGHT = {
    "astro.config.mjs": (
        "import starlight from '@astrojs/starlight';\nexport default defineConfig({ redirects: {'/old': '/guides/a'},\n"
        "  integrations: [starlight({ locales: { root: {lang: 'en'}, 'pt-br': {} } })] });\n"
    ),
    "src/content/docs/index.mdx": "",
    "src/content/docs/guides/My Page.md": "",
    "src/content/docs/pt-br/index.mdx": "",
    "src/pages/about.astro": "",
    "src/assets/map.png": "",
    "public/icon.svg": "",
}
STARLIGHT_PLUGINS = {
    "astro.config.mjs": (
        "import moved from './moved.mjs';\nexport default defineConfig({ redirects: {...moved, '/old': '/a'},\n"
        "  integrations: [starlight({ plugins: [starlightBlog(), starlightChangelogs(), "
        "lunaria({route: 'board'})] })] });\n"
    ),
    "moved.mjs": "export default {\n  '/earlier': '/a',\n};\n",
    "src/content.config.ts": "export const collections = {c: [{base: 'versions', title: 'x'}]};\n",
    "src/content/docs/a.md": "",
    "src/content/docs/_part.mdx": "",
    "src/parts/list.mdx": "",
}
PUBLIC = {"next.config.ts": "", "public/assets/map.png": "", "docs/tour.md": "", "docs/more.md": ""}
OVERLAY = {
    "docs/en/mkdocs.yml": "site_name: Demo\n",
    "docs/en/docs/news.md": "",
    "docs/en/docs/img/map.png": "",
    "docs/de/docs/start.md": "",
}
ZOLA = {
    "config.toml": 'base_url = "https://demo.test"\n',
    "content/a.md": "",
    "content/b.md": "+++\npath = 'x/y'\n+++\n",
}
SPHINX = {"docs/conf.py": "", "docs/a.md": "", "docs/b.rst": ""}


@pytest.mark.parametrize(
    ("texts", "source", "written", "expected"),
    [
        (MKDOCS, "docs/setup/maps.md", "../index.md", "docs/index.md"),
        (MKDOCS, "docs/setup/maps.md", "/guide/assets/map.png", "docs/assets/map.png"),
        (MKDOCS, "docs/setup/maps.md", "/assets/map.png", "missing"),
        (MKDOCS, "docs/setup/maps.md", "/other/map.png", "unknown"),
        (MKDOCS, "docs/index.md", "setup/", "docs/setup/README.md"),
        (MKDOCS, "docs/index.md", "setup/maps", "docs/setup/maps.md"),
        (MKDOCS, "docs/index.md", "old/", "found"),
        (MKDOCS, "docs/index.md", "drafts/later.md", "missing"),
        (MKDOCS, "docs/index.md", "../LICENSE", "unknown"),
        (MKDOCS, "docs/setup/maps.md", "../../LICENSE", "missing"),
        (ZENSICAL, "pages/index.md", "tour.md", "pages/tour.md"),
        (DOCUSAURUS, "docs/01-start.md", "./next.md", "docs/next.md"),
        (DOCUSAURUS, "docs/01-start.md", "./after", "docs/next.md"),
        (DOCUSAURUS, "docs/01-start.md", "/start", "docs/01-start.md"),
        (DOCUSAURUS, "docs/01-start.md", "/demo/start", "docs/01-start.md"),
        (DOCUSAURUS, "docs/01-start.md", "/api/shop", "docs/api/store.md"),
        (DOCUSAURUS, "docs/01-start.md", "/api/store", "missing"),
        (DOCUSAURUS, "docs/01-start.md", "/guide", "docs/guide/index.md"),
        (DOCUSAURUS, "docs/01-start.md", "/blog/2024/01/02/hello", "website/blog/2024-01-02-hello.md"),
        (DOCUSAURUS, "docs/01-start.md", "/blog/tags/x", "unknown"),
        (DOCUSAURUS, "docs/01-start.md", "/showcase", "website/src/pages/showcase.tsx"),
        (DOCUSAURUS, "docs/01-start.md", "/past", "found"),
        (DOCUSAURUS, "docs/01-start.md", "@site/static/img/map.png", "website/static/img/map.png"),
        (DOCUSAURUS, "docs/guide/deep/terms.md", "api/store.md", "docs/api/store.md"),
        (
            DOCUSAURUS,
            "website/i18n/fr/docusaurus-plugin-content-docs/current/next.md",
            "./guide/index.md",
            "docs/guide/index.md",
        ),
        (VERSIONED, "docs/a.md", "/docs/a", "versioned_docs/version-2.0/a.md"),
        (VERSIONED, "docs/a.md", "/docs/next/a", "docs/a.md"),
        (VERSIONED, "docs/a.md", "/docs/1.0/a", "versioned_docs/version-1.0/a.md"),
        (VITEPRESS, "docs/en/guide/start.md", "/guide/start.html", "docs/en/guide/start.md"),
        (VITEPRESS, "docs/en/guide/start.md", "./", "docs/en/guide/index.md"),
        (VITEPRESS, "docs/en/guide/start.md", "/logo.svg", "docs/public/logo.svg"),
        (VITEPRESS, "docs/en/guide/start.md", "./shot.png", "missing"),
        (VITEPRESS, "docs/en/guide/start.md", "/packages/vite", "unknown"),
        (VITEPRESS, "docs/en/guide/start.md", "./gone", "missing"),
        (MDBOOK, "src/README.md", "/part/one.html", "src/part/one.md"),
        (MDBOOK, "src/README.md", "/part/gone.html", "missing"),
        (MDBOOK, "src/README.md", "/gone.md", "missing"),
        (MDBOOK, "src/README.md", "/gone.html", "unknown"),
        (MDBOOK, "src/part/one.md", "../index.md", "src/README.md"),
        (MDBOOK, "src/part/one.md", "../README.md", "missing"),
        (MDBOOK, "src/README.md", "part/one.html", "src/part/one.md"),
        (MDBOOK, "src/README.md", "orphan.md", "missing"),
        (MDBOOK, "src/README.md", "past.html", "found"),
        (MDBOOK, "src/README.md", "part/plan.svg", "src/part/plan.svg"),
        (MDBOOK, "src/README.md", "../other-book/index.html", "unknown"),
        (HUGO, "site/content/_index.md", "/docs/tour/", "site/content/docs/Tour.md"),
        (HUGO, "site/content/docs/own.md", "../tour/", "site/content/docs/Tour.md"),
        (HUGO, "site/content/docs/own.md", "/docs/mine", "site/content/docs/own.md"),
        (HUGO, "site/content/docs/own.md", "/old-tour/", "found"),
        (HUGO, "site/content/docs/bundle/index.md", "map.png", "site/content/docs/bundle/map.png"),
        (HUGO, "site/content/docs/own.md", "/files/plan.pdf", "site/static/files/plan.pdf"),
        (HUGO, "site/content/docs/own.md", "Tour.md", "missing"),
        (HUGO, "site/content/docs/own.md", "/tags/x/", "unknown"),
        (HUGO_MOUNTS, "content/en/docs/_index.md", "/docs/tour/", "content/en/docs/tour/index.md"),
        (HUGO_MOUNTS, "content/en/docs/_index.md", "/docs/trip/", "found"),
        (HUGO_MOUNTS, "content/en/docs/_index.md", "/docs/tour/trip/", "missing"),
        (HUGO_MOUNTS, "content/fr/docs/tour/index.md", "/fr/docs/", "content/en/docs/_index.md"),
        (HUGO_MOUNTS, "content/fr/docs/tour/index.md", "map.png", "content/en/docs/tour/map.png"),
        (HUGO_MOUNTS, "content/fr/docs/tour/index.md", "/fr/news/later/", "missing"),
        (HUGO_MOUNTS, "content/en/docs/_index.md", "/docs/spec/api/", "unknown"),
        (HUGO_MOUNTS, "content/en/docs/java/tools.md", "../api/", "content/en/docs/java/api.md"),
        (HUGO_MOUNTS, "content/en/docs/java/tools.md", "api.md", "content/en/docs/java/api.md"),
        (HUGO_MOUNTS, "content/en/docs/java/tools.md", "../../../lost/", "missing"),
        (HUGO_MOUNTS, "content/en/docs/java/tools.md", "/img/icons/open.svg", "icons/open.svg"),
        (HUGO_MOUNTS, "layouts/_shortcodes/table.md", "/docs/tour/", "content/en/docs/tour/index.md"),
        (HUGO_MOUNTS, "layouts/_shortcodes/table.md", "/docs/lost/", "missing"),
        (JEKYLL, "index.md", "guide/install.html", "guide/install.md"),
        (JEKYLL, "index.md", "guide/install.md", "guide/install.md"),
        (JEKYLL, "index.md", "/demo/guide/install", "guide/install.md"),
        (JEKYLL, "index.md", "/demo/docs/deep/page/", "_docs/deep/page.md"),
        (JEKYLL, "index.md", "/docs/deep/page/", "missing"),
        (JEKYLL, "index.md", "/demo/2024/01/02/hello.html", "_posts/2024-01-02-hello.md"),
        (JEKYLL, "index.md", "/demo/gone/", "found"),
        (JEKYLL, "own.md", "../../assets/map.png", "assets/map.png"),
        (JEKYLL, "index.md", "lost.html", "missing"),
        (STARLIGHT, "src/content/docs/index.mdx", "/guides/my-page/", "src/content/docs/guides/My Page.md"),
        (STARLIGHT, "src/content/docs/index.mdx", "/about", "src/pages/about.astro"),
        (STARLIGHT, "src/content/docs/index.mdx", "/old", "found"),
        (STARLIGHT, "src/content/docs/pt-br/index.mdx", "./guides/my-page/", "src/content/docs/guides/My Page.md"),
        (STARLIGHT, "src/content/docs/index.mdx", "./guides/My Page.md", "missing"),
        (STARLIGHT, "src/content/docs/index.mdx", "/icon.svg", "public/icon.svg"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/earlier", "found"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/old", "found"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/blog/tags/x/", "unknown"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/blog/", "found"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/blog/lost/", "missing"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/versions/1.0/", "unknown"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/board/", "unknown"),
        (STARLIGHT_PLUGINS, "src/content/docs/a.md", "/lost/", "missing"),
        (STARLIGHT_PLUGINS, "src/content/docs/_part.mdx", "../a/", "src/content/docs/a.md"),
        (STARLIGHT_PLUGINS, "src/content/docs/_part.mdx", "../lost/", "unknown"),
        (STARLIGHT_PLUGINS, "src/content/docs/_part.mdx", "/lost/", "missing"),
        (STARLIGHT_PLUGINS, "src/parts/list.mdx", "/a/", "src/content/docs/a.md"),
        (STARLIGHT_PLUGINS, "src/parts/list.mdx", "/lost/", "missing"),
        (DOCUSAURUS, "website/src/parts/_list.mdx", "/demo/after", "docs/next.md"),
        (DOCUSAURUS, "website/src/parts/_list.mdx", "/demo/lost", "missing"),
        (HUGO_MOUNTS, "content/en/docs/_parts/a.md", "../lost/", "unknown"),
        (PUBLIC, "docs/tour.md", "/assets/map.png", "public/assets/map.png"),
        (PUBLIC, "docs/tour.md", "/docs/more.md", "docs/more.md"),
        (PUBLIC, "docs/tour.md", "/docs/tour/", "unknown"),
        (OVERLAY, "docs/de/docs/start.md", "news.md", "docs/en/docs/news.md"),
        (OVERLAY, "docs/de/docs/start.md", "/img/map.png", "docs/en/docs/img/map.png"),
        (OVERLAY, "docs/de/docs/start.md", "gone.md", "missing"),
        (ZOLA, "content/a.md", "@/b.md", "content/b.md"),
        (ZOLA, "content/a.md", "/x/y", "content/b.md"),
        (SPHINX, "docs/a.md", "b.html", "unknown"),
        (SPHINX, "docs/a.md", "b.rst", "docs/b.rst"),
        (SPHINX, "docs/a.md", "gone.md", "missing"),
    ],
)
def test_links(texts: dict[str, str], source: str, written: str, expected: str) -> None:
    assert expected == outcome(texts, source, written)


def test_an_image_of_starlight_names_a_file_and_its_link_does_not() -> None:
    source, written = "src/content/docs/index.mdx", "../../assets/map.png"

    assert ["src/assets/map.png", "missing"] == [
        outcome(STARLIGHT, source, written, kind) for kind in (Kind.IMAGE, Kind.LINK)
    ]


def test_raw_html_resolves_against_the_address_of_the_page() -> None:
    source = "docs/setup/maps.md"

    assert ["docs/assets/map.png", "missing"] == [
        outcome(MKDOCS, source, written, Kind.HTML) for written in ("../../assets/map.png", "../assets/map.png")
    ]


@pytest.mark.parametrize(
    ("texts", "path", "generator"),
    [
        (MKDOCS, "docs/index.md", "mkdocs"),
        (MKDOCS, "LICENSE", None),
        (DOCUSAURUS, "docs/next.md", "docusaurus"),
        (VITEPRESS, "docs/en/guide/start.md", "vitepress"),
        (HUGO, "site/content/docs/own.md", "hugo"),
        (HUGO, "site/README.md", None),
        (JEKYLL, "guide/install.md", "jekyll"),
        (JEKYLL, "_layouts/default.html", "templates"),
        (MDBOOK, "src/SUMMARY.md", "mdbook"),
        (STARLIGHT, "src/content/docs/index.mdx", "starlight"),
        (PUBLIC, "docs/tour.md", "public"),
        (SPHINX, "docs/a.md", "others"),
        ({"ui/index.html": "", "ui/app.tsx": ""}, "ui/index.html", "templates"),
        ({"config.toml": "[server]\nport = 1\n", "content/a.md": ""}, "content/a.md", None),
    ],
)
def test_which_site_a_file_is_read_on(texts: dict[str, str], path: str, generator: str | None) -> None:
    site = sites_of(texts).covering(path)

    assert generator == ("others" if site and site.generator == "sphinx" else site and site.generator)


@pytest.mark.parametrize(
    ("texts", "presence"),
    [
        ({"docs/index.html": "<script>window.$docsify = {}</script>", "docs/README.md": ""}, Presence.UNKNOWN),
        ({"docs/index.html": "<script>window.$docsify = {}</script>"}, None),
        ({"docs/index.html": "<p>Text</p>", "docs/README.md": ""}, None),
    ],
)
def test_docsify_is_found_by_its_page(texts: dict[str, str], presence: Presence | None) -> None:
    site = sites_of({**texts, "docs/cover.md": "", "docs/configuration.md": ""}).covering("docs/cover.md")

    assert presence is (site and site.resolve("docs/cover.md", "configuration", Kind.LINK).presence)


@pytest.mark.parametrize("written", ["migrate-to-9.0.0", "next", "next.html"])
def test_a_path_without_the_suffix_of_a_file_may_be_a_page_of_any_generator(written: str) -> None:
    texts = {"docs/.eleventy.js": "", "docs/src/a.md": ""}

    assert outcome(texts, "docs/src/a.md", written) == "unknown"
    assert outcome(texts, "docs/src/a.md", f"{written}.png") == "missing"


@pytest.mark.parametrize(
    ("texts", "source", "written"),
    [
        ({"mkdocs.yml": "plugins: [gen-files]\n", "docs/a.md": ""}, "docs/a.md", "reference/x.md"),
        ({"mkdocs.yml": "plugins: [blog]\n", "docs/a.md": ""}, "docs/a.md", "/blog/2024/01/02/x/"),
        (
            {"docs/.vitepress/config.ts": "export default {rewrites: (id) => id}", "docs/a.md": ""},
            "docs/a.md",
            "/somewhere",
        ),
        ({"docusaurus.config.js": "module.exports = {plugins: makePlugins()};", "docs/a.md": ""}, "docs/a.md", "/x"),
    ],
)
def test_what_a_configuration_leaves_open_is_unknown(texts: dict[str, str], source: str, written: str) -> None:
    assert "unknown" == outcome(texts, source, written)


def test_redirects_of_the_host_count() -> None:
    texts = MKDOCS | {
        "docs/_redirects": "/guide/past /guide/ 301\n/guide/v1/* /guide/:splat\n/guide/fr/* /guide/404 404\n"
    }
    texts |= {"netlify.toml": '[[redirects]]\nfrom = "/guide/de/*"\nto = "/guide/404"\nstatus = 404\n'}
    links = ("/guide/past", "/guide/v1/x", "/guide/fr/x", "/guide/de/x")

    assert ["found", "unknown", "missing", "missing"] == [outcome(texts, "docs/index.md", each) for each in links]


def test_redirects_of_the_host_are_for_addresses_not_for_source_files() -> None:
    texts = MKDOCS | {"docs/_redirects": "/guide/* https://old.example/:splat\n"}

    assert outcome(texts, "docs/index.md", "guide/lost/") == "unknown"
    assert outcome(texts, "docs/index.md", "guide/lost.md") == "missing"


def test_what_snippets_append_and_cross_references_resolve_is_part_of_the_dialect() -> None:
    texts = {
        "mkdocs.yml": (
            "markdown_extensions:\n  - pymdownx.snippets: {auto_append: [links.md]}\nplugins: [mkdocstrings]\n"
        ),
        "links.md": "[a]: b\n",
        "docs/index.md": "",
    }
    dialect = site_of(texts, "docs/index.md").dialect

    assert ("[a]: b\n", True) == (dialect.appended, dialect.resolves("package.module"))


@pytest.mark.parametrize(
    ("source", "written", "expected"),
    [
        ("tests/fixtures/a.md", "b.md", "unknown"),
        ("tests/fixtures/a.md", "c.md", "tests/fixtures/c.md"),
        ("docs/overrides/main.html", "/img/x.png", "unknown"),
    ],
)
def test_what_test_data_and_templates_lack_is_unknown(source: str, written: str, expected: str) -> None:
    texts = {"tests/fixtures/a.md": "", "tests/fixtures/c.md": "", "docs/overrides/main.html": "{% block x %}"}

    assert expected == outcome(texts, source, written)


@pytest.mark.parametrize(
    ("text", "is_template"),
    [("<a href='/x'>", True), ("<html>(% block body %)", True), ("<html><a href='/x'>", False)],
)
def test_parts_and_pages_with_tags_in_folders_of_templates_are_no_documents(text: str, is_template: bool) -> None:
    assert is_template is (sites_of({"app/templates/a.html": text}).covering("app/templates/a.html") is not None)


@pytest.mark.parametrize("path", ["tests/README.md", "site/overrides/page.html"])
def test_a_readme_of_tests_and_plain_html_are_documents(path: str) -> None:
    texts = {"tests/README.md": "", "site/overrides/page.html": "<p>"}

    assert sites_of(texts).covering(path) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{% link guide/install.md %}", "/demo/guide/install.html"),
        ("{%- link own.md -%}#x", "/demo/somewhere/else/#x"),
        ("{% link assets/map.png %}", "/demo/assets/map.png"),
        ("{% link gone.md %}", "/demo/gone.md"),
        ("{{ site.baseurl }}{% link own.md %}", "/demo/somewhere/else/"),
        ("{% post_url 2024-01-02-hello %}", "/demo/2024/01/02/hello.html"),
        ("{% post_url 2024-01-02-gone %}", "/demo/_posts/2024-01-02-gone"),
        ("{{ site.baseurl }}/somewhere/else/", "/demo/somewhere/else/"),
        ("{{site.url}}{{site.baseurl}}/x", "/demo/x"),
        ("{{ '/x' | relative_url }}#y", "/demo/x#y"),
        ('{{ "x" | absolute_url }}', "/demo/x"),
        ("{{ site.title }}", None),
        ("{{ page.url }}#x", "/#x"),
        ("{{ page.url | relative_url }}", "/demo/"),
        ("{{ '/x' | prepend: site.baseurl }}", "/demo/x"),
        ("{{ site.baseurl | append: '/x' | append: 'y' }}", "/demo/xy"),
        ("{{ '/x' | downcase }}", None),
        ("{{ '/x' | prepend: page.dir }}", None),
        ("{{ page.title }}", None),
        ("{% link {{ page.path }} %}", None),
        ("/x", "/x"),
    ],
)
def test_jekyll_s_templates_are_filled_in_from_the_sources(written: str, expected: str | None) -> None:
    assert site_of(JEKYLL, "index.md").template("index.md", written) == expected


@pytest.mark.parametrize(
    ("rule", "written", "expected"),
    [
        ("/docs/:lang/usage.html /x", "/docs/en/usage.html", "unknown"),
        ("/docs/:lang/usage.html /x", "/docs/en/other.html", "missing"),
        ("/docs/:lang/usage.html /x", "/docs/usage.html", "missing"),
        ("/old/* /x", "/old/a/b", "unknown"),
        ("/* /index.html 200", "/old/a/b", "missing"),
    ],
)
def test_a_redirect_with_parameters_holds_for_what_it_matches(rule: str, written: str, expected: str) -> None:
    texts = {"mkdocs.yml": "", "docs/index.md": "", "docs/_redirects": f"{rule}\n"}

    assert outcome(texts, "docs/index.md", written) == expected


def test_a_missing_image_is_a_file_that_no_redirect_makes() -> None:
    texts = VERSIONED | {"static/_redirects": "/docs/* /x\n"}

    assert [outcome(texts, "docs/a.md", "x.png", kind) for kind in (Kind.IMAGE, Kind.LINK)] == ["missing", "unknown"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".github/pull_request_template.md", "", "templates"),
        ("proposals/0000-swift-template.md", "", "templates"),
        ("proposal-templates/a.md", "", "templates"),
        ("templates/README.md", "", None),
        ("templates/basic/README.md", "", "templates"),
        ("packages/create/template-react/README.md", "", "templates"),
        ("{{cookiecutter.slug}}/README.md", "", "templates"),
        ("docs/templates/a.md", "", None),
        ("docs/templating.md", "", None),
        ("a.md", "{{> footer}}\n", "templates"),
        ("a.md", "text\n{{#options}}\n", "templates"),
        ("a.md", "{% if x %}\n", "templates"),
        ("a.md", "```\n{{#options}}\n```\n", None),
        ("a.md", "{{#include b.md}}\n", None),
        ("a.md", "text {{> footer}}\n", None),
    ],
)
def test_a_template_of_markdown_is_no_document(path: str, text: str, expected: str | None) -> None:
    site = sites_of({path: text}).covering(path)

    assert expected == (site.configuration if site else None)


def test_a_page_of_a_site_is_no_template() -> None:
    texts = {"mkdocs.yml": "", "docs/part/a-template.md": "{% if x %}\n"}

    assert "mkdocs.yml" == site_of(texts, "docs/part/a-template.md").configuration


@pytest.mark.parametrize(
    ("path", "generator"),
    [
        ("book/src/tests/a.md", "mdbook"),
        ("book/src/tests/other.md", "test-data"),
        ("tests/book/src/b.md", "test-data"),
        ("tests/c.md", "test-data"),
    ],
)
def test_a_page_about_tests_is_a_document(path: str, generator: str) -> None:
    texts = {
        "_config.yml": "",
        "tests/c.md": "---\n---\n",
        "book/book.toml": "",
        "book/src/SUMMARY.md": "[A](tests/a.md)",
        "book/src/tests/a.md": "",
        "book/src/tests/other.md": "",
        "tests/book/book.toml": "",
        "tests/book/src/SUMMARY.md": "[B](b.md)",
        "tests/book/src/b.md": "",
    }

    assert site_of(texts, path).generator == generator


@pytest.mark.parametrize(
    ("path", "generator"), [("public/about/tests/index.html", "built"), ("tests/public/index.html", "test-data")]
)
def test_a_built_page_about_tests_is_a_document(path: str, generator: str) -> None:
    texts = {"public/index.html": "", "public/about/tests/index.html": "", "tests/public/index.html": ""}

    assert site_of(texts, path).generator == generator
