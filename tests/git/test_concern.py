"""Unchanged files are read only where their text shows a need: however a link is spelled there, it is found."""

import pytest

from linkwarden.settings import Settings
from tests.git.history import History

URL = "https://site.dev/my_page(1)/caf%C3%A9"
SPELLINGS = [
    URL,
    "https://SITE.dev/my_page(1)/café",
    r"https://site.dev/my\_page(1)/caf%C3%A9",
    "https://site.dev/my&#95;page(1)/caf&eacute;",
    "<https://site.dev:443/x/../my_page(1)/caf%C3%A9>",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_link_that_is_in_an_unchanged_file_is_not_new(spelling: str, history: History) -> None:
    history.write("a.md", "a\n")
    history.write("b.md", f"[b]({spelling})\n")
    history.commit()
    history.branch()
    history.write("a.md", f"a <{URL}>\n")

    assert set() == history.checked()


@pytest.mark.parametrize(
    ("link", "gone"),
    [
        ("some%20page.md", "some page.md"),
        ("some page", "some page.md"),
        ("./some\\_page.md#x", "some_page.md"),
        ("https://github.com/o/r/blob/main/some_page.md", "some_page.md"),
        ("s.md", "s.md"),
        ("größe.md", "größe.md"),
        ("gr%C3%B6%C3%9Fe.md", "größe.md"),
    ],
)
def test_a_link_to_a_file_that_goes_is_found_in_an_unchanged_file(link: str, gone: str, history: History) -> None:
    history.git("remote", "add", "origin", "https://github.com/o/r.git")
    history.write("a.md", f"[a](<{link}>)\n")
    history.write("b.md", "nothing here\n")
    history.write(gone, "# x\n")
    history.commit()
    history.branch()
    history.remove(gone)
    settings = Settings(fallback_extensions=("md",))

    found = history.checked(settings=settings, variables={"CI_DEFAULT_BRANCH": "main"})
    assert 1 == len(found)


def test_a_link_to_a_heading_that_goes_is_found_in_an_unchanged_file(history: History) -> None:
    history.write("a.md", "[a](guide.md#old-name)\n[b](other.md#x)\n")
    history.write("guide.md", "# Old name\n")
    history.write("other.md", "# X\n")
    history.commit()
    history.branch()
    history.write("guide.md", "# New name\n")

    assert {"guide.md#old-name"} == history.checked()
    assert {"guide.md#old-name"} == history.checked("a.md")
