"""``linkwarden links``: lists what would be checked, with positions; sends no requests.

The JSON is a whole report of version 1, as ``check`` writes it, so that one parser serves both. A link
that ``check`` would request is ``skipped`` with ``rule`` null. Where ``rule`` is not null, the target alone
decides: ``excluded``, ``unsupported-scheme`` and similar rules, as in the report of a check.
``probes`` lists the probes in order; ``exchanges`` is empty and ``checked_at`` null.
"""

import argparse
import os
from collections.abc import Iterator

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report
from linkwarden.cli.prelude import inputs, prepare
from linkwarden.cli.session import style_for
from linkwarden.cli.sites import render_sites, sites_json
from linkwarden.clock import SystemClock
from linkwarden.report import REPORTERS
from linkwarden.report.layout import Page, page_for, text_of
from linkwarden.report.sanitize import plain
from linkwarden.report.v1 import LinkInfo, OccurrenceInfo, Report
from linkwarden.report.wording import pluralize
from linkwarden.run import list_links, list_sites
from linkwarden.urls import parse_web_url

_MAX_PLACE = len("1234:123")


def run(arguments: argparse.Namespace) -> int:
    """List the links of the given paths."""
    prelude = prepare(arguments)
    if arguments.sites:
        sites = list_sites(prelude.root, prelude.settings)
        listing = sites_json(sites) if arguments.format == "json" else render_sites(sites, page_for(style_for("-")))
        print_report(listing, utf8=arguments.format == "json")
        return Exit.OK
    report = list_links(inputs(arguments, prelude), prelude.root, prelude.settings, SystemClock(), os.environ)
    style = style_for("-")
    text = REPORTERS["json"].render(report, style) if arguments.format == "json" else render(report, page_for(style))
    print_report(text, utf8=arguments.format == "json")
    return Exit.OK


def render(report: Report, page: Page) -> str:
    """Return the list as text: a block for each file, a line for each occurrence, and the counts."""
    standing: dict[str, list[tuple[OccurrenceInfo, LinkInfo]]] = {}
    for link in report.links:
        for occurrence in link.occurrences:
            standing.setdefault(occurrence.path, []).append((occurrence, link))
    blocks = [_file(path, standing[path], page) for path in sorted(standing)]
    return text_of([*blocks, list(_counts(report, page))])


def _file(path: str, standing: list[tuple[OccurrenceInfo, LinkInfo]], page: Page) -> list[str]:
    standing.sort(key=lambda each: (each[0].line, each[0].column, each[1].url))
    widest = max(len(each.kind) for each, _ in standing)
    lines = [page.paint(plain(path), "bold")]
    for each, link in standing:
        place = f"{each.line}:{each.column}".rjust(_MAX_PLACE)
        mark = page.paint(f"  ({link.verdict}: {link.rule})", "dim") if link.rule else ""
        lines.append(f"{place}  {each.kind.ljust(widest)}  {plain(link.url)}{mark}")
    return lines


def _counts(report: Report, page: Page) -> Iterator[str]:
    if not report.links:
        yield from page.flow(f"No links in {pluralize(len(report.run.inputs), 'file')}.")
        return
    asked = [link for link in report.links if link.rule is None]
    web = {link.url.partition("#")[0] for link in asked if parse_web_url(link.url)}
    local = {link.url.partition("#")[0] for link in asked} - web
    hosts = {url.origin for url in map(parse_web_url, web) if url}
    left = len(report.links) - len(asked)
    resources = [
        f"request {pluralize(len(web), 'page')} on {pluralize(len(hosts), 'host')}" if web else "",
        f"look up {pluralize(len(local), 'file')} of this repository" if local else "",
    ]
    files = len({each.path for link in report.links for each in link.occurrences})
    places = f"{pluralize(report.summary.occurrences, 'place')} in {pluralize(files, 'file')}"
    would = " and ".join(filter(None, resources))
    yield from page.flow(
        f"{pluralize(len(report.links), 'link')} at {places}."
        + (f" A check would {would}." if would else " A check would send no requests.")
        + (f" {pluralize(left, 'link')} would not be checked." if left and would else "")
    )
