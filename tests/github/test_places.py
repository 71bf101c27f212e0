"""What URLs on GitHub refer to."""

import pytest

from linkwarden.model.github import Page
from linkwarden.probe.github.places import GitHubTarget, Server, needs_page, read_target, server_of
from linkwarden.urls import parse_web_url

_ANY = frozenset[str]()


def github() -> Server:
    server = server_of({})
    assert server is not None
    return server


def target(url: str, server: Server | None = None) -> GitHubTarget | None:
    parsed = parse_web_url(url)
    assert parsed is not None
    return read_target(parsed, server or github())


def repository(*fields: str, page: Page = Page.REPOSITORY, kinds: frozenset[str] = _ANY) -> GitHubTarget:
    return GitHubTarget(page, "o", "r", fields, kinds)


def obj(expression: str) -> str:
    return f'object(expression: "{expression}") {{ __typename }}'


THREAD = "issueOrPullRequest(number: 7) { __typename }"
FILE = repository(obj("main:docs/x.md"), page=Page.FILE)
RAW = repository(obj("main:docs/x.md"), page=Page.FILE, kinds=frozenset({"Blob"}))
COMMIT = repository(obj("0a1b2c3"), page=Page.RECORD, kinds=frozenset({"Commit"}))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/o/r", repository()),
        ("https://github.com/o/r/", repository()),
        ("https://github.com/o/r.git", repository()),
        ("https://github.com/o/r?tab=readme-ov-file", repository()),
        ("http://github.com/o/r", repository()),
        ("https://www.github.com/o/r", repository()),
        ("https://github.com/o/r/releases", repository()),
        ("https://github.com/o/r/releases/latest", repository()),
        ("https://github.com/o/r/pulls", repository()),
        ("https://github.com/o/r/issues", repository("hasIssuesEnabled")),
        ("https://github.com/o/r/issues?q=is%3Aopen", repository("hasIssuesEnabled")),
        ("https://github.com/o/r/discussions", repository("hasDiscussionsEnabled")),
        ("https://github.com/o/.github", GitHubTarget(Page.REPOSITORY, "o", ".github")),
        ("https://github.com/me_corp/r", GitHubTarget(Page.REPOSITORY, "me_corp", "r")),
        ("https://github.com/o/r/blob/main/docs/x.md", FILE),
        ("https://github.com/o/r/raw/main/docs/x.md", FILE),
        ("https://github.com/o/r/tree/main/docs/x.md/", FILE),
        ("https://github.com/o/r/tree/v1", repository(obj("v1"), page=Page.FILE)),
        ("https://github.com/o/r/blob/main/a%20b%C3%A9.md", repository(obj("main:a bé.md"), page=Page.FILE)),
        ('https://github.com/o/r/blob/main/"x".md', repository(obj('main:\\"x\\".md'), page=Page.FILE)),
        ("https://raw.githubusercontent.com/o/r/main/docs/x.md", RAW),
        (
            "https://raw.githubusercontent.com/o/r/refs/heads/main/x.md",
            repository(obj("refs/heads/main:x.md"), page=Page.FILE, kinds=frozenset({"Blob"})),
        ),
        ("https://github.com/o/r/commit/0a1b2c3", COMMIT),
        ("https://github.com/o/r/issues/7", repository(THREAD, page=Page.RECORD)),
        ("https://github.com/o/r/pull/7", repository(THREAD, page=Page.RECORD)),
        ("https://github.com/o/r/pull/7/files", repository(THREAD, page=Page.RECORD)),
        ("https://github.com/o/r/discussions/7", repository("discussion(number: 7) { __typename }", page=Page.RECORD)),
        (
            "https://github.com/o/r/releases/tag/a%2Fv1",
            None,
        ),
        (
            "https://github.com/o/r/releases/tag/a/v1",
            repository(
                'release(tagName: "a/v1") { __typename }',
                'ref(qualifiedName: "refs/tags/a/v1") { __typename }',
                page=Page.RECORD,
            ),
        ),
        ("https://github.com/o/r/wiki", repository(page=Page.OTHER)),
        ("https://github.com/o/r/actions/workflows/ci.yml", repository(page=Page.OTHER)),
        ("https://github.com/o/r/blob/main", repository(page=Page.OTHER)),
        ("https://github.com/o/r/issues/99999999999", repository(page=Page.OTHER)),
        ("https://github.com/o/r/commit/HEAD", repository(page=Page.OTHER)),
        ("https://github.com/o", GitHubTarget(Page.OWNER, "o")),
        ("https://github.com/", None),
        ("https://github.com/topics/python", None),
        ("https://github.com/Sponsors/somebody", None),
        ("https://github.com/orgs/o/repositories", None),
        ("https://github.com/-bad/r", None),
        ("https://github.com/o/r%20x", None),
        ("https://github.com/o/r/blob/main/%FF", None),
        ("https://github.com:8443/o/r", None),
        ("http://github.com:8080/o/r", None),
        ("https://gist.github.com/o/0a1b2c3", None),
        ("https://raw.githubusercontent.com/o/r/main", None),
        ("https://gitlab.com/o/r", None),
        ("https://notgithub.com/o/r", None),
    ],
)
def test_a_url_names(url: str, expected: GitHubTarget | None) -> None:
    assert expected == target(url)


