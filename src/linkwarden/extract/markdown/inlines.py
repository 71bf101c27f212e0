"""Inline structure as cmark-gfm reads it (CommonMark, section 6), with the place of every construct and destination.

Links are found by the "algorithm for parsing nested emphasis and links" of CommonMark's appendix. markdown-it-py looks
ahead for a link's end, bracket by bracket; cmark decides at the closing bracket and looks back. That takes one pass and
no nesting limit, and shows whether a bare URL is in an open bracket, where GitHub does not link it. Code spans,
emphasis, escapes, entities and raw HTML are markdown-it-py's own rules.
"""

import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markdown_it import MarkdownIt, rules_inline
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkTitle
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from linkwarden.extract.found import Range
from linkwarden.extract.markdown.autolinks import START, bare_url
from linkwarden.extract.markdown.blocks import LOWERCASE_DECLARATION
from linkwarden.extract.markdown.destinations import decode_entities, parse_destination
from linkwarden.extract.markdown.jsx import tag_end

HREF = "href"
"""Key in a link token's meta: the destination, decoded."""
CONSTRUCT = "construct"
"""Key in a link token's meta: the range of all of it in the inline text."""
DESTINATION = "destination"
"""Key in a link token's meta: the range of its destination in the inline text; absent from a reference."""
FOOTNOTES = "footnote_labels"
"""Key in a parse's environment: the labels of the footnotes as they are defined, by their folded form."""
MDX = "mdx"
"""Key in a parse's environment that is set where the text is MDX."""
LABEL = "label"
"""Key in a reference's meta: the label, normalized."""

_LINK_SIGN = re.compile(r"[\[<@:]|www\.", re.IGNORECASE)
_STOP = re.compile(rf"[\n&*<\[\]_`~]|\\(?=[!-/:-@\[-`{{-~\n])|!(?=\[(?!\^))|{START}")
_LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){0,999})\]", re.DOTALL)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*)>")
_EMAIL = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
_CITATION = re.compile(r"[A-Z]{2,}[- ]?[0-9]+")
_TEMPLATE = re.compile(r"((?:[^\s()<>{]|\{\{[^}\n]{0,500}\}\}|\{%[^%\n]{0,500}%\}|\{(?![{%]))+)[ \t\n]*\)")
_MAX_LABEL = 1000


class Undefined(NamedTuple):
    """A reference whose label is not defined."""

    label: str
    range: Range


@dataclass(slots=True)
class Bracket:
    """An opening bracket that waits for its end."""

    token: int
    delimiters: int
    start: int
    content: int
    image: bool
    active: bool = True
    nested: bool = False
    """Another bracket was opened after it, so that its text is not a label."""


class LinkTarget(NamedTuple):
    """Where a link leads, and where the construct ends."""

    end: int
    href: str
    destination: Range | None = None
    label: str | None = None


