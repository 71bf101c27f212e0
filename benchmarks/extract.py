"""Measure extraction against markdown-it-py's own parse, its growth with file size, and inputs made to be slow.

Run it from the repository: ``uv run python benchmarks/extract.py``. It makes its inputs itself.
"""

import random
import timeit
from collections.abc import Callable
from functools import partial

from markdown_it import MarkdownIt

from linkwarden.extract import extract

MEGABYTE = 1_000_000
WORDS = ("a", "fast", "library", "tool", "that", "reads", "checks", "Markdown", "for", "people", "in", "Python", "Go")


def awesome_list(size: int) -> str:
    """Return a list in the style of awesome-go, about *size* characters long: a link for every 120 of them."""
    rng = random.Random(1)
    lines = ["# Awesome", ""]
    length = 0
    while length < size:
        if len(lines) % 40 == 2:
            lines += ["", f"## Section {len(lines)}", "", "_Libraries for it._", ""]
        name = f"{rng.choice(WORDS)}-{rng.randrange(10**6)}"
        text = " ".join(rng.choice(WORDS) for _ in range(11))
        lines.append(f"- [{name}](https://github.com/{rng.choice(WORDS)}/{name}) - {text.capitalize()}.")
        length += len(lines[-1]) + 1
    return "\n".join(lines) + "\n"


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the minimum time of *work*; as always in timeit, without the garbage collector."""
    return min(timeit.repeat(work, number=1, repeat=repeats))


PATHOLOGICAL: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "[" * n,
    "nested brackets": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "nested links": lambda n: "[" * (n // 5) + "](a)" * (n // 5),
    "nested images": lambda n: "![" * (n // 6) + "](a)" * (n // 6),
    "nested images with text": lambda n: "![a" * (n // 7) + "](a)" * (n // 7),
    "open code elements": lambda n: "<p>" + "<code>" * (n // 12) + "</kbd>" * (n // 12),
    "bracket pairs": lambda n: "[a][b]" * (n // 6),
    "unclosed destinations": lambda n: "[a](<b" * (n // 6),
    "unclosed parentheses": lambda n: "[a](b" * (n // 5),
    "unclosed titles": lambda n: '[a](b "c' * (n // 8),
    "nested quotes": lambda n: ">" * n,
    "quoted lines": lambda n: "> a\n" * (n // 4),
    "deep lists": lambda n: "".join(f"{'  ' * (i % 50)}- a\n" for i in range(n // 54)),
    "emphasis": lambda n: "*a **a " * (n // 7),
    "stars": lambda n: "*" * n,
    "backticks": lambda n: "".join(f"e{'`' * (i % 500)}" for i in range(n // 250)),
    "less-than signs": lambda n: "<" * n,
    "open tags": lambda n: "<a href='" * (n // 9),
    "open comments": lambda n: "a <!-- " * (n // 7),
    "entities": lambda n: "&#" * (n // 2),
    "definitions": lambda n: "".join(f"[d{i}]: /u\n" for i in range(n // 12)),
    "used definitions": lambda n: "".join(f"[d{i}]: /u\n" for i in range(n // 20)) + "\n" + "[d1] [d2] " * (n // 25),
    "unfinished definitions": lambda n: "[a]: b (\n" * (n // 9),
    "URLs": lambda n: "https://a.b/c " * (n // 14),
    "URL parentheses": lambda n: "https://a.b/" + "(" * (n // 2) + ")" * (n // 2),
    "no hosts": lambda n: "https://a_b" * (n // 11),
    "www": lambda n: "www.a_" * (n // 6),
    "table pipes": lambda n: "|a" * (n // 4) + "\n" + "|-" * (n // 4) + "\n",
    "table rows": lambda n: "|a|b|\n|-|-|\n" + "|[x](y)|z|\n" * (n // 11),
    "HTML block": lambda n: "<div>\n" + "<a href=x>y</a>\n" * (n // 16),
    "headings": lambda n: "# a\n" * (n // 4),
    "one line": lambda n: "word " * (n // 5),
    "one line of links": lambda n: "[a](https://b.example/c) " * (n // 25),
}


def main() -> None:
    """Print all figures."""
    plain = MarkdownIt("commonmark").enable("table")
    text = awesome_list(400_000)
    reference = seconds(lambda: plain.parse(text))
    ours = seconds(lambda: extract("README.md", text))
    links = len(extract("README.md", text).occurrences)
    print(f"{len(text):,} characters, {links:,} links: {ours:.3f} s, {ours / reference:.2f} times the plain parse")
    print("\nGrowth, in seconds a megabyte")
    for megabytes in (1, 2, 4, 8):
        growing = partial(extract, "README.md", awesome_list(megabytes * MEGABYTE))
        print(f"{megabytes:>3} MB {seconds(growing, 1) / megabytes:.3f}")
    print("\nInputs made to be slow: seconds for 0.1 MB and for 0.4 MB; a ratio of 4 is linear")
    for name, make in PATHOLOGICAL.items():
        small, large = (seconds(partial(extract, "README.md", make(size)), 2) for size in (100_000, 400_000))
        print(f"{name:24} {small:7.3f} {large:7.3f} {large / small:5.1f}")


if __name__ == "__main__":
    main()
