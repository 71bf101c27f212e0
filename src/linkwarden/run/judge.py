"""The judge of a run's tasks: returns the next step of each, and finally the verdicts of its links."""

from linkwarden.clock import Clock
from linkwarden.errors import INTERNAL_ERROR
from linkwarden.judge import RULES, Case, is_skipped, judge, next_step, severity_of
from linkwarden.logs import get_logger
from linkwarden.model.finding import Finding, JudgedLink, Severity, Verdict
from linkwarden.model.link import Resource, Task
from linkwarden.model.observation import Observation, Step
from linkwarden.run.memory import Memory
from linkwarden.settings import Settings

log = get_logger(__name__)


class TaskJudge:
    """Owns the cases of the tasks in progress: the evaluation that chose the next step is reused for the verdict."""

    def __init__(self, settings: Settings, clock: Clock, memory: Memory | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._memory = memory
        self._cases: dict[Resource, list[Case]] = {}

    def asks(self, task: Task) -> bool:
        """Return whether anything is sent for *task*: nothing is where all its links are skipped."""
        return not all(is_skipped(case) for case in self._new_cases(task, Observation(task.resource)))

    def next_step(self, task: Task, observation: Observation) -> Step | None:
        """Return the next request for *task*, or None if all of its links can be judged."""
        if self._unchanged(task, observation):
            return None
        cases = self._cases[task.resource] = self._new_cases(task, observation)
        step = next_step(cases)
        if step is None or observation.fetches or step.url or not self._memory:
            return step
        return step._replace(conditional=self._memory.conditional_headers(task))

    def conclude(self, task: Task, observation: Observation) -> tuple[JudgedLink, ...]:
        """Return the links of *task* with their verdicts; its cases are dropped."""
        cases = self._cases.pop(task.resource, [])
        if unchanged := self._unchanged(task, observation):
            return unchanged
        if not cases or cases[0].observation != observation:
            cases = self._new_cases(task, observation)
        return tuple(self._with_past(_judged(case, task.probes)) for case in cases)

    def _unchanged(self, task: Task, observation: Observation) -> tuple[JudgedLink, ...]:
        return self._memory.unchanged(task, observation) if self._memory else ()

    def _new_cases(self, task: Task, observation: Observation) -> list[Case]:
        now = self._clock.now()
        past = self._memory.pasts.get(task.resource.url) if self._memory else None
        return [Case(link, observation, self._settings, now, past) for link in task.links]

    def _with_past(self, judged: JudgedLink) -> JudgedLink:
        past = self._memory.past_of(judged.link) if self._memory else None
        return judged._replace(past=past) if past else judged


def _judged(case: Case, probes: tuple[str, ...]) -> JudgedLink:
    """Return the link with its verdict; an error inside a rule costs that verdict alone."""
    try:
        return judge(case, probes)
    except Exception:
        log.exception("judge.defect", link=case.link.url)
    detail = f"not checked: {INTERNAL_ERROR}"
    severity = severity_of(RULES["not-reached"], case.settings)
    findings = () if severity is Severity.OFF else (Finding("not-reached", severity, detail),)
    observation = case.observation.without_bodies()._replace(unfinished=INTERNAL_ERROR, defect=True)
    return JudgedLink(case.link, Verdict.SKIPPED, "not-reached", detail, findings, observation, probes, checked_at=None)
