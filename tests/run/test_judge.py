"""The judge of a run's tasks."""

from collections.abc import Iterator

import pytest

from linkwarden.judge import RULES, Case
from linkwarden.judge.rule import RuleResult
from linkwarden.model.link import Link, Resource, TargetKind, Task
from linkwarden.model.observation import LocalFile, Observation, RequestMode
from linkwarden.model.place import Kind, Occurrence
from linkwarden.run.judge import TaskJudge
from linkwarden.settings import Settings
from tests.judge.builders import SPAN, fetch
from tests.registries import replace_item
from tests.sources.recorded import FastClock

WEB = Resource("https://example.dev/", TargetKind.WEB)
FILE = Resource("a.md", TargetKind.FILE)


def task(resource: Resource, *fragments: str | None) -> Task:
    place = Occurrence("README.md", Kind.LINK, "text", resource.url, resource.url, SPAN, SPAN)
    return Task(resource, tuple(Link(f"{resource.url}#{each}", resource, each, (place,)) for each in fragments), ("x",))


@pytest.fixture
def evaluations(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """The cases that one rule has been evaluated on."""
    seen: list[Case] = []
    rule = RULES["missing-file"]

    def evaluate(case: Case) -> Iterator[RuleResult]:
        seen.append(case)
        return rule.evaluate(case)

    replace_item(monkeypatch, RULES, rule._replace(evaluate=evaluate))
    return seen


def test_it_returns_the_next_request_and_a_verdict_for_each_link() -> None:
    judge = TaskJudge(Settings(), FastClock())
    step = judge.next_step(task(WEB, "a"), Observation(WEB))

    assert step is not None
    assert RequestMode.PLAIN == step.mode
    found = Observation(FILE, facts=(LocalFile(exists=True, anchors=frozenset({"a"})),))
    links = judge.conclude(task(FILE, "a", "b"), found)
    assert [("a.md#a", None), ("a.md#b", "missing-anchor")] == [(each.link.url, each.rule) for each in links]


def test_a_case_that_chose_the_step_is_not_evaluated_again(evaluations: list[Case]) -> None:
    judge, observation = TaskJudge(Settings(), FastClock()), Observation(WEB, fetches=(fetch(200, url=WEB.url),))
    judge.next_step(task(WEB, None), observation)
    judge.conclude(task(WEB, None), observation._replace())  # equal, not the same object

    assert 1 == len(evaluations)


def test_a_case_is_new_where_more_is_known(evaluations: list[Case]) -> None:
    judge = TaskJudge(Settings(), FastClock())
    judge.next_step(task(WEB, None), Observation(WEB, fetches=(fetch(404, url=WEB.url),)))
    (link,) = judge.conclude(
        task(WEB, None),
        Observation(WEB, fetches=(fetch(404, url=WEB.url), fetch(410, url=WEB.url, mode=RequestMode.BROWSER, at=6.0))),
    )

    assert "gone" == link.rule
    assert 2 == len(evaluations)
