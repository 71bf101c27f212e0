import pytest

from linkwarden.init import Forge, forge_of_host, forges_of

GITHUB, GITLAB, FORGEJO = Forge.GITHUB, Forge.GITLAB, Forge.FORGEJO


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("github.com", GITHUB),
        ("GitHub.com", GITHUB),
        ("github.corp.example", GITHUB),
        ("octo.ghe.com", GITHUB),
        ("gitlab.com", GITLAB),
        ("gitlab.gnome.org", GITLAB),
        ("codeberg.org", FORGEJO),
        ("forgejo.example.org", FORGEJO),
        ("git.example.org", None),
        ("notgithub.com", None),
    ],
)
def test_the_forge_follows_from_the_host(host: str, expected: Forge | None) -> None:
    assert expected is forge_of_host(host)


@pytest.mark.parametrize(
    ("hosts", "root", "expected"),
    [
        ([], {"README.md"}, []),
        (["git.example.org"], {"README.md"}, []),
        (["git.example.org"], {".forgejo"}, [FORGEJO]),
        (["codeberg.org", "github.com"], {".github"}, [GITHUB, FORGEJO]),
        ([], {".gitlab-ci.yml"}, [GITLAB]),
    ],
)
def test_the_forges_follow_from_remotes_and_folders(hosts: list[str], root: set[str], expected: list[Forge]) -> None:
    assert expected == forges_of(hosts, root)