class PlacedStateInline(StateInline):
    """An inline state with its open brackets."""

    def __init__(self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.brackets: list[Bracket] = []
        self.openers: list[Bracket] = []
        """The brackets that may still open a link; images aside."""
        self.undefined: list[Undefined] = []

    def take_delimiters(self, first: int) -> list[Delimiter]:
        """Remove and return the emphasis delimiters from *first* on: the content of a link is matched separately."""
        inner = self.delimiters[first:]
        del self.delimiters[first:]
        return inner


def may_have_links(text: str) -> bool:
    """Return whether inline *text* has a character that links, footnotes, raw HTML and URLs have."""
    return _LINK_SIGN.search(text) is not None


def read_inlines(text: str, md: MarkdownIt, env: MutableMapping[str, Any]) -> tuple[list[Token], list[Undefined]]:
    """Return the tokens of inline *text*, and the references in it that nothing defines."""
    state = PlacedStateInline(text, md, env, [])
    while stop := _STOP.search(text, state.pos):
        if stop.start() > state.pos:
            state.append_pending(text[state.pos : stop.start()])
            state.pos = stop.start()
        if not _RULES[text[state.pos]](state):
            state.append_pending(text[state.pos])
            state.pos += 1
    state.append_pending(text[state.pos :])
    if state.pending:
        state.pushPending()
    if state.delimiters or state.tokens_meta:
        rules_inline.link_pairs(state)
        rules_inline.strikethrough.postProcess(state)
        rules_inline.emphasis.postProcess(state)
    return state.tokens, state.undefined


def _bare(state: PlacedStateInline) -> bool:
    if state.brackets:  # cmark-gfm makes no link in a bracket that is open, whether or not it ends well
        return False
    found = bare_url(state.src, state.pos, state.posMax)
    if found is None:
        return False
    href, end = found
    _push_url(state, "bare", href, end, (state.pos, end))
    return True


def _angle(state: PlacedStateInline) -> bool:
    if MDX in state.env:
        return _jsx_tag(state)
    for pattern, prefix in ((_AUTOLINK, ""), (_EMAIL, "mailto:")):
        if match := pattern.match(state.src, state.pos):
            href = prefix + decode_entities(match[1])
            _push_url(state, "autolink", href, match.end(), match.span(1))
            return True
    start = state.pos
    if LOWERCASE_DECLARATION.match(state.src, start) or not rules_inline.html_inline(state, False):
        return False
    state.tokens[-1].meta[CONSTRUCT] = (start, state.pos)
    return True


def _jsx_tag(state: PlacedStateInline) -> bool:
    """Read a tag of MDX, which has no autolinks in angle brackets."""
    end = tag_end(state.src, state.pos, state.posMax)
    if end is None:
        return False
    token = state.push("html_inline", "", 0)
    token.content = state.src[state.pos : end]
    token.meta = {CONSTRUCT: (state.pos, end)}
    state.pos = end
    return True


def _push_url(state: PlacedStateInline, kind: str, href: str, end: int, destination: Range) -> None:
    token = state.push(kind, "a", 0)
    token.content = state.src[slice(*destination)]
    token.meta = {HREF: href, CONSTRUCT: (state.pos, end), DESTINATION: destination}
    state.pos = end


def _open_bracket(state: PlacedStateInline) -> bool:
    image = state.src[state.pos] == "!"
    token = state.push("text", "", 0)
    token.content = "![" if image else "["
    if state.brackets:
        state.brackets[-1].nested = True
    content = state.pos + len(token.content)
    bracket = Bracket(len(state.tokens) - 1, len(state.delimiters), state.pos, content, image)
    state.brackets.append(bracket)
    if not image:
        state.openers.append(bracket)
    state.pos = content
    return True


def _close_bracket(state: PlacedStateInline) -> bool:
    if not state.brackets:
        return False
    bracket = state.brackets.pop()
    if not bracket.active:
        return False
    if not bracket.image:
        state.openers.pop()
    target = _inline_target(state) or _reference_target(state, bracket)
    if target is None:
        return not bracket.image and _footnote_reference(state, bracket)
    _make_link(state, bracket, target)
    return True


def _make_link(state: PlacedStateInline, bracket: Bracket, target: LinkTarget) -> None:
    kind = "image" if bracket.image else "link"
    state.push(f"{kind}_close", "", 0)
    token = state.tokens[bracket.token]
    token.type, token.content = f"{kind}_open", ""
    token.meta = {HREF: target.href, CONSTRUCT: (bracket.start, target.end)}
    if target.destination:
        token.meta[DESTINATION] = target.destination
    if target.label is not None:
        token.meta[LABEL] = target.label
    if inner := state.take_delimiters(bracket.delimiters):
        state.tokens_meta.append({"delimiters": inner})
    if not bracket.image:  # links cannot be nested, so no open bracket around this one can become a link
        for opener in state.openers:
            opener.active = False
        state.openers.clear()
    state.pos = target.end


def _footnote_reference(state: PlacedStateInline, bracket: Bracket) -> bool:
    """Read ``[^label]`` where a footnote has that label (cmark-gfm, ``handle_close_bracket``)."""
    content = state.src[bracket.content : state.pos]
    label = state.env.get(FOOTNOTES, {}).get(normalizeReference(content[1:])) if content.startswith("^") else None
    if label is None or bracket.nested:
        return False
    del state.tokens[bracket.token :]
    state.take_delimiters(bracket.delimiters)
    state.pending = ""
    token = state.push("footnote_reference", "", 0)
    token.content = label
    state.pos += 1
    return True


def _inline_target(state: PlacedStateInline) -> LinkTarget | None:
    """Read ``(destination "title")`` (CommonMark, section 6.3, "inline link")."""
    src, end = state.src, state.posMax
    if not src.startswith("(", state.pos + 1):
        return None
    start = _skip_space(src, state.pos + 2)
    result = parse_destination(src, start, end)
    position = result.pos if result.ok else start
    title_start = _skip_space(src, position)
    if title_start > position:
        title = parseLinkTitle(src, title_start, end)
        position = _skip_space(src, title.pos) if title.ok else title_start
    if src.startswith(")", position):
        return LinkTarget(position + 1, result.str, result.place if result.ok else (start, start))
    return _template_target(src, start)


def _template_target(src: str, start: int) -> LinkTarget | None:
    """Read a destination with spaces in ``{{ … }}`` or ``{% … %}``: a link once the template is filled in."""
    match = _TEMPLATE.match(src, start)
    if match is None or not ("{{" in match[1] or "{%" in match[1]):
        return None
    return LinkTarget(match.end(), match[1], match.span(1))


def _reference_target(state: PlacedStateInline, bracket: Bracket) -> LinkTarget | None:
    """Read ``[text][label]``, ``[label][]`` or ``[label]`` (CommonMark, section 6.3, "reference link")."""
    second = _LABEL.match(state.src, state.pos + 1)
    label = second[1].strip() if second else ""
    end = second.end() if second else state.pos + 1
    if not label and not bracket.nested and state.pos - bracket.content < _MAX_LABEL:
        label = state.src[bracket.content : state.pos]
    if not label.strip():
        return None
    key = normalizeReference(label)
    if definition := state.env.get("references", {}).get(key):
        return LinkTarget(end, definition["href"], label=key)
    if second and _reads_as_reference(state, bracket, label, end):
        state.undefined.append(Undefined(" ".join(label.split()), (bracket.start, end)))
    return None


def _reads_as_reference(state: PlacedStateInline, bracket: Bracket, label: str, end: int) -> bool:
    """Return whether it is a reference, and not the likes of ``matrix[i][j]``, a footnote, or text before a link.

    Two names of standards (``[RFC4346][RFC6347]``) are two citations.
    """
    before = state.src[bracket.start - 1 : bracket.start]
    are_citations = _CITATION.fullmatch(state.src, bracket.content, state.pos) and _CITATION.fullmatch(label)
    return not (
        are_citations
        or before.isalnum()
        or before in ("_", "]", ")", "\\")
        or label.startswith("^")
        or state.src.startswith("^", bracket.content)
        or state.src.startswith(("(", "["), end)
    )


def _skip_space(src: str, position: int) -> int:
    while position < len(src) and src[position] in " \t\n":
        position += 1
    return position


def _library(rule: Callable[[StateInline, bool], bool]) -> Callable[[PlacedStateInline], bool]:
    return lambda state: rule(state, False)


_RULES: dict[str, Callable[[PlacedStateInline], bool]] = {
    "\n": _library(rules_inline.newline),
    "\\": _library(rules_inline.escape),
    "`": _library(rules_inline.backtick),
    "*": _library(rules_inline.emphasis.tokenize),
    "_": _library(rules_inline.emphasis.tokenize),
    "~": _library(rules_inline.strikethrough.tokenize),
    "&": _library(rules_inline.entity),
    "<": _angle,
    "[": _open_bracket,
    "!": _open_bracket,
    "]": _close_bracket,
    **dict.fromkeys("hHfFw", _bare),
}
