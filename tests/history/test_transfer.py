"""History as text that git can carry and merge."""

from datetime import timedelta
from pathlib import Path

import pytest

from linkwarden.errors import InputError
from linkwarden.history.queries import observations, results_by_vantage
from linkwarden.history.transfer import import_lines, read_lines, write_lines
from linkwarden.model.finding import Verdict
from tests.history.builders import START, URL, Bench

ALIVE, DEAD, UNREACHABLE = Verdict.ALIVE, Verdict.DEAD, Verdict.UNREACHABLE
OTHER = "https://aaa.example/"


def export(bench: Bench) -> str:
    with bench.open() as history:
        seen = (each for each in observations(history.connection) if each.trusted)
        return "".join(write_lines(seen, results_by_vantage(history.connection, bench.clock.now())))


def imported(bench: Bench, text: str) -> int:
    with bench.open() as history:
        return import_lines(history.connection, read_lines("history.jsonl", text))


@pytest.fixture
def copy(tmp_path: Path, bench: Bench) -> Bench:
    return Bench(tmp_path / "copy" / "history.db", bench.clock)


def fill(bench: Bench) -> None:
    for day, verdict in enumerate([ALIVE, ALIVE, ALIVE, UNREACHABLE, UNREACHABLE, UNREACHABLE]):
        bench.run({URL: verdict, OTHER: ALIVE}, day=day)
    bench.run({URL: UNREACHABLE}, day=5.1)
    bench.run({URL: ALIVE}, day=5.2, vantage="laptop")
    bench.run({URL: ALIVE}, day=5.3, trusted=False)


def test_an_import_brings_the_same_past_and_results(bench: Bench, copy: Bench) -> None:
    fill(bench)
    text = export(bench)
    imported(copy, text)

    with bench.open() as one, copy.open() as other:
        was, now = one.pasts("ci"), other.pasts("ci")
        assert one.last_results("ci") == other.last_results("ci")
        assert one.last_results("laptop") == other.last_results("laptop")
    assert {url: past.failures for url, past in was.items()} == {url: past.failures for url, past in now.items()}
    assert [(was[url].first_at, was[url].last_at, was[url].changed_at, was[url].elsewhere) for url in sorted(was)] == [
        (now[url].first_at, now[url].last_at, now[url].changed_at, now[url].elsewhere) for url in sorted(now)
    ]
    assert export(copy) == text


def test_the_lines_are_sorted_and_leave_out_what_does_not_matter(bench: Bench) -> None:
    fill(bench)
    header, first, second = export(bench).splitlines()

    assert header == '{"linkwarden-history":1}'
    assert f'"url":"{OTHER}"' in first
    assert f'"url":"{URL}"' in second
    assert [first.count('"at"'), second.count('"at"')] == [
        2,
        7,
    ]


def test_an_import_can_be_repeated_and_does_not_double_what_is_known(bench: Bench) -> None:
    fill(bench)
    text = export(bench)

    assert (imported(bench, text), imported(bench, text)) == (0, 0)
    assert export(bench) == text


def test_both_sides_of_a_merge_are_taken(bench: Bench, copy: Bench) -> None:
    bench.run({URL: ALIVE})
    ours = export(bench)
    copy.run({URL: UNREACHABLE}, day=1)
    theirs = export(copy).splitlines(keepends=True)[1]
    imported(copy, ours + theirs)

    with copy.open() as history:
        past = history.pasts("ci")[URL]
    assert (past.answered_at, past.failures) == (START, (START + timedelta(days=1),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "history.jsonl:1: not an exported history"),
        ("hello\n", "history.jsonl:1: not an exported history"),
        ('{"linkwarden-history":2}\n', "history.jsonl:1: an export of version 2; this linkwarden reads 1"),
        ('{"linkwarden-history":1}\n{"url":1}\n', "history.jsonl:2: url: Input should be a valid string"),
        ('{"linkwarden-history":1}\n\nnothing\n', "history.jsonl:3: Invalid JSON"),
        ('{"linkwarden-history":1}\n<<<<<<< HEAD\n', "history.jsonl:2: a merge conflict"),
        (
            (
                '{"linkwarden-history":1}\n{"url":"https://a.dev/","observations":[{"at":"2026-03-01T06:00:00Z",'
                '"vantage":"../ci","verdict":"alive"}]}\n'
            ),
            "history.jsonl:2: observations.0.vantage: String should match pattern",
        ),
    ],
)
def test_what_is_no_export_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_lines("history.jsonl", text)

    assert str(caught.value).startswith(message)
