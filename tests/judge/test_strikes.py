"""The effect of earlier runs on the verdict of today."""

from datetime import timedelta

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Severity
from linkwarden.model.observation import Fetch, RequestMode
from linkwarden.model.past import Elsewhere, Outcome, Past
from linkwarden.settings import Settings
from tests.judge.builders import NOW, case, fetch

DAY = timedelta(days=1)
REFUSED = (fetch(ErrorKind.CONNECTION_REFUSED),)
TWICE_503 = (fetch(503), fetch(503, mode=RequestMode.BROWSER, at=6))
TWICE_404 = (fetch(404), fetch(404, mode=RequestMode.BROWSER, at=31))
TWICE_403 = (fetch(403), fetch(403, mode=RequestMode.BROWSER, at=6))


def past(
    *failed_days_ago: float, answered_days_ago: float | None = 30, elsewhere_days_ago: float | None = None
) -> Past:
    failures = tuple(NOW - timedelta(days=each) for each in failed_days_ago)
    answered = None if answered_days_ago is None else NOW - timedelta(days=answered_days_ago)
    elsewhere = None if elsewhere_days_ago is None else Elsewhere("laptop", NOW - timedelta(days=elsewhere_days_ago))
    outcome = Outcome.FAILED if failures else Outcome.ANSWERED
    return Past(NOW - 90 * DAY, NOW - DAY, 9, outcome, None, answered, failures, elsewhere=elsewhere)


@pytest.mark.parametrize(
    ("fetches", "seen", "verdict", "rule"),
    [
        pytest.param(REFUSED, None, "unreachable", "connection-refused", id="no-history"),
        pytest.param(REFUSED, past(), "unreachable", "connection-refused", id="first-strike"),
        pytest.param(REFUSED, past(1), "unreachable", "connection-refused", id="second-date"),
        pytest.param(REFUSED, past(2, 1), "unreachable", "connection-refused", id="three-dates-within-70-hours"),
        pytest.param(REFUSED, past(3), "unreachable", "connection-refused", id="two-dates"),
        pytest.param(REFUSED, past(3, 1), "dead", "out-of-strikes", id="three-dates-70-hours-apart"),
        pytest.param(REFUSED, past(70 / 24, 1), "dead", "out-of-strikes", id="three-dates-just-70-hours-apart"),
        pytest.param(
            REFUSED, past(69.9 / 24, 1), "unreachable", "connection-refused", id="three-dates-almost-70-hours-apart"
        ),
        pytest.param(REFUSED, past(3, 1, 0), "dead", "out-of-strikes", id="today-counts-once"),
        pytest.param(REFUSED, past(3, 0), "unreachable", "connection-refused", id="today-counts-once-only"),
        pytest.param(TWICE_503, past(9, 8, 7), "dead", "out-of-strikes", id="server-errors"),
        pytest.param(
            REFUSED, past(29, 1, answered_days_ago=None), "unreachable", "connection-refused", id="never-answered-yet"
        ),
        pytest.param(
            REFUSED, past(30, 1, answered_days_ago=None), "unreachable", "never-answered", id="never-answered"
        ),
        pytest.param(TWICE_404, past(9, 8, 7), "dead", "not-found", id="proof-of-its-own"),
        pytest.param(TWICE_403, past(9, 8, 7), "blocked", "forbidden", id="a-refusal-is-none"),
        pytest.param((fetch(200),), past(9, 8, 7), "alive", None, id="an-answer-wins"),
        pytest.param(REFUSED, past(9, 8, 7, elsewhere_days_ago=8.5), "blocked", "answers-elsewhere", id="elsewhere"),
        pytest.param(TWICE_404, past(9, elsewhere_days_ago=8.5), "blocked", "answers-elsewhere", id="404-here-only"),
        pytest.param(
            REFUSED, past(9, 8, 7, elsewhere_days_ago=9.5), "dead", "out-of-strikes", id="elsewhere-before-it-failed"
        ),
        pytest.param(TWICE_404, past(elsewhere_days_ago=1), "dead", "not-found", id="first-failure-after-elsewhere"),
    ],
)
def test_the_past_decides_with_the_fetches_of_today(
    fetches: tuple[Fetch, ...], seen: Past | None, verdict: str, rule: str | None
) -> None:
    judged = judge(case(*fetches, past=seen))

    assert (verdict, rule) == (judged.verdict, judged.rule)


def test_what_the_past_decided_is_the_one_finding_and_tells_both() -> None:
    judged = judge(case(*REFUSED, past=past(3, 1)))

    [finding] = judged.findings
    assert (finding.rule, finding.severity, finding.since) == ("out-of-strikes", Severity.ERROR, (NOW - 3 * DAY).date())
    assert finding.message == (
        "The host refuses connections; failing on 3 dates since 2026-11-21, last response on 2026-10-25"
    )


@pytest.mark.parametrize(
    ("strikes", "rule"),
    [
        ({"dates": 2, "apart": "20h"}, "out-of-strikes"),
        ({"dates": 4}, "connection-refused"),
        ({"apart": "5d"}, "connection-refused"),
    ],
)
def test_settings_say_how_many_strikes(strikes: dict[str, object], rule: str) -> None:
    settings = Settings.model_validate({"strikes": strikes})
    days = (1,) if rule == "out-of-strikes" else (4, 1)

    assert rule == judge(case(*REFUSED, past=past(*days), settings=settings)).rule


@pytest.mark.parametrize(
    ("off", "rule"),
    [
        (("answers-elsewhere",), "out-of-strikes"),
        (("answers-elsewhere", "out-of-strikes"), "connection-refused"),
    ],
)
def test_a_rule_that_is_off_does_not_decide(off: tuple[str, ...], rule: str) -> None:
    settings = Settings.model_validate({"rules": dict.fromkeys(off, "off")})

    assert rule == judge(case(*REFUSED, past=past(9, 8, 7, elsewhere_days_ago=8.5), settings=settings)).rule


def test_never_answered_is_for_links_that_never_did() -> None:
    settings = Settings.model_validate({"rules": {"out-of-strikes": "off"}})

    assert judge(case(*REFUSED, past=past(31, 30, 29), settings=settings)).rule == "connection-refused"


@pytest.mark.parametrize(("seen", "after_s"), [(None, 5), (past(1), 5), (past(), 30)])
def test_a_page_that_answered_last_time_gets_more_time_before_the_second_fetch(
    seen: Past | None, after_s: float
) -> None:
    step = next_step([case(fetch(404), past=seen)])

    assert step is not None
    assert after_s == step.after_s
