"""Glob patterns match as in git, in linear time."""

import random
import subprocess
from pathlib import Path

import pytest

from linkwarden.globs import Glob, name_matches, parse_ignore_rule

PARTS = [*"ab*?/#\\-", "**", "**/", "/**", "a/", "[a-b]", "[!a]", "b/", "*.", ".md", "[]a]", "[[:alpha:]]", " "]
NAMES = ["a", "b", "ab", "a.md", "b.md", " a", "#a", "a ", "-", "]", "abc", "[a]", "*"]


def ignored(pattern: str, path: str) -> bool:
    """Return whether a folder above the path, or the file itself, is ignored."""
    rule, names = parse_ignore_rule(pattern), path.split("/")
    return rule is not None and any(
        rule.glob.matches(names[:end]) and (end < len(names) or not rule.folders_only)
        for end in range(1, len(names) + 1)
    )


def test_ignore_rules_are_read_as_git_reads_them(tmp_path: Path) -> None:
    rng = random.Random(5)  # noqa: S311 - the same patterns each time
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for _ in range(150):
        pattern = "".join(rng.choices(PARTS, k=rng.randint(1, 6)))
        paths = sorted({"/".join(rng.choices(NAMES, k=rng.randint(1, 4))) for _ in range(30)})
        (tmp_path / ".gitignore").write_text(pattern + "\n", "utf-8")
        told = subprocess.run(
            ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "-z", "--stdin"],
            input="\0".join(paths).encode(),
            capture_output=True,
            check=False,
        )
        expected = told.stdout.decode().split("\0")[:-1]

        assert (pattern, expected) == (pattern, [path for path in paths if ignored(pattern, path)])


@pytest.mark.parametrize("line", ["", "#a", "!", "/", "!/", " ", "a" * 5000])
def test_lines_without_a_rule(line: str) -> None:
    assert parse_ignore_rule(line) is None


@pytest.mark.parametrize("pattern", ["[", "[a", "a\\", "[!"])
def test_a_broken_pattern_matches_nothing(pattern: str) -> None:
    assert not name_matches(pattern, pattern)


def test_many_stars_take_no_time() -> None:
    """Each of these takes a backtracking matcher longer than the age of the universe."""
    assert not name_matches("*a" * 100 + "b", "a" * 250)
    assert not name_matches("*a?" * 80 + "b", "a" * 250)
    assert not Glob(("**", "a") * 100 + ("b",)).matches(["a"] * 1000)
