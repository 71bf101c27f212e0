"""A run as one object, and its whole flow in one place."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from linkwarden import __version__
from linkwarden.clock import Clock
from linkwarden.diff import Change, Scope, added_exceptions
from linkwarden.errors import INTERNAL_ERROR, InputError
from linkwarden.extract import InputFile, anchors_of
from linkwarden.judge import (
    answered,
    as_untrusted,
    configuration_findings,
    distrust_reason,
    gather_hosts,
    ignore_findings,
    rule_infos,
)
from linkwarden.model.finding import JudgedLink, RunFinding, Unchecked
from linkwarden.model.link import Plan, Resource, TargetKind, Task
from linkwarden.model.observation import Observation
from linkwarden.model.place import Document, FileFinding
from linkwarden.net.hosts import Hosts, open_hosts
from linkwarden.probe import ProbeContext, probe_all
from linkwarden.report.build import RunFacts, RunStatus, accepts, build
from linkwarden.report.v1 import Report
from linkwarden.run.acceptance import acceptance_of, baseline_findings
from linkwarden.run.documents import exception_findings, file_findings, new_run_id, plan_for, read_documents
from linkwarden.run.judge import TaskJudge
from linkwarden.run.memory import Memory
from linkwarden.run.sinks import Seal, Sink, Sinks
from linkwarden.run.sites import RepositorySites
from linkwarden.run.sources import source_links
from linkwarden.settings import Acceptance, Settings

if TYPE_CHECKING:
    from linkwarden.run.archive import ArchivedCopies

INTERRUPTED = "the run was interrupted"
BUDGET_SPENT = "the request budget of this run is used up"


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended."""

    report: Report = field(repr=False)  # signal.signal() takes the repr of the finished main task, and so of its result
    interrupted: bool
    """It was stopped before its end."""
    defect: bool
    """At least one file or link met an internal error."""


class _Record(Sink):
    """Data that a run keeps for its report."""

    def __init__(self) -> None:
        self.links: list[JudgedLink] = []
        self.gaps: list[Unchecked] = []

    def judged(self, link: JudgedLink) -> None:
        self.links.append(link)

    def unchecked(self, unchecked: Unchecked) -> None:
        self.gaps.append(unchecked)


