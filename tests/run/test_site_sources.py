"""Files that the sources of a site lack because they are made before the build."""

from pathlib import Path

import pytest

from linkwarden.model.link import Presence
from linkwarden.model.place import Kind, Occurrence, Span
from linkwarden.run.sites import RepositorySites

SPAN = Span(1, 1, 1, 2)


@pytest.mark.parametrize(
    ("href", "presence"),
    [
        ("settings.md", Presence.FOUND),
        ("api/a.md", Presence.FOUND),
        ("api/b.md", Presence.UNKNOWN),
        ("lost.md", Presence.MISSING),
        ("/api/x/", Presence.UNKNOWN),
        ("/settings/", Presence.UNKNOWN),
        ("/lost/", Presence.MISSING),
    ],
)
def test_a_file_that_git_ignores_is_not_missing(tmp_path: Path, href: str, presence: Presence) -> None:
    texts = {
        "mkdocs.yml": "nav: [index.md, {API: [api/a.md]}, lost.md]\n",
        ".gitignore": "docs/settings.md\ndocs/api/\n",
        "docs/index.md": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    target = RepositorySites(tmp_path).on_site(Occurrence("docs/index.md", Kind.LINK, "", href, href, SPAN, SPAN))

    assert target is not None
    assert presence is target.presence


@pytest.mark.parametrize(
    ("href", "presence"),
    [
        ("/docs/reference/a/", Presence.UNKNOWN),
        ("/docs/news/", Presence.UNKNOWN),
        ("/docs/api/latest/index.html", Presence.UNKNOWN),
        ("/docs/lost/", Presence.MISSING),
    ],
)
def test_pages_of_starlight_that_git_ignores_may_be_made_before_the_build(
    tmp_path: Path, href: str, presence: Presence
) -> None:
    texts = {
        "astro.config.mjs": "export default {base: '/docs', integrations: [starlight({})]};\n",
        ".gitignore": "/src/content/docs/reference/\n/src/content/docs/news.md\npublic/api\n",
        "src/content/docs/index.md": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    source = Occurrence("src/content/docs/index.md", Kind.LINK, "", href, href, SPAN, SPAN)
    target = RepositorySites(tmp_path).on_site(source)

    assert target is not None
    assert presence is target.presence
