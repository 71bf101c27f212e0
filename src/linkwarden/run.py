"""The whole flow: extract → plan → probe → judge → report. The one module that knows all five stages."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import anyio
import structlog

from linkwarden import __version__
from linkwarden.clock import Clock
from linkwarden.credentials import own_place
from linkwarden.extract import TextFile, anchors_of, extract
from linkwarden.judge import (
    RULES,
    Case,
    answered,
    discount,
    doubt,
    ignore_findings,
    ignores_in_force,
    judge,
    next_step,
    severity_of,
)
from linkwarden.model.finding import Finding, JudgedLink, RunFinding, Severity, Unchecked, Verdict
from linkwarden.model.link import Resource, Task
from linkwarden.model.observation import Observation, Shape, Step
from linkwarden.model.place import Document
from linkwarden.net.host import open_hosts
from linkwarden.plan import make_plan
from linkwarden.probe import ProbeContext, probe_all, route, take_look
from linkwarden.report.build import RunFacts, Status, build
from linkwarden.report.v1 import Report
from linkwarden.settings import Settings

log = structlog.get_logger()


class Progress(Protocol):
    """Is told how far a run has come."""

    def notice(self, text: str) -> None:
        """Something that people should know while the run goes on."""
        ...

    def begin(self, links: int) -> None:
        """The links are known."""
        ...

    def advance(self, judged: JudgedLink) -> None:
        """One more link has its verdict."""
        ...


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run came out."""

    report: Report
    interrupted: bool
    """By Ctrl-C or a signal."""
    defect: bool
    """At least one link met an error inside linkwarden."""


@dataclass(slots=True)
class _State:
    judged: list[JudgedLink] = field(default_factory=list)
    done: set[Task] = field(default_factory=set)
    stopped: str | None = None
    """Why the run ended early."""
    interrupted: bool = False
    canary_answers: bool = False
    doubt: str | None = None
    """Why its network can't be trusted."""


async def check(
    files: Sequence[TextFile],
    root: Path,
    settings: Settings,
    clock: Clock,
    progress: Progress,
    environment: Mapping[str, str],
) -> RunResult:
    """Check every link of *files*, and report.

    A cancellation (Ctrl-C) ends the run early; what is known by then is reported, as interrupted.
    """
    started_at = clock.now()
    settings = _with_own_place(settings, root, environment)
    documents = [extract(each.path, each.text, anchors=settings.anchors) for each in files]
    plan = make_plan(documents, route, settings.root_dir or "")
    progress.begin(len(plan.links))
    state = _State()
    unchecked: list[Unchecked] = []
    latest: dict[Resource, list[Case]] = {}

    def cases(task: Task, observation: Observation) -> list[Case]:
        return [Case(link, observation, settings, clock.now()) for link in task.links]

    def ladder(task: Task, observation: Observation) -> Step | None:
        latest[task.resource] = cases(task, observation)
        return next_step(latest[task.resource])

    def done(task: Task, observation: Observation) -> None:
        seen = latest.pop(task.resource, [])
        chosen = seen if seen and seen[0].observation is observation else cases(task, observation)
        state.done.add(task)
        for case in chosen:
            state.judged.append(_judged(case, task.probes))
            progress.advance(state.judged[-1])

    try:
        async with open_hosts(settings, clock) as hosts:
            context = ProbeContext(
                hosts,
                clock,
                settings,
                root,
                ladder,
                anchors_of(settings.anchors),
                environment,
                progress.notice,
                unchecked,
            )
            with anyio.move_on_after(settings.max_time) as scope:
                await probe_all(plan, context, done)
            if scope.cancelled_caught:
                state.stopped = f"the time was up ({settings.max_time:g} s)"
            else:
                state.canary_answers = await _canary_answers(state.judged, context)
    except anyio.get_cancelled_exc_class():
        state.stopped, state.interrupted = "the run was interrupted", True
    any_answered = state.canary_answers or any(map(answered, state.judged))
    state.doubt = doubt(state.judged, any_answered=any_answered)

    for task in plan.tasks:
        if task not in state.done:
            reason = state.stopped or "an error inside linkwarden"
            done(task, Observation(task.resource, unfinished=reason, defect=not state.stopped))
    judged = [discount(each) for each in state.judged] if state.doubt else state.judged
    status: Status = "interrupted" if state.stopped else "untrusted" if state.doubt else "complete"
    facts = RunFacts(
        id=_run_id(started_at),
        version=__version__,
        started_at=started_at,
        finished_at=clock.now(),
        status=status,
        reason=state.stopped or state.doubt,
        inputs=tuple(each.path for each in files),
        offline=settings.offline,
    )
    findings = [
        *_file_findings(documents, settings),
        *ignore_findings(settings, judged, started_at.date(), complete=status == "complete"),
    ]
    return RunResult(
        report=build(facts, judged, findings, unchecked, ignores_in_force(settings, started_at.date())),
        interrupted=state.interrupted,
        defect=any(each.observation.defect for each in judged),
    )


