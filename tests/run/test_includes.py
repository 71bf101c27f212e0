"""What pages include."""

import pytest

from linkwarden.model.dialect import Dialect
from linkwarden.model.place import PageIds
from linkwarden.run.includes import Include, component_ids, includes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import Part from './part.mdx';", ["./part.mdx"]),
        ("import Part from './Part.vue'", ["./Part.vue"]),
        ("<!--@include: @/parts/a.md#region{2,}-->", ["/parts/a.md"]),
        ("<!-- @include: ./a.js -->", ["./a.js"]),
        ("{{#include part.md}}", ["part.md"]),
        ("--8<-- 'a b.md'", ["a b.md"]),
        ('    --8<-- "a.py:4:9"', ["a.py"]),
        ("--8<-- 'https://a.b/c.md'", ["https"]),
        ("--8<--\na.md\n\nsub/b.txt:part\n; c.md\n--8<--\nd.md", ["a.md", "sub/b.txt"]),
        ("{! ./a.py ln[1:7] !}", ["./a.py"]),
        ("{!a.md!}", ["a.md"]),
        ("{% include-markdown '../a.md' start='x' %}", ["../a.md"]),
        ("{% include 'a.md' %}", ["a.md"]),
        ("::: package.module", [""]),
        ("--8<-- 'a.md'\n::: x", ["a.md", ""]),
        ("text", []),
    ],
)
def test_what_a_page_includes(text: str, expected: list[str]) -> None:
    dialect = Dialect(generated=r"^import|@include|\{\{|\{%|\{!|:::|-+8<-+")

    assert expected == [each.written for each in includes(text, dialect)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("a.py", False), ("a.MD", True), ("a.vue", True), ("a.txt", True), ("snippet", True), ("", True)],
)
def test_program_code_has_no_ids(written: str, *, expected: bool) -> None:
    assert Include(written).has_ids is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<template><p id='a'><b class=x id=\"b\"></template>", PageIds(frozenset({"a", "b"}), complete=True)),
        ("<template><p :id='x' /></template>", PageIds(frozenset(), complete=False)),
        ("<script>import A from './A.vue'</script><template><A /></template>", PageIds(frozenset(), complete=False)),
        ("<script>export default { render }</script>", PageIds(frozenset(), complete=False)),
    ],
)
def test_a_component_has_the_ids_in_its_template(text: str, expected: PageIds) -> None:
    assert expected == component_ids(text)
