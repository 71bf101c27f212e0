"""What a site generator may make is not called missing."""

from dataclasses import replace

import pytest

from linkwarden.judge import Case, judge
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import LocalFile
from linkwarden.settings import Settings
from tests.judge.builders import case

MISSING = LocalFile(exists=False, reason="not there", generator="mkdocs.yml")
PAGE = LocalFile(exists=True, anchors=frozenset({"a"}), generator="mkdocs.yml")


def written(href: str, fact: LocalFile, fragment: str | None = None, settings: Settings | None = None) -> Case:
    """A case of a link that is written as *href*."""
    made = case(url="x", kind=TargetKind.FILE, fragment=fragment, facts=[fact], settings=settings)
    occurrences = tuple(replace(each, href=href) for each in made.link.occurrences)
    return replace(made, link=replace(made.link, occurrences=occurrences))


@pytest.mark.parametrize(
    ("href", "fact", "fragment", "rule"),
    [
        ("/guide/install", MISSING, None, "site-path"),
        ("/guide/install.md", MISSING, None, "site-path"),
        ("./install", MISSING, None, "site-path"),
        ("install/#part", MISSING, "part", "site-path"),
        ("install.md", MISSING, None, "missing-file"),
        ("/guide", replace(MISSING, generator=None), None, "missing-file"),
        ("a.md#b", PAGE, "b", "site-path"),
        ("a.md#a", PAGE, "a", None),
        ("a.md#b", replace(PAGE, generator=None), "b", "missing-anchor"),
    ],
)
def test_paths_and_ids_of_sites(href: str, fact: LocalFile, fragment: str | None, rule: str | None) -> None:
    judged = judge(written(href, fact, fragment))

    assert rule == judged.rule
    assert [rule] * bool(rule) == [each.rule for each in judged.findings]


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("../../issues", "site-path"),
        ("../../releases/latest", "site-path"),
        ("../../wiki/", "site-path"),
        ("../..", "site-path"),
        ("../../", "site-path"),
        ("../issues", "missing-file"),
        ("..", "missing-file"),
        ("../../../issues", "missing-file"),
        ("../../..", "missing-file"),
        ("issues", "missing-file"),
    ],
)
def test_a_path_that_leaves_the_repository_by_two_levels_is_a_page_of_the_forge(path: str, rule: str) -> None:
    fact = LocalFile(exists=False, reason="outside")
    judged = judge(case(url=path, kind=TargetKind.FILE, facts=[fact]))

    assert (rule, [rule]) == (judged.rule, [each.rule for each in judged.findings])


def test_a_setting_that_says_how_paths_map_has_them_checked() -> None:
    settings = Settings(index_files=("index.md",))

    assert judge(written("/guide", MISSING, settings=settings)).rule == "missing-file"


def test_a_setting_that_says_how_ids_are_made_has_them_checked() -> None:
    settings = Settings(anchors="python-markdown")

    assert judge(written("a.md#b", PAGE, "b", settings)).rule == "missing-anchor"
