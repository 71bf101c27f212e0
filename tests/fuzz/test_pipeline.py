"""The whole pipeline over arbitrary documents, settings and responses of a hostile server, over TCP and TLS.

Whatever the input is: no internal error, no verdict without evidence, no occurrence lost, no line that a terminal or a
CI system would interpret, and an end in time.
"""

import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.cli.test_streams import is_acted_on
from tests.clocks import fast_commands
from tests.e2e.command import Repository
from tests.web import Behaviour, Call, Web

pytestmark = pytest.mark.timeout(3600)

EXAMPLES = max(10, settings().max_examples // 4)
MAX_S = 60
"""Time limit of one example in seconds: some 20 times the usual time."""

SPEED = 200
"""How much faster than the machine's the run's clock is: the second request of a proof is due after 5 s."""

SITES = {"plain": None, "tls": "good", "untrusted": "self-signed"}
PATHS = ("/a", "/b", "/c/d")
BY_TEXT_ALONE = {
    *("excluded", "invalid-url", "reserved-name", "template-target", "unsupported-scheme", "empty-destination"),
}
"""Rules that decide by a link's text alone."""


@dataclass(frozen=True, slots=True)
class Response:
    """The server's response for one path."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    missing: int
    """Bytes at the end of the body that are announced and not sent."""


class Script:
    """The responses of the example that runs, by path."""

    def __init__(self) -> None:
        self.responses: dict[str, Response] = {}

    async def serve(self, call: Call) -> None:
        response = self.responses.get(call.path)
        if call.path == "/canary":
            await call.page()
            return
        if response is None:
            await call.answer(404, body="<title>Not found</title>")
            return
        length = ("Content-Length", str(len(response.body)))
        await call.head(response.status, [*response.headers, length, ("Connection", "close")])
        if call.asked.method != "HEAD":
            await call.send(response.body[: len(response.body) - response.missing])


NASTY = (
    "\x1b[31m",
    "\x9b1m",
    "::error::x",
    "##[error]x",
    "##vso[x]",
    "\r",
    "\x00",
    "\u202e",
    "\u2028",
    "é",
    "漢",
    "\ufeff",
)
TARGETS = (
    *(f"{{{site}}}{path}" for site in SITES for path in PATHS),
    *("{plain}/missing", "{tls}/a#part", "{plain}/a?q=1&x=%zz", "/b", "//127.0.0.1:9/", "http://[::1", "ftp://x/"),
    *("data:,x", "http://169.254.169.254/", "", "#", "?", "..//..//b", "%00", "\\\\x\\y", "http://127.0.0.1:99999/"),
)
WORDS = (
    *("[a]({})", "![a]({})", "<{}>", "[a]: {}\n", "[a]", '<a href="{}">x</a>', "<img src={}>", "`{}`", "{}", "[[{}]]"),
    *("# Part\n", "\n\n", "    ", "> ", "- ", "| a | b |\n|---|---|\n", "<!--", "-->", "```\n", "<p id=part>", "[^1]"),
    *("<!-- linkwarden-ignore -->", "---\n", "\\", "&colon;", "<base href='{}'>", "$", "*", "_", "\t"),
)
VALUES = (
    *("text/html; charset=utf-16", "text/html; charset=\xff", "text/html", "image/png", "application/json", "gzip"),
    *("deflate", "br", "0", "-1", "99999999999999999999", "Wed, 21 Oct 2099 07:28:00 GMT", "a=b; Path=/; Max-Age=x"),
    *("0; url=/b", "0;URL='{plain}/a'", "chunked", "cloudflare", "challenge", "nosniff", "x" * 3000, "\x1b[31m", "é"),
)
NAMES = (
    *("Content-Type", "Content-Encoding", "Location", "Refresh", "Retry-After", "Set-Cookie", "Server", "Link", "Date"),
    *("cf-mitigated", "X-RateLimit-Reset", "ETag", "Transfer-Encoding", "X-\xff", "", " "),
)
BODIES = (
    *(b"<title>Page not found</title><h1>404</h1>", b"<title>Fine</title><p>words", b"<h2 id=part>", b"{", b"%PDF-"),
    *(
        b'<meta http-equiv=refresh content="0;url=/b">',
        b"<meta charset=utf-7>",
        b"\xff\xfe<\x00",
        b"\x1f\x8b\x08",
        b"\x00",
    ),
    *(b"<a href=/b>", b"This domain is for sale", b"\x1b[31m::error::", b"<script>", b"<!--", b"Just a moment..."),
)
STATUSES = (
    200,
    203,
    204,
    206,
    301,
    302,
    303,
    307,
    308,
    304,
    400,
    401,
    403,
    404,
    405,
    410,
    418,
    429,
    451,
    500,
    503,
    999,
)


def text_of(*pieces: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=4).map("".join)


LATIN = text_of(*(each for each in (*NASTY, *VALUES) if each.isascii() or max(each) <= "\xff"))
HEADERS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from((*VALUES, *TARGETS)) | LATIN), max_size=4)
MOVES = st.tuples(st.sampled_from(("Location", "Refresh")), st.sampled_from((*TARGETS, "0; url=/b")))
RESPONSES = st.builds(
    Response,
    st.sampled_from(STATUSES),
    st.tuples(HEADERS, MOVES).map(lambda drawn: (*drawn[0], drawn[1])) | HEADERS.map(tuple),
    st.lists(st.sampled_from(BODIES), max_size=4).map(b"".join) | st.binary(max_size=60),
    st.integers(0, 3),
)
PIECES = st.tuples(st.sampled_from(WORDS), st.sampled_from((*TARGETS, *NASTY))).map(
    lambda pair: pair[0].replace("{}", pair[1])
)
NOISE = st.lists(PIECES | st.sampled_from(NASTY) | st.text(max_size=5), max_size=8).map("".join)
LINKS = st.tuples(st.sampled_from(sorted(SITES)), st.sampled_from(PATHS), st.sampled_from(("", "#part", "?q=1"))).map(
    lambda drawn: f"[x]({{{drawn[0]}}}{drawn[1]}{drawn[2]})"
)
DOCUMENTS = st.tuples(st.lists(LINKS, min_size=2, max_size=4).map("\n".join), NOISE).map(
    lambda parts: "\n".join(parts).replace("\x00", "")  # a file with a NUL byte is binary, and refused
)
SETTINGS = st.sampled_from(
    (
        "",
        "rules.forbidden = 'error'\n",
        "offline = true\n",
        "exclude = ['/c/']\n",
        "rules.not-found = 'off'\n",
        "[accept]\n'127.0.0.1' = [403, 404]\n",
        "[headers.'127.0.0.1']\nX-A = '${LINKWARDEN_TOKEN}'\n",
        "[[ignore]]\nurl = '*'\nreason = 'so'\n",
    )
)


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, script: Script) -> Iterator[Web]:
    sites = {
        name: Behaviour(name, script.serve, certificate, "https" if certificate else "http")
        for name, certificate in SITES.items()
    }
    with Web(tmp_path_factory.mktemp("fuzz"), sites) as web:
        yield web


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(DOCUMENTS, st.sampled_from(("README.md", "page.html")), st.lists(RESPONSES, min_size=3, max_size=3), SETTINGS)
@example("[a]({tls}/a) [b]({plain}/missing)", "README.md", [Response(200, (), b"", 0)] * 3, "")
def test_whatever_comes_in_a_run_ends_with_evidence_for_each_verdict(
    hostile: Web, script: Script, document: str, name: str, responses: list[Response], options: str
) -> None:
    addresses = {site: hostile.url(site).rstrip("/") for site in SITES}
    script.responses = {
        path: Response(each.status, _headers(each, addresses), each.body, min(each.missing, len(each.body)))
        for path, each in zip(PATHS, responses, strict=True)
    }
    with tempfile.TemporaryDirectory() as folder, fast_commands(SPEED):
        repository = Repository(Path(folder) / "repository")
        repository.configure(options, canary=hostile.url("plain", "/canary"), web=hostile)
        repository.write(name, _fill(document, addresses).encode("utf-8", "surrogatepass"))
        listed = repository.run("links", name, "--format", "json")
        began = time.monotonic()
        ran = repository.check(name, LINKWARDEN_TOKEN="secret")
        seconds = time.monotonic() - began

    assert ran.code in {0, 1, 3}, ran.err
    assert seconds < MAX_S
    assert places(json.loads(listed.out)) == places(ran.report)
    assert ran.report["summary"]["occurrences"] == places(ran.report).total()
    assert [] == [link["url"] for link in ran.report["links"] if lacks_evidence(link)]
    assert [] == [line for line in (ran.out + ran.err).split("\n") if is_acted_on(line)]


def _headers(response: Response, addresses: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _latin(_fill(value, addresses))) for name, value in response.headers)


def _latin(text: str) -> str:
    """Return *text* as the bytes of its UTF-8, one character a byte: a status line and headers are sent as Latin-1."""
    return text if max(text, default="") <= "\xff" else text.encode("utf-8", "surrogatepass").decode("latin-1")


def _fill(text: str, addresses: dict[str, str]) -> str:
    for site, address in addresses.items():
        text = text.replace(f"{{{site}}}", address)
    return text


def places(report: dict[str, Any]) -> Counter[tuple[str, int, int, str]]:
    """Return where each link's occurrences are."""
    return Counter(
        (each["path"], each["line"], each["column"], link["url"])
        for link in report["links"]
        for each in link["occurrences"]
    )


def lacks_evidence(link: dict[str, Any]) -> bool:
    """Return whether a link has a verdict that neither a request, a file nor its own text supports."""
    decided = link["verdict"] not in {"alive", "skipped"} and link["rule"] not in BY_TEXT_ALONE
    answered = link["verdict"] == "alive" and link["url"].startswith("http")
    return (decided or answered) and not link["exchanges"] and "local" not in link["facts"]
