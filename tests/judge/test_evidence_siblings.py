"""Siblings that cannot exist, and front pages."""

from dataclasses import dataclass

import pytest

from linkwarden.judge.evidence.siblings import is_home, sibling_of
from linkwarden.urls import WebUrl, parse_web_url


def parsed(text: str) -> WebUrl:
    """A URL that is one."""
    url = parse_web_url(text)
    assert url is not None
    return url


@dataclass(frozen=True)
class Shape:
    """The expected form of a sibling: the text before and after its name."""

    before: str
    after: str = ""


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://site.dev/", Shape("https://site.dev/")),
        ("https://site.dev/page", Shape("https://site.dev/")),
        ("https://site.dev/a/b", Shape("https://site.dev/a/")),
        ("https://site.dev/a/b/", Shape("https://site.dev/a/", "/")),
        ("https://site.dev/a/b.html", Shape("https://site.dev/a/", ".html")),
        ("https://site.dev/a/b.tar.gz", Shape("https://site.dev/a/", ".gz")),
        ("https://site.dev/a/v1.longword", Shape("https://site.dev/a/")),
        ("https://site.dev:8443/a", Shape("https://site.dev:8443/")),
        ("http://[2001:db8::1]/a", Shape("http://[2001:db8::1]/")),
        ("https://site.dev/caf%C3%A9/x", Shape("https://site.dev/caf%C3%A9/")),
        ("https://site.dev/view?id=5", Shape("https://site.dev/view?id=")),
        ("https://site.dev/view?page", Shape("https://site.dev/view?page=")),
        ("https://site.dev/?p=12", Shape("https://site.dev/")),
        ("https://site.dev/a/?p=12", Shape("https://site.dev/a/?p=")),
        ("https://site.dev//a", Shape("https://site.dev//")),
    ],
)
def test_a_sibling_has_the_shape_of_the_page(url: str, shape: Shape) -> None:
    sibling = sibling_of(parsed(url))
    name = sibling.removeprefix(shape.before).removesuffix(shape.after)

    assert sibling == f"{shape.before}{name}{shape.after}"
    assert name.startswith("lw-")
    assert name.removeprefix("lw-").isalnum()
    assert len(name) > 12
    assert sibling == parsed(sibling).href


def test_every_value_of_a_query_is_another() -> None:
    sibling = sibling_of(parsed("https://site.dev/view?id=5&lang=en"))

    assert sibling.startswith("https://site.dev/view?id=lw-")
    assert "&lang=lw-" in sibling


def test_pages_of_one_folder_share_their_sibling_and_others_do_not() -> None:
    one, two, three = (sibling_of(parsed(f"https://site.dev/{path}")) for path in ("a/1", "a/2", "b/1"))

    assert one == two != three
    assert one != sibling_of(parsed("https://other.dev/a/1"))


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("/", True),
        ("/index.html", True),
        ("/index.php", True),
        ("/Default.aspx", True),
        ("/home", True),
        ("/home/", True),
        ("/en", True),
        ("/de/", True),
        ("/en-us/", True),
        ("/pt_BR", True),
        ("/?p=12", False),
        ("/index.html?x", False),
        ("/docs", False),
        ("/docs/index.html", False),
        ("/homepage", False),
        ("/eng", False),
        ("/en/page", False),
        ("/index", False),
    ],
)
def test_front_pages(path: str, home: bool) -> None:
    assert home is is_home(parsed(f"https://site.dev{path}"))
