"""The action's last step on a schedule: updates the issue, and opens the pull request that was requested in it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from linkwarden.action.checkboxes import apply
from linkwarden.cli import main
from linkwarden.cli.actions import workflow_url
from linkwarden.cli.exits import Exit
from linkwarden.cli.report import read_report
from linkwarden.errors import LinkwardenError
from linkwarden.extract import repository_root
from linkwarden.issue import (
    CheckedBoxes,
    Comment,
    ForgeError,
    Frame,
    Issue,
    Issues,
    Item,
    Proposal,
    RestClient,
    Update,
    checked_boxes_of,
    find,
    items_of,
    plan,
    propose,
    without_ticks,
)
from linkwarden.report.v1 import Report
from linkwarden.report.wording import pluralize

DEFAULT_LABEL = "links"
DEFAULT_TITLE = "Links that need attention"


class _Job(NamedTuple):
    """The environment of the step."""

    report: Path
    repository: str
    token: str
    api_url: str
    label: str
    title: str
    config: str
    pull_requests: bool
    branch: str
    commit: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "_Job":
        return cls(
            report=Path(environment.get("INPUT_REPORTS") or "reports") / "links.json",
            repository=environment.get("GITHUB_REPOSITORY", ""),
            token=environment.get("GITHUB_TOKEN", ""),
            api_url=environment.get("GITHUB_API_URL") or "https://api.github.com",
            label=environment.get("INPUT_ISSUE_LABEL") or DEFAULT_LABEL,
            title=environment.get("INPUT_ISSUE_TITLE") or DEFAULT_TITLE,
            config=environment.get("INPUT_CONFIG", ""),
            pull_requests=environment.get("INPUT_PULL_REQUESTS") == "true",
            branch=environment.get("GITHUB_REF_NAME", ""),
            commit=environment.get("GITHUB_SHA", ""),
        )


def update(environment: Mapping[str, str], run: Callable[[list[str]], int] = main) -> int:
    """Create, update, comment on or close the issue according to the report, and return the step's exit code.

    A run that is not complete, or cannot be trusted, changes nothing.

    Args:
        environment: The process's environment, with the inputs.
        run: Runs linkwarden's command line and returns its exit code.
    """
    try:
        return _update(_Job.of(environment), workflow_url(environment), run)
    except LinkwardenError as error:
        sys.stderr.write(f"linkwarden: the issue was not updated: {error}\n")
        return Exit.USAGE


def _update(job: _Job, runs: str | None, run: Callable[[list[str]], int]) -> int:
    report = read_report(str(job.report))
    if report.run.status != "complete":
        sys.stdout.write(f"The issue was not updated: this run is {report.run.status}.\n")
        return Exit.OK
    if not job.token or not job.repository:
        raise ForgeError("GITHUB_TOKEN and GITHUB_REPOSITORY are required")
    rest = RestClient(job.api_url, job.repository, job.token)
    issues = Issues(rest, job.label)
    issue = find(issues.all())
    items = items_of(report)
    more = f"The latest run of [the workflow]({runs}) has the full report." if runs else ""
    frame = Frame(more, boxes=job.pull_requests)
    actions = plan(issue, items, frame)
    for action in actions:
        number = issues.do(action, job.title)
        sys.stdout.write(f"{type(action).__name__} issue #{number}\n")
    if not actions:
        sys.stdout.write("The issue is up to date.\n")
    boxes = checked_boxes_of(issue.body) if issue and issue.is_open and job.pull_requests else CheckedBoxes()
    if issue and boxes:
        current = next((each.body for each in actions if isinstance(each, Update) and each.body), issue.body)
        _grant(job, boxes, items, report, Issue(issue.number, current, is_open=True), rest, issues, run)
    return Exit.OK


def _grant(  # noqa: PLR0913, PLR0917 - all of it is needed
    job: _Job,
    boxes: CheckedBoxes,
    items: Sequence[Item],
    report: Report,
    issue: Issue,
    rest: RestClient,
    issues: Issues,
    run: Callable[[list[str]], int],
) -> None:
    """Open the pull request that was requested in *issue*, add a comment there, and clear its check boxes."""
    files = apply(boxes, items, report, job.report, repository_root(Path.cwd()), job.config, run)
    if not files:
        return
    proposal = Proposal(
        branch=f"linkwarden/issue-{issue.number}",
        title="Update links" if boxes.fix else "Ignore findings of the link check",
        body=_describe(boxes, issue.number),
        files=files,
    )
    number = propose(rest, proposal, job.branch, job.commit)
    sys.stdout.write(f"Pull request #{number}\n")
    issues.do(Comment(issue.number, f"Pull request #{number} has the changes that were requested here."), job.title)
    issues.do(Update(issue.number, without_ticks(issue.body)), job.title)


def _describe(boxes: CheckedBoxes, number: int) -> str:
    done = ["the suggested fixes"] if boxes.fix else []
    if boxes.ignore:
        done.append(pluralize(len(boxes.ignore), "ignored link"))
    return f"Requested in #{number}: {' and '.join(done)}.\n"
