"""Exceptions that a change adds are listed, and the change cannot hide them."""

import pytest

from linkwarden.cli.change import find_change
from linkwarden.diff import added_exceptions
from linkwarden.extract import extract, find_inputs
from linkwarden.judge import RULES
from linkwarden.model.finding import Severity
from linkwarden.model.place import FileFinding, Span
from linkwarden.run.documents import exception_findings
from linkwarden.settings import Settings
from tests.git.history import History, environment

HERE = Span(1, 1, 1, 1)


@pytest.fixture
def history(history: History) -> History:
    """A repository with a file to check."""
    history.write("README.md", "a\n")
    return history


def added(history: History, config: str | None = None) -> list[tuple[str, int, str]]:
    paths = [str(history.path)]
    change = find_change("main", paths, history.path, environment(), config)
    assert change is not None
    documents = [extract(each.path, each.read()) for each in find_inputs(paths, history.path)]
    found = added_exceptions(documents, change, history.path, Settings())
    assert {"added-exception"} >= {each.rule for each in found}
    return [(each.path, each.span.line, each.message.removeprefix("the change adds: ")) for each in found]


OLD = 'exclude = ["^old"]\n[rules]\ntimeout = "note"\n[[ignore]]\nurl = "https://a.dev/"\nreason = "x"\n'
TABLES = [
    ('exclude = ["^old", "^https://x\\\\.dev"]\n', [(1, r"exclude ^https://x\.dev")]),
    ("exclude = '^new'\n", [(1, "exclude ^new")]),
    (OLD, []),
    (f"# a comment\n{OLD}", []),
    (
        f'{OLD}\n[[ignore]]\nurl = "https://b.dev/"\nrule = "gone"\nreason = "x"\n',
        [(9, "ignore gone at https://b.dev/")],
    ),
    ('ignore = [{url = "https://a.dev/", rule = "gone", reason = "x"}]', [(1, "ignore gone at https://a.dev/")]),
    ('[rules]\ntimeout = "error"\n', []),
    ('[rules]\nnot-found = "off"\n', [(2, "rules.not-found = off")]),
    ('[accept]\n"a.dev" = [403, 404]\n', [(2, "accept 403, 404 from a.dev")]),
    ("exit-zero = true\noffline = false\n", [(1, "exit-zero = true")]),
    ("fail-on = []\n", [(1, "fail-on ")]),
    ("exclude = [1, {}]\nignore = 3\nrules = 4\n", [(1, "exclude 1"), (1, "exclude {}")]),
    ("not TOML", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_what_a_change_adds_to_the_configuration(text: str, expected: list[tuple[int, str]], history: History) -> None:
    history.write("linkwarden.toml", OLD)
    history.commit()
    history.branch()
    history.write("linkwarden.toml", text)

    assert [("linkwarden.toml", *each) for each in expected] == added(history)


def test_a_file_that_takes_the_place_of_another_adds_what_that_one_lacks(history: History) -> None:
    history.write("pyproject.toml", '[tool.linkwarden]\nexclude = ["^old"]\n')
    history.commit()
    history.branch()
    history.write("linkwarden.toml", 'exclude = ["^old", "^new"]\n')

    assert [("linkwarden.toml", 1, "exclude ^new")] == added(history)


def test_the_file_that_config_names_is_compared(history: History) -> None:
    history.write("ci/links.toml", "")
    history.commit()
    history.branch()
    history.write("ci/links.toml", "exclude = ['x']\n")

    assert [("ci/links.toml", 1, "exclude x")] == added(history, str(history.path / "ci" / "links.toml"))
    assert [] == added(history)


def test_new_entries_of_the_baseline(history: History) -> None:
    history.write("linkwarden-baseline.txt", "2026-01-01 gone https://a.dev/\n")
    history.commit()
    history.branch()
    history.write("linkwarden-baseline.txt", "2026-02-01 gone https://a.dev/\n2026-02-01 timeout https://b.dev/\n")

    assert [("linkwarden-baseline.txt", 2, "timeout at https://b.dev/")] == added(history)


def test_new_comments_in_moved_and_changed_files(history: History) -> None:
    old = "some text\n\n" * 9 + "<!-- linkwarden-ignore gone: old -->\n[a](https://a.dev)\n"
    history.write("a.md", old)
    history.write("same.md", old)
    history.commit()
    history.branch()
    history.move("a.md", "b.md")
    history.write("b.md", f"new\n\n{old}\n<!-- linkwarden-ignore: x -->\n[b](https://u:secret@b.dev)\n")
    history.git("add", "--all")

    [(path, line, message)] = added(history)
    assert ("b.md", 25) == (path, line)
    assert message.startswith("a comment that accepts every finding at https://")
    assert "secret" not in message


def test_a_change_without_exceptions_adds_none(history: History) -> None:
    history.write("linkwarden.toml", OLD)
    history.commit()
    history.branch()
    history.write("a.md", "[a](https://a.dev)\n")

    assert [] == added(history)


@pytest.mark.parametrize(
    ("severity", "message", "expected"),
    [
        (None, "exclude x", [Severity.NOTE]),
        (Severity.ERROR, "exclude x", [Severity.ERROR]),
        (Severity.OFF, "exclude x", []),
        (Severity.OFF, "rules.added-exception = off", [Severity.NOTE]),
    ],
)
def test_a_change_cannot_hide_what_it_adds(severity: Severity | None, message: str, expected: list[Severity]) -> None:
    assert "added-exception" in RULES
    settings = Settings(rules={"added-exception": severity} if severity else {})
    found = [FileFinding("added-exception", f"the change adds: {message}", "linkwarden.toml", HERE)]

    assert expected == [each.severity for each in exception_findings(found, settings)]
