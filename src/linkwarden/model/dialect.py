"""How a site generator reads Markdown, where that differs from GitHub."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """The syntax and the ids of one site's pages."""

    anchors: str = "github"
    """The style of heading ids, by its name in the registry of anchor styles."""
    python_markdown: bool = False
    """Indented content of admonitions (``!!!``, ``???``) and tabs (``===``) is Markdown."""
    attribute_lists: bool = False
    """``{#id}`` and ``{: #id }`` give an id to what they follow, wherever they stand."""
    title_has_id: bool = True
    """False where a heading of the first level gets no id (Docusaurus)."""
    page_ids: frozenset[str] = frozenset()
    """Ids that the layout puts on every page."""
    generated: str = ""
    """A regular expression of constructs whose output may bring ids that the source doesn't show."""
    cross_references: str = ""
    """A regular expression of the labels that another system than Markdown resolves; ``.*`` for all of them."""
    appended: str = ""
    """Markdown that the generator appends to every page: its definitions hold there."""

    def resolves(self, label: str) -> bool:
        """Tell whether another system than Markdown resolves a reference with that *label*."""
        return bool(self.cross_references) and re.fullmatch(self.cross_references, label) is not None

    def generates_ids(self, text: str) -> bool:
        """Tell whether the page of *text* may have ids that *text* doesn't show."""
        return bool(self.generated) and re.search(self.generated, text, re.MULTILINE) is not None
