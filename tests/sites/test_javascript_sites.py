"""Sites of the generators that are configured in JavaScript."""

import re

import pytest

from linkwarden.model.observation import OLD_VERSIONS
from linkwarden.model.place import Kind
from tests.sites.support import outcome, site_of, sites_of

VITEPRESS = {
    "docs/.vitepress/config.mts": "export default {}\n",
    **dict.fromkeys(
        ("docs/index.md", "docs/a.md", "docs/sub/index.md", "docs/a/pic.png", "docs/a/x.mov", "docs/public/page.html"),
        "",
    ),
}
BESIDE = VITEPRESS | {
    "play/vite.config.ts": "export default {base: '/play/'}\n",
    "try/nuxt.config.ts": "export default {app: {baseURL: '/try'}}\n",
}
BASED = VITEPRESS | {"docs/.vitepress/config.mts": "export default {base: '/demo/', cleanUrls: true}\n"}
REWRITTEN = VITEPRESS | {"docs/.vitepress/config.mts": "export default {rewrites: {'sub/:x.md': 'to/:x.md'}}\n"}
DOCUSAURUS = {
    "docusaurus.config.js": "module.exports = {presets: [['classic', {docs: {}}]]};\n",
    "docs/a.md": "",
    "docs/b/c.md": "",
    "docs/b/_part.md": "",
    "docs/b/plan.pdf": "",
    "docs/b/index.md": "",
    "docs/draft.md": "---\ndraft: true\n---\n",
    "docs/cat/_category_.json": '{"label": "My Cat 2", "link": {"type": "generated-index"}}',
    "docs/cat2/_category_.yml": "link: {type: generated-index, slug: /own}\n",
    "blog/2024-01-02-x.md": "",
    "blog/plain.md": "---\ndate: 2024-05-06\n---\n",
}
FILES = DOCUSAURUS | {
    "docusaurus.config.js": "module.exports = {trailingSlash: false, presets: [['classic', {docs: {}}]]};\n"
}
SEARCH = DOCUSAURUS | {
    "docusaurus.config.js": "module.exports = {presets: [['classic', {}]], themeConfig: {algolia: {}}};\n"
}
PLUGINS = DOCUSAURUS | {
    "docusaurus.config.js": """module.exports = {presets: [['classic', {}]], plugins: [
        ['docusaurus-plugin-typedoc', {out: 'docs/api'}],
        ['redocusaurus', {specs: [{route: '/rest/'}]}],
        './plugins/pages.js',
    ]};""",
    "plugins/pages.js": "module.exports = () => ({contentLoaded: ({actions}) => actions.addRoute({path: '/shop'})});\n",
}
OPEN_PLUGIN = PLUGINS | {"plugins/pages.js": "for (const path of paths) actions.addRoute({path});\n"}
UNPLACED_PLUGIN = DOCUSAURUS | {
    "docusaurus.config.js": "module.exports = {plugins: [['docusaurus-plugin-typedoc', {out: 'other/api'}]]};\n"
}
RELEASED = {
    "docusaurus.config.js": "module.exports = {presets: [['classic', {docs: {includeCurrentVersion: false}}]]};\n",
    "versions.json": '["2.0", "1.0"]',
    "docs/a.md": "",
    "versioned_docs/version-1.0/a.md": "",
    "static/old/index.html": "",
    "blog/2024/05-06-dashed.md": "",
    "blog/news/2024-05-06-x/index.md": "",
}
FUNCTION = """module.exports = {{plugins: [['@docusaurus/plugin-client-redirects', {{
  createRedirects(path) {{
    if (path.includes('/new')) {{ return [path.replace('/new/part', {old})]; }}
  }},
}}]]}};"""
REDIRECTS = DOCUSAURUS | {"docusaurus.config.js": FUNCTION.format(old="'/old/part'")}
OPEN_REDIRECTS = DOCUSAURUS | {"docusaurus.config.js": FUNCTION.format(old="`/old/${path}`")}
IMPORTED = DOCUSAURUS | {"parts/_part.mdx": "", "src/snippets/x.html": ""}
SUBMODULE = DOCUSAURUS | {
    "docusaurus.config.js": """module.exports = {presets: [['classic', {}]], plugins: [
        ['@docusaurus/plugin-content-docs', {id: 'team', path: 'external/team', routeBasePath: 'team'}],
    ]};"""
}
REDOC = DOCUSAURUS | {
    "docusaurus.config.js": "module.exports = {presets: [['classic', {}], ['redocusaurus', {specs: [{id: 'x'}]}]]};\n"
}
MADE_INSTANCES = {
    "docusaurus.config.js": """const sections = [{id: 'cli', path: 'docs/cli', routeBasePath: '/tool'}];
    module.exports = {presets: [['classic', {docs: false}]], plugins: [...sections.map(section => make(section))]};""",
    "docs/cli/a.md": "",
    "docs/cli/b.md": "",
}
LANGUAGES = {
    "docusaurus.config.js": """module.exports = {
        i18n: {defaultLocale: 'de', locales: ['de', 'fr']},
        presets: [['classic', {}]],
        plugins: [['@docusaurus/plugin-content-docs', {id: 'faq', path: 'faq', routeBasePath: 'faq'}]],
    };""",
    "docs/a.md": "",
    "docs/b.md": "",
    "faq/a.md": "",
    "i18n/fr/docusaurus-plugin-content-docs/current/a.md": "",
    "i18n/fr/docusaurus-plugin-content-docs-faq/current/a.md": "",
    "i18n/de/docusaurus-plugin-content-docs/current/a.md": "",
}
FRENCH = "i18n/fr/docusaurus-plugin-content-docs/current/a.md"
SIDEBARS = DOCUSAURUS | {
    "docusaurus.config.js": """module.exports = {
        presets: [['classic', {docs: {sidebarPath: require.resolve('./s.js')}}]],
    };""",
    "s.ts": """const rest = {type: 'category', label: 'Node.js & Co', link: {type: 'generated-index'}, items: []};
    const link = {type: 'generated-index', slug: '/topic'};
    export default {docs: [{type: 'category', link, items: ['b/c', rest]}]};""",
}
OPEN_SIDEBARS = SIDEBARS | {"s.ts": "export default {docs: make()};\n"}
OLD_SIDEBARS = RELEASED | {
    "versioned_sidebars/version-1.0-sidebars.json": '{"a": [{"link": {"type": "generated-index", "slug": "/s"}}]}'
}
EXTENSIONS = DOCUSAURUS | {
    "docusaurus.config.js": "module.exports = {plugins: [['client-redirects', {fromExtensions: ['html']}]]};\n"
}
DATA = {f"website/{path}": text for path, text in DOCUSAURUS.items()} | {"website/data/a.md": "", "src/x/y.js": ""}
STARLIGHT = {
    "astro.config.mjs": "export default defineConfig({integrations: [starlight({})]});\n",
    "src/content/docs/a.md": "",
    "src/content/docs/later.md": "---\ndraft: true\n---\n",
}
_STRIPPING = """export const strip = () => (tree) => visit(tree, 'link', (node) => {
    if (/^\\./.test(node.url)) node.url = node.url.replace(/\\.mdx?$/, '/');
});"""
RESOLVING = STARLIGHT | {
    "astro.config.mjs": "import { strip } from './strip.mjs';\nexport default {integrations: [starlight({})]};\n",
    "strip.mjs": _STRIPPING,
    "src/content/docs/sub/b.mdx": "",
}
NOT_RESOLVING = RESOLVING | {"strip.mjs": "export const strip = (name) => console.log(name.endsWith('.md'));\n"}
RESOLVING_PACKAGE = RESOLVING | {
    "astro.config.mjs": "import resolve from 'astro-rehype-relative-markdown-links';\nexport default {};\n"
}
TEMPLATES = {f"docs/{path}": text for path, text in STARLIGHT.items()} | {"docs/scripts/template.mdx": ""}
ALIASES = STARLIGHT | {
    "tsconfig.json": '{"compilerOptions": {"paths": {"@images/*": ["./src/images/*"],}}, /* end */}',
    "src/images/a.png": "",
}
UTILS = STARLIGHT | {
    "astro.config.mjs": "export default {integrations: [starlight({plugins: [starlightUtils({})]})]};\n",
}
STARLIGHT_FILES = STARLIGHT | {
    "astro.config.mjs": "export default defineConfig({build: {format: 'file'}, integrations: [starlight({})]});\n"
}


