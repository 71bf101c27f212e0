"""From a Markdown file's blocks to its occurrences, anchors and findings."""

import html
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from linkwarden.extract.anchors import Slugger, custom_id
from linkwarden.extract.found import Found, Range
from linkwarden.extract.html.links import HtmlReader
from linkwarden.extract.html.tags import Comment, EndTag, StartTag, read_tags
from linkwarden.extract.ignores import ignored_rules
from linkwarden.extract.markdown import blocks, inlines
from linkwarden.extract.markdown.front_matter import front_matter_lines
from linkwarden.extract.markdown.parser import parser, read_blocks
from linkwarden.extract.source import Cut, Source
from linkwarden.model.place import Kind

_KINDS = {"link_close": Kind.LINK, "image_close": Kind.IMAGE, "autolink": Kind.AUTOLINK, "bare": Kind.BARE}

_DEFINITION = "definition"
"""Key in a definition token's meta: what this module knows of it."""


def read_markdown(source: Source, found: Found, slugger: Slugger) -> None:
    """Add all that the Markdown in *source* holds to *found*."""
    env: dict[str, Any] = {"first_line": front_matter_lines(source.text)}
    tokens = read_blocks(source.text, env)
    walk = _Walk(source, found, slugger, env)
    for token in tokens:
        if token.type == "definition":
            walk.define(token)
    for token in tokens:
        walk.block(token)
    walk.add_unused_definitions()


@dataclass(slots=True)
class _Definition:
    label: str
    href: str
    construct: Range
    destination: Range
    ignores: tuple[str, ...] = ()
    used: bool = False


@dataclass(slots=True)
class _Open:
    """A link or image whose end is still to come."""

    token: Token
    text: list[str] = field(default_factory=list)


