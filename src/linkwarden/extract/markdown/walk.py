"""From a Markdown file's blocks to its occurrences, anchors and findings."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from linkwarden.entities import unescape
from linkwarden.extract.anchors import Slugger, custom_id
from linkwarden.extract.anchors.mdbook import MdBookSlugger
from linkwarden.extract.found import Found, Range
from linkwarden.extract.html.links import HtmlReader
from linkwarden.extract.html.tags import COMMENT_END, Comment, EndTag, StartTag, read_tags
from linkwarden.extract.ignores import ignored_rules
from linkwarden.extract.markdown import blocks, inlines
from linkwarden.extract.markdown.formulas import formulas, without_formulas
from linkwarden.extract.markdown.front_matter import front_matter_lines
from linkwarden.extract.markdown.parser import parser, read_blocks
from linkwarden.extract.markdown.site_ids import attribute_ids, bracketed_id, footnote_ids, terms
from linkwarden.extract.markdown.tabs import Tabs
from linkwarden.extract.source import PositionMap, Source
from linkwarden.model.dialect import Dialect
from linkwarden.model.place import Kind

_KINDS = {"link_close": Kind.LINK, "image_close": Kind.IMAGE, "autolink": Kind.AUTOLINK, "bare": Kind.BARE}

_DEFINITION = "definition"
"""Key in a definition token's meta: the data of this module."""


_EMOJI = re.compile(r"(?<!\S):[+\w-]+:(?!\S)")