@pytest.mark.parametrize(
    ("texts", "source", "written", "kind", "expected"),
    [
        (VITEPRESS, "docs/index.md", "/a.md", Kind.LINK, "docs/a.md"),
        (VITEPRESS, "docs/index.md", "/a.md", Kind.HTML, "missing"),
        (VITEPRESS, "docs/index.md", "/a", Kind.HTML, "docs/a.md"),
        (VITEPRESS, "docs/index.md", "sub/", Kind.LINK, "docs/sub/index.md"),
        (VITEPRESS, "docs/index.md", "sub", Kind.LINK, "missing"),
        (VITEPRESS, "docs/index.md", "a/pic.png", Kind.LINK, "missing"),
        (VITEPRESS, "docs/index.md", "a/pic.png", Kind.IMAGE, "docs/a/pic.png"),
        (VITEPRESS, "docs/index.md", "a/pic.png", Kind.HTML, "docs/a/pic.png"),
        (VITEPRESS, "docs/index.md", "./a/x.mov", Kind.HTML, "docs/a/x.mov"),
        (VITEPRESS, "docs/index.md", "/page", Kind.LINK, "docs/public/page.html"),
        (VITEPRESS, "docs/index.md", "/404", Kind.LINK, "found"),
        (BESIDE, "docs/index.md", "/play", Kind.HTML, "unknown"),
        (BESIDE, "docs/index.md", "/try/x", Kind.HTML, "unknown"),
        (BESIDE, "docs/index.md", "/player", Kind.HTML, "missing"),
        (BASED, "docs/index.md", "/a", Kind.LINK, "docs/a.md"),
        (BASED, "docs/index.md", "/sub", Kind.LINK, "docs/sub/index.md"),
        (BASED, "docs/index.md", "/demo/a", Kind.LINK, "missing"),
        (BASED, "docs/index.md", "/demo/a", Kind.HTML, "docs/a.md"),
        (BASED, "docs/index.md", "/a", Kind.HTML, "missing"),
        (REWRITTEN, "docs/a.md", "sub/index.md", Kind.LINK, "missing"),
        (REWRITTEN, "docs/a.md", "to/index.md", Kind.LINK, "docs/sub/index.md"),
        (DOCUSAURUS, "docs/a.md", "b/c.md", Kind.LINK, "docs/b/c.md"),
        (DOCUSAURUS, "docs/b/c.md", "a.md", Kind.LINK, "docs/a.md"),
        (DOCUSAURUS, "docs/b/c.md", "./a.md", Kind.LINK, "missing"),
        (DOCUSAURUS, "docs/b/c.md", "/docs/a.md", Kind.LINK, "docs/a.md"),
        (DOCUSAURUS, "docs/b/c.md", "@site/docs/a.md", Kind.LINK, "docs/a.md"),
        (DOCUSAURUS, "docs/b/c.md", "_part.md", Kind.LINK, "missing"),
        (DOCUSAURUS, "docs/b/c.md", "../draft.md", Kind.LINK, "missing"),
        (DOCUSAURUS, "docs/b/c.md", "./plan.pdf", Kind.LINK, "docs/b/plan.pdf"),
        (DOCUSAURUS, "docs/b/_part.md", "./c.md", Kind.LINK, "docs/b/c.md"),
        (DOCUSAURUS, "docs/b/_part.md", "./a.md", Kind.LINK, "unknown"),
        (DOCUSAURUS, "docs/a.md", "plan.pdf", Kind.LINK, "missing"),
        (DOCUSAURUS, "docs/a.md", "../blog/2024-01-02-x.md", Kind.LINK, "missing"),
        (DOCUSAURUS, "docs/a.md", "/docs/a.html", Kind.LINK, "missing"),
        (FILES, "docs/a.md", "/docs/a.html", Kind.LINK, "docs/a.md"),
        (FILES, "docs/b/index.md", "./a", Kind.LINK, "docs/a.md"),
        (DOCUSAURUS, "docs/b/index.md", "./c", Kind.LINK, "docs/b/c.md"),
        (DOCUSAURUS, "docs/a.md", "/blog/plain", Kind.LINK, "blog/plain.md"),
        (DOCUSAURUS, "docs/a.md", "/docs/category/my-cat-2", Kind.LINK, "found"),
        (DOCUSAURUS, "docs/a.md", "/docs/own", Kind.LINK, "found"),
        (DOCUSAURUS, "docs/a.md", "/docs/category/other", Kind.LINK, "missing"),
        (DOCUSAURUS, "docs/a.md", "/search", Kind.LINK, "missing"),
        (SEARCH, "docs/a.md", "/search", Kind.LINK, "unknown"),
        (DOCUSAURUS, "docs/b/c.md", "../a", Kind.HTML, "docs/a.md"),
        (DOCUSAURUS, "docs/b/c.md", "../../a", Kind.HTML, "docs/a.md"),
        (FILES, "docs/b/c.md", "../../a", Kind.HTML, "missing"),
        (PLUGINS, "docs/a.md", "/docs/api/x", Kind.LINK, "unknown"),
        (PLUGINS, "docs/a.md", "/rest", Kind.LINK, "unknown"),
        (PLUGINS, "docs/a.md", "/shop", Kind.LINK, "found"),
        (PLUGINS, "docs/a.md", "/gone", Kind.LINK, "missing"),
        (OPEN_PLUGIN, "docs/a.md", "/gone", Kind.LINK, "unknown"),
        (UNPLACED_PLUGIN, "docs/a.md", "/gone", Kind.LINK, "unknown"),
        (RELEASED, "docs/a.md", "/docs/a", Kind.LINK, "docs/a.md"),
        (RELEASED, "docs/a.md", "/docs/next/a", Kind.LINK, "missing"),
        (RELEASED, "docs/a.md", "/docs/1.0/a", Kind.LINK, "versioned_docs/version-1.0/a.md"),
        (RELEASED, "static/old/index.html", "../docs/a", Kind.HTML, "docs/a.md"),
        (RELEASED, "docs/a.md", "/blog/2024/05/06/news/x", Kind.LINK, "blog/news/2024-05-06-x/index.md"),
        (IMPORTED, "parts/_part.mdx", "/docs/a", Kind.LINK, "docs/a.md"),
        (IMPORTED, "parts/_part.mdx", "./x", Kind.LINK, "unknown"),
        (IMPORTED, "src/snippets/x.html", "/docs/a", Kind.HTML, "docs/a.md"),
        (SUBMODULE, "docs/a.md", "/team/x", Kind.LINK, "unknown"),
        (SUBMODULE, "docs/a.md", "/gone", Kind.LINK, "missing"),
        (REDOC, "docs/a.md", "/gone", Kind.LINK, "missing"),
        (REDIRECTS, "docs/a.md", "/x/old/part/y", Kind.LINK, "unknown"),
        (REDIRECTS, "docs/a.md", "/gone", Kind.LINK, "missing"),
        (REDIRECTS, "docs/a.md", "old/part/y.md", Kind.LINK, "missing"),
        (OPEN_REDIRECTS, "docs/a.md", "/gone", Kind.LINK, "unknown"),
        (MADE_INSTANCES, "docs/cli/a.md", "/tool/b", Kind.LINK, "docs/cli/b.md"),
        (MADE_INSTANCES, "docs/cli/a.md", "./b", Kind.LINK, "docs/cli/b.md"),
        (LANGUAGES, FRENCH, "./b", Kind.LINK, "docs/b.md"),
        (LANGUAGES, FRENCH, "/fr/docs/c", Kind.LINK, "missing"),
        (LANGUAGES, "docs/b.md", "/fr/faq/a", Kind.LINK, "i18n/fr/docusaurus-plugin-content-docs-faq/current/a.md"),
        (LANGUAGES, "docs/b.md", "/de/docs/a", Kind.LINK, "missing"),
        (LANGUAGES, "i18n/de/docusaurus-plugin-content-docs/current/a.md", "./b", Kind.LINK, "docs/b.md"),
        (EXTENSIONS, "docs/a.md", "/docs/b/c.html", Kind.LINK, "docs/b/c.md"),
        (EXTENSIONS, "docs/a.md", "/docs/b/d.html", Kind.LINK, "missing"),
        (DATA, "website/data/a.md", "/docs/a", Kind.HTML, "website/docs/a.md"),
        (DATA, "website/data/a.md", "/docs/d", Kind.LINK, "missing"),
        (DATA, "website/data/a.md", "/website/docs/a.md", Kind.LINK, "website/docs/a.md"),
        (DATA, "website/data/a.md", "/src/x", Kind.LINK, "src/x"),
        (SIDEBARS, "docs/a.md", "./topic", Kind.LINK, "found"),
        (SIDEBARS, "docs/a.md", "/docs/category/nodejs--co", Kind.LINK, "found"),
        (SIDEBARS, "docs/a.md", "/docs/category/other", Kind.LINK, "missing"),
        (OPEN_SIDEBARS, "docs/a.md", "/docs/category/other", Kind.LINK, "unknown"),
        (OLD_SIDEBARS, "docs/a.md", "/docs/1.0/s", Kind.LINK, "found"),
        (OLD_SIDEBARS, "docs/a.md", "/docs/s", Kind.LINK, "missing"),
        (STARLIGHT, "src/content/docs/a.md", "/later/", Kind.LINK, "missing"),
        (RESOLVING, "src/content/docs/a.md", "./sub/b.mdx", Kind.LINK, "src/content/docs/sub/b.mdx"),
        (RESOLVING, "src/content/docs/a.md", "./sub/b.md", Kind.LINK, "src/content/docs/sub/b.mdx"),
        (RESOLVING, "src/content/docs/a.md", "./sub/b.mdx", Kind.HTML, "missing"),
        (RESOLVING, "src/content/docs/a.md", "./sub/lost.mdx", Kind.LINK, "missing"),
        (TEMPLATES, "docs/scripts/template.mdx", "/a/", Kind.LINK, "docs/src/content/docs/a.md"),
        (TEMPLATES, "docs/scripts/template.mdx", "/lost/", Kind.LINK, "missing"),
        (TEMPLATES, "docs/scripts/template.mdx", "./lost/", Kind.LINK, "unknown"),
        (NOT_RESOLVING, "src/content/docs/a.md", "./sub/b.mdx", Kind.LINK, "missing"),
        (RESOLVING_PACKAGE, "src/content/docs/a.md", "./sub/b.mdx", Kind.LINK, "src/content/docs/sub/b.mdx"),
        (ALIASES, "src/content/docs/a.md", "@images/a.png", Kind.IMAGE, "src/images/a.png"),
        (ALIASES, "src/content/docs/a.md", "@images/lost.png", Kind.IMAGE, "missing"),
        (UTILS, "src/content/docs/a.md", "/lost/", Kind.LINK, "missing"),
        (STARLIGHT, "src/content/docs/a.md", "/sitemap-index.xml", Kind.LINK, "found"),
        (STARLIGHT, "src/content/docs/a.md", "/a.html", Kind.LINK, "missing"),
        (STARLIGHT_FILES, "src/content/docs/a.md", "/a.html", Kind.LINK, "src/content/docs/a.md"),
    ],
)
def test_links(texts: dict[str, str], source: str, written: str, kind: Kind, expected: str) -> None:
    assert expected == outcome(texts, source, written, kind)