class Run:
    """One check of some files: it has an id from the start, and notifies its sinks.

    Args:
        files: The files to check.
        root: The repository root.
        settings: The settings in effect.
        clock: The source of wall time and monotonic time.
        environment: The process's environment, where credentials are.
        sinks: The sinks to notify; more can be added until `check` is called.
        memory: The history of the links; none is kept without it.
        change: Check only the links that it adds or may break.
        cores: How many cores to read files with; more than one only in a process without threads of others.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a run has that many parts
        self,
        files: Sequence[InputFile],
        root: Path,
        settings: Settings,
        clock: Clock,
        environment: Mapping[str, str],
        sinks: Iterable[Sink] = (),
        change: Change | None = None,
        memory: Memory | None = None,
        cores: int = 1,
    ) -> None:
        self.clock = clock
        self.started_at = clock.now()
        self._memory = memory or Memory(None, "", settings, clock, lambda _: None)
        base = change.base.revision if change else ""
        self.id = self._memory.begin(new_run_id(self.started_at), [each.path for each in files], base)
        self.settings = settings
        self.environment = environment
        self.root = root
        self._files = tuple(files)
        self._cores = cores
        self._change = change
        self._exceptions: list[FileFinding] = []
        self._sites = RepositorySites(root, settings.site, self.started_at)
        self._record = _Record()
        self._copies = _copies_for(settings, environment)
        self._sinks = Sinks([self._record, self._memory, *filter(None, [self._copies]), *sinks])
        self._left: dict[Resource, Task] = {}
        self._scope: anyio.CancelScope | None = None
        self._hosts: Hosts | None = None
        self._stopped: str | None = None
        """Why the run was ended early."""

    def add(self, sink: Sink) -> None:
        """Add *sink*."""
        self._sinks.add(sink)

    @property
    def in_flight(self) -> int:
        """How many requests are in flight now."""
        return self._hosts.in_flight if self._hosts else 0

    def delay_reason(self, host: str) -> str:
        """Return why requests to *host* wait, for people; empty if they need not wait for long."""
        return self._hosts.delay_reason(host) if self._hosts else ""

    def stop(self, reason: str = INTERRUPTED) -> None:
        """End the run early: `check` returns a report of the results so far. For the thread of the event loop."""
        self._stopped = self._stopped or reason
        if self._scope is not None:
            self._scope.cancel()

    async def check(self) -> RunResult:
        """Check every link, and return the report; once only.

        A cancellation seals the run as interrupted and passes through.
        """
        began = self.clock.monotonic()
        settings = self.settings
        documents = self._documents()
        own_file = self._change.own_file if self._change else None
        plan = plan_for(documents, settings, self.environment, self._sites, own_file)
        judge = TaskJudge(settings, self.clock, self._memory)
        acceptance = acceptance_of(settings, self.root, self.started_at.date(), self._memory.pasts)
        self._left = {task.resource: task for task in plan.tasks}
        self._sinks.planned(plan)
        plan = self._without_recalled(plan, judge, acceptance)
        try:
            with anyio.CancelScope() as self._scope:
                if settings.max_time is not None:
                    left = settings.max_time - (self.clock.monotonic() - began)
                    self._scope.deadline = anyio.current_time() + max(0.0, left)
                if self._stopped:
                    self._scope.cancel()
                canary_answers = await self._probe(plan, judge, documents)
        except anyio.get_cancelled_exc_class():
            self._sinks.sealed(Seal.INTERRUPTED, None)
            raise
        del plan
        if self._scope.cancelled_caught:
            time_is_up = self._stopped or f"the time limit was reached ({settings.max_time:g} s)"
            return self._end(documents, judge, acceptance, ended_early=time_is_up, canary_answers=False)
        return self._end(documents, judge, acceptance, ended_early=None, canary_answers=canary_answers)

    def _documents(self) -> list[Document]:
        """Return the plan for the files."""
        if self._change is None:
            return read_documents(self._files, self.settings, self._sites, cores=self._cores)
        changed = {each.path: each for each in self._files if self._change.base.is_changed(each.path)}
        documents = read_documents([*changed.values()], self.settings, self._sites, total=len(self._files))
        self._exceptions = added_exceptions(documents, self._change, self.root, self.settings)
        scope = Scope(self._change, self.root, self.settings, lambda path: _text_of(changed[path]))
        concerns = scope.concern(documents)
        unchanged = (each for each in self._files if each.path not in changed)
        concerned = [each for each in unchanged if (text := _text_of(each)) is None or concerns(text)]
        documents += read_documents(concerned, self.settings, self._sites, total=len(self._files))
        return scope.restrict(documents)

    async def _probe(self, plan: Plan, judge: TaskJudge, documents: Sequence[Document]) -> bool:
        """Probe and judge all of *plan*; return whether the canary was needed, and responded."""

        def done(task: Task, observation: Observation) -> None:
            self._conclude(judge, task, observation)

        if not any(task.probes and task.resource.kind is TargetKind.WEB for task in plan.tasks):
            await probe_all(plan, self._context(Hosts(None), judge, documents), done)
            return False
        from linkwarden.run.canary import canary_answers  # noqa: PLC0415 - a run that sends nothing need not load it

        async with open_hosts(self.settings, self.clock, f"{self.id}-") as self._hosts:
            context = self._context(self._hosts, judge, documents)
            async with self._copies.looked_up(self._hosts) if self._copies else nullcontext():
                await probe_all(plan, context, done)
                return await canary_answers(self._record.links, context)

    def _context(self, hosts: Hosts, judge: TaskJudge, documents: Sequence[Document]) -> ProbeContext:
        """Return the dependencies of probes."""
        off_site = [each for each in documents if not self._sites.covering(each.path)]
        return ProbeContext(
            hosts=hosts,
            clock=self.clock,
            settings=self.settings,
            root=self.root,
            judge=judge,
            anchors_of=anchors_of(self.settings.anchors, self.root, off_site),
            ids_on_site=self._sites.ids,
            environment=self.environment,
            notice=self._sinks.notice,
            unchecked=self._sinks.unchecked,
        )

    def _without_recalled(self, plan: Plan, judge: TaskJudge, acceptance: Acceptance) -> Plan:
        """Take results from the history, and return the rest of *plan*; all links of a change are due."""
        recalled = self._memory.recall(plan.tasks, judge.asks, acceptance, all_due=self._change is not None)
        for task, links in recalled.kept:
            del self._left[task.resource]
            for link in links:
                self._sinks.judged(link)
        for task in recalled.postponed:
            self._conclude(judge, task, Observation(task.resource, unfinished=BUDGET_SPENT))
        return Plan(tuple(task for task in plan.tasks if task.resource in self._left))

    def _conclude(self, judge: TaskJudge, task: Task, observation: Observation) -> None:
        del self._left[task.resource]
        for link in judge.conclude(task, observation):
            self._sinks.judged(link)

    def _end(
        self,
        documents: list[Document],
        judge: TaskJudge,
        acceptance: Acceptance,
        *,
        ended_early: str | None,
        canary_answers: bool,
    ) -> RunResult:
        links = self._record.links
        distrust = distrust_reason(links, any_answered=canary_answers or any(map(answered, links)))
        for task in tuple(self._left.values()):
            unfinished = Observation(task.resource, unfinished=ended_early or INTERNAL_ERROR, defect=not ended_early)
            self._conclude(judge, task, unfinished)
        links = self._copies.added_to(links) if self._copies else links
        if distrust:
            judged, host_findings = [as_untrusted(each) for each in links], list[RunFinding]()
        else:
            judged, host_findings = gather_hosts(links, self.settings, partial(accepts, acceptance))
        status: RunStatus = "interrupted" if ended_early else "untrusted" if distrust else "complete"
        today = self.started_at.date()
        whole = status == "complete" and self._change is None
        facts = RunFacts(
            id=self.id,
            version=__version__,
            started_at=self.started_at,
            finished_at=self.clock.now(),
            status=status,
            reason=ended_early or distrust,
            inputs=tuple(each.path for each in self._files),
            offline=self.settings.offline,
            base=self._change.base.revision if self._change else None,
        )
        findings = [
            *file_findings(documents, self.settings),
            *exception_findings(self._exceptions, self.settings),
            *host_findings,
            *ignore_findings(self.settings, judged, today, complete=status == "complete"),
            *(baseline_findings(acceptance.entries, judged, self.settings) if whole else ()),
            *configuration_findings(self.settings, documents, judged, whole=whole),
        ]
        defect = any(each.observation.defect for each in judged) or any(each.defect for each in documents)
        sources = source_links(judged, documents, self.root, self._sites)
        for each in (documents, links, self._record.links):  # only `judged` keeps them, which `build` empties
            each.clear()
        report = build(facts, judged, findings, self._record.gaps, acceptance, rule_infos(), sources)
        if self._change is None:
            report = self._memory.with_changes(report)
        seal = Seal.INTERRUPTED if self._stopped else Seal.UNTRUSTED if distrust else Seal.TRUSTED
        self._sinks.sealed(seal, report)
        return RunResult(report, interrupted=self._stopped is not None, defect=defect)


def _text_of(file: InputFile) -> str | None:
    try:
        return file.read()
    except InputError:
        return None


def _copies_for(settings: Settings, environment: Mapping[str, str]) -> "ArchivedCopies | None":
    """Return the sink that looks up archived copies; None if the settings, or the default outside CI, disable it."""
    wanted = bool(environment.get("CI")) if settings.archived_copies is None else settings.archived_copies
    if not wanted or settings.offline:
        return None
    from linkwarden.run.archive import ArchivedCopies  # noqa: PLC0415 - most local runs need not load it

    return ArchivedCopies(settings, environment)
