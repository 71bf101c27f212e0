"""Wrong commands and arguments get one helpful line."""

import pytest

from linkwarden.cli.mistakes import is_url
from tests.e2e.command import Repository


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["chek"], "'chek' is not a command; did you mean 'check'?"),
        (["README.md"], "'README.md' is not a command; to check it: linkwarden check README.md"),
        (
            ["https://example.dev/x"],
            "'https://example.dev/x' is not a command; to check one link: linkwarden explain https://example.dev/x",
        ),
        (["example.com"], "'example.com' is not a command; to check one link: linkwarden explain example.com"),
        (["check", "https://x.dev"], "https://x.dev: a URL, not a file; to check one link: linkwarden explain https://x.dev"),
        (["links", "www.x.dev"], "www.x.dev: a URL, not a file; to check one link: linkwarden explain www.x.dev"),
        (["check", "none.md"], "none.md: no such file or folder"),
        (["help", "chek"], "'chek' is not a command; did you mean 'check'?"),
        (["check", "--fromat", "json"], "unknown option --fromat; did you mean --format?"),
        (["check", "--exclude-path", "x"], "unknown option --exclude-path; use --exclude"),
        (["check", "--threads", "3"], "unknown option --threads; use the setting 'concurrency'"),
        (["check", "--xyz"], "unknown option --xyz; see linkwarden check --help"),
        (["init", "x"], "unexpected argument 'x'; see linkwarden init --help"),
        (["-q", "check"], "write -q after the command: linkwarden check -q"),
        (["--xyz", "check"], "unknown option --xyz; see linkwarden check --help"),
        (["--version="], "argument --version: ignored explicit argument ''; see linkwarden --help"),
        (["explain"], "the following arguments are required: URL; see linkwarden explain --help"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_2(repository: Repository, words: list[str], line: str) -> None:
    repository.write("README.md", "x")
    ran = repository.run(*words)

    assert (2, "", f"linkwarden: {line}\n") == (ran.code, ran.out, ran.err)


def test_a_word_like_no_command_gets_their_names(repository: Repository) -> None:
    assert "'xyzzy' is not a command; the commands are check, " in repository.run("xyzzy").err


@pytest.mark.parametrize("words", [("help",), ("help", "check")])
def test_help_is_an_alias_of_the_option(repository: Repository, words: tuple[str, ...]) -> None:
    ran = repository.run(*words)

    assert (0, "") == (ran.code, ran.err)
    assert ran.out == repository.run(*words[1:], "--help").out


@pytest.mark.parametrize("text", ["README.md", "docs/a.com.md", "a/b.org", "-", "docs", "v1.2", "C:\\x"])
def test_paths_are_no_urls(text: str) -> None:
    assert not is_url(text)


def test_links_that_are_not_there_are_a_warning_or_fail(repository: Repository) -> None:
    repository.write("README.md", "no links here\n")

    assert 0 == repository.check("--offline").code
    assert 1 == repository.check("--offline", "--fail-if-empty").code
