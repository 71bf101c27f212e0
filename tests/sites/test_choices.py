"""Generators and anchors that users choose for a folder."""

from collections.abc import Mapping
from typing import get_args

import pytest

from linkwarden.extract import ANCHOR_STYLES
from linkwarden.model.place import Kind
from linkwarden.settings.model import SiteAnchors, SiteGenerator
from linkwarden.sites import Files, Listing, SiteChoice, SiteMap, find_sites
from linkwarden.sites.generators import GENERATORS
from linkwarden.sites.generators.others import _COVERED

PAGES = {"docs/index.md": "", "docs/guide/start.md": "", "README.md": ""}
TWO = {**PAGES, "mkdocs.yml": "", "docs/conf.py": "", "docs/guide/book.toml": "[book]\nsrc = '.'\n"}


def sites_of(texts: Mapping[str, str], *choices: SiteChoice) -> SiteMap:
    return find_sites(Files(Listing(texts), texts.get), choices)


@pytest.mark.parametrize(
    ("texts", "choices", "path", "expected"),
    [
        (PAGES, [], "docs/index.md", None),
        (PAGES, [SiteChoice("docs", "mkdocs")], "docs/index.md", "mkdocs"),
        (PAGES, [SiteChoice("docs", "hugo")], "docs/index.md", "hugo"),
        (PAGES, [SiteChoice("docs", "docusaurus")], "docs/guide/start.md", "docusaurus"),
        (PAGES, [SiteChoice("docs", "vitepress")], "docs/guide/start.md", "vitepress"),
        (PAGES, [SiteChoice("docs", "jekyll")], "docs/index.md", "jekyll"),
        (PAGES, [SiteChoice("docs", "sphinx")], "docs/index.md", "sphinx"),
        (PAGES, [SiteChoice("docs", "mkdocs")], "README.md", None),
        (PAGES, [SiteChoice("lost", "mkdocs")], "docs/index.md", None),
        (PAGES, [SiteChoice("docs", "", "unknown")], "docs/index.md", "files"),
        (TWO, [], "docs/index.md", "mkdocs"),
        (TWO, [SiteChoice("docs", "sphinx")], "docs/index.md", "sphinx"),
        (TWO, [SiteChoice("docs", "none")], "docs/index.md", None),
        (TWO, [SiteChoice("docs", "none"), SiteChoice("docs/guide", "mkdocs")], "docs/guide/start.md", "mkdocs"),
        (TWO, [SiteChoice("docs", "mkdocs"), SiteChoice("docs/guide", "none")], "docs/guide/start.md", None),
        (TWO, [SiteChoice("", "none")], "docs/index.md", None),
    ],
)
def test_the_chosen_generator_counts(
    texts: Mapping[str, str], choices: list[SiteChoice], path: str, expected: str | None
) -> None:
    site = sites_of(texts, *choices).covering(path)

    assert expected == (site.generator if site else None)


def test_pages_of_a_chosen_generator_have_its_addresses() -> None:
    site = sites_of(PAGES, SiteChoice("docs", "mkdocs")).covering("docs/index.md")

    assert site is not None
    assert "docs/guide/start.md" == site.resolve("docs/index.md", "guide/start/", Kind.LINK).file


@pytest.mark.parametrize(
    ("texts", "anchors", "expected"),
    [
        ({**PAGES, "mkdocs.yml": ""}, "", ("python-markdown", False)),
        ({**PAGES, "mkdocs.yml": ""}, "github", ("github", False)),
        ({**PAGES, "mkdocs.yml": ""}, "unknown", ("python-markdown", True)),
        ({**PAGES, "mkdocs.yml": "markdown_extensions: [{toc: {slugify: own}}]\n"}, "", ("python-markdown", True)),
        ({**PAGES, "mkdocs.yml": "markdown_extensions: [{toc: {slugify: own}}]\n"}, "hugo", ("hugo", False)),
        (PAGES, "kramdown", ("kramdown", False)),
        (PAGES, "unknown", ("github", True)),
    ],
)
def test_the_chosen_anchors_count(texts: Mapping[str, str], anchors: str, expected: tuple[str, bool]) -> None:
    site = sites_of(texts, SiteChoice("docs", "", anchors)).covering("docs/index.md")

    assert site is not None
    assert expected == (site.dialect.anchors, site.dialect.generates_ids("# A\n"))


def test_the_settings_name_each_generator_and_each_style_of_anchors() -> None:
    own = {each.id for each in GENERATORS} - {"fixtures", "others", "templates"}

    assert {*own, "none", "astro", "vuepress", *(each[0] for each in _COVERED)} == set(get_args(SiteGenerator))
    assert {*ANCHOR_STYLES.ids, "unknown"} == set(get_args(SiteAnchors))
