"""The records of a result in the history, and their use in a later run."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from linkwarden.history import LinkRecord
from linkwarden.history.records import json_of
from linkwarden.judge import judge
from linkwarden.model.catalogue import Absence, PyPiFacts
from linkwarden.model.finding import Applicability, Finding, JudgedLink, Severity, Suggestion, Verdict
from linkwarden.model.github import GitHubRepository
from linkwarden.model.observation import Facts
from linkwarden.report.build import facts_of, link_info
from linkwarden.run.recall import link_record, recall, resource_record
from linkwarden.settings import Acceptance, Settings
from tests.judge.builders import URL, case, exchange, fetch

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
GITHUB = GitHubRepository(asked="o/r", name_with_owner="o/r", archived=True, archived_at=AT)
PYPI = PyPiFacts(name="x", absences=(Absence(AT, "https://pypi.org/x"),), latest="1.0", released_at=AT)


def judged(status: int = 200, *facts: Facts) -> JudgedLink:
    return judge(case(fetch(exchange(status, headers=[("etag", '"7"')])), fragment="part", facts=facts), ("web",))


def kept(link: JudgedLink, **settings: Any) -> LinkRecord:
    record = link_record(link, Settings(**settings))
    assert record is not None
    return LinkRecord.model_validate_json(json_of(record))


def recalled(link: JudgedLink, record: LinkRecord | None = None, **settings: Any) -> JudgedLink | None:
    return recall(record or kept(link), link.link, ("web",), None, Settings(**settings), resumed=False)


@pytest.mark.parametrize("facts", [(), (GITHUB,), (PYPI,)], ids=["none", "github", "pypi"])
def test_a_result_comes_back_as_it_was(facts: tuple[Facts, ...]) -> None:
    link = judged(200, *facts)
    again = recalled(link)

    assert again is not None
    before, after = link_info(link, Acceptance()), link_info(again, Acceptance())
    assert after.from_history
    changed = {"from_history": False, "state": "new", "exchanges": before.exchanges}
    assert after.model_copy(update=changed) == before
    assert facts_of(again.observation) == facts_of(link.observation)


def test_validators_and_the_link_s_own_fragment_are_kept_without_credentials() -> None:
    record = kept(judged())

    assert (record.url, record.fragment, record.etag, record.status) == (URL, "part", '"7"', 200)


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({"github": {"asked": ["no", "text"]}}, set()),
        ({"github": {"asked": "o/r", "archived_at": "some day"}}, set()),
        ({"nobody-knows": {"a": 1}}, set()),
        ({"pypi": {"name": "x", "absences": [{"at": 1}]}, "github": {"asked": "o/r"}}, {"github"}),
    ],
)
def test_facts_of_another_shape_are_left_out(facts: dict[str, Any], left: set[str]) -> None:
    record = kept(judged()).model_copy(update={"facts": facts})
    again = recalled(judged(), record)

    assert again is not None
    assert set(facts_of(again.observation)) == left


def test_severities_follow_today_s_settings_and_milder_cases_stay_mild() -> None:
    findings = (
        Finding("permanent-redirect", Severity.WARNING, "moved"),
        Finding("corrected-address", Severity.NOTE, "a mild case"),
    )
    link = judged()._replace(findings=findings)
    again = recalled(link, rules={"permanent-redirect": Severity.ERROR, "corrected-address": Severity.ERROR})
    off = recalled(link, rules={"permanent-redirect": Severity.OFF})

    assert again is not None
    assert off is not None
    assert [each.severity for each in again.findings] == [Severity.ERROR, Severity.NOTE]
    assert [each.rule for each in off.findings] == ["corrected-address"]


@pytest.mark.parametrize(
    ("rule", "settings"),
    [("a-rule-of-a-newer-version", {}), ("not-found", {"rules": {"not-found": Severity.OFF}})],
    ids=["unknown", "off"],
)
def test_a_verdict_of_an_inactive_rule_is_requested_again(rule: str, settings: dict[str, Any]) -> None:
    record = kept(judged()).model_copy(update={"verdict": Verdict.DEAD, "rule": rule})

    assert recalled(judged(), record, **settings) is None


def test_a_remembered_suggestion_has_to_be_reviewed() -> None:
    """The file may come from a cache that anyone can write: `fix` must not apply its suggestions."""
    suggestion = Suggestion("https://new.dev/", Applicability.SAFE)
    link = judged()._replace(findings=(Finding("permanent-redirect", Severity.WARNING, "moved", suggestion),))
    again = recalled(link)

    assert again is not None
    assert again.findings[0].suggestion == Suggestion("https://new.dev/", Applicability.REVIEW)


def test_a_suggestion_of_another_scheme_is_not_believed() -> None:
    text = json_of(kept(judged()._replace(findings=(Finding("gone", Severity.ERROR, "m", Suggestion("a.md")),))))
    poisoned = json.loads(text)
    poisoned["findings"][0]["suggestion"] = "javascript:alert(1)"

    with pytest.raises(ValueError, match="http or https URL, or a path"):
        LinkRecord.model_validate(poisoned)


def test_what_was_not_looked_at_is_not_kept() -> None:
    skipped = judge(case(url="https://example.com/"))

    assert (link_record(skipped, Settings()), resource_record([skipped])) == (None, None)


def test_the_observation_of_a_resource_is_its_best_link_s() -> None:
    dead, alive = judged(404)._replace(verdict=Verdict.DEAD, rule="not-found"), judged(200)
    record = resource_record([dead, alive])

    assert record is not None
    assert (record.url, record.verdict, record.rule, record.status, record.requests) == (URL, "alive", None, 200, 1)
