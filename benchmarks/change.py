"""How long a pull request waits for its check: one new link in a list of 3,000, and one in 300 pages of documentation.

usage: python benchmarks/change.py [ROUNDS]
"""

import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

WORDS = ["options", "for", "the", "configuration", "of", "pages", "and", "links", "with", "many", "words"]


class Page(BaseHTTPRequestHandler):
    """Answers every request immediately."""

    def do_GET(self) -> None:
        """Send a small page."""
        body = b"<title>A page</title><p>" + b"hello " * 50
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def git(folder: Path, *arguments: str) -> None:
    """Run git in *folder*."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(("git", *who, *arguments), cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - our own words


def readme() -> dict[str, str]:
    """Return a list of 3,000 links."""
    lines = ["# Awesome\n"]
    for number in range(3000):
        lines += [f"\n## Section {number // 60}\n\n"] * (number % 60 == 0)
        lines.append(f"- [Project {number}](https://github.com/owner{number}/project-{number}) - Does a thing.\n")
    return {"README.md": "".join(lines)}


def documentation() -> dict[str, str]:
    """Return 300 pages of 20 KB that link to each other."""
    return {f"docs/page{number}.md": _page(number) for number in range(300)}


def _page(number: int) -> str:
    lines = [f"# Page {number}\n"]
    for section in range(12):
        lines.append(f"\n## Section {section}\n\n")
        for _ in range(4):
            target = f"page{random.randrange(300)}.md#section-{random.randrange(12)}"
            lines.append(f"{' '.join(random.choices(WORDS, k=60))} [page]({target}).\n\n")
    return "".join(lines)


def repository(folder: Path, files: dict[str, str], changed: str, line: str) -> None:
    """Make a repository with a branch that adds *line* to a file."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "base")
    git(folder, "checkout", "--quiet", "-b", "change")
    lines = files[changed].splitlines(keepends=True)
    (folder / changed).write_text("".join([*lines[:40], line, *lines[40:]]), encoding="utf-8")
    git(folder, "commit", "--quiet", "--all", "--message", "change")


def measure(folder: Path, paths: str, rounds: int) -> float:
    """Return the median time of a check of the change, in seconds."""
    flags = ("--diff", "main", "--allow-private-addresses", "--no-history", "--no-reports", "--quiet")
    took = []
    for _ in range(rounds + 1):  # the first one writes bytecode
        began = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own words
            (sys.executable, "-m", "linkwarden", "check", paths, *flags), cwd=folder, check=True, capture_output=True
        )
        took.append(time.perf_counter() - began)
    return statistics.median(took[1:])


def main() -> None:
    """Measure both repositories."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    random.seed(1)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line = f"- [New](http://127.0.0.1:{server.server_port}/new) - New.\n"
    cases = (
        ("list of 3,000 links", readme(), "README.md", "README.md"),
        ("300 pages of documentation", documentation(), "docs/page7.md", "docs"),
    )
    for name, files, changed, paths in cases:
        with tempfile.TemporaryDirectory() as folder:
            repository(Path(folder), files, changed, line)
            print(f"{name}: {measure(Path(folder), paths, rounds):.2f} s")


if __name__ == "__main__":
    main()