class _Walk:
    """One pass over a file's tokens."""

    def __init__(self, source: Source, found: Found, slugger: Slugger, env: dict[str, Any]) -> None:
        self._source = source
        self._found = found
        self._slugger = slugger
        self._env = env
        self._html = HtmlReader(found, source, self._html_heading)
        self._definitions: list[_Definition] = []
        self._by_label: dict[str, _Definition] = {}
        self._ignores: tuple[str, ...] = ()
        self._outer_ignores: list[tuple[str, ...]] = []
        self._next_ignores: tuple[str, ...] = ()
        self._footnotes = 0
        self._open: list[_Open] = []
        self._images = 0
        self._heading: list[str] | None = None

    def define(self, token: Token) -> None:
        """Note a link reference definition; of two with one label, the first counts (CommonMark, section 4.7)."""
        meta = token.meta
        definition = _Definition(meta["label"], meta["url"], meta[blocks.CONSTRUCT], meta[blocks.DESTINATION])
        self._definitions.append(definition)
        meta[_DEFINITION] = definition
        self._by_label.setdefault(meta["id"], definition)

    def block(self, token: Token) -> None:
        """Take the next block token."""
        if token.nesting > 0:
            self._outer_ignores.append(self._ignores)
            self._ignores += self._take_ignores()
        self._content(token)
        if token.nesting < 0:
            self._take_ignores()
            self._ignores = self._outer_ignores.pop()

    def _content(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._inline(token)
            case "html_block":
                self._html_block(token)
            case "definition":
                token.meta[_DEFINITION].ignores = self._ignores + self._take_ignores()
            case "heading_open":
                self._heading = []
            case "heading_close":
                self._end_heading()
            case "footnote_reference_open" | "footnote_reference_close":
                self._footnotes += token.nesting
            case "fence" | "code_block" | "hr":
                self._take_ignores()
            case _:
                pass

    def add_unused_definitions(self) -> None:
        """Add the definitions that no reference uses, doubles among them."""
        for one in self._definitions:
            if not one.used:
                self._found.link(
                    self._source, Kind.DEFINITION, one.label, one.href, one.construct, one.destination, one.ignores
                )

    def _take_ignores(self) -> tuple[str, ...]:
        taken, self._next_ignores = self._next_ignores, ()
        return taken

    # Headings

    def _end_heading(self) -> None:
        if self._heading is not None:
            self._add_heading("".join(self._heading))
            self._heading = None

    def _html_heading(self, text: str) -> None:
        """GitHub makes the id of all of an HTML heading's text; people who link to it may leave its edges out."""
        self._add_heading(text)
        self._found.anchors.add(type(self._slugger)().slug(text.strip()))

    def _add_heading(self, text: str) -> None:
        self._found.anchors.add(self._slugger.slug(text))
        own = custom_id(text)[1]
        if own is not None:
            self._found.anchors.add(own)

    # Raw HTML

    def _html_block(self, token: Token) -> None:
        piece, cut = token.content, token.meta[blocks.CUT]
        has_tags = False
        for event in read_tags(piece):
            if isinstance(event, Comment):
                comment = piece[event.start : event.end]
                self._found.comment(comment)
                self._next_ignores += ignored_rules(comment)
            elif isinstance(event, StartTag):
                has_tags = True
                self._html_tag(piece, cut, event)
            elif isinstance(event, EndTag):
                self._html.end_tag(event.name)
            else:
                self._html.text(html.unescape(piece[event.start : event.end]))
        self._html.finish()
        if has_tags:
            self._take_ignores()

    def _html_tag(self, piece: str, cut: Cut, tag: StartTag) -> None:
        self._html.ignores = self._ignores + self._next_ignores
        self._html.start_tag(piece, cut, tag)

    # Inline text

    def _inline(self, token: Token) -> None:
        if not token.content:
            return
        cut: Cut = token.meta[blocks.CUT]
        children, undefined = inlines.read_inlines(token.content, parser(), self._env)
        for child in children:
            self._child(child, token.content, cut)
        self._html.finish()
        for label, place in undefined:
            message = f"[{label}] is used as a link, and nothing defines it"
            self._found.finding(self._source, "undefined-reference", message, cut.range(*place))

    def _child(self, child: Token, piece: str, cut: Cut) -> None:
        match child.type:
            case "text" | "text_special" | "code_inline":
                self._text(child.content)
            case "softbreak" | "hardbreak":
                self._text("\n")
            case "link_open" | "image_open":
                self._open.append(_Open(child))
                self._images += child.type == "image_open"
            case "link_close" | "image_close":
                self._images -= child.type == "image_close"
                opened = self._open.pop()
                self._link(_KINDS[child.type], "".join(opened.text), opened.token, cut)
            case "autolink" | "bare":
                self._text(child.content)
                self._link(_KINDS[child.type], child.content, child, cut)
            case "html_inline":
                self._html_inline(child, piece, cut)
            case _:
                pass

    def _text(self, text: str) -> None:
        for opened in self._open[:2]:  # a link and an image in it; what an image holds is no link
            opened.text.append(text)
        if not self._images:  # an image's text is an attribute of it
            self._html.text(text)
            if self._heading is not None:
                self._heading.append(text)

    def _html_inline(self, child: Token, piece: str, cut: Cut) -> None:
        if self._images:  # the text of an image is bare of markup (CommonMark, section 6.4)
            return
        for event in read_tags(piece, *child.meta[inlines.CONSTRUCT]):
            if isinstance(event, StartTag):
                self._html_tag(piece, cut, event)
            elif isinstance(event, EndTag):
                self._html.end_tag(event.name)

    def _link(self, kind: Kind, text: str, token: Token, cut: Cut) -> None:
        if self._images:
            return
        if self._footnotes and kind is not Kind.IMAGE:
            kind = Kind.FOOTNOTE
        meta = token.meta
        if label := meta.get(inlines.LABEL):
            definition = self._by_label[label]
            definition.used = True
            destination = definition.destination
        else:
            destination = cut.range(*meta[inlines.DESTINATION])
        construct = cut.range(*meta[inlines.CONSTRUCT])
        self._found.link(self._source, kind, text, meta[inlines.HREF], construct, destination, self._ignores)