@pytest.mark.parametrize(
    ("environment", "web", "endpoint"),
    [
        ({}, "https://github.com/", "https://api.github.com/graphql"),
        ({"GITHUB_API_URL": ""}, "https://github.com/", "https://api.github.com/graphql"),
        ({"GITHUB_API_URL": "https://api.github.com/"}, "https://github.com/", "https://api.github.com/graphql"),
        ({"GITHUB_API_URL": "https://ghe.corp/api/v3"}, "https://ghe.corp/", "https://ghe.corp/api/graphql"),
        (
            {"GITHUB_API_URL": "https://api.corp.dev/api/v3"},
            "https://api.corp.dev/",
            "https://api.corp.dev/api/graphql",
        ),
        ({"GITHUB_API_URL": "https://api.octo.ghe.com"}, "https://octo.ghe.com/", "https://api.octo.ghe.com/graphql"),
        (
            {"GITHUB_API_URL": "https://ghe.corp/api/v3", "GITHUB_SERVER_URL": "https://code.corp"},
            "https://code.corp/",
            "https://ghe.corp/api/graphql",
        ),
    ],
)
def test_the_servers_addresses(environment: dict[str, str], web: str, endpoint: str) -> None:
    server = server_of(environment)

    assert server is not None
    assert (web, endpoint) == (server.web.href, server.endpoint.href)


@pytest.mark.parametrize("url", ["nonsense", "https://codeberg.org/api/v1"])
def test_an_address_of_no_github_switches_the_api_off(url: str) -> None:
    assert server_of({"GITHUB_API_URL": url}) is None


def test_an_enterprise_server_answers_for_its_own_pages_alone() -> None:
    server = server_of({"GITHUB_API_URL": "https://ghe.corp/api/v3"})

    assert target("https://ghe.corp/o/r", server) == repository()
    assert target("https://github.com/o/r", server) is None
    assert target("https://raw.githubusercontent.com/o/r/main/docs/x.md", server) is None


@pytest.mark.parametrize(
    ("url", "needed"),
    [
        ("https://github.com/o/r", False),
        ("https://github.com/o/r#", False),
        ("https://github.com/o/r#readme", False),
        ("https://github.com/o/r#:~:text=word", False),
        ("https://github.com/o/r#installation", True),
        ("https://github.com/o/r/blob/main/x.py#L10", False),
        ("https://github.com/o/r/blob/main/x.py#L10-L20", False),
        ("https://github.com/o/r/blob/main/x.py#L10C1-L20C5", False),
        ("https://github.com/o/r/blob/main/x.md#usage", True),
        ("https://github.com/o/r/issues/7#issuecomment-1", False),
        ("https://github.com/o#about", True),
        ("https://raw.githubusercontent.com/o/r/main/x.md#usage", False),
        ("http://github.com/o/r", True),
        ("https://www.github.com/o/r", True),
    ],
)
def test_the_page_itself_is_needed(url: str, needed: bool) -> None:
    parsed, server = parse_web_url(url), github()
    assert parsed is not None
    named = read_target(parsed, server)
    assert named is not None

    assert needed == needs_page(parsed, [parsed.fragment], named, server)
