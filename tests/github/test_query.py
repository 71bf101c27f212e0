"""The question that is sent."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from linkwarden.probe.github.places import GitHubTarget, read_target, server_of
from linkwarden.probe.github.query import ask
from linkwarden.urls import parse_web_url

URLS = (
    "https://github.com/octocat/hello",
    "https://github.com/octocat/Hello/issues",
    "https://github.com/octocat/hello/discussions",
    "https://github.com/octocat/hello/blob/main/docs/a%20%22b%22.md",
    "https://github.com/octocat/hello/tree/v1",
    "https://github.com/octocat/hello/issues/1",
    "https://github.com/octocat/hello/pull/1",
    "https://github.com/octocat/hello/discussions/2",
    "https://github.com/octocat/hello/releases/tag/v1",
    "https://github.com/octocat/hello/commit/0a1b2c3",
    "https://raw.githubusercontent.com/octocat/hello/main/x.md",
    "https://github.com/a-b/c.d-e",
    "https://github.com/octocat",
)


def targets(*urls: str) -> list[GitHubTarget]:
    server = server_of({})
    assert server is not None
    found = [read_target(url, server) for url in map(parse_web_url, urls) if url]
    return [each for each in found if each]


def test_a_repository_is_queried_once_however_many_pages_it_has() -> None:
    question = ask(targets(*URLS))

    assert 1 == question.text.count('name: "hello"')
    assert 3 == question.repositories
    assert 1 == question.text.count("issueOrPullRequest")


def test_every_target_has_the_position_of_its_result() -> None:
    asked = ask(targets(*URLS)).asked

    assert len(URLS) == len(asked)
    assert ["r1", "r2"] == [each.alias for each in asked if each.target.owner != "octocat" or not each.target.name]
    assert all(len(each.fields) == len(each.target.fields) for each in asked)


def test_owners_alone_bring_no_fragment_that_nothing_uses() -> None:
    assert "fragment" not in ask(targets("https://github.com/octocat")).text


def test_text_cannot_leave_its_quotes() -> None:
    text = ask(targets('https://github.com/o/r/blob/main/"){x}%0A%5C')).text

    assert 'object(expression: "main:\\"){x}\\n\\\\")' in text


# GitHub defines two fields twice (15.26.1), so the schema itself is not validated.
VALIDATE = """
const {parse, validate, buildSchema} = require('graphql');
const {schema, query} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(validate(buildSchema(schema, {assumeValid: true}), parse(query)).join('\\n'));
"""


@pytest.fixture
def schema() -> str:
    """GitHub's published schema, where `npm install graphql @octokit/graphql-schema` has put it on NODE_PATH."""
    folders = [Path(each) for each in os.environ.get("NODE_PATH", "").split(os.pathsep) if each]
    files = [each / "@octokit" / "graphql-schema" / "schema.graphql" for each in folders]
    found = next((each for each in files if each.is_file()), None)
    if found is None or shutil.which("node") is None:
        pytest.skip("no node, or no graphql and @octokit/graphql-schema on NODE_PATH")
    return found.read_text(encoding="utf-8")


def _mistakes(query: str, schema: str) -> str:
    """Return the errors that graphql-js, the reference implementation, finds in *query*."""
    given = json.dumps({"schema": schema, "query": query})
    done = subprocess.run(["node", "-e", VALIDATE], input=given, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("urls", [URLS, URLS[:1], URLS[-1:]], ids=["all", "repository", "owner"])
def test_the_question_fits_githubs_published_schema(schema: str, urls: tuple[str, ...]) -> None:
    assert "" == _mistakes(ask(targets(*urls)).text, schema)


def test_the_check_against_the_schema_can_fail(schema: str) -> None:
    broken = ask(targets(*URLS)).text.replace("isArchived", "isArchivedPerhaps")

    assert "isArchivedPerhaps" in _mistakes(broken, schema)