_TEMPLATED_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\]\n]+)\]:[ \t]*\S*\{[{%]", re.MULTILINE)
"""A definition that a template fills in: ``[label]: {% link page.md %}``, or ``[#{{ number }}]: …`` in a loop."""


def read_markdown(source: Source, found: Found, slugger: Slugger) -> None:
    """Add the contents of the Markdown in *source* to *found*."""
    env: dict[str, Any] = {"first_line": front_matter_lines(source.text)}
    dialect = replace(found.dialect, mdx=True) if found.path.lower().endswith(".mdx") else found.dialect
    if dialect.mdx:
        env[inlines.MDX] = True
    tokens = _without_repeated_footnotes(read_blocks(source.text, env, dialect))
    if dialect.appended:
        env["references"] = {**_appended_definitions(dialect.appended), **env.get("references", {})}
    walk = _Walk(source, found, slugger, env)
    footnotes = env.setdefault(inlines.FOOTNOTES, {})
    for token in tokens:
        if token.type == "definition":
            walk.define(token)
        elif token.type == "footnote_reference_open":
            footnotes.setdefault(normalizeReference(token.meta["label"]), token.meta["label"])
    for token in tokens:
        walk.block(token)
    walk.add_unused_definitions()
    found.anchors.update(walk.tabs.ids(frozenset(found.anchors)))


def _without_repeated_footnotes(tokens: list[Token]) -> list[Token]:
    """Return *tokens* without repeated footnotes: cmark-gfm shows the first one of each label."""
    seen: set[str] = set()
    kept: list[Token] = []
    depth = 0
    is_repeated = False
    for token in tokens:
        if token.type == "footnote_reference_open":
            label = normalizeReference(token.meta["label"])
            is_repeated = label in seen if not depth else is_repeated  # one in another goes with that
            seen.add(label)
            depth += 1
        if not (depth and is_repeated):
            kept.append(token)
        depth -= token.type == "footnote_reference_close"
    return kept


@lru_cache(8)
def _appended_definitions(text: str) -> dict[str, Any]:
    """Return the definitions of a text that the site's generator appends to each page."""
    env: dict[str, Any] = {"first_line": 0}
    read_blocks(text, env, Dialect())
    references: dict[str, Any] = env.get("references", {})
    return references


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
    """A link or image whose end has not been reached."""

    token: Token
    hidden: bool
    text: list[str] = field(default_factory=list)


def _with_dashes(text: str) -> str:
    return text.replace("---", "\u2014").replace("--", "\u2013")


class _Walk:
    """One pass over a file's tokens."""

    def __init__(self, source: Source, found: Found, slugger: Slugger, env: dict[str, Any]) -> None:
        self._source = source
        self._found = found
        self._slugger = slugger
        self._env = env
        self._html = HtmlReader(found, source, self._html_heading, names_are_ids=found.dialect.raw_heading_ids)
        self.tabs = Tabs(found.dialect)
        self._definitions: list[_Definition] = []
        self._by_label: dict[str, _Definition] = {}
        self._ignores: tuple[str, ...] = ()
        self._outer_ignores: list[tuple[str, ...]] = []
        self._next_ignores: tuple[str, ...] = ()
        self._footnotes = 0
        self._footnote_numbers: dict[str, int] = {}
        self._footnote_uses: Counter[str] = Counter()
        self._open: list[_Open] = []
        self._images = 0
        self._heading: list[str] | None = None
        self._title = False
        """The heading is a page's title (h1)."""
        self._templated: tuple[frozenset[str], bool] | None = None
        """The labels that templates define, and whether templates make others; None until one is looked up."""
        self._hidden = False
        """Within an HTML comment that continues past the end of its block, and hides the text after it."""

    def define(self, token: Token) -> None:
        """Note a link reference definition; of two with one label, the first counts (CommonMark, section 4.7)."""
        meta = token.meta
        definition = _Definition(meta["label"], meta["url"], meta[blocks.CONSTRUCT], meta[blocks.DESTINATION])
        self._definitions.append(definition)
        meta[_DEFINITION] = definition
        self._by_label.setdefault(meta["id"], definition)

    def block(self, token: Token) -> None:
        """Process the next block token."""
        self.tabs.block(token)
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
                self._title = token.tag == "h1"
            case "heading_close":
                self._end_heading()
            case "footnote_reference_open" | "footnote_reference_close":
                self._footnotes += token.nesting
                if token.nesting > 0:
                    self._found.anchors.update(footnote_ids(token.meta["label"], self._found.dialect))
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
        if self._heading is not None and not self._hidden:
            self._add_heading("".join(self._heading))
        self._heading = None

    def _html_heading(self, text: str) -> None:
        """GitHub makes the id of all of an HTML heading's text; people who link to it may leave its edges out."""
        if not self._found.dialect.raw_heading_ids:
            return
        self._add_heading(text)
        self._found.anchors.add(type(self._slugger)().slug(text.strip()))

    def _add_heading(self, text: str) -> None:
        if self._found.dialect.dashes_depend_on_version and "--" in text:
            self._found.anchors.add(type(self._slugger)().slug(_with_dashes(text)))
        if isinstance(self._slugger, MdBookSlugger):
            self._found.anchors.add(self._slugger.earlier(text))
        own = custom_id(text)[1] or bracketed_id(text, self._found.path, self._found.dialect)
        slug = self._slugger.slug(text)
        self.tabs.heading(slug)
        if self._found.dialect.title_has_id or not self._title:
            self._found.anchors.add(slug)
        if own is not None and self._found.dialect.explicit_ids:
            self._found.anchors.add(own)

    # Raw HTML

    def _html_block(self, token: Token) -> None:
        piece, cut = token.content, token.meta[blocks.CUT]
        has_tags = False
        start = self._end_of_comment(piece, 0, len(piece))
        for event in read_tags(piece, start):
            if isinstance(event, Comment):
                self._hidden = event.open
                comment = piece[event.start : event.end]
                self._found.comment(comment)
                self._next_ignores += ignored_rules(comment)
            elif isinstance(event, StartTag):
                has_tags = True
                self._html_tag(piece, cut, event)
            elif isinstance(event, EndTag):
                self._html.end_tag(event.name)
            else:
                self._html.text(unescape(piece[event.start : event.end]))
        self._html.finish()
        if has_tags:
            self._take_ignores()

    def _end_of_comment(self, piece: str, start: int, end: int) -> int:
        """Return where the raw HTML of *piece* can be seen from; *end* where an earlier comment hides all of it."""
        if not self._hidden:
            return start
        match = COMMENT_END.search(piece, start, end)
        self._hidden = match is None
        return match.end() if match else end

    def _html_tag(self, piece: str, cut: PositionMap, tag: StartTag) -> None:
        self._html.ignores = self._ignores + self._next_ignores
        self._html.start_tag(piece, cut, tag)

    # Inline text

    def _inline(self, token: Token) -> None:
        if not token.content:
            return
        cut: PositionMap = token.meta[blocks.CUT]
        content = without_formulas(token.content) if self._found.dialect.math else token.content
        undefined: Sequence[inlines.Undefined] = ()
        if self._heading is not None or inlines.may_have_links(content):
            children, undefined = inlines.read_inlines(content, parser(), self._env)
            for child in children:
                self._child(child, content, cut)
            self._html.finish()
        self._found.anchors.update(attribute_ids(token.content, self._found.dialect))
        self._found.anchors.update(self._slugger.slug(term) for term in terms(token.content, self._found.dialect))
        in_formulas = formulas(token.content) if undefined else []
        for label, place in undefined if not self._hidden else ():
            is_formula = any(start <= place[0] < end for start, end in in_formulas)
            if is_formula or self._found.dialect.resolves(label) or self._is_templated(label):
                continue
            message = f"[{label}] is used as a link but not defined"
            self._found.finding(self._source, "undefined-reference", message, cut.range(*place))

    def _is_templated(self, label: str) -> bool:
        """Return whether a template defines *label*, or may, since it makes labels."""
        if self._templated is None:
            labels = _TEMPLATED_DEFINITION.findall(self._source.text)
            self._templated = frozenset(map(normalizeReference, labels)), any("{" in each for each in labels)
        known, any_label = self._templated
        return any_label or normalizeReference(label) in known

    def _child(self, child: Token, piece: str, cut: PositionMap) -> None:
        match child.type:
            case "text" | "text_special" | "code_inline":
                self._text_or_code(child)
            case "softbreak" | "hardbreak":
                self._text("\n")
            case "link_open" | "image_open":
                self._open.append(_Open(child, self._hidden))
                self._images += child.type == "image_open"
            case "link_close" | "image_close":
                self._images -= child.type == "image_close"
                opened = self._open.pop()
                if not opened.hidden:
                    self._link(_KINDS[child.type], "".join(opened.text), opened.token, cut)
            case "autolink" | "bare":
                self._text(child.content)
                if not self._hidden:
                    self._link(_KINDS[child.type], child.content, child, cut)
            case "footnote_reference":
                self._footnote_reference(child.content)
            case "html_inline":
                self._html_inline(child, piece, cut)
            case _:
                pass

    def _text_or_code(self, child: Token) -> None:
        if child.type != "code_inline":
            self._text(self._typeset(child.content))
            return
        self._text(child.content)
        if self._heading and self._heading[-1].endswith("}"):  # no attribute list
            self._heading[-1] = f"{self._heading[-1][:-1]})"

    def _typeset(self, text: str) -> str:
        """Return the text of a heading with the dashes that the site makes of hyphens, without emoji."""
        if self._heading is None:
            return text
        if self._found.dialect.emoji:
            text = _EMOJI.sub("", text)
        if not self._found.dialect.smart_dashes:
            return text
        return _with_dashes(text)

    def _text(self, text: str) -> None:
        if self._hidden:
            return
        for opened in self._open[:2]:  # a link and an image in it; links in the text of an image do not count
            opened.text.append(text)
        if not self._images:  # an image's text is an attribute of it
            self._html.text(text)
        if self._heading is not None and (not self._images or self._found.dialect.image_text_in_ids):
            self._heading.append(text)

    def _footnote_reference(self, label: str) -> None:
        """Readers see a footnote's number; both it and the place that it is used have ids (cmark-gfm's html.c)."""
        if self._hidden:
            return
        number = self._footnote_numbers.setdefault(label, len(self._footnote_numbers) + 1)
        self._footnote_uses[label] += 1
        uses = self._footnote_uses[label]
        self._found.anchors.update((f"fn-{label}", f"fnref-{label}" if uses == 1 else f"fnref-{label}-{uses}"))
        self._text(str(number))

    def _html_inline(self, child: Token, piece: str, cut: PositionMap) -> None:
        if self._images:  # the text of an image is bare of markup (CommonMark, section 6.4)
            return
        start, end = child.meta[inlines.CONSTRUCT]
        for event in read_tags(piece, self._end_of_comment(piece, start, end), end):
            if isinstance(event, StartTag):
                self._html_tag(piece, cut, event)
            elif isinstance(event, EndTag):
                self._html.end_tag(event.name)

    def _link(self, kind: Kind, text: str, token: Token, cut: PositionMap) -> None:
        if self._images:
            return
        if self._footnotes and kind is not Kind.IMAGE:
            kind = Kind.FOOTNOTE
        meta = token.meta
        construct = cut.range(*meta[inlines.CONSTRUCT])
        if (label := meta.get(inlines.LABEL)) in self._by_label:
            definition = self._by_label[label]
            definition.used = True
            destination = definition.destination
        elif label:  # a definition that the generator appends: it is in another file
            destination = construct
        else:
            destination = cut.range(*meta[inlines.DESTINATION])
        self._found.link(self._source, kind, text, meta[inlines.HREF], construct, destination, self._ignores)