VITEPRESS_2 = VITEPRESS | {"package.json": '{"devDependencies": {"vitepress": "^2.0.0-alpha.12"}}'}
CATALOG = VITEPRESS | {
    "package.json": '{"devDependencies": {"vitepress": "catalog:docs"}}',
    "pnpm-workspace.yaml": "catalogs: {docs: {vitepress: ^2.0.0}}\n",
}


@pytest.mark.parametrize(
    ("texts", "href", "kind", "expected"),
    [
        (VITEPRESS_2, "a.md#Direct-Download-CDN", Kind.LINK, "a.md#direct-download-cdn"),
        (VITEPRESS_2, "#_private", Kind.LINK, "#private"),
        (VITEPRESS_2, "#3-%C3%A9t%C3%A9", Kind.LINK, "#_3-ete"),
        (VITEPRESS_2, "plan.pdf#Page", Kind.LINK, "plan.pdf#Page"),
        (VITEPRESS_2, "//host/a#Page", Kind.LINK, "//host/a#Page"),
        (VITEPRESS_2, "https://host/a#Page", Kind.LINK, "https://host/a#Page"),
        (VITEPRESS_2, "a#Page", Kind.HTML, "a#Page"),
        (CATALOG, "a#Page", Kind.LINK, "a#page"),
        (VITEPRESS, "a#Page", Kind.LINK, "a#Page"),
    ],
)
def test_vitepress_2_changes_fragments_as_it_changes_headings(
    texts: dict[str, str], href: str, kind: Kind, expected: str
) -> None:
    assert expected == site_of(texts, "docs/index.md").with_fragment(href, kind)


