"""Targets that cannot be determined from a site's sources are not reported as missing."""

from dataclasses import replace

import pytest

from linkwarden.judge import judge
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import LocalFile
from tests.judge.builders import case

MISSING = LocalFile(exists=False, reason="not there", generator="mkdocs.yml")
UNKNOWN = replace(MISSING, unknown="a plugin may make it")
PAGE = LocalFile(exists=True, anchors=frozenset({"a", "User"}), generator="mkdocs.yml")


@pytest.mark.parametrize(
    ("fact", "fragment", "rule"),
    [
        (UNKNOWN, None, "site-path"),
        (MISSING, None, "missing-file"),
        (PAGE, "a", None),
        (PAGE, "b", "missing-anchor"),
        (PAGE, "user", "missing-anchor"),
        (PAGE, "User", None),
        (PAGE, "A", "missing-anchor"),
        (replace(PAGE, generator=None), "A", None),
        (replace(PAGE, complete=False), "b", "site-path"),
        (replace(PAGE, complete=False), "a", None),
    ],
)
def test_paths_and_ids_of_sites(fact: LocalFile, fragment: str | None, rule: str | None) -> None:
    judged = judge(case(url="x", kind=TargetKind.FILE, fragment=fragment, facts=[fact]))

    assert rule == judged.rule
    assert [rule] * bool(rule) == [each.rule for each in judged.findings]
