"""A whole run against a GitHub of its own, over sockets: its pages, and its API."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import Ran, Repository
from tests.web import Web
from tests.web.server import Behaviour, Call

TOKEN = "ghp_end2end"

pytestmark = pytest.mark.usefixtures("fast_clock")


def _repository(name: str, **changed: Any) -> dict[str, Any]:
    commit = {"target": {"committedDate": "2099-01-01T00:00:00Z"}}
    return {"nameWithOwner": name, "isArchived": False, "defaultBranchRef": commit, **changed}


REPOSITORIES: dict[str, dict[str, Any]] = {
    "octo/there": _repository("octo/there"),
    "octo/old": _repository("octo/new"),
    "octo/done": _repository("octo/done", isArchived=True, archivedAt="2023-04-05T06:07:08Z"),
}


async def _pages(call: Call) -> None:
    """Like github.com: pages for existing repositories, a redirect for a renamed one, otherwise 404."""
    name = "/".join(call.path.strip("/").split("/")[:2])
    if name in REPOSITORIES and "missing" not in call.path:
        await call.page()
    else:
        await call.answer(404, body="<title>Page not found</title>")


async def _api(call: Call) -> None:
    """Like the GraphQL API: it needs a token, and has REPOSITORIES."""
    length = int(call.asked.headers.get("content-length", "0"))
    query = json.loads(await call.reader.readexactly(length))["query"]
    if call.asked.headers.get("authorization") != f"Bearer {TOKEN}":
        await call.answer(401, [("Content-Type", "application/json")], '{"message": "Bad credentials"}')
        return
    data: dict[str, Any] = {"rateLimit": {"limit": 1000, "remaining": 999, "resetAt": "2099-01-01T00:00:00Z"}}
    errors = []
    for alias, owner, name in re.findall(r'(r\d+): repository\(owner: "(.*?)", name: "(.*?)"\)', query):
        data[alias] = REPOSITORIES.get(f"{owner}/{name}")
        if data[alias] is None:
            errors.append({"type": "NOT_FOUND", "path": [alias], "message": "Could not resolve"})
        else:
            data[alias] = {**data[alias], "f0": None if "missing" in query else {"__typename": "Blob"}}
    body = json.dumps({"data": data, "errors": errors})
    await call.answer(200, [("Content-Type", "application/json; charset=utf-8")], body)


@pytest.fixture
def github(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    behaviours = {"pages": Behaviour("pages", _pages), "api": Behaviour("api", _api)}
    with Web(tmp_path_factory.mktemp("github"), behaviours) as web:
        yield web


def run(
    github: Web,
    folder: Path,
    command: str,
    *names: str,
    token: str = TOKEN,
    arguments: tuple[str, ...] = (),
    **more: str,
) -> Ran:
    """Run a command over a README that links to *names*."""
    repository = Repository(folder / "repository")
    repository.write("README.md", "".join(f"- <{github.url('pages', f'/{name}')}>\n" for name in names))
    repository.configure(canary=github.url("pages", "/octo/there"))
    return repository.run(
        command,
        "--allow-private-addresses",
        *arguments,
        GITHUB_TOKEN=token,
        GITHUB_API_URL=github.url("api").rstrip("/"),
        GITHUB_SERVER_URL=github.url("pages").rstrip("/"),
        CI="true",
        **more,
    )


def test_one_question_answers_for_all_that_are_there(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "check", "octo/there", "octo/old/blob/main/x.md", "octo/done", "octo/gone")
    verdicts = {url.partition("/octo/")[2]: verdict for url, verdict in ran.verdicts.items()}

    assert verdicts == {
        "there": ("alive", None),
        "old/blob/main/x.md": ("moved", "repository-renamed"),
        "done": ("alive", None),
        "gone": ("dead", "repository-missing"),
    }
    assert ["/graphql"] == [each.target for each in github.log("api")]
    assert ["/octo/gone", "/octo/gone"] == [each.target for each in github.log("pages")]
    done = ran.links[github.url("pages", "/octo/done")]
    assert ["repository-archived"] == [each["rule"] for each in done["findings"]]
    assert "2023-04-05T06:07:08Z" == done["facts"]["github"]["archived_at"]
    assert 1 == ran.code


def test_the_token_goes_to_the_api_and_nowhere_else(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "check", "octo/there", "octo/gone", arguments=("-v", "-v", "--log-format", "json"))

    assert [f"Bearer {TOKEN}"] == [each.headers.get("authorization") for each in github.log("api")]
    assert {None} == {each.headers.get("authorization") for each in github.log("pages")}
    assert TOKEN not in ran.out + ran.err + (ran.written or "")


def test_a_refused_token_is_one_line_and_the_run_goes_on(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "check", "octo/there", "octo/done", token="wrong")

    assert {("alive", None)} == set(ran.verdicts.values())
    assert 0 == ran.code
    assert 1 == ran.err.count("the token was rejected (401)")
    assert ["github"] == [each["source"] for each in ran.report["summary"]["unchecked"]]
    assert 1 == len(github.log("api"))


def test_without_a_token_the_web_pages_are_requested(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "check", "octo/there", "octo/done", token="")

    assert [] == github.log("api")
    assert {("alive", None)} == set(ran.verdicts.values())
    assert "2 links go to 127.0.0.1, and without a token" in ran.err


def test_a_page_that_only_the_api_does_not_find_is_alive(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "check", "octo/there/wiki", "octo/done/blob/feature/x/README.md")

    assert {("alive", None)} == set(ran.verdicts.values())


def test_a_404_under_this_repositorys_own_owner_may_be_private(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "check", "octo/gone", GITHUB_REPOSITORY="octo/this")

    assert {("blocked", "missing-or-private")} == set(ran.verdicts.values())
    assert 0 == ran.code


def test_offline_asks_nobody(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "check", "octo/there", arguments=("--offline",))

    assert {("skipped", "offline")} == set(ran.verdicts.values())
    assert [] == github.asked
    assert "token" not in ran.err


def test_freshness_tells_it_from_the_other_side(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "freshness", "octo/there", "octo/old", "octo/done")

    assert 0 == ran.code
    assert "The repository is archived (1)\n" in ran.out
    assert "\n  2023-04-05  octo/done  README.md:3:3\n" in ran.out
    assert "The repository was renamed or transferred (1)\n" in ran.out
    assert "\n  octo/old  README.md:2:3\n" in ran.out
    assert "Last commit of 3 repositories" in ran.out


def test_freshness_has_the_formats_of_check(github: Web, tmp_path: Path) -> None:
    ran = run(github, tmp_path, "freshness", "octo/done", arguments=("--format", "json"))

    assert 1 == json.loads(ran.out)["schema_version"]
