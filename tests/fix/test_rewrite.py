"""Suggestions become edits, and edits change exactly the links that they are for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwarden.extract import extract
from linkwarden.fix import Edit, Rewritten, rewrite
from linkwarden.model.place import Document, Kind, Occurrence, Span
from linkwarden.report.edits import escaped

NEW = "https://new.dev/a?x=1&copy;=2"


def read(text: str, path: str = "README.md") -> Document:
    return extract(path, text)


def edit(occurrence: Occurrence, href: str = NEW, *, keeps_path: bool = False) -> Edit:
    new = escaped(href, occurrence.kind)
    return Edit("README.md", occurrence.destination, occurrence.raw, new, href, keeps_path, "permanent-redirect", "")


def fixed(text: str, old: str, href: str = NEW, *, path: str = "README.md", keeps_path: bool = False) -> Rewritten:
    found = [each for each in read(text, path).occurrences if each.href == old]
    edits = list(dict.fromkeys(edit(each, href, keeps_path=keeps_path) for each in found))
    return rewrite(text, edits, lambda changed: read(changed, path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('[a](http://o.dev "t")', '[a](https://new.dev/a?x=1&amp;copy;=2 "t")', id="inline"),
        pytest.param("[a](<http://o.dev>)", "[a](<https://new.dev/a?x=1&amp;copy;=2>)", id="angle-brackets"),
        pytest.param("<http://o.dev>", "<https://new.dev/a?x=1&amp;copy;=2>", id="autolink"),
        pytest.param(
            "[a][r], [b][r]\n\n[r]: http://o.dev\n",
            "[a][r], [b][r]\n\n[r]: https://new.dev/a?x=1&amp;copy;=2\n",
            id="definition-once",
        ),
        pytest.param('<a href="http://o.dev">x</a>', '<a href="https://new.dev/a?x=1&amp;copy;=2">x</a>', id="html"),
        pytest.param(
            "\ufeffé 💡 [a](http://o.dev)\r\nb\r\n",
            "\ufeffé 💡 [a](https://new.dev/a?x=1&amp;copy;=2)\r\nb\r\n",
            id="byte-order-mark-and-crlf",
        ),
        pytest.param(
            "| [a](http://o.dev) | `http://o.dev` |\n|-|-|\n",
            "| [a](https://new.dev/a?x=1&amp;copy;=2) | `http://o.dev` |\n|-|-|\n",
            id="table-and-code",
        ),
    ],
)
def test_only_the_destination_changes(text: str, expected: str) -> None:
    assert expected == fixed(text, "http://o.dev").text


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        pytest.param("https://n.dev/a_(b)", "[a](https://n.dev/a_(b))", id="balanced"),
        pytest.param("https://n.dev/a)b", "[a](https://n.dev/a%29b)", id="unbalanced"),
        pytest.param("https://n.dev/a|b c", "[a](https://n.dev/a%7Cb%20c)", id="pipe-and-space"),
        pytest.param("https://n.dev/?a=1&b=2", "[a](https://n.dev/?a=1&b=2)", id="harmless-ampersand"),
    ],
)
def test_what_the_syntax_would_misread_is_escaped(href: str, expected: str) -> None:
    assert expected == fixed("[a](http://o.dev)", "http://o.dev", href).text


def test_an_autolink_is_replaced_inside_its_brackets() -> None:
    assert "<https://n.dev/?a=1&b=2>" == fixed("<http://o.dev>", "http://o.dev", "https://n.dev/?a=1&b=2").text


def test_a_local_path_keeps_its_spelling_when_only_the_fragment_changes() -> None:
    text = "[a](./my%20guide&amp;more\\_.md#first-stp)"
    (occurrence,) = read(text).occurrences
    written = occurrence.raw.partition("#")[0]
    one = Edit(
        "README.md",
        occurrence.destination,
        occurrence.raw,
        f"{written}#first-step",
        f"{written}#first-step",
        keeps_path=True,
        rule="missing-anchor",
        url="",
    )

    assert "[a](./my%20guide&amp;more\\_.md#first-step)" == rewrite(text, [one], read).text


def test_an_edit_whose_text_is_gone_is_stale() -> None:
    (occurrence,) = read("[a](http://o.dev)").occurrences
    one = edit(occurrence)

    assert Rewritten("[a](http://x.dev)", (), (one,)) == rewrite("[a](http://x.dev)", [one], read)
    assert Rewritten("", (), (one,)) == rewrite("", [one], read)


def test_an_edit_that_would_change_another_link_is_refused_and_the_others_are_applied() -> None:
    text = "http://o.dev/x [b](http://p.dev)"
    bare, link = read(text).occurrences
    breaks = edit(bare, "https://new.dev/x~")  # GFM leaves a trailing tilde out of a bare URL
    works = edit(link, "https://q.dev/")

    assert Rewritten("http://o.dev/x [b](https://q.dev/)", (works,), (), (breaks,)) == rewrite(
        text, [breaks, works], read
    )


def test_an_edit_of_what_is_no_link_is_refused() -> None:
    text = "`http://o.dev` [b](http://p.dev)"
    code = Edit("README.md", Span(1, 2, 1, 14), "http://o.dev", NEW, NEW, keeps_path=False, rule="", url="")

    assert Rewritten(text, (), (), (code,)) == rewrite(text, [code], read)


@given(st.text(alphabet="ab()<>[]&;#\\\"' |`*_~!\t\né", max_size=40), st.sampled_from([Kind.LINK, Kind.HTML]))
def test_whatever_is_written_reads_as_the_one_intended_link(tail: str, kind: Kind) -> None:
    text = "[a](http://o.dev) [z](z.md)" if kind is Kind.LINK else "<a href='http://o.dev'>a</a> [z](z.md)"
    result = fixed(text, "http://o.dev", f"https://new.dev/{tail}")

    assert (1, 0) == (len(result.applied), len(result.refused))
