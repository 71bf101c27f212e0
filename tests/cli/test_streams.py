"""Output has nothing that CI or a terminal interprets, and errors of standard error do not affect reports."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwarden.cli.streams import SafeStream
from tests.e2e.command import Repository, environment

PIECES = (
    *":#[]\\ \t\r\v\x1b\x9b\u2028\u200b\ufeffa",
    "::",
    "error",
    "set-output name=x",
    "vso",
    "##",
    "\x1b[",
    "\x1b]0;",
    "\x07",
)

GITHUB_V2 = re.compile(r"\s*::.*::")
"""actions/runner, ActionCommand.TryParseV2: the line, trimmed at its start, begins with two colons."""
BRACKETED = re.compile(r"##(?:vso|teamcity)?\[")
"""TryParse, and Azure Pipelines: anywhere in a line."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def is_acted_on(line: str) -> bool:
    return bool(GITHUB_V2.match(line) or BRACKETED.search(line) or CONTROL.search(line))


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.just("\n")), max_size=20), st.data())
def test_no_line_is_a_command_however_it_is_written(pieces: list[str], data: st.DataObject) -> None:
    raw = io.StringIO(newline="")
    stream = SafeStream(raw)
    text = "".join(pieces)
    while text:
        size = data.draw(st.integers(1, len(text)))
        stream.write(text[:size])
        stream.flush()
        text = text[size:]
    stream.finish()

    assert [] == [line for line in raw.getvalue().split("\n") if is_acted_on(line)]


def test_indents_and_plain_text_stay() -> None:
    raw = io.StringIO()
    stream = SafeStream(raw)
    stream.write('  File "x.py", line 1\n    a::b\n')

    assert '  File "x.py", line 1\n    a::b\n' == raw.getvalue()


@pytest.mark.parametrize("stream", [SafeStream(None), SafeStream(io.StringIO())], ids=["closed", "closed-later"])
def test_a_closed_stream_loses_its_lines_silently(stream: SafeStream) -> None:
    if stream.raw is not None:
        stream.raw.close()

    assert 2 == stream.write("a\n")
    stream.finish()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("linkwarden.toml", "'::error::key' = 1\n"),
        ("linkwarden.toml", "exclude = ['##vso[task.setvariable variable=x]((']\n"),
        ("linkwarden.toml", "canary = '\\u001b]0;title::error::'\n"),
        ("linkwarden.toml", '"a\\n::set-output name=x::y" = 1\n'),
    ],
)
def test_a_configuration_s_keys_and_values_are_harmless(tmp_path: Path, file: str, text: str) -> None:
    repository = Repository(tmp_path / "repository")
    repository.write(file, text)
    repository.write("README.md", "x")
    ran = repository.check()

    assert 2 == ran.code
    assert ran.err.startswith("linkwarden: ")
    assert [] == [line for line in ran.err.split("\n") if is_acted_on(line)]


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made there")
def test_names_of_files_and_arguments_are_harmless(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    for arguments in (["::error::x.md"], ["\n::error::x.md"], ["--::stop-commands::x"], ["--format", "::error::"]):
        ran = repository.run("check", *arguments)
        assert 2 == ran.code
        assert [] == [line for line in ran.err.split("\n") if is_acted_on(line)], arguments


def spawn(repository: Repository, *arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        repository.command(*arguments), cwd=repository.path, check=False, **options
    )


def test_a_character_that_standard_output_lacks_does_not_cost_the_report(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.configure()
    repository.write("README.md", "[caf\u00e9](caf\u00e9.md)")
    plain = {**environment(), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    text = spawn(repository, "check", "--offline", capture_output=True, env=plain)
    json = spawn(repository, "check", "--offline", "--format", "json", capture_output=True, env=plain)

    assert (1, 1) == (text.returncode, json.returncode)
    assert b"caf\\xe9.md" in text.stdout
    assert "caf\u00e9.md" in json.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by the shell")
@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2)], ids=str)
def test_closed_streams_do_not_cost_the_report(tmp_path: Path, closed: tuple[int, ...]) -> None:
    repository = Repository(tmp_path / "repository")
    repository.configure()
    repository.write("README.md", "[x](x.md)")
    script = " ".join(f"{each}>&-" for each in closed)
    ran = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {script}', "sh", *repository.command("check", "--offline")],
        cwd=repository.path,
        check=False,
        env=environment(),
    )

    assert 1 == ran.returncode
    assert (repository.path / "reports" / "links.json").is_file()


def test_two_runs_at_once_in_a_fresh_folder_both_report(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.configure()
    repository.write("README.md", "[x](x.md)")
    runs = [
        subprocess.Popen(
            repository.command("check", "--offline"), cwd=repository.path, env=environment(), stdout=subprocess.DEVNULL
        )
        for _ in range(3)
    ]

    assert [1, 1, 1] == [run.wait() for run in runs]


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_a_report_s_link_to_somewhere_else_is_replaced_or_refused(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.configure()
    repository.write("README.md", "[x](x.md)")
    outside = tmp_path / "outside.json"
    outside.write_text("mine")
    (repository.path / "reports").mkdir()
    (repository.path / "reports" / "links.json").symlink_to(outside)
    (repository.path / "reports" / "links.md").symlink_to("/dev/null")
    ran = repository.check("--offline")

    assert "mine" == outside.read_text()
    assert "links.md: cannot be written: not a regular file" in ran.err
    assert 2 == ran.code


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_an_ignore_is_not_written_out_of_the_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    outside = tmp_path / "outside.toml"
    outside.write_text("")
    (repository.path / "linkwarden.toml").symlink_to(outside)
    ran = repository.run("ignore", "https://x.dev", "--rule", "not-found", "--reason", "x")

    assert (2, "") == (ran.code, outside.read_text())
    assert "points outside this repository" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by the shell")
@pytest.mark.parametrize("command", ["check -", "report -"])
def test_a_closed_standard_input_is_one_line(tmp_path: Path, command: str) -> None:
    repository = Repository(tmp_path / "repository")
    ran = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&-', "sh", *repository.command(*command.split())],
        cwd=repository.path,
        check=False,
        env=environment(),
        capture_output=True,
    )

    assert (2, b"linkwarden: standard input: cannot be read: it is closed\n") == (ran.returncode, ran.stderr)
