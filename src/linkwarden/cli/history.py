"""``linkwarden history``: the results of earlier runs for a link or a host, due dates, and the file itself."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report, write_report
from linkwarden.cli.prelude import Prelude, prepare
from linkwarden.cli.session import style_for
from linkwarden.clock import Clock, SystemClock
from linkwarden.errors import InputError
from linkwarden.history import History, open_history
from linkwarden.history.overview import DAYS, LinkView, Overview, due_by_date, hosts_of, link_views
from linkwarden.history.queries import observations, results_by_vantage, run_count, vantages
from linkwarden.history.transfer import import_lines, read_lines, write_lines
from linkwarden.report.layout import Page, page_for
from linkwarden.report.wording import format_date, pluralize
from linkwarden.run.memory import intervals_of, vantage_of
from linkwarden.urls import parse_web_url

LEGEND = "+ responded  x failed  ? blocked  . not checked"
MAX_FAILING = 20
"""How many failing links the overview names; --json names all."""
MAX_OBSERVATIONS = 10
"""How many observations of a link are listed; --json lists all."""
_STANDARD_OUTPUT = "-"


def run(arguments: argparse.Namespace) -> int:
    """Show the past of a link or host, or of all; or write the history as text, or read it."""
    prelude = prepare(arguments)
    name = prelude.settings.history
    importing = arguments.target == "import"
    if not name:
        raise InputError("no history is kept: the setting `history` is empty")
    if not importing and not (prelude.root / name).is_file():
        raise InputError(f"{name}: no history yet; `linkwarden check` creates it")
    clock = SystemClock()
    history = open_history(prelude.root / name, clock, _notice)
    if history is None:
        return Exit.USAGE
    with history:
        if arguments.target == "export":
            _export(history, arguments.file or _STANDARD_OUTPUT, clock)
        elif importing:
            _import(history, arguments.file)
        elif arguments.target:
            _show_target(history, arguments, prelude, clock.now())
        else:
            _show_overview(history, arguments, prelude, clock.now())
    return Exit.OK


def _notice(text: str) -> None:
    sys.stderr.write(f"linkwarden: {text}\n")


def _export(history: History, target: str, clock: Clock) -> None:
    seen = (each for each in observations(history.connection) if each.trusted)
    text = "".join(write_lines(seen, results_by_vantage(history.connection, clock.now())))
    if target == _STANDARD_OUTPUT:
        print_report(text)
    else:
        write_report(Path(target), text)


def _import(history: History, name: str | None) -> None:
    if name is None:
        raise InputError("import: name the file that `linkwarden history export` wrote")
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    added = import_lines(history.connection, read_lines(name, text))
    sys.stdout.write(f"{pluralize(added, 'observation')} added\n")


def _show_target(history: History, arguments: argparse.Namespace, prelude: Prelude, now: datetime) -> None:
    web = parse_web_url(arguments.target)
    if web is not None:
        seen = list(observations(history.connection, url=web.href))
    else:
        seen = list(observations(history.connection, host=arguments.target.lower()))
    if not seen:
        raise InputError(f"{arguments.target}: not in the history; name a host, or a URL as shown in reports")
    pasts = {name: history.pasts(name) for name in {each.vantage for each in seen}}
    views = link_views(seen, pasts, intervals_of(prelude.settings), now)
    if arguments.json:
        _print_json({"links": [asdict(each) for each in views]})
        return
    page = page_for(style_for(_STANDARD_OUTPUT))
    blocks = [_link_lines(each, page, details=web is not None) for each in views]
    print_report("\n".join([*("\n".join(block) + "\n" for block in blocks), LEGEND, ""]))


def _show_overview(history: History, arguments: argparse.Namespace, prelude: Prelude, now: datetime) -> None:
    vantage = vantage_of(prelude.settings, os.environ)
    pasts = history.pasts(vantage)
    failing = {url for url, past in pasts.items() if past.failures}
    intervals = intervals_of(prelude.settings)
    seen = (each for each in observations(history.connection) if each.record.url in failing and each.vantage == vantage)
    overview = Overview(
        file=str(prelude.settings.history),
        size_bytes=history.path.stat().st_size,
        runs=run_count(history.connection),
        resources=len(pasts),
        hosts=hosts_of(pasts),
        vantages=tuple(vantages(history.connection)),
        due=due_by_date(pasts, intervals, now),
        failing=tuple(link_views(seen, {vantage: pasts}, intervals, now)),
    )
    if arguments.json:
        _print_json(asdict(overview))
    else:
        page = page_for(style_for(_STANDARD_OUTPUT))
        print_report("\n".join(_overview_lines(overview, vantage, page)) + "\n")


def _link_lines(view: LinkView, page: Page, *, details: bool) -> Iterator[str]:
    yield page.address(view.url, "")
    yield f"  {view.days}"
    yield from page.flow(f"{_state(view)}; observed from {view.vantage}.", "  ", "  ")
    if details:
        for each in view.observations[-MAX_OBSERVATIONS:]:
            said = " ".join(map(str, filter(None, (each.verdict, each.rule, each.status))))
            counts = "" if each.trusted else ", not counted: its run was untrusted or not finished"
            text = f"{each.at:%Y-%m-%d %H:%M} UTC: {said}, {each.elapsed_ms:,} ms{counts}"
            yield from page.flow(text, "    ", "    ")


def _state(view: LinkView) -> str:
    said = []
    if view.failing_since is not None:
        said.append(f"Failing since {format_date(view.failing_since)}, {pluralize(view.strikes, 'strike')}")
    answered = f"last response on {format_date(view.answered_at)}" if view.answered_at else "has never responded"
    said.append(answered)
    if view.due_at is not None:
        said.append(f"due on {format_date(view.due_at)}")
    text = "; ".join(said)
    return text[0].upper() + text[1:]


def _overview_lines(overview: Overview, vantage: str, page: Page) -> Iterator[str]:
    size = f"{overview.size_bytes / 1e6:.1f} MB"
    links, hosts = pluralize(overview.resources, "link"), pluralize(overview.hosts, "host")
    known = f"{links} on {hosts}, {pluralize(overview.runs, 'run')}"
    yield from page.flow(f"{overview.file}: {size}; {known}; observed from {vantage}.")
    others = [each for each in overview.vantages if each != vantage]
    if others:
        yield from page.flow(f"Other networks in the file: {', '.join(others)} (choose with --vantage).")
    if overview.due:
        due = ", ".join(f"{count:,} {'now' if day == 'now' else f'on {day}'}" for day, count in overview.due.items())
        yield from page.flow(f"Due: {due}.")
    if overview.failing:
        yield ""
        yield f"Failing, over the last {DAYS} days ({LEGEND}):"
    for each in overview.failing[:MAX_FAILING]:
        yield ""
        yield from _link_lines(each, page, details=False)
    if len(overview.failing) > MAX_FAILING:
        yield f"\nand {len(overview.failing) - MAX_FAILING:,} more: see --json"


def _print_json(value: Any) -> None:
    def spelled(other: object) -> str:
        return f"{other:%Y-%m-%dT%H:%M:%SZ}" if isinstance(other, datetime) else str(other)

    print_report(json.dumps(value, indent=2, ensure_ascii=False, default=spelled) + "\n")
