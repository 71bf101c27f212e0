"""The history of a run: what it reads from it and writes to it."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from linkwarden.clock import Clock
from linkwarden.history import (
    Candidate,
    History,
    Intervals,
    Limits,
    LinkRecord,
    due_at,
    is_full_read_due,
    mean_interval,
    open_history,
    select,
)
from linkwarden.history.prune import Bounds
from linkwarden.history.queries import LinkKey
from linkwarden.history.records import SealedRun
from linkwarden.model.finding import JudgedLink, Verdict
from linkwarden.model.link import Link, Plan, Resource, TargetKind, Task
from linkwarden.model.observation import Observation
from linkwarden.model.past import LinkPast, Outcome, Past
from linkwarden.report.build import fails
from linkwarden.report.compare import problems, with_changes
from linkwarden.report.v1 import Report
from linkwarden.run.recall import conditional_headers, link_record, recall, reported_rules, resource_record, revalidated
from linkwarden.run.sinks import Seal, Sink
from linkwarden.settings import Acceptance, Settings
from linkwarden.urls import parse_web_url, without_credentials

UNKNOWN_REQUESTS = 2
"""The number of requests that a budget assumes for a resource without history."""

LOCAL_RECORDS = 1_000
"""How many results for local files are written together."""

T = TypeVar("T")
Notice = Callable[[str], None]


class Recalled(NamedTuple):
    """The tasks of a plan that are not requested in this run."""

    kept: tuple[tuple[Task, tuple[JudgedLink, ...]], ...] = ()
    """Their links have a result in the history."""
    postponed: tuple[Task, ...] = ()
    """Due, and outside the budget of this run, without a result to repeat."""


class Memory(Sink):
    """The history of a run's links: a sink that keeps each result at once, and the past that the run reads.

    An error in the file costs the history, never the run: one notice has the reason, and from then on nothing
    is kept.
    """

    def __init__(self, history: History | None, vantage: str, settings: Settings, clock: Clock, notice: Notice) -> None:
        self._history = history
        self._vantage = vantage
        self._settings = settings
        self._clock = clock
        self._notice = notice
        self._scope = ""
        self._waiting: dict[Resource, int] = {}
        self._judged: dict[Resource, list[JudgedLink]] = defaultdict(list)
        self._local: list[LinkRecord] = []
        self._resumed: Mapping[LinkKey, LinkRecord] = {}
        self._pasts: Mapping[str, Past] = {}
        self._results: Mapping[LinkKey, LinkRecord] = {}
        self._previous: SealedRun | None = None
        self._last_run_at: datetime | None = None

    def __enter__(self) -> Self:
        """Return itself; the file is closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file; a run that was not sealed can be resumed."""
        self._close()

    def _close(self) -> None:
        if self._history is not None:
            self._history.close()
            self._history = None

    def _use(self, work: Callable[[History], T]) -> T | None:
        """Do something with the file, or go on without it where that fails."""
        if self._history is None:
            return None
        try:
            return work(self._history)
        except sqlite3.Error as error:
            self._notice(f"history: {self._history.path.name}: {error}; the rest of this run is not kept")
            self._close()
            return None

    def begin(self, run_id: str, inputs: Sequence[str], base: str = "") -> str:
        """Begin a run, and return its id: that of a run that was killed where it resumes one.

        Args:
            run_id: The id for a new run.
            inputs: The paths of the files.
            base: The revision that the run compares with; its findings are not news for a run on the whole files.
        """
        self._scope = _digest("\n".join([str(self._settings.offline), base, *inputs]))
        return self._use(lambda history: self._begin(history, run_id)) or run_id

    def _begin(self, history: History, run_id: str) -> str:
        begun = history.begin(run_id, self._vantage, self._scope, _digest(self._settings.model_dump_json()))
        if begun.resumed:
            self._resumed = history.results_of(begun.id)
            if self._resumed:
                self._notice(
                    f"resuming the interrupted run of {begun.started_at:%Y-%m-%d %H:%M} UTC: "
                    f"{len(self._resumed):,} links are already checked"
                )
        self._pasts = history.pasts(self._vantage)
        self._results = history.last_results(self._vantage)
        self._previous = history.previous_run(self._scope)
        self._last_run_at = history.last_sealed_at(self._vantage, self._scope)
        return begun.id

    # ---- reading -------------------------------------------------------------------------------------------------

    @property
    def pasts(self) -> Mapping[str, Past]:
        """The past of each resource, by URL."""
        return self._pasts

    def past_of(self, link: Link) -> LinkPast | None:
        """Return the history of *link*; None if no history is kept."""
        if self._history is None:
            return None
        return LinkPast(self._pasts.get(link.resource.url), reported_rules(self._results.get(_key(link))))

    def recall(
        self, tasks: Sequence[Task], asks: Callable[[Task], bool], acceptance: Acceptance, *, all_due: bool = False
    ) -> Recalled:
        """Return which of *tasks* are not requested in this run, and their results.

        Args:
            tasks: All tasks of the plan.
            asks: Returns whether a task needs requests.
            acceptance: The accepted findings: their links do not fail, and so do not come first.
            all_due: Reuse only what this run found before it was killed.
        """
        if self._history is None:
            return Recalled()
        kept: list[tuple[Task, tuple[JudgedLink, ...]]] = []
        left: list[Task] = []
        limits = Limits(self._settings.budget, self._settings.per_host_budget)
        known: dict[Resource, tuple[JudgedLink, ...]] = {}
        for task in tasks:
            if task.resource.kind is not TargetKind.WEB:
                continue
            resumed = self._recalled(task, self._resumed, resumed=True)
            known[task.resource] = resumed or self._recalled(task, {} if all_due else self._results, resumed=False)
            if not (known[task.resource] or limits.bounded) or not asks(task):
                continue
            if resumed:
                kept.append((task, resumed))
            else:
                left.append(task)
        candidates = [self._candidate(task, known[task.resource], acceptance) for task in left]
        now = self._clock.now()
        elapsed = now - self._last_run_at if self._last_run_at else None
        asked = select(candidates, now, limits, elapsed)
        others = [task for task in left if task.resource.url not in asked]
        kept += [(task, known[task.resource]) for task in others if known[task.resource]]
        return Recalled(tuple(kept), tuple(task for task in others if not known[task.resource]))

    def _recalled(self, task: Task, records: Mapping[LinkKey, LinkRecord], *, resumed: bool) -> tuple[JudgedLink, ...]:
        """Return every link of *task* with its recorded result; nothing if one of them has none."""
        found: list[JudgedLink] = []
        past = self._pasts.get(task.resource.url)
        for link in task.links:
            record = records.get(_key(link))
            judged = record and recall(record, link, task.probes, past, self._settings, resumed=resumed)
            if not judged:
                return ()
            found.append(judged)
        return tuple(found)

    def _candidate(self, task: Task, known: tuple[JudgedLink, ...], acceptance: Acceptance) -> Candidate:
        url = task.resource.url
        past = self._pasts.get(url)
        web = parse_web_url(url)
        return Candidate(
            url=url,
            host=web.host if web else "",
            due_at=self._due_at(url, past) if known and past else None,
            would_fail=any(fails(each, acceptance) for each in known),
            requests=past.requests if past else UNKNOWN_REQUESTS,
            interval=self._interval(past) if known and past else None,
        )

    def _due_at(self, url: str, past: Past) -> datetime:
        if self._settings.max_age is not None:
            return past.last_at + timedelta(seconds=self._settings.max_age)
        return due_at(url, past, intervals_of(self._settings))

    def _interval(self, past: Past) -> timedelta | None:
        if past.outcome is Outcome.FAILED or self._settings.max_age is not None:
            return None
        return mean_interval(past, intervals_of(self._settings))

    def conditional_headers(self, task: Task) -> tuple[tuple[str, str], ...]:
        """Return the headers of a conditional request; empty if the page has to be read."""
        records = [self._results.get(_key(link)) for link in task.links]
        if not any(records) or is_full_read_due(task.resource.url, self._clock.now()):
            return ()
        headers = {conditional_headers(each) if each else () for each in records}
        return headers.pop() if len(headers) == 1 else ()

    def unchanged(self, task: Task, observation: Observation) -> tuple[JudgedLink, ...]:
        """Return the links of *task* with their last results, if the page is unchanged (304)."""
        fetches = observation.fetches
        if len(fetches) != 1 or fetches[0].last.status != HTTPStatus.NOT_MODIFIED or not self.conditional_headers(task):
            return ()
        return tuple(revalidated(each, observation) for each in self._recalled(task, self._results, resumed=False))

    def with_changes(self, report: Report) -> Report:
        """Return *report* with the changes since the last trusted run on the same inputs."""
        if self._previous is None:
            return report
        return with_changes(report, self._previous.finished_at, self._previous.problems, lambda _: True)

    # ---- writing -------------------------------------------------------------------------------------------------

    def planned(self, plan: Plan) -> None:
        """Note how many links each resource has: they are kept together."""
        self._waiting = {task.resource: len(task.links) for task in plan.tasks}

    def judged(self, link: JudgedLink) -> None:
        """Store the result once all links of its resource are judged, unless it came from the history."""
        if self._history is None or (link.past and link.past.remembered):
            return
        resource = link.link.resource
        self._judged[resource].append(link)
        if len(self._judged[resource]) < self._waiting.get(resource, 1):
            return
        links = self._judged.pop(resource)
        records = [record for each in links if (record := link_record(each, self._settings)) is not None]
        if resource.kind is TargetKind.WEB:
            self._use(lambda history: history.append(resource_record(links), records))
        else:
            self._local += records  # looking them up again costs nothing: they are written many at a time
            if len(self._local) >= LOCAL_RECORDS:
                self._append_local()

    def _append_local(self) -> None:
        records, self._local = self._local, []
        self._use(lambda history: history.append(None, records))

    def sealed(self, seal: Seal, report: Report | None) -> None:
        """Seal the run, unless it was interrupted: then it can be resumed."""
        if seal is Seal.INTERRUPTED or report is None:
            return
        self._append_local()
        found = {url: link.verdict for url, link in problems(report).items()}
        self._use(lambda history: self._seal(history, found, trusted=seal is Seal.TRUSTED))

    def _seal(self, history: History, found: Mapping[str, Verdict], *, trusted: bool) -> None:
        retention = self._settings.retention
        bounds = Bounds(timedelta(seconds=retention.age), retention.size * 1_000_000)
        history.seal(trusted=trusted, problems=found, bounds=bounds)


def open_memory(settings: Settings, root: Path, environment: Mapping[str, str], clock: Clock, notice: Notice) -> Memory:
    """Open the history that the settings name.

    Raises:
        ConfigError: Git tracks the file.
    """
    history = open_history(root / settings.history, clock, notice) if settings.history else None
    return Memory(history, vantage_of(settings, environment), settings, clock, notice)


def vantage_of(settings: Settings, environment: Mapping[str, str]) -> str:
    """Return the name for where this run looks from."""
    if settings.vantage:
        return settings.vantage
    for variable, name in (("GITHUB_ACTIONS", "github-actions"), ("GITLAB_CI", "gitlab-ci"), ("CI", "ci")):
        if environment.get(variable):
            return name
    return "local"


def intervals_of(settings: Settings) -> Intervals:
    """Return how long resources are left alone."""
    recheck = settings.recheck
    return Intervals(
        first=timedelta(seconds=recheck.first),
        longest=timedelta(seconds=recheck.longest),
        failing=timedelta(seconds=recheck.failing),
    )


def _key(link: Link) -> LinkKey:
    return (without_credentials(link.resource.url), link.fragment)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
