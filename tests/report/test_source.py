"""Links to lines of files on the forge, from the variables of a CI job."""

import pytest

from linkwarden.report.source import source_links

SHA = "0123456789" * 4
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/widget",
    "GITHUB_SHA": SHA,
}
GITLAB = {"GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.com/acme/sub/widget", "CI_COMMIT_SHA": SHA}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (GITHUB, f"https://github.com/acme/widget/blob/{SHA}/docs/a%20b.md?plain=1#L7"),
        (
            GITHUB | {"FORGEJO_ACTIONS": "true"},
            f"https://github.com/acme/widget/src/commit/{SHA}/docs/a%20b.md?display=source#L7",
        ),
        (
            GITHUB | {"GITEA_ACTIONS": "true"},
            f"https://github.com/acme/widget/src/commit/{SHA}/docs/a%20b.md?display=source#L7",
        ),
        (GITLAB, f"https://gitlab.com/acme/sub/widget/-/blob/{SHA}/docs/a%20b.md?plain=1#L7"),
    ],
)
def test_url_of_a_line(environ: dict[str, str], expected: str) -> None:
    links = source_links(environ)

    assert links is not None
    assert expected == links.url("docs/a b.md", 7)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {**GITHUB, "GITHUB_ACTIONS": "false"},
        {**GITHUB, "GITHUB_SHA": ""},
        {**GITHUB, "GITHUB_SHA": "main"},
        {**GITHUB, "GITHUB_REPOSITORY": ""},
        {**GITHUB, "GITHUB_SERVER_URL": "javascript:alert(1)"},
        {**GITHUB, "GITHUB_REPOSITORY": "acme/widget) @octocat"},
        {**GITHUB, "GITHUB_REPOSITORY": "acme/widget\n"},
        {**GITLAB, "CI_PROJECT_URL": ""},
    ],
)
def test_without_a_known_forge_there_are_none(environ: dict[str, str]) -> None:
    assert source_links(environ) is None


def test_a_path_cannot_leave_the_url() -> None:
    links = source_links(GITHUB)

    assert links is not None
    assert links.url("a)>#?<\ud800&\\.md", 1).endswith("/a%29%3E%23%3F%3C%3F%26%5C.md?plain=1#L1")
