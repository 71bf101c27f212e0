"""Which URLs show files of this repository's default branch."""

from pathlib import Path

import pytest

from linkwarden.git import OwnRepository, own_repository
from tests.git.history import History, environment

GITHUB = OwnRepository("github.com", "octo/tool", "main")
GITLAB = OwnRepository("gitlab.example.org", "group/sub/tool", "trunk/x")
FORGEJO = OwnRepository("codeberg.org", "octo/tool", "main")


@pytest.mark.parametrize(
    ("own", "url", "expected"),
    [
        (GITHUB, "https://github.com/octo/tool/blob/main/docs/a%20b.md", "docs/a%20b.md"),
        (GITHUB, "https://github.com/Octo/Tool/blob/main/x.md?plain=1", "x.md"),
        (GITHUB, "https://github.com/octo/tool/tree/main/", ""),
        (GITHUB, "https://github.com/octo/tool/tree/main", ""),
        (GITHUB, "https://github.com/octo/tool/raw/HEAD/x.png", "x.png"),
        (GITHUB, "https://raw.githubusercontent.com/octo/tool/main/x.png", "x.png"),
        (GITHUB, "https://raw.githubusercontent.com/octo/tool/refs/heads/main/x.png", "x.png"),
        (GITHUB, "https://github.com/octo/tool/blob/mainline/x.md", None),
        (GITHUB, "https://github.com/octo/tool/blob/v1/x.md", None),
        (GITHUB, "https://github.com/octo/tool/issues/1", None),
        (GITHUB, "https://github.com/octo/toolbox/blob/main/x.md", None),
        (GITHUB, "https://github.com/octo/tool", None),
        (GITHUB, "https://raw.githubusercontent.com/octo/toolbox/main/x.png", None),
        (GITHUB, "https://example.org/octo/tool/blob/main/x.md", None),
        (GITHUB, "not a url", None),
        (GITLAB, "https://gitlab.example.org/group/sub/tool/-/blob/trunk/x/docs/a.md", "docs/a.md"),
        (GITLAB, "https://gitlab.example.org/group/sub/tool/-/tree/trunk/docs", None),
        (FORGEJO, "https://codeberg.org/octo/tool/src/branch/main/a.md", "a.md"),
        (FORGEJO, "https://codeberg.org/octo/tool/src/commit/main/a.md", None),
        (FORGEJO, "https://raw.githubusercontent.com/octo/tool/main/x.png", None),
    ],
)
def test_the_url_of_a_file_on_the_default_branch_names_its_path(
    own: OwnRepository, url: str, expected: str | None
) -> None:
    assert expected == own.file_of(url)


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("https://github.com/octo/tool.git", GITHUB),
        ("https://token@github.com/octo/tool", GITHUB),
        ("git@github.com:octo/tool.git", GITHUB),
        ("ssh://git@github.com:22/octo/tool.git/", GITHUB),
        ("/srv/git/tool.git", None),
        ("../tool", None),
    ],
)
def test_the_owner_comes_from_the_remote(history: History, remote: str, expected: OwnRepository | None) -> None:
    history.git("remote", "add", "origin", remote)
    history.commit()
    history.git("update-ref", "refs/remotes/origin/main", "main")
    history.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    assert expected == own_repository(history.path, environment(), {})


def test_nothing_is_known_of_a_repository_without_a_remote(history: History) -> None:
    assert own_repository(history.path, environment(), {}) is None


@pytest.mark.parametrize(
    ("variables", "event", "expected"),
    [
        ({"GITHUB_REPOSITORY": "octo/tool"}, {"repository": {"default_branch": "main"}}, GITHUB),
        (
            {"GITHUB_REPOSITORY": "octo/tool", "GITHUB_SERVER_URL": "https://codeberg.org"},
            {"repository": {"default_branch": "main"}},
            FORGEJO,
        ),
        (
            {"CI_PROJECT_URL": "https://gitlab.example.org/group/sub/tool", "CI_DEFAULT_BRANCH": "trunk/x"},
            {},
            GITLAB,
        ),
        ({"GITHUB_REPOSITORY": "octo/tool"}, {}, None),
    ],
)
def test_the_owner_comes_from_ci(
    tmp_path: Path, variables: dict[str, str], event: dict[str, object], expected: OwnRepository | None
) -> None:
    assert expected == own_repository(tmp_path, {**variables, "PATH": ""}, event)
