"""``python -m linkwarden`` ends as ``main`` does, which the other tests call within their own process."""

import re

import pytest

from tests.e2e.command import Ran, Repository


def steady(ran: Ran) -> tuple[int, str, str]:
    """Return the result of a run without the parts that differ between runs."""
    return ran.code, re.sub(r"\d+\.\d s\b|\d\d:\d\d:\d\d", "TIME", ran.out), ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("check", "--offline"),
        ("check", "-", "--offline", "--stdin-name", "docs/new.md"),
        ("check", "none.md"),
        ("explain", "docs/none.md"),
        ("links", "--format", "github"),
    ],
)
def test_a_process_ends_as_the_call_does(repository: Repository, arguments: tuple[str, ...]) -> None:
    repository.write("README.md", "[gone](none.md) [web](https://site.dev/caf\u00e9)")
    text = "[gone](none.md) caf\u00e9 \U0001f680"

    assert steady(repository.run(*arguments, stdin=text)) == steady(repository.spawn(*arguments, stdin=text))
