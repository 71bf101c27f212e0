"""Bare URLs: those that cmark-gfm links, and no more."""

import pytest

from tests.extract.support import hrefs, html_hrefs, markdown_hrefs, read

cmark = pytest.importorskip("cmarkgfm")

TEXTS = [
    "https://a.example/b_c_ https://a.example/_/foo_",
    "(https://a.example/b_(c)) https://a.example/b) https://a.example/((b)",
    "https://a.example/b?c=d. https://a.example/b?! https://a.example/b,c, https://a.example/b:",
    "https://a.example/?b=1&amp;c=2 https://a.example/?b&copy; https://a.example/b; https://a.example/&b12;",
    "**https://a.example/b** *https://a.example/b*c* ~~https://a.example/b~~ \"https://a.example/\" 'https://a.example/'",
    "[see https://a.example/b] www.a.example",
    "[see https://a.example/b and https://c.example/d",
    "![see https://a.example/b] [x](y) https://c.example/d [z] https://e.example",
    "[x [a](b) https://c.example/d",
    "[https://a.example](https://b.example)",
    "xhttps://a.example 1https://a.example éhttps://a.example _https://a.example",
    "HTTP://A.example FTP://a.example ftp://a.example mailto:a@b.example ws://a.example",
    "https://a_b.example https://a.b_c https://a_b.c.example https://a.b.c_d.example/e",
    "https://a_b.c.d.e.f.g.h.i.j.k.l_m/n https://a_b.c.d.e.f.g.h.i.j.k.l.m_n/o",
    "www.a.example<b https://a.example<b www. www.a www.a. wwww.a.example xwww.a.example (www.a.example)",
    "https:// http:// https://? https://[::1]/ https://localhost:8000/a https://-a",
    r"http\://a.example \https://a.example https://a.example/b\_c https://a\.example",
    "https://a.example/`b` `https://a.example` <https://a.example>",
    "https://a.example/[b](c) https://a.example\nhttps://b.example",
    "https://中文.example/x。 https://a.example。x www.中文.example https://中_",
    "https://中_x https://a.b_",
    "<a href='b'>https://a.example</a>",
    "| https://a.example\\|b |\n|---|\n| www.a.example|b |",
    "Heading https://a.example |\n---",
    "[foo]: https://a.example 'b' c",
    "x:https://a.example https://a.example:b@c.example/",
    "https://a.example/\u00a0b https://a.example/\tb",
]


@pytest.mark.parametrize("text", TEXTS)
def test_bare_urls_are_those_of_cmark_gfm(text: str) -> None:
    html = cmark.markdown_to_html_with_extensions(
        text,
        options=cmark.cmark.Options.CMARK_OPT_UNSAFE,
        extensions=["table", "autolink", "tasklist", "strikethrough"],
    )

    assert markdown_hrefs(read(text)) == html_hrefs(html)


def test_a_www_host_gets_a_scheme_and_keeps_its_place() -> None:
    (link,) = read("see www.a.example/b).").occurrences

    assert (link.href, link.raw, link.destination.column) == ("http://www.a.example/b", "www.a.example/b", 5)


def test_a_url_in_link_text_is_no_second_link() -> None:
    assert hrefs("[https://a.example](https://b.example)") == ["https://b.example"]
