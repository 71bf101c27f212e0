"""Docusaurus's ids: GitHub's algorithm (github-slugger), and ``{#id}`` instead where a heading ends with it."""

from linkwarden.extract.anchors import ANCHOR_STYLES, AnchorStyle, custom_id
from linkwarden.extract.anchors.github import GithubSlugger


class DocusaurusSlugger(GithubSlugger):
    """An explicit id replaces the one derived from the text."""

    def slug(self, heading: str) -> str:
        """Return the heading's id: its own or one made of its text."""
        text, own = custom_id(heading)
        return super().slug(text) if own is None else own


ANCHOR_STYLES.register(AnchorStyle("docusaurus", DocusaurusSlugger))