def test_versions_that_a_docusaurus_site_leaves_out_are_no_documents() -> None:
    texts = RELEASED | dict.fromkeys(
        ("versioned_docs/version-0.9/a.md", "i18n/fr/docusaurus-plugin-content-docs/version-0.9/a.md"), ""
    )

    old = [each for each in sites_of(texts).sites if each.configuration == OLD_VERSIONS]

    assert [frozenset(texts.keys() - RELEASED.keys())] == [each.sources for each in old]


def test_a_configuration_that_docusaurus_generates_is_no_site() -> None:
    texts = DOCUSAURUS | {".docusaurus/docusaurus.config.mjs": "export default {};\n"}

    assert site_of(texts, "docs/a.md").configuration == "docusaurus.config.js"


@pytest.mark.parametrize(("plugins", "expected"), [("remarkPlugins: [ids]", ["id.of.it"]), ("", [])])
def test_escaped_ids_in_starlight_are_those_of_plugins(plugins: str, expected: list[str]) -> None:
    texts = {"astro.config.mjs": f"export default {{markdown: {{ {plugins} }}}};\n", "src/content/docs/a.md": ""}
    dialect = site_of(texts, "src/content/docs/a.md").dialect
    found = [re.search(pattern, "A text. \\{#id.of.it}") for pattern, _ in dialect.made_ids]

    assert expected == [each[1] for each in found if each]


def test_a_page_of_starlight_with_an_include_directive_may_have_more_ids() -> None:
    dialect = site_of(STARLIGHT, "src/content/docs/a.md").dialect

    assert dialect.generates_ids('# A\n\n::include{file="b.md"}\n')
    assert not dialect.generates_ids("# A\n")
