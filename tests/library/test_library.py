"""linkwarden as a library."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

import linkwarden
from linkwarden.logs import get_logger, reset_logs

README = "[a](a.md) [b](b.md)\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "a.md").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unconfigured() -> Iterator[None]:
    """Structlog as in a program that has not configured it."""
    reset_logs()
    yield
    reset_logs()


def test_check_returns_the_report_and_writes_nothing(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = linkwarden.check(offline=True)

    assert [("a.md", "alive"), ("b.md", "dead")] == [(link.url, link.verdict) for link in report.links]
    assert report.summary.fails
    assert {".git", "README.md", "a.md"} == {path.name for path in root.iterdir()}
    assert ("", "") == capfd.readouterr()


def test_stream_yields_links_as_they_get_their_verdicts(root: Path) -> None:
    async def main() -> tuple[list[str], linkwarden.Report]:
        async with linkwarden.stream([root / "README.md"], offline=True) as links:
            seen = [link.url async for link in links]
            return seen, await links.report()

    seen, report = asyncio.run(main())

    assert ["a.md", "b.md"] == sorted(seen)
    assert ["a.md", "b.md"] == [link.url for link in report.links]


def test_the_repository_s_configuration_holds_and_options_beat_it(root: Path) -> None:
    (root / "linkwarden.toml").write_text("exclude = ['a']\noffline = true\n", encoding="utf-8")

    assert {"a.md": "excluded", "b.md": "missing-file"} == {link.url: link.rule for link in linkwarden.check().links}
    assert {"a.md": None, "b.md": "excluded"} == {link.url: link.rule for link in linkwarden.check(exclude="b").links}


def test_settings_can_be_given_whole(root: Path) -> None:
    (root / "linkwarden.toml").write_text("exclude = ['a']\n", encoding="utf-8")
    report = linkwarden.check(settings=linkwarden.Settings(offline=True))

    assert [None, "missing-file"] == [link.rule for link in report.links]
    with pytest.raises(TypeError, match="offline"):
        linkwarden.check(settings=linkwarden.Settings(), offline=True)


@pytest.mark.usefixtures("root")
def test_mistakes_are_errors_with_one_line() -> None:
    with pytest.raises(linkwarden.LinkwardenError, match=r"^offlin: unknown key 'offlin'; did you mean 'offline'\?$"):
        linkwarden.check(offlin=True)
    with pytest.raises(linkwarden.LinkwardenError, match=r"^nowhere\.md: no such file or folder$"):
        linkwarden.check(["nowhere.md"])


@pytest.mark.usefixtures("root")
def test_leaving_early_ends_the_run() -> None:
    async def main() -> None:
        async with linkwarden.stream(offline=True) as links:
            async for _ in links:
                break
        assert {asyncio.current_task()} == asyncio.all_tasks()
        assert [] == [link async for link in links if link.url == "never"]

    asyncio.run(main())


@pytest.mark.usefixtures("root")
def test_a_cancellation_ends_the_run() -> None:
    async def use(links: linkwarden.LinkStream) -> None:
        async for _ in links:
            await asyncio.Event().wait()

    async def main() -> None:
        task = asyncio.create_task(use(linkwarden.stream(offline=True)))
        await asyncio.wait([task], timeout=0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


@pytest.mark.usefixtures("unconfigured")
def test_logs_go_to_the_standard_library(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    log = get_logger("linkwarden.thing")
    with caplog.at_level(logging.INFO, logger="linkwarden"):
        log.info("exchange", host="example.dev")
        log.debug("left out")

    (record,) = caplog.records
    assert ("linkwarden.thing", "exchange", "example.dev") == (record.name, record.message, record.__dict__["host"])
    assert ("", "") == capfd.readouterr()


@pytest.mark.usefixtures("unconfigured")
def test_logs_go_to_structlog_where_the_program_has_configured_it() -> None:
    log = get_logger("linkwarden.thing")
    with structlog.testing.capture_logs() as before:
        log.info("first")  # capture_logs configures nothing that was not
    structlog.configure()
    with structlog.testing.capture_logs() as after:
        log.info("second", host="example.dev")

    assert [{"event": "second", "host": "example.dev", "log_level": "info"}] == after
    assert before in ([], [{"event": "first", "log_level": "info"}])


def test_without_logging_set_up_nothing_is_printed(root: Path) -> None:
    script = """
from linkwarden.logs import get_logger
get_logger("linkwarden.x").warning("something")
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=root)

    assert (b"", b"") == (ran.stdout, ran.stderr)


def test_importing_it_loads_nothing_until_it_is_used() -> None:
    script = "import sys, linkwarden; dir(linkwarden); print('pydantic' in sys.modules, 'asyncio' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")

    assert "False False\n" == ran.stdout
    with pytest.raises(AttributeError, match="nothing_like_it"):
        linkwarden.nothing_like_it  # noqa: B018
