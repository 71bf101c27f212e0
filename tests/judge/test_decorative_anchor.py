"""decorative-anchor: tooltips in the list of contributors."""

from dataclasses import replace

import pytest

from linkwarden.judge import judge
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import LocalFile
from tests.judge.builders import case

FILE = LocalFile(exists=True, anchors=frozenset())


@pytest.mark.parametrize(
    ("decorative", "rule"),
    [
        ((True,), "decorative-anchor"),
        ((True, True), "decorative-anchor"),
        ((True, False), "missing-anchor"),
        ((False,), "missing-anchor"),
    ],
)
def test_only_an_anchor_that_is_a_tooltip_everywhere_is_skipped(decorative: tuple[bool, ...], rule: str) -> None:
    made = case(url="README.md", kind=TargetKind.FILE, fragment="content-octocat", facts=[FILE])
    (place,) = made.link.occurrences
    link = made.link._replace(occurrences=tuple(place._replace(decorative=each) for each in decorative))

    assert rule == judge(replace(made, link=link)).rule
