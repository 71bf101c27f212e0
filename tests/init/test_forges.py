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
def test_a_host_tells_its_forge(host: str, expected: Forge | None) -> None:
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
def test_remotes_and_folders_tell_the_forges(hosts: list[str], root: set[str], expected: list[Forge]) -> None:
    assert expected == forges_of(hosts, root)
