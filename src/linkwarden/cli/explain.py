"""``linkwarden explain``: every request and rule for one link.

The link is checked by the code of ``check``, in a document that contains nothing else, or is looked up in a saved
report without any requests. The exit code is not that of a check: a dead link is
explained with exit code 0.
"""

import argparse
import difflib
import os
import posixpath
import re
import sys
from pathlib import Path
from urllib.parse import unquote

import anyio

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report
from linkwarden.cli.prelude import prepare, set_up_logs
from linkwarden.cli.progress import progress_on
from linkwarden.cli.report import read_report
from linkwarden.cli.session import check, style_for
from linkwarden.clock import SystemClock
from linkwarden.errors import InputError
from linkwarden.extract import TextFile, repository_root
from linkwarden.report import REPORTERS
from linkwarden.report.explain import only, render
from linkwarden.report.sanitize import plain
from linkwarden.report.v1 import LinkInfo, Report
from linkwarden.run import Run, RunResult
from linkwarden.urls import parse_web_url, scheme_of, without_credentials

_DOCUMENT = "explain.md"
_MAX_SUGGESTIONS = 3
_HOST = re.compile(r"(?:[\w-]+\.)+[a-zA-Z]{2,}(?:[:/?#].*)?")
"""Matches what looks like a web URL without its scheme."""


def run(arguments: argparse.Namespace) -> int:
    """Explain one link."""
    code = Exit.OK
    if arguments.report:
        set_up_logs(arguments)
        report = read_report(arguments.report)
        link = find(report, arguments.url, arguments.report)
    else:
        ended = _ask(arguments)
        code = _exit_code(ended)
        # As it is read from a file, so that both ways show the same.
        report = Report.model_validate(ended.report.model_dump(mode="json"))
        link = report.links[0].model_copy(update={"occurrences": []})
        report = report.model_copy(update={"run": report.run.model_copy(update={"inputs": []})})
    report = only(report, link)
    style = style_for("-")
    as_json = arguments.format == "json"
    print_report(REPORTERS["json"].render(report, style) if as_json else render(report, link, style), utf8=as_json)
    return code


def _ask(arguments: argparse.Namespace) -> RunResult:
    prelude = prepare(arguments)
    root = prelude.root
    document = TextFile(f"{_folder(root)}{_DOCUMENT}", f"[explain](<{_destination(arguments.url)}>)\n")
    with progress_on(sys.stderr, quiet=arguments.quiet) as progress:
        if _HOST.fullmatch(arguments.url) and not (Path.cwd() / arguments.url.partition("#")[0]).exists():
            progress.notice(f"read as a path; for a web page, write https://{plain(arguments.url)}")
        return anyio.run(check, Run([document], root, prelude.settings, SystemClock(), os.environ, [progress]))


def _folder(root: Path) -> str:
    """Return the working directory relative to the root, with a slash; empty for the root itself."""
    here = Path.cwd().absolute()
    relative = here.relative_to(root).as_posix() if here.is_relative_to(root) else "."
    return "" if relative == "." else f"{relative}/"


def _destination(url: str) -> str:
    """Return *url* as a link destination in angle brackets is read (CommonMark 0.31.2, section 6.3)."""
    text = " ".join(url.split())
    if not text or text.startswith("#"):
        raise InputError(f"{url!r}: expected a URL or a path")
    web = parse_web_url(text)
    if web is not None:
        text = web.full_href
    return re.sub(r"[\\<>&]", lambda match: "&amp;" if match[0] == "&" else f"\\{match[0]}", text)


def find(report: Report, url: str, name: str) -> LinkInfo:
    """Return the link of *report* that *url* names.

    Raises:
        InputError: There is none; the text names the most similar ones.
    """
    by_url = {link.url: link for link in report.links}
    wanted = _spellings(url)
    for spelling in wanted:
        if spelling in by_url:
            return by_url[spelling]
    near = difflib.get_close_matches(wanted[0], by_url, n=_MAX_SUGGESTIONS)
    hint = f"; did you mean {' or '.join(map(plain, near))}?" if near else ""
    raise InputError(f"{name}: no link {plain(wanted[0])} in this report{hint}")


def _spellings(url: str) -> list[str]:
    """Return how a report may spell *url*, the likeliest first."""
    text = url.strip()
    web = parse_web_url(text)
    if web is not None:
        return [without_credentials(web.full_href)]
    if scheme_of(text) is not None:
        return [text]
    folder = _folder(repository_root(Path.cwd()))
    before, hash_, fragment = text.replace(os.sep, "/").partition("#")
    from_here = [posixpath.normpath(posixpath.join(folder, each)) for each in (before, unquote(before))]
    return [*(path + hash_ + fragment for path in from_here), text]


def _exit_code(ended: RunResult) -> Exit:
    if ended.interrupted:
        return Exit.INTERRUPTED
    if ended.defect:
        return Exit.DEFECT
    return Exit.UNTRUSTED if ended.report.run.status == "untrusted" else Exit.OK
