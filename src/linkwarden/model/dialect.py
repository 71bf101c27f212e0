"""How a site generator reads Markdown, where that differs from GitHub."""

import re
from dataclasses import dataclass

_ZERO_WIDTH = "\u200b"
_DESTINATION = re.compile(r"\]\([^()\s]*|\bhref=[\"']?[^\s\"'>]*")
"""The destination of a link, whose fragment is no id of the page."""
_NAME = re.compile(r"[\w][\w.:-]*")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^`\n]*)")

EVERY_PAGE = r"\A"
"""A pattern of generated ids that matches in every page."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The syntax and the ids of one site's pages."""

    anchors: str = "github"
    """The style of heading ids, by its name in the registry of anchor styles."""
    python_markdown: bool = False
    """Indented content of admonitions (``!!!``, ``???``) and tabs (``===``) is Markdown."""
    tab_ids: str = ""
    """The style of the ids of such tabs: ``numbered``, or one of headings; empty: they have none."""
    tab_ids_after_headings: bool = False
    """The id of a tab begins with that of the heading above it."""
    emoji: bool = False
    """Shortcodes (``:rocket:``) become pictures, and are then not part of a heading's id."""
    math: bool = False
    """Formulas (``$…$``, ``\\(…\\)``) are not Markdown."""
    html_elements: bool = False
    """Raw HTML ends with its element, and an element with the attribute ``markdown`` contains Markdown."""
    mdx: bool = False
    """Files that do not end in ``.mdx`` are MDX too (Docusaurus)."""
    attribute_lists: bool = False
    """``{#id}`` and ``{: #id }`` give an id to what they follow, anywhere in a page."""
    colon_in_attribute_lists: bool = False
    """Only ``{: #id }`` does; ``{#id}`` is one of headings alone (kramdown)."""
    raw_heading_ids: bool = True
    """Headings that are raw HTML get ids too, and ``name`` is an id of any element, as on GitHub."""
    explicit_ids: bool = True
    """``{#id}`` at the end of a heading is an id, whatever the style makes of it."""
    smart_dashes: bool = False
    """``--`` and ``---`` become dashes before headings get their ids."""
    dashes_depend_on_version: bool = False
    """Releases of the generator differ in `smart_dashes`: both ids count."""
    image_text_in_ids: bool = False
    """The text of an image in a heading is part of its id."""
    title_has_id: bool = True
    """False if a heading of the first level gets no id (Docusaurus)."""
    page_ids: frozenset[str] = frozenset()
    """Ids that the layout puts on every page."""
    generated: str = ""
    """A regular expression of constructs whose output may bring ids that the source does not show."""
    generated_in_code: bool = True
    """The output of such a construct in fenced code may bring ids too."""
    made_ids: tuple[tuple[str, str], ...] = ()
    """Ids that the source shows: regular expressions of lines, and the id with ``{}`` for the first group."""
    id_prefixes: tuple[str, ...] = ()
    """What ids may begin with that such a construct makes from a name in it."""
    comments: tuple[str, str] | None = None
    """Regular expressions of what begins and ends text that is not shown."""
    markdown_fences: str = ""
    """A regular expression of the info strings of fenced code that is Markdown (mdbook-admonish)."""
    footnote_ids: tuple[str, ...] = ()
    """The ids that a footnote gets, with ``{}`` for its label."""
    definition_terms: bool = False
    """The terms of definition lists get ids, as headings do."""
    cross_references: str = ""
    """A regular expression of the labels that another system than Markdown resolves; ``.*`` for all of them."""
    appended: str = ""
    """Markdown that the generator appends to every page: its definitions hold there."""

    def resolves(self, label: str) -> bool:
        """Return whether another system than Markdown resolves a reference with that *label*."""
        return bool(self.cross_references) and re.fullmatch(self.cross_references, label) is not None

    def generates_ids(self, text: str) -> bool:
        """Return whether the page of *text* may have ids that *text* does not show."""
        if not self.generated or re.search(self.generated, text, re.MULTILINE) is None:
            return False
        return re.search(self.generated, self.generating(text), re.MULTILINE) is not None

    @property
    def generates_every_page(self) -> bool:
        """Whether every page may have ids that its text does not show, since their style is unknown."""
        return EVERY_PAGE in self.generated.split("|")

    def generating(self, text: str) -> str:
        """Return *text* without what brings no ids whatever is in it."""
        return text if self.generated_in_code else without_fences(text)

    def without_comments(self, text: str) -> str:
        """Return *text* with blanks for what is in comments, so that all positions stay."""
        if self.comments is None:
            return text
        opening, closing = map(re.compile, self.comments)
        position = 0
        while (start := opening.search(text, position)) and (end := closing.search(text, start.end())):
            text = _hidden(text, start.start(), end.end())
            position = end.end()
        return text

    def with_fences_opened(self, text: str) -> str:
        """Return *text* with blanks for the fences around Markdown, so that all positions stay."""
        return _with_fences_opened(text, self.markdown_fences) if self.markdown_fences else text

    def ids_made(self, text: str) -> frozenset[str]:
        """Return the ids that lines of *text* get which are no headings."""
        return frozenset(
            made.format(name) for pattern, made in self.made_ids for name in re.findall(pattern, text, re.MULTILINE)
        )

    def names_in_generated(self, text: str) -> frozenset[str]:
        """Return the names in the lines of *text* that may bring ids: the id may be one of them."""
        if not self.generated or not re.search(self.generated, text, re.MULTILINE):
            return frozenset()
        is_generated = re.compile(self.generated).search
        lines = (_DESTINATION.sub("", line) for line in text.split("\n") if is_generated(line))
        names = {name for line in lines for name in _NAME.findall(line)}
        return frozenset((*names, *(f"{prefix}{name}" for prefix in self.id_prefixes for name in names)))


def _hidden(text: str, start: int, end: int) -> str:
    """Return *text* with blanks from *start* to *end*.

    Parts of lines become characters without width: spaces before other text would make it indented code.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last == -1 else last
    lines = text[start:end].split("\n")
    blanks = [" " * len(line) for line in lines]
    if text[end:last].strip():
        blanks[-1] = _ZERO_WIDTH * len(lines[-1])
    if text[first:start].strip():
        blanks[0] = _ZERO_WIDTH * len(lines[0])
    return text[:start] + "\n".join(blanks) + text[end:]


def _with_fences_opened(text: str, info: str) -> str:
    lines = text.split("\n")
    opened: list[tuple[str, bool]] = []
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if match is None:
            continue
        fence, is_markdown = opened[-1] if opened else ("", True)
        if fence and match[1].startswith(fence) and not match[2].strip():
            opened.pop()
        elif is_markdown:
            is_markdown = re.match(info, match[2].strip()) is not None
            opened.append((match[1], is_markdown))
        else:
            continue
        if is_markdown:
            lines[number] = " " * len(line)
    return "\n".join(lines)


def without_fences(text: str) -> str:
    """Return *text* without fenced code, also that in list items."""
    kept: list[str] = []
    opened = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if opened:
            if match and match[1].startswith(opened) and not match[2].strip():
                opened = ""
        elif match:
            opened = match[1]
        else:
            kept.append(line)
    return "\n".join(kept)
