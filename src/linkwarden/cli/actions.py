"""GitHub Actions: which formats a step shows by itself, its summary, and its outputs.

docs.github.com, "Workflow commands for GitHub Actions": a step appends to the files that GITHUB_STEP_SUMMARY and
GITHUB_OUTPUT name. Forgejo Actions and Gitea Actions set the same variables.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from linkwarden.errors import LinkwardenError
from linkwarden.model.finding import Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.sanitize import plain
from linkwarden.report.source import source_links
from linkwarden.report.v1 import Report

DEFAULT_FORMATS = (("text", "-"), ("github", "-"))
"""The default formats in a step: text in its log, and annotations."""

_MAX_SUMMARY = 1024 * 1024
"""Maximum size of a step's summary in bytes; GitHub drops a longer one entirely."""


def runs_in_actions(environment: Mapping[str, str]) -> bool:
    """Return whether this process is a step of GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def publish(report: Report, code: int, reports: str | None, environment: Mapping[str, str]) -> None:
    """Append to the step's summary and outputs, where the environment names files for them.

    Args:
        report: The report of the run.
        code: The exit code of the check.
        reports: The folder of links.json and links.md, or None if they are not written.
        environment: The process's environment.

    Raises:
        LinkwardenError: A file cannot be written.
    """
    style = Style(source=source_links(environment))
    summary = f"{REPORTERS['markdown'].render(report, style)}{_more(environment)}"
    room = _MAX_SUMMARY - _size(environment.get("GITHUB_STEP_SUMMARY"))
    if len(summary.encode()) <= room:  # steps that write more than once share the room
        _append(environment.get("GITHUB_STEP_SUMMARY"), summary)
    set_outputs(step_outputs(report, code, reports), environment)


def set_outputs(outputs: Mapping[str, str], environment: Mapping[str, str]) -> None:
    """Append to the step's outputs, where the environment names a file for them.

    Raises:
        LinkwardenError: The file cannot be written.
    """
    delimiter = f"linkwarden-{secrets.token_hex(16)}"  # no value can contain it, so none can set another output
    lines = "".join(f"{name}<<{delimiter}\n{value}\n{delimiter}\n" for name, value in outputs.items())
    _append(environment.get("GITHUB_OUTPUT"), lines)


def step_outputs(report: Report, code: int, reports: str | None) -> dict[str, str]:
    """Return the outputs of the step, by name."""
    verdicts = report.summary.verdicts
    counts = {
        "exit-code": code,
        "dead": verdicts.get(Verdict.DEAD, 0),
        "moved": verdicts.get(Verdict.MOVED, 0),
        "unreachable": verdicts.get(Verdict.UNREACHABLE, 0),
        "new": sum(link.fails and link.state == "new" for link in report.links),
    }
    folder = plain(reports) if reports else ""
    paths = {
        "report-json": f"{folder}/links.json" if folder else "",
        "report-markdown": f"{folder}/links.md" if folder else "",
    }
    return {name: str(value) for name, value in {**counts, **paths}.items()}


def workflow_url(environment: Mapping[str, str]) -> str | None:
    """Return the page that lists the runs of this workflow; it is the same for every run."""
    repository, reference = _repository_url(environment), environment.get("GITHUB_WORKFLOW_REF", "")
    file = PurePosixPath(reference.partition("@")[0]).name
    return f"{repository}/actions/workflows/{file}" if repository and file else None


def _more(environment: Mapping[str, str]) -> str:
    """Return where the full report is: the artifacts of the workflow run."""
    repository, run = _repository_url(environment), environment.get("GITHUB_RUN_ID")
    return f"\n[Full report]({repository}/actions/runs/{run}#artifacts)\n" if repository and run else ""


def _repository_url(environment: Mapping[str, str]) -> str | None:
    server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    return f"{server}/{repository}" if server and repository else None


def _size(path: str | None) -> int:
    try:
        return Path(path).stat().st_size if path else 0
    except OSError:
        return 0


def _append(path: str | None, text: str) -> None:
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        raise LinkwardenError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from None
