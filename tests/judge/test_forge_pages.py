"""Relative links to pages of the forge are not missing files."""

from dataclasses import replace

import pytest

from linkwarden.judge import judge
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import LocalFile
from tests.judge.builders import case

MISSING = LocalFile(exists=False, reason="not there")


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("../../issues", "site-path"),
        ("../../releases/latest", "site-path"),
        ("../../wiki/", "site-path"),
        ("../..", "site-path"),
        ("../../", "site-path"),
        ("../../../other-repository", "site-path"),
        ("../../../../other-owner/repository", "site-path"),
        ("../../..", "site-path"),
        ("../issues", "missing-file"),
        ("..", "missing-file"),
        ("issues", "missing-file"),
        ("docs/../../x", "missing-file"),
    ],
)
def test_a_path_that_leaves_the_repository_by_two_levels_is_a_page_of_the_forge(path: str, rule: str) -> None:
    judged = judge(case(url=path, kind=TargetKind.FILE, facts=[MISSING]))

    assert (rule, [rule]) == (judged.rule, [each.rule for each in judged.findings])


@pytest.mark.parametrize(
    ("path", "href", "rule"),
    [
        (".github/PULL_REQUEST_TEMPLATE.md", "../blob/main/CONTRIBUTING.md", "site-path"),
        (".github/PULL_REQUEST_TEMPLATE/fix.md", "../issues", "site-path"),
        ("pull_request_template.md", "../issues", "site-path"),
        ("docs/pull_request_template.md", "../issues", "site-path"),
        (".github/ISSUE_TEMPLATE/bug.md", "../discussions", "site-path"),
        (".github/ISSUE_TEMPLATE.md", "../discussions", "site-path"),
        (".gitea/issue_template/bug.md", "../labels", "site-path"),
        (".gitlab/merge_request_templates/Default.md", "../issues", "site-path"),
        (".github/ISSUE_TEMPLATE/bug.md", "docs/guide.md", "missing-file"),
        (".github/CONTRIBUTING.md", "../issues", "missing-file"),
        ("docs/issue_template_guide.md", "../issues", "missing-file"),
    ],
)
def test_a_template_is_shown_on_the_page_of_an_issue(path: str, href: str, rule: str) -> None:
    made = case(url="issues", kind=TargetKind.FILE, facts=[MISSING])
    occurrences = tuple(each._replace(path=path, href=href) for each in made.link.occurrences)

    assert rule == judge(replace(made, link=made.link._replace(occurrences=occurrences))).rule
