"""Links that no reader of a document meets, and links without a destination."""

from dataclasses import replace

import pytest

from linkwarden.judge import judge
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import LocalFile
from linkwarden.model.place import Kind
from tests.judge.builders import case

MISSING = LocalFile(exists=False, reason="not there")
TEST_DATA = LocalFile(exists=False, reason="not there", generator="test-data", unknown="test data")


@pytest.mark.parametrize(
    ("kind", "text", "href", "fact", "rules"),
    [
        (Kind.LINK, "a", "x.md", MISSING, ["missing-file"]),
        (Kind.DEFINITION, "a", "x.md", MISSING, ["unused-definition"]),
        (Kind.LINK, "a", "x.md", TEST_DATA, ["not-a-document"]),
        (Kind.LINK, "a", "", LocalFile(exists=True), ["empty-destination"]),
        (Kind.IMAGE, "a", " ", LocalFile(exists=True), ["empty-destination"]),
        (Kind.LINK, "", "", LocalFile(exists=True), []),
        (Kind.HTML, "a", "", LocalFile(exists=True), []),
    ],
)
def test_rules(kind: Kind, text: str, href: str, fact: LocalFile, rules: list[str]) -> None:
    made = case(url="x.md", kind=TargetKind.FILE, facts=[fact])
    places = tuple(each._replace(kind=kind, text=text, href=href) for each in made.link.occurrences)
    judged = judge(replace(made, link=made.link._replace(occurrences=places)))

    assert rules == [each.rule for each in judged.findings]