def _judged(case: Case, probes: tuple[str, ...]) -> JudgedLink:
    """Return the link with its verdict; an error inside a rule costs that verdict alone."""
    try:
        return judge(case, probes)
    except Exception:
        log.exception("judge.defect", link=case.link.url)
    detail = "not reached: an error inside linkwarden"
    severity = severity_of(RULES["not-reached"], case.settings)
    findings = () if severity is Severity.OFF else (Finding("not-reached", severity, detail),)
    observation = replace(case.observation.without_bodies(), unfinished="an error inside linkwarden", defect=True)
    return JudgedLink(case.link, Verdict.SKIPPED, "not-reached", detail, findings, observation, probes, checked_at=None)


def list_links(files: Sequence[TextFile], settings: Settings, clock: Clock) -> Report:
    """Return the report of a run that looks at nothing: every link of *files*, and what its target alone tells."""
    now = clock.now()
    documents = [extract(each.path, each.text, anchors=settings.anchors) for each in files]
    plan = make_plan(documents, route, settings.root_dir or "")
    judged = [
        judge(Case(link, Observation(task.resource), settings, now), task.probes)
        for task in plan.tasks
        for link in task.links
    ]
    facts = RunFacts(
        id=_run_id(now),
        version=__version__,
        started_at=now,
        finished_at=clock.now(),
        status="complete",
        reason=None,
        inputs=tuple(each.path for each in files),
        offline=True,
    )
    ignores = ignores_in_force(settings, now.date())
    return build(facts, [_unasked(each) for each in judged], _file_findings(documents, settings), ignores=ignores)


def _unasked(judged: JudgedLink) -> JudgedLink:
    if judged.rule is None:
        return replace(judged, verdict=Verdict.SKIPPED, detail="not asked: links are only listed", checked_at=None)
    return replace(judged, checked_at=None)


def _run_id(started_at: datetime) -> str:
    return f"{started_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def _with_own_place(settings: Settings, root: Path, environment: Mapping[str, str]) -> Settings:
    """Return *settings* with this repository's owner among those whose pages may be private."""
    own = own_place(root, environment)
    return settings.model_copy(update={"private_owners": (*settings.private_owners, own)}) if own else settings


async def _canary_answers(judged: Sequence[JudgedLink], context: ProbeContext) -> bool:
    """Ask the canary, where links were asked and no host answered, and tell whether it did."""
    if any(map(answered, judged)) or not any(each.observation.exchanges for each in judged):
        return False
    step = Step(Shape.PLAIN, "canary: does the network work at all?")
    look = await take_look(step, context.settings.canary, 0.0, context)
    return look.last.status is not None and look.last.status < 400  # noqa: PLR2004 - RFC 9110 section 15


def _file_findings(documents: Sequence[Document], settings: Settings) -> list[RunFinding]:
    found = [each for document in documents for each in document.findings]
    findings = [
        RunFinding(each.rule, severity_of(RULES[each.rule], settings), each.message, each.path, each.span)
        for each in found
    ]
    return [each for each in findings if each.severity is not Severity.OFF]
