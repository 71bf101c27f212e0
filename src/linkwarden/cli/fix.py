"""``linkwarden fix``: check, then replace destinations with the addresses that the check proved."""

import argparse
import difflib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from stat import S_IMODE

import anyio

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report, write_report
from linkwarden.cli.prelude import Prelude, inputs, prepare
from linkwarden.cli.progress import progress_on
from linkwarden.cli.report import read_report
from linkwarden.cli.session import check, exit_code, style_for
from linkwarden.clock import SystemClock
from linkwarden.errors import InputError, LinkwardenError
from linkwarden.files import leads_outside, read_regular_file
from linkwarden.fix import Edit, edits_of, rewrite, suggestions_to_review
from linkwarden.judge import check_rule_names
from linkwarden.model.place import Document
from linkwarden.report.layout import Page, page_for
from linkwarden.report.selectors import places_of
from linkwarden.report.v1 import FindingInfo, LinkInfo, Report
from linkwarden.report.wording import pluralize
from linkwarden.run import Run, document_reader

MAX_REPORT_AGE = timedelta(days=1)
"""An older report may no longer be true."""

_STALE = "the file has changed since the report was written"
_REFUSED = "the new URL cannot be written here without a change to another link"


@dataclass(slots=True)
class _Outcome:
    """The result of the edits."""

    fixed: list[Edit] = field(default_factory=list)
    left: list[tuple[Edit, str]] = field(default_factory=list)
    """Edits that were not made, and why."""
    diff: list[str] = field(default_factory=list)


def run(arguments: argparse.Namespace) -> int:
    """Fix the links of the given paths."""
    prelude = prepare(arguments)
    only = frozenset(arguments.only.split(",") if arguments.only else ())
    check_rule_names(only, "--only")
    report, code = _report(arguments, prelude)
    if code in (Exit.INTERRUPTED, Exit.DEFECT):
        return code
    outcome = _Outcome()
    edits = edits_of(report, only=only, unsafe=arguments.unsafe)
    read = document_reader(prelude.root, prelude.settings)
    for path, group in groupby(edits, key=lambda edit: edit.path):
        _fix_file(prelude.root, path, list(group), partial(read, path), outcome, dry_run=arguments.dry_run)
    to_review = [] if arguments.unsafe else suggestions_to_review(report, only)
    if arguments.dry_run:
        print_report("".join(outcome.diff))
    page = page_for(style_for("-"))
    lines = [*_lines(outcome, page), *(_review_lines(to_review, page))]
    lines += page.flow(_summary(outcome, len(to_review), dry_run=arguments.dry_run))
    text = "".join(f"{line}\n" for line in lines)
    if arguments.dry_run:
        sys.stderr.write(text)
    else:
        print_report(text)
    if outcome.fixed or outcome.left or to_review:
        return Exit.FAILED
    return Exit.UNTRUSTED if report.run.status == "untrusted" else Exit.OK


def _report(arguments: argparse.Namespace, prelude: Prelude) -> tuple[Report, Exit]:
    """Return the report with the suggestions, and the exit code of its check."""
    if arguments.report:
        report = read_report(arguments.report)
        if SystemClock().now() - report.run.finished_at > MAX_REPORT_AGE:
            finished = f"{report.run.finished_at:%Y-%m-%d %H:%M} UTC"
            raise InputError(f"{arguments.report}: from {finished}, more than a day ago; run `linkwarden check` again")
        return report, Exit.OK
    files = inputs(arguments, prelude)
    with progress_on(sys.stderr, quiet=arguments.quiet) as progress:
        checked = Run(files, prelude.root, prelude.settings, SystemClock(), os.environ, [progress])
        ended = anyio.run(check, checked)
    return ended.report, exit_code(ended, exit_zero=True)


def _fix_file(
    root: Path, path: str, edits: list[Edit], read: Callable[[str], Document], outcome: _Outcome, *, dry_run: bool
) -> None:
    """Apply the edits of one file; an error affects only that file."""
    location = root / path
    try:
        if leads_outside(location, root):
            raise InputError(f"{path}: points outside the repository")
        text = _decoded(path, read_regular_file(location, path))
        result = rewrite(text, edits, read)
        if result.text != text and not dry_run:
            target = Path(os.path.realpath(location))
            write_report(target, result.text, S_IMODE(target.stat().st_mode))
    except (LinkwardenError, OSError) as error:
        outcome.left += [(edit, str(error)) for edit in edits]
        return
    outcome.diff += _diff(path, text, result.text)
    outcome.fixed += result.applied
    outcome.left += [(edit, _STALE) for edit in result.stale]
    outcome.left += [(edit, _REFUSED) for edit in result.refused]


def _decoded(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8") from None


def _diff(path: str, old: str, new: str) -> Iterator[str]:
    """Yield the lines of a unified diff that ``patch -p1`` and ``git apply`` read."""
    for line in difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{path}", f"b/{path}"
    ):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(outcome: _Outcome, page: Page) -> Iterator[str]:
    for edit in outcome.fixed:
        yield from page.head(f"{edit.path}:{edit.span.line}:{edit.span.column}", edit.rule, "green")
        yield page.address(edit.old)
        yield page.address(edit.new, " -> ")
    for edit, reason in outcome.left:
        yield from page.head(f"{edit.path}:{edit.span.line}:{edit.span.column}", f"not fixed: {edit.rule}", "yellow")
        yield page.address(edit.old)
        yield from page.flow(reason, "    ")


def _review_lines(to_review: Sequence[tuple[LinkInfo, FindingInfo]], page: Page) -> Iterator[str]:
    for link, finding in to_review:
        place = str(next(iter(places_of(link)), link.url))
        yield from page.head(place, f"to review: {finding.rule}", "yellow")
        yield page.address(link.url)
        yield page.address(finding.suggestion or "", " -> ")


def _summary(outcome: _Outcome, to_review: int, *, dry_run: bool) -> str:
    files = len({edit.path for edit in outcome.fixed})
    verb = "Would fix" if dry_run else "Fixed"
    said = [
        f"{verb} {pluralize(len(outcome.fixed), 'link')} in {pluralize(files, 'file')}." if files else "Nothing to fix."
    ]
    if outcome.left:
        said.append(f"{pluralize(len(outcome.left), 'link')} could not be fixed.")
    if to_review:
        said.append(f"{pluralize(to_review, 'suggestion')} need a review; --unsafe applies them, too.")
    return " ".join(said)
