"""``linkwarden ignore``: accept one rule's findings at one link, with a reason, and until when."""

import argparse
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report, write_report
from linkwarden.clock import SystemClock
from linkwarden.errors import ConfigError, InputError
from linkwarden.extract import repository_root
from linkwarden.files import leads_outside
from linkwarden.judge import check_rule_names
from linkwarden.report.sanitize import plain
from linkwarden.settings import Settings, load_settings
from linkwarden.settings.edit import add_ignore, configuration_file
from linkwarden.urls import parse_web_url, without_credentials


def run(arguments: argparse.Namespace) -> int:
    """Write the ignore into the configuration."""
    root = repository_root(Path.cwd())
    config = Path(arguments.config) if arguments.config else None
    path = configuration_file(root, config)
    # an error in the configuration is reported now, not at the next check
    settings = load_settings(root, config, os.environ, {}) if path.exists() else Settings()
    check_rule_names([arguments.rule], "--rule")
    reason = " ".join(arguments.reason.split())
    if not reason:
        raise InputError("--reason: a reason is required")
    url = spelled(arguments.url)
    entry: dict[str, str | date] = {"url": url, "rule": arguments.rule, "reason": reason}
    today = SystemClock().now().date()
    until = _until(arguments.until, today) if arguments.until else _known_until(settings, entry, today)
    if until:
        entry["until"] = until
    if not config and leads_outside(path, root):
        raise ConfigError(f"{path.name}: points outside this repository, so it is not written")
    text, known = add_ignore(_name(path, root), _read(path), entry)
    write_report(path.resolve(), text)
    ending = f" until {until}" if until else ""
    done = "updated" if known else "added"
    print_report(f"{plain(_name(path, root))}: {done}: {arguments.rule} at {plain(url)} is accepted{ending}.\n")
    return Exit.OK


def spelled(url: str) -> str:
    """Return *url* as reports spell it; a ``*`` in it stays."""
    text = url.strip()
    if not text:
        raise InputError("name a URL or path as shown in reports; * matches any characters")
    web = parse_web_url(text)
    if web is None:
        return text
    return without_credentials(web.full_href)


def _until(text: str, today: date) -> date:
    try:
        until = date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--until: {text!r} is not a date; write it as {today.year + 1}-01-31") from None
    if until < today:
        raise InputError(f"--until: {until} is in the past")
    return until


def _known_until(settings: Settings, entry: Mapping[str, object], today: date) -> date | None:
    """Return the last day of the same ignore in the configuration, unless it is over."""
    same = (each for each in settings.ignore if (each.url, each.rule) == (entry["url"], entry["rule"]))
    return next((each.until for each in same if not each.has_ended(today)), None)


def _name(path: Path, root: Path) -> str:
    whole = path.absolute()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: cannot be read: {error}") from None
