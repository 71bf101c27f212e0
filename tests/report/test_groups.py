"""Links are grouped by what to do about them."""

from collections.abc import Sequence

import pytest

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report.groups import Group, group_of
from linkwarden.report.selectors import rule_descriptions
from linkwarden.report.v1 import FindingInfo, Report
from tests.report.conftest import State, link, say

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
ARCHIVED = say("repository-archived", WARNING, "archived")
FRAGMENT = say("missing-fragment", WARNING, "no such id")
MOVED = say("permanent-redirect", NOTE, "permanent redirect")


@pytest.mark.parametrize(
    ("verdict", "findings", "state", "expected"),
    [
        (Verdict.ALIVE, [], "known", Group.CLEAN),
        (Verdict.DEAD, [say("gone", ERROR, "410")], "known", Group.FAILING),
        (Verdict.DEAD, [say("gone", ERROR, "410")], "baselined", Group.ACCEPTED),
        (Verdict.DEAD, [say("gone", ERROR, "410")], "ignored", Group.ACCEPTED),
        (Verdict.DEAD, [say("gone", WARNING, "410")], "known", Group.OTHER),
        (Verdict.DEAD, [say("gone", NOTE, "410")], "known", Group.NOTED),
        (Verdict.UNREACHABLE, [say("timeout", WARNING, "no response")], "known", Group.UNREACHABLE),
        (Verdict.UNREACHABLE, [say("timeout", ERROR, "no response")], "known", Group.FAILING),
        (Verdict.BLOCKED, [say("bot-wall", WARNING, "challenge")], "known", Group.OTHER),
        (Verdict.BLOCKED, [say("bot-wall", NOTE, "challenge")], "known", Group.NOTED),
        (Verdict.MOVED, [MOVED, ARCHIVED], "known", Group.MOVED),
        (Verdict.MOVED, [MOVED], "known", Group.NOTED),
        (Verdict.ALIVE, [ARCHIVED], "known", Group.FRESHNESS),
        (Verdict.ALIVE, [FRAGMENT], "known", Group.OTHER),
        (Verdict.ALIVE, [ARCHIVED, FRAGMENT], "known", Group.OTHER),
        (Verdict.ALIVE, [ARCHIVED, say("insecure-http", NOTE, "https works")], "known", Group.FRESHNESS),
        (Verdict.ALIVE, [say("repository-archived", ERROR, "archived")], "known", Group.FAILING),
        (Verdict.ALIVE, [ARCHIVED.model_copy(update={"ignored": "wanted"})], "known", Group.CLEAN),
    ],
)
def test_group(
    verdict: Verdict, findings: Sequence[FindingInfo], state: State, expected: Group, variants: dict[str, Report]
) -> None:
    made = link("https://a.example/", verdict, findings, state=state)

    assert expected is group_of(made, rule_descriptions(variants["full"]))
