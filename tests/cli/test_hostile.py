"""The whole command over hostile files: no line on either stream is a command, and no exit code is 4."""

import json
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkwarden.report import REPORTERS
from tests.cli.test_streams import is_acted_on
from tests.e2e.command import Repository

PIECES = (
    *(
        ":",
        "::",
        ":::",
        "##[",
        "##vso[x]",
        "::error::x",
        " ",
        "\n",
        "\t",
        "\r",
        "a",
        "]",
        ")",
        "(",
        "[",
        "|",
        "`",
        "<",
        "#",
    ),
    *(
        "\x1b[31m",
        "\x1b]0;x\x07",
        "\x9b1m",
        "\u202e",
        "\u2028",
        "\u200b",
        "\ufeff",
        "\x00",
        "x" * 90,
        "&#58;",
        "%3A%3A",
    ),
    *("[a](", "![", "<!-- linkwarden-ignore ", "-->", "http://::", "https://[::1]/", "](<::error::>)", "{{", "$" * 3),
)
FLAGS = (
    ("-q",),
    ("-v",),
    ("-vv", "--log-format", "json"),
    ("--format", "markdown"),
    ("--format", "text", "--format", "junit"),
    ("--fail-if-empty",),
    ("--exclude", ":+|#"),
)
EXAMPLES = settings().max_examples * 3 // 5
TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, st.sampled_from(FLAGS))
@pytest.mark.timeout(600)
def test_no_line_is_a_command_whatever_a_file_holds(text: str, name: str, flags: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        repository = Repository(Path(folder) / "repository")
        repository.configure()
        repository.write("README.md", text.encode("utf-8", "surrogatepass"))
        other = "".join(each for each in name if each not in "/\x00\n\r" and each.isprintable())[:40]
        (repository.path / f"{other} .md").write_text("# x\n[y](y.md)\n", encoding="utf-8")
        ran = repository.run("check", ".", "--offline", *flags)

    assert ran.code in (0, 1), ran.err
    assert [] == [line for line in (ran.out + ran.err).split("\n") if is_acted_on(line.rstrip("\r"))]


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, TEXT)
@pytest.mark.timeout(600)
def test_no_line_is_a_command_whatever_a_configuration_holds(key: str, value: str, pattern: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        repository = Repository(Path(folder) / "repository")
        quoted = [
            "".join(each if each.isprintable() and each not in '"\\' else f"\\U{ord(each):08x}" for each in text)
            for text in (key, value, pattern)
        ]
        repository.write("README.md", "[a](a.md)")
        repository.write(
            "linkwarden.toml",
            f'"{quoted[0]}" = "{quoted[1]}"\n'
            if len(key) % 2
            else f'exclude = ["{quoted[2]}"]\n[headers."{quoted[0]}"]\n'
            f'X = "{quoted[1]}"\n[[ignore]]\nurl = "a{quoted[1]}"\nreason = "{quoted[0]}x"\n',
        )
        ran = repository.run("check", "--offline", "-v")

    assert ran.code in (0, 1, 2), ran.err
    assert [] == [line for line in (ran.out + ran.err).split("\n") if is_acted_on(line.rstrip("\r"))]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no file names that are not Unicode")
@pytest.mark.parametrize("format_id", REPORTERS.ids)
def test_names_and_texts_that_are_not_unicode_are_checked_and_reported(repository: Repository, format_id: str) -> None:
    """Python reads a byte of a name, and JSON half of a pair, as a lone surrogate, which UTF-8 cannot write."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["[a\ud800](x\ud800.md) [b](\udfff#\ud800)"]}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    repository.configure("history = '.linkwarden/history.db'")
    repository.write("a.ipynb", json.dumps(notebook))
    repository.write("a\udcff.md", "[x](none.md)")
    ran = repository.check(".", "--offline", "--format", format_id)

    assert 1 == ran.code
    assert "error inside" not in ran.err
    assert "none.md" in ran.out
