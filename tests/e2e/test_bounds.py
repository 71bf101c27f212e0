"""Endless, slow and compressed responses cost a bounded amount of memory and time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import Repository, environment
from tests.web import BEHAVIOURS, Behaviour, Call, Web

pytestmark = pytest.mark.timeout(180)

MAX_MEGABYTES = 150
LINK_S = 4.0
"""The limits for one link."""

LINKS = 4
HOSTS = 4

SCRIPT = """
import sys
from linkwarden.cli import main
code = main(sys.argv[1:])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], file=sys.stderr)
raise SystemExit(code)
"""


async def _endless_404(call: Call) -> None:
    await call.head(404, [("Content-Type", "text/html"), ("Connection", "close")])
    while not call.writer.is_closing():
        await call.send(b"<p>not here, and not there" * 2000)


async def _endless_hops(call: Call) -> None:
    """Each redirect has a page of its own, as long as anybody reads it."""
    number = int(call.path.rpartition("/")[2]) + 1
    await call.head(302, [("Content-Type", "text/html"), ("Location", f"/{number}"), ("Connection", "close")])
    while not call.writer.is_closing():
        await call.send(b"<p>go on, and on" * 4000)


async def _endless_ids(call: Call) -> None:
    await call.head(200, [("Content-Type", "text/html"), ("Connection", "close")])
    number = 0
    while not call.writer.is_closing():
        await call.send("".join(f'<p id="{number + each:0400d}">' for each in range(200)))
        number += 200


async def _megabyte_header(call: Call) -> None:
    await call.answer(200, [("X-Long", "x" * 2**20)], "<title>Fine</title>")


async def _megabyte_of_headers(call: Call) -> None:
    await call.answer(200, [(f"X-{number}", "x" * 1000) for number in range(1000)], "<title>Fine</title>")


async def _megabyte_location(call: Call) -> None:
    await call.redirect(302, "/" + "x" * 2**20)


MORE = {
    "endless-404": _endless_404,
    "endless-hops": _endless_hops,
    "endless-ids": _endless_ids,
    "megabyte-header": _megabyte_header,
    "megabyte-of-headers": _megabyte_of_headers,
    "megabyte-location": _megabyte_location,
}
SHARED = (
    "bomb-in-layers",
    "drips-body",
    "drips-headers",
    "endless-body",
    "endless-chunks",
    "endless-headers",
    "endless-line",
    "endless-picture",
    "gzip-bomb",
    "hang",
    "informs-for-ever",
    "many-cookies",
    "refreshes-for-ever",
    "ten-thousand-hops",
)


@dataclass(frozen=True)
class Bounded:
    """One run over that web."""

    report: dict[str, Any]
    megabytes: float


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bounded]:
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux tells a process its own peak")
    folder = tmp_path_factory.mktemp("bounds")
    sites = {f"{name}-{number}": Behaviour(name, serve) for name, serve in MORE.items() for number in range(HOSTS)}
    with Web(folder, {**BEHAVIOURS, **sites}) as web:
        repository = Repository(folder / "repository")
        repository.write(
            "linkwarden.toml",
            f"attempts = 1\ncanary = '{web.url('ok')}'\n"
            f"[timeouts]\nconnect = 2\nread = 1\nrequest = 2\nlink = {LINK_S:g}\n[hosts.'*']\ngap = 0\n",
        )
        links = [web.url(name, f"/{number}#far") for name in SHARED for number in range(LINKS)]
        links += [web.url(name, f"/{number}#far") for name in sites for number in range(LINKS)]
        repository.write("README.md", "\n".join(f"- [x]({link})" for link in links))
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT, "check", "-q", "--allow-private-addresses"],
            cwd=repository.path,
            env=environment(),
            capture_output=True,
            check=False,
        )
        *errors, peak = ran.stderr.decode().splitlines()
        assert [] == errors
        report = json.loads((repository.path / "reports" / "links.json").read_text(encoding="utf-8"))
        assert len(links) == len(report["links"])
        yield Bounded(report, int(peak) / 1024)


def test_memory_is_bounded(bounded: Bounded) -> None:
    assert bounded.megabytes < MAX_MEGABYTES


def test_no_request_is_sent_when_the_time_of_its_link_is_over(bounded: Bounded) -> None:
    """A busy machine may wake the last request late, so its own time is not compared."""
    elapsed = {each["id"]: each["elapsed_ms"] / 1000 for each in bounded.report["exchanges"]}
    before = {link["url"]: sum(elapsed[each] for each in link["exchanges"][:-1]) for link in bounded.report["links"]}

    assert {} == {url: seconds for url, seconds in before.items() if seconds > LINK_S}


def test_no_link_is_dead_because_it_is_slow_or_long(bounded: Bounded) -> None:
    rules = {link["rule"] for link in bounded.report["links"] if link["verdict"] == "dead"}

    assert {"not-found", "redirect-loop"} >= rules
