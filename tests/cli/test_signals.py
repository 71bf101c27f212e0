"""A run ends when it has to, whatever it is doing."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from pydantic_core import SchemaError

from linkwarden.cli import main, signals
from linkwarden.judge import RULES, Case
from linkwarden.judge.rule import RuleResult
from tests.registries import replace_item


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("[a](a.md) [b](b.md)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    main(["check", "--offline", "--no-reports"])  # imports take longer than the grace period
    monkeypatch.setattr(signals, "GRACE_S", 0.5)
    return tmp_path


def holding(monkeypatch: pytest.MonkeyPatch, at_once: Callable[[], None] = lambda: None) -> None:
    """Make a rule block for one link, after it has called *at_once*."""
    rule = RULES["missing-file"]

    def evaluate(case: Case) -> Iterator[RuleResult]:
        if case.link.url == "a.md":
            at_once()
            while True:
                pass
        yield from rule.evaluate(case)

    replace_item(monkeypatch, RULES, rule._replace(evaluate=evaluate))


def verdicts(root: Path) -> dict[str, str]:
    report = json.loads((root / "reports" / "links.json").read_text(encoding="utf-8"))
    return {link["url"]: link["rule"] for link in report["links"]}


def test_max_time_holds_while_a_rule_does_not_return(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holding(monkeypatch)

    assert 4 == main(["check", "--offline", "--max-time", "100ms"])
    assert "not-reached" == verdicts(root)["a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="there, a process cannot send itself such a signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_holds_while_a_rule_does_not_return(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    holding(monkeypatch, lambda: os.kill(os.getpid(), number))

    assert 130 == main(["check", "--offline"])
    assert "not-reached" == verdicts(root)["a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="there, a process cannot send itself such a signal")
def test_a_second_signal_ends_the_process_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def twice() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)

    holding(monkeypatch, twice)

    assert 130 == main(["check", "--offline"])
    assert not (root / "reports").exists()


@pytest.mark.usefixtures("root")
def test_handlers_are_put_back() -> None:
    before = [signal.getsignal(each) for each in signals.SIGNALS]
    main(["check", "--offline"])

    assert before == [signal.getsignal(each) for each in signals.SIGNALS]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (SchemaError('Error building "model" validator:\n  SchemaError: Field "rules":\n  KeyboardInterrupt: '), 130),
        (SchemaError('Error building "model" validator'), 4),
        (ValueError("KeyboardInterrupt"), 4),
    ],
)
def test_ctrl_c_is_130_also_while_pydantic_builds_a_model(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with mock.patch("linkwarden.cli.build_parser", side_effect=error):
        assert main(["check"]) == code

    assert bool(capsys.readouterr().err) == (code == 4)
