import json

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkwarden.report.sanitize import code, command_data, command_property, json_text, markdown, markdown_url, plain

no_deadline = settings(deadline=None)
"""Machines of CI are slow now and then."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("naïve 日本 👩‍💻", "naïve 日本 👩‍💻"),
        ("a  b", "a  b"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b[2K\x1b[1A\x1b[1;1Hmoved", "moved"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\", "here"),
        ("\x9d0;title\x9cafter", "after"),
        ("\x1bPdevice control\x1b\\after", "after"),
        *((f"{start}hidden\x9cafter", "after") for start in "\x90\x98\x9d\x9e\x9f"),
        ("\x1b]0;never ends", ""),
        ("\x1bcreset", "reset"),
        ("\x1b", ""),
        ("a\x00b\x07c\x08d\x7fe\x85f", "abcde f"),
        ("one\r\ntwo\rthree\u2028four\tfive", "one two three four five"),
        ("\u202egnp.exe\u202c \u2066x\u2069\u200f", "gnp.exe x"),
        ("zero\u200bwidth\ufeff \u00ad\u2060", "zerowidth"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("lone\ud800 \uffff", "lone"),
        ("::error::x", ": :error::x"),
        ("\n  ::error::x", ": :error::x"),
        ("https://e.example/a::b", "https://e.example/a::b"),
        ("https://e.example/##[error]x", "https://e.example/##%5Berror]x"),
        ("##vso[task.setvariable variable=x]y", "##vso%5Btask.setvariable variable=x]y"),
        ("#\x00#[error]x", "##%5Berror]x"),
        (":\u200b:error::x", ": :error::x"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert expected == plain(text)


@no_deadline
@given(st.text(st.characters()))
def test_plain_is_one_printable_line_and_stays_so(text: str) -> None:
    shown = plain(text)

    assert [shown] == (shown.splitlines() or [""])
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in shown)
    assert shown == plain(shown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("410 Gone, twice", "410 Gone, twice"),
        ("*bold* _em_ ~~no~~ $x$", r"\*bold\* \_em\_ \~\~no\~\~ \$x\$"),
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)\>"),
        ("[click](javascript:alert(1))", r"\[click\](javascript:alert(1))"),
        ("a | b", r"a \| b"),
        ("a\\|b", r"a\\\|b"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("ping @octocat now", "ping `@octocat` now"),
        ("see acme/widget#1 and #2", "see `acme/widget#1` and `#2`"),
        ("GH-26 gh-26", "`GH-26` `gh-26`"),
        ("merge !7", "merge `!7`"),
        ("to https://evil.example/", "to `https://evil.example/`"),
        ("to www.evil.example", "to `www.evil.example`"),
        ("https://y.example/x: it answers 404", "`https://y.example/x`: it answers 404"),
        ("not #a, nor @b; nor !1!", "not `#a`, nor `@b`; nor `!1`!"),
        ("see ://! and www.", "see `://`! and `www.`"),
        ("`@x`", "`` `@x` ``"),
        ("line\n# heading", "line `#` heading"),
        ("a|@b", r"a\|`@b`"),
        ("", ""),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert expected == markdown(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("README.md:3", "`README.md:3`"),
        ("a`b", "``a`b``"),
        ("`a``b`", "``` `a``b` ```"),
        ("a|b", "`a%7Cb`"),
        ("a\nb", "`a b`"),
        ("", ""),
        ("\x1b[0m", ""),
    ],
)
def test_code(text: str, expected: str) -> None:
    assert expected == code(text)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.net/a?b=c#d", "<https://example.net/a?b=c#d>"),
        ("https://example.net/a|b", "<https://example.net/a%7Cb>"),
        ("https://example.net/@octocat", "<https://example.net/@octocat>"),
        ("https://example.net/?a&b", "<https://example.net/?a&b>"),
        ("https://example.net/?a&lt;b", "[`https://example.net/?a&lt;b`](<https://example.net/?a&amp;lt;b>)"),
        (f"https://example.net/{'x' * 2000}", f"`https://example.net/{'x' * 1979}…`"),
        ("https://github.com/acme/widget", "<https://github.com/acme/widget>"),
        ("https://github.com/acme/widget/issues/1", "`https://github.com/acme/widget/issues/1`"),
        ("https://github.com/acme/widget/pull/1", "`https://github.com/acme/widget/pull/1`"),
        ("https://example.net/><script>", "`https://example.net/><script>`"),
        ("https://example.net/?`", "`` https://example.net/?` ``"),
        ("https://example.net/ x", "`https://example.net/ x`"),
        ("javascript:alert(1)", "`javascript:alert(1)`"),
        ("docs/a.md#b", "`docs/a.md#b`"),
        ("", ""),
    ],
)
def test_markdown_url(url: str, expected: str) -> None:
    assert expected == markdown_url(url)


def as_github(cell: str) -> str:
    """Return a table's cell as GitHub's parser makes HTML of it."""
    html: str = cmarkgfm.github_flavored_markdown_to_html(f"| a |\n| - |\n| {cell} |\n", Options.CMARK_OPT_UNSAFE)
    assert html.count("<td>") <= 1
    return html.partition("<td>")[2].partition("</td>")[0]


ATTACK = st.text(st.sampled_from("\\|`*_[]<>()&;~$!@#:/.- \nawGHhtps1"), max_size=30)


@no_deadline
@given(ATTACK)
def test_github_shows_escaped_text_and_nothing_else(text: str) -> None:
    html = as_github(f"x {markdown(text)}")

    for harmless in ("<code>", "</code>", "&lt;", "&gt;", "&amp;", "&quot;"):
        html = html.replace(harmless, "")
    assert "<" not in html


@no_deadline
@given(ATTACK)
@example("|::@")
def test_github_shows_all_of_the_escaped_text(text: str) -> None:
    html = as_github(f"x {markdown(text)}").replace("<code>", "").replace("</code>", "")
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(entity, char)

    assert f"x {plain(text)}".split() == html.split()


@no_deadline
@given(ATTACK)
def test_github_takes_a_code_span_for_code_only(text: str) -> None:
    html = as_github(f"x {code(text)} y")

    assert html.replace("<code>", "").replace("</code>", "").count("<") == 0
    assert html.count("<code>") == bool(plain(text))


@pytest.mark.parametrize(
    ("text", "data", "prop"),
    [
        ("100% sure", "100%25 sure", "100%25 sure"),
        ("a\r\n::error::b", "a : :error::b", "a %3A %3Aerror%3A%3Ab"),
        ("%0A::set-output", "%250A::set-output", "%250A%3A%3Aset-output"),
        ("file=x,line=1:2", "file=x,line=1:2", "file=x%2Cline=1%3A2"),
        ("\x1b[31mred", "red", "red"),
    ],
)
def test_workflow_command(text: str, data: str, prop: str) -> None:
    assert data == command_data(text)
    assert prop == command_property(text)


@no_deadline
@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_keeps_its_value_and_loses_what_terminals_act_on(value: object) -> None:
    text = json_text(json.dumps(value, ensure_ascii=False, indent=1))

    assert value == json.loads(text)
    assert not any((char < " " and char != "\n") or "\x7f" <= char <= "\x9f" or char in "\u202e\u2066" for char in text)


def test_json_holds_no_log_command() -> None:
    assert json_text('["##[error]x", "##vso[y"]') == '["##\\u005berror]x", "##vso\\u005by"]'
