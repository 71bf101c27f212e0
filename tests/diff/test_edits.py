"""Edits of single list items: the earlier contents of the file are derived correctly without parsing it again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwarden.diff.edits import document_before
from linkwarden.extract import extract
from linkwarden.model.place import Document

LIST = "# List\n\n- [a](https://a.dev) - one\n- [b](https://b.dev) - two\n- [c](https://c.dev) - three\n\n## More\n"


def read(text: str) -> Document:
    return extract("README.md", text)


def before(old: str, new: str) -> Document | None:
    return document_before(read(new), old, new, read)


def hrefs(document: Document) -> set[str]:
    return {each.href for each in document.occurrences}


@pytest.mark.parametrize(
    "new",
    [
        LIST.replace("- [b]", "- [n](https://n.dev) - new\n- [b]"),
        LIST.replace("- [b](https://b.dev) - two\n", ""),
        LIST.replace("https://b.dev", "https://n.dev"),
        LIST.replace("- three", "- three, https://n.dev too"),
        LIST.replace("- [a]", "- [n](https://n.dev)\n- [a]").replace(
            "\n\n## More", "\n- [m](https://m.dev)\n\n## More"
        ),
        LIST.replace("- [b]", "- **[n](https://n.dev)** `code`\n- [b]"),
        LIST,
    ],
)
def test_items_that_come_go_and_change(new: str) -> None:
    for one, other in ((LIST, new), (new, LIST)):
        found = before(one, other)

        assert found is not None
        assert hrefs(read(one)) == hrefs(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(LIST, LIST.replace("# List", "# Other"), id="heading"),
        pytest.param(LIST, LIST.replace("- [b]", "- ```\n- [b]"), id="fence"),
        pytest.param(LIST, LIST.replace("- [b]", "- <!-- x\n- [b]"), id="comment"),
        pytest.param(LIST, LIST.replace("- [b]", "- [x]: https://x.dev\n- [b]"), id="definition"),
        pytest.param(LIST, LIST.replace("- [b]", "  - [n](https://n.dev)\n- [b]"), id="nested"),
        pytest.param(LIST, LIST.replace("- [b]", "- [n](https://n.dev)\n  and more\n- [b]"), id="two lines"),
        pytest.param("    https://a.dev\n", "- x\n    https://a.dev\n", id="code that becomes text"),
        pytest.param("a\n\n    https://a.dev\n", "a\n- x\n\n    https://a.dev\n", id="after a blank line"),
        pytest.param("---\n# https://a.dev\n---\n", "- x\n---\n# https://a.dev\n---\n", id="before front matter"),
        pytest.param("```\n- https://a.dev\n```\n", "```\n```\n", id="out of code"),
    ],
)
def test_what_may_alter_how_other_lines_are_read_is_refused(old: str, new: str) -> None:
    assert before(old, new) is None


def test_an_item_in_a_block_of_code_was_no_link() -> None:
    old = "- [a](https://a.dev)\n\n```\n- https://b.dev\n- https://c.dev\n```\n"
    new = "- [a](https://a.dev)\n- [b](https://b.dev)\n\n```\n- https://c.dev\n```\n"
    found = before(old, new)

    assert found is None or "https://b.dev" not in hrefs(found)


LINES = st.sampled_from(
    [
        "", "- [a](https://a.dev)", "- https://b.dev", "* [c][ref] x", "  - [d](https://d.dev)",
        "    - https://e.dev", "- **[f](https://f.dev)** `x", "- [g](https://g.dev) `y`",
        "+ [ ] [h](https://h.dev)", "- [i](", "- ](https://i.dev)", "```", "~~~", "- ```", "<div>", "</div>",
        "<!-- linkwarden-ignore: x -->", "<!--", "-->", "- -->", "    https://j.dev", "[ref]: https://ref.dev",
        "# [k](https://k.dev)", "- # x", "text [l](https://l.dev)", "text [", "](https://m.dev)", "---", "===",
        "| [n](https://n.dev) | x |", "|-|-|", "> - https://o.dev", "> ```", "[^1]: https://p.dev", "- [^1]",
        "1. https://q.dev", "- <a href='https://r.dev'>", "<script>", "- </script>", "  more https://s.dev",
        "- x\\", "!!! note", "    text https://t.dev",
    ]
)  # fmt: skip
ITEMS = st.sampled_from(
    [
        "- [a](https://a.dev)",
        "- https://b.dev",
        "* [c][ref] x",
        "  - [d](https://d.dev)",
        "- `x",
        "- [z](https://z.dev)",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=9), st.data())
def test_earlier_contents_are_correct_or_none(lines: list[str], data: st.DataObject) -> None:
    if data.draw(st.booleans()):
        lines = ["# T", "", *lines, "", "- [y](https://y.dev)"]
    changed = list(lines)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(changed)))
        if data.draw(st.booleans()) and at < len(changed):
            del changed[at]
        else:
            changed.insert(at, data.draw(ITEMS))
    old, new = "\n".join(lines), "\n".join(changed)
    found = before(old, new)
    if found is None:
        return
    expected = read(old)

    assert hrefs(expected) == hrefs(found)
    assert expected.anchors == found.anchors
    assert {each.message for each in expected.findings} <= {each.message for each in found.findings}
