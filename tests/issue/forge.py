"""A server with the part of GitHub's REST API that the issue needs, which validates requests with its description.

The description is an excerpt of GitHub's own (tests/data/issue/github-rest.json names the source).
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

import jsonschema

DESCRIPTION = json.loads((Path(__file__).parents[1] / "data/issue/github-rest.json").read_text("utf-8"))["operations"]
TOKEN = "ghs_secret"


def _generic(path: str) -> str:
    """Return the path as the description names it."""
    path = re.sub(r"/git/commits/[0-9a-f]+", "/git/commits/SHA", path)
    path = re.sub(r"/git/refs/heads/.+", "/git/refs/REF", path)
    return re.sub(r"/issues/[0-9]+", "/issues/N", path)


@dataclass(slots=True)
class Forge:
    """One repository's issues, and the requests."""

    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: list[tuple[int, str]] = field(default_factory=list)
    trees: list[dict[str, Any]] = field(default_factory=list)
    branches: dict[str, str] = field(default_factory=dict)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    refuse: tuple[int, dict[str, Any] | None, dict[str, str]] | None = None
    """The response to every request, if it is not GitHub's usual one: status, body, headers."""
    refuse_git: bool = False
    """The token may write issues only."""
    url: str = ""

    def add(self, body: str, *, state: str = "open", label: str = "links", pull: bool = False) -> dict[str, Any]:
        """Open an issue as another user."""
        number = len(self.issues) + 1
        made = {**DESCRIPTION["POST /issues"]["answer"], "number": number, "body": body, "state": state}
        made.pop("pull_request", None)
        made["labels"] = [{"name": label}]
        self.issues[number] = made | ({"pull_request": {"url": "x"}} if pull else {})
        return self.issues[number]

    def answer(self, method: str, target: str, body: Any) -> tuple[int, Any]:
        """Execute a request, and return status and response."""
        path = urlsplit(target).path.removeprefix("/repos/octo/tool")
        query = dict(parse_qsl(urlsplit(target).query))
        number = next(map(int, re.findall(r"/issues/(\d+)", path)), 0)
        operation = f"{method} {_generic(path)}"
        self.log.append(operation)
        described = DESCRIPTION[operation]
        assert query.keys() <= described["query"].keys()
        if "body" in described:
            jsonschema.validate(body, described["body"])
        if "issues" not in path:
            return self._git(operation, path, query, body)
        return described["status"], getattr(self, f"_{method.lower()}_{'comment' if 'comments' in path else 'issue'}")(
            number, query, body
        )

    def _git(self, operation: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        """Execute a request about branches or pull requests, and return status and response."""
        if self.refuse_git:
            return 403, {"message": "Resource not accessible by integration"}
        status, answer = DESCRIPTION[operation]["status"], DESCRIPTION[operation]["answer"]
        match operation:
            case "GET /git/commits/SHA":
                return status, answer | {"sha": path.rpartition("/")[2]}
            case "POST /git/trees":
                self.trees.append(body)
            case "POST /git/refs":
                self.branches[body["ref"].removeprefix("refs/heads/")] = body["sha"]
            case "PATCH /git/refs/REF":
                branch = path.removeprefix("/git/refs/heads/")
                if branch not in self.branches:
                    return 422, {"message": "Reference does not exist"}  # as on GitHub
                self.branches[branch] = body["sha"]
            case "GET /pulls":
                return status, [each for each in self.pulls if f"octo:{each['head']['ref']}" == query["head"]]
            case "POST /pulls":
                made = answer | {"number": 50 + len(self.pulls), "title": body["title"], "body": body["body"]}
                self.pulls.append(made | {"head": {"ref": body["head"]}, "base": {"ref": body["base"]}})
                return status, self.pulls[-1]
        return status, answer

    def _get_issue(self, _number: int, query: dict[str, str], _body: Any) -> list[dict[str, Any]]:
        labelled = [
            each
            for each in sorted(self.issues.values(), key=lambda each: -each["number"])
            if query["labels"] in [label["name"] for label in each["labels"]]
            and query["state"] in ("all", each["state"])
        ]
        size, page = int(query["per_page"]), int(query["page"])
        return labelled[size * (page - 1) : size * page]

    def _post_issue(self, _number: int, _query: dict[str, str], body: Any) -> dict[str, Any]:
        return self.add(body["body"], label=body["labels"][0]) | {"title": body["title"]}

    def _patch_issue(self, number: int, _query: dict[str, str], body: Any) -> dict[str, Any]:
        self.issues[number].update(body)
        return self.issues[number]

    def _post_comment(self, number: int, _query: dict[str, str], body: Any) -> dict[str, Any]:
        self.comments.append((number, body["body"]))
        answer: dict[str, Any] = DESCRIPTION["POST /issues/N/comments"]["answer"]
        return answer | {"body": body["body"]}


class _Handler(BaseHTTPRequestHandler):
    forge: ClassVar[Forge]

    def _handle(self) -> None:
        assert self.headers["Authorization"] == f"Bearer {TOKEN}"
        assert self.headers["User-Agent"].startswith("linkwarden/")
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        headers: dict[str, str] = {}
        if self.forge.refuse:
            status, answer, headers = self.forge.refuse
        else:
            try:
                status, answer = self.forge.answer(self.command, self.path, body)
            except (AssertionError, KeyError, jsonschema.ValidationError) as error:
                status, answer = 422, {"message": f"{self.command} {self.path}: {error!r}"}
        data = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = _handle  # noqa: N815 - the names that http.server calls

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""


@contextmanager
def serve() -> Iterator[Forge]:
    """Serve an empty repository on 127.0.0.1."""
    forge = Forge()
    handler = type("Handler", (_Handler,), {"forge": forge})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        forge.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield forge
        finally:
            server.shutdown()
            thread.join()
