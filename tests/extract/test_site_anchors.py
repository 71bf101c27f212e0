"""The ids that site generators make of headings."""

import pytest

from linkwarden.extract.anchors import ANCHOR_STYLES


@pytest.mark.parametrize(
    ("style", "headings", "ids"),
    [
        ("vitepress", ["build.target", "2. Über `x`!", "a", "a"], ["build-target", "_2-uber-x", "a", "a-1"]),
        ("vitepress", ["Own {#mine}"], ["mine"]),
        ("docusaurus", ["getState()", "Own {#Mine}", "a", "a"], ["getstate", "Mine", "a", "a-1"]),
        (
            "mdbook",
            ["What's new? (1.0)", "a_b", "a_b", "Own { #mine .class }"],
            ["whats-new-10", "a_b", "a_b-1", "mine"],
        ),
        ("hugo", ["A  B", "Own {#mine}"], ["a--b", "mine"]),
        ("kramdown", ["1. Start", "Own {: #mine}"], ["1-start", "mine"]),
    ],
)
def test_ids(style: str, headings: list[str], ids: list[str]) -> None:
    slugger = ANCHOR_STYLES[style].slugger()

    assert ids == [slugger.slug(heading) for heading in headings]
