"""Kill a check at random moments, let the next one resume it, and verify that nothing is lost or requested twice.

Run it from the repository: ``uv run python benchmarks/kills.py [--kills N] [--seed N]``. The web is a server of its own
on 127.0.0.1 that counts requests.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGES = 40
ANSWER_S = 0.03
"""The server's delay for a page, so that a run takes a while."""
CONFIGURATION = """\
reports = ""
[hosts."127.0.0.1"]
gap = 0
connections = 2
"""


@dataclass
class Counts:
    """The results of the kills."""

    kills: int = 0
    while_checking: int = 0
    """Kills that hit a run that had results, and not all of them."""
    runs: int = 0
    """Runs that finished."""
    lost: list[str] = field(default_factory=list)
    """Finished links that were missing after a kill."""
    asked_again: list[str] = field(default_factory=list)
    """Finished links that a resumed run requested again."""
    unsound: list[str] = field(default_factory=list)
    """The result of SQLite's integrity check."""
    other_ids: int = 0
    """Runs that went on under another id."""


@contextmanager
def counting_web() -> Iterator[tuple[str, Counter[str]]]:
    """Serve pages on 127.0.0.1; yield the URL, and how often each path was requested."""
    asked: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked[self.path] += 1
            time.sleep(ANSWER_S)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:  # no log
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever asked was killed
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def kill_often(kills: int, seed: int, folder: Path) -> Counts:
    """Kill checks in *folder* so many times, each at a random moment of its run."""
    chance = random.Random(seed)
    counts = Counts()
    (folder / ".git").mkdir()
    (folder / "linkwarden.toml").write_text(CONFIGURATION, encoding="utf-8")
    history = folder / ".linkwarden" / "history.db"
    with counting_web() as (address, asked):
        links = "\n".join(f"- {address}/page/{number}" for number in range(PAGES))
        (folder / "README.md").write_text(links, encoding="utf-8")
        _, took_s = _run(folder, None)
        history.unlink()
        while counts.kills < kills:
            before, ids, was_open = finished(history), run_ids(history), run_ids(history, "open")
            at_that_time = {path: asked[path] for path in before}
            killed, ran_s = _run(folder, chance.uniform(0.3, 1.0) * took_s)
            after = finished(history)
            counts.lost += sorted(before - after)
            counts.asked_again += [path for path, count in at_that_time.items() if asked[path] > count]
            counts.other_ids += bool(was_open) and run_ids(history) != ids
            if not killed:
                counts.runs += 1
                took_s = ran_s if not before else took_s
                history.unlink()
                continue
            counts.kills += 1
            counts.while_checking += 0 < len(after) < PAGES
            problem = soundness(history)
            if problem != "ok":
                counts.unsound.append(problem)
    return counts


def _run(folder: Path, kill_after_s: float | None) -> tuple[bool, float]:
    """Check the README, and kill the process after so long; return whether it was killed, and how long it ran."""
    began = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if "PROXY" not in name.upper()}
    process = subprocess.Popen(
        (sys.executable, "-m", "linkwarden", "check", "-q", "--allow-private-addresses"),
        cwd=folder,
        env={**environment, "LINKWARDEN_VANTAGE": "here"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(kill_after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True, time.monotonic() - began
    if process.returncode:
        raise RuntimeError(f"the check ended with exit code {process.returncode}")
    return False, time.monotonic() - began


def finished(history: Path) -> set[str]:
    """Return the paths of the pages whose result is in the file."""
    query = "SELECT url FROM result JOIN resource ON resource.number = resource WHERE url LIKE 'http%'"
    return {"/" + str(url).partition("//")[2].partition("/")[2] for (url,) in _select(history, query)}


def run_ids(history: Path, state: str = "") -> set[str]:
    """Return the ids of the runs in the file, or of those in one state."""
    return {str(name) for name, found in _select(history, "SELECT id, state FROM run") if state in ("", found)}


def soundness(history: Path) -> str:
    """Return the result of SQLite's integrity check of the file."""
    return " ".join(str(row[0]) for row in _select(history, "PRAGMA integrity_check")) or "ok"


def _select(history: Path, query: str) -> list[tuple[object, ...]]:
    if not history.exists():
        return []
    with closing(sqlite3.connect(history)) as connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return []  # killed before its tables were made
        return connection.execute(query).fetchall()


def main() -> None:
    """Kill, and print the results."""
    parser = argparse.ArgumentParser(description="Kill checks at random moments, and look at what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        counts = kill_often(arguments.kills, arguments.seed, Path(folder))
    print(f"{counts.kills} kills, {counts.while_checking} of them between the first result and the last")
    print(f"{counts.runs} runs came to their end in between")
    print(f"finished links lost         {len(counts.lost)}")
    print(f"finished links asked again  {len(counts.asked_again)}")
    print(f"files that are not sound    {len(counts.unsound)}")
    print(f"resumed under another id    {counts.other_ids}")
    print(f"time                        {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
