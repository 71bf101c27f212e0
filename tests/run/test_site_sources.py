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
