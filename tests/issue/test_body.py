"""The body of the issue, and the text of users that it keeps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwarden.issue import items_of, render
from linkwarden.issue.body import MARKER, MAX_BODY, Frame, checked_boxes_of, keys_of, without_ticks
from linkwarden.issue.items import Item
from linkwarden.model.finding import Severity, Verdict
from linkwarden.report.groups import Group
from linkwarden.report.v1 import LinkInfo
from tests.report.conftest import ERROR, EVIL, NOTE, WARNING, alive, link, report, say

BOXES = Frame(boxes=True)


def item(number: int, group: Group = Group.FAILING, text: str = "a link", *, safe_fix: bool = False) -> Item:
    return Item(f"{number:016x}", group, text, f"https://example.net/{number}", ("not-found",), safe_fix)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (link("https://a.example/", Verdict.DEAD, [say("gone", ERROR, "410 Gone")]), Group.FAILING),
        (link("https://a.example/", Verdict.DEAD, [say("gone", WARNING, "410 Gone")]), Group.OTHER),
        (link("https://a.example/", Verdict.UNREACHABLE, [say("timeout", WARNING, "x")]), Group.UNREACHABLE),
        (
            link("https://a.example/", Verdict.MOVED, [say("permanent-redirect", WARNING, "x", "https://b.example/")]),
            Group.MOVED,
        ),
        (link("https://a.example/", Verdict.BLOCKED, [say("missing-or-private", WARNING, "x")]), Group.OTHER),
        (link("https://a.example/", Verdict.ALIVE, [say("repository-archived", WARNING, "x")]), Group.FRESHNESS),
        (link("https://a.example/", Verdict.ALIVE, [say("missing-fragment", WARNING, "x")]), Group.OTHER),
    ],
)
def test_findings_are_grouped_by_what_to_do(one: LinkInfo, expected: Group) -> None:
    assert [expected] == [each.group for each in items_of(report([one]))]


@pytest.mark.parametrize(
    "one",
    [
        alive("https://a.example/"),
        link("https://a.example/", Verdict.BLOCKED, [say("bot-wall", NOTE, "x")]),
        link("https://a.example/", Verdict.DEAD, [say("gone", ERROR, "x")], state="baselined"),
        link("https://a.example/", Verdict.DEAD, [say("gone", ERROR, "x")], state="ignored"),
    ],
)
def test_what_needs_nothing_done_is_left_out(one: LinkInfo) -> None:
    assert [] == items_of(report([one]))


def test_the_key_of_an_item_outlives_a_move_and_another_symptom() -> None:
    one = link("https://a.example/", Verdict.UNREACHABLE, [say("timeout", WARNING, "x")], at=["a.md:1:1"])
    other = link("https://a.example/", Verdict.UNREACHABLE, [say("server-error", WARNING, "y")], at=["b.md:9:1"])
    assert [each.key for each in items_of(report([one]))] == [each.key for each in items_of(report([other]))]


def test_the_body_is_the_same_for_the_same_report() -> None:
    one = link("https://a.example/", Verdict.DEAD, [say("gone", ERROR, "x")])
    body = render(items_of(report([one])))
    assert body == render(items_of(report([one])), body)
    assert "Ignore" not in body


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_people_write_around_the_list_and_into_its_boxes_is_kept(end: str) -> None:
    body = render([item(1), item(2)], frame=BOXES)
    box = "- [ ] Ignore. Reason: <!-- linkwarden:ignore 0000000000000002 -->"
    ticked = box.replace("[ ]", "[x]").replace("Reason:", "Reason: old")
    assert box in body
    edited = f"Hello, @octocat!\n\n{body.replace(box, ticked)}\n\nBye."
    new = render([item(2), item(3)], edited.replace("\n", end), BOXES)

    assert new.startswith("Hello, @octocat!")
    assert new.endswith("Bye.")
    assert {item(2).key: "old"} == checked_boxes_of(edited).ignore == checked_boxes_of(new).ignore
    assert {item(2).key, item(3).key} == keys_of(new)


def test_a_ticked_box_without_a_reason_ignores_nothing() -> None:
    body = render([item(1)], frame=BOXES).replace("[ ]", "[x]")
    assert "[x]" in body
    assert not checked_boxes_of(body)


def test_one_box_requests_all_safe_fixes_and_is_cleared_afterwards() -> None:
    items = [item(1), item(2, Group.MOVED, safe_fix=True), item(3, Group.MOVED, safe_fix=True)]
    body = render(items, frame=BOXES)
    assert "- [ ] Open a pull request that fixes 2 links" in body
    assert not checked_boxes_of(body).fix
    ticked = f"- [x] mine\n\n{body.replace('- [ ] Open', '- [X] Open')}\n- [x] mine too"

    assert checked_boxes_of(ticked).fix
    assert checked_boxes_of(render(items, ticked, BOXES)).fix
    assert not checked_boxes_of(without_ticks(ticked))
    assert without_ticks(ticked) == ticked.replace("- [X] Open", "- [ ] Open")
    assert "Open a pull request" not in render([item(1)], frame=BOXES)


@pytest.mark.parametrize("deleted", ["<!-- linkwarden:end -->", MARKER])
def test_a_marker_that_somebody_deleted_costs_no_word_of_theirs(deleted: str) -> None:
    body = f"Above.\n\n{render([item(1)], frame=Frame('The report.'))}\n\nBelow."
    new = render([item(2)], body.replace(deleted, ""))

    assert "Above." in new
    assert "Below." in new
    assert 1 == new.count(MARKER) == new.count("<!-- linkwarden:end -->")
    assert new == render([item(2)], new)


def test_a_long_list_is_cut_at_an_item_and_remembers_all_of_them() -> None:
    items = [item(number, text="x" * 300) for number in range(1000)]
    body = render(items, f"Above.\n\n{MARKER}\n<!-- linkwarden:end -->\n\nBelow.", Frame("The report."))

    assert len(body) <= MAX_BODY
    assert "more are in the report." in body
    assert {each.key for each in items} == keys_of(body)
    assert body == render(items, body, Frame("The report."))
    assert body.endswith("<!-- linkwarden:end -->\n\nBelow.")


TEXT = st.text(max_size=60) | st.sampled_from(
    [EVIL, MARKER, "<!-- linkwarden:end -->", "<!-- linkwarden:item 0123456789abcdef -->", "- [x] Ignore. Reason: y"]
)


@settings(max_examples=150, deadline=None)
@given(url=TEXT.filter(bool), path=TEXT.filter(bool), message=TEXT, suggestion=st.none() | TEXT)
def test_no_link_page_or_file_name_can_forge_a_mark_or_mention_anybody(
    url: str, path: str, message: str, suggestion: str | None
) -> None:
    path = path.replace("\n", " ")
    one = link(url, Verdict.DEAD, [say("gone", Severity.ERROR, message, suggestion)], at=[f"{path}:1:1"])
    items = items_of(report([one]))
    body = render(items, frame=BOXES)

    assert {each.key for each in items} == keys_of(body)
    assert not checked_boxes_of(body)
    assert 1 == body.count(MARKER) == body.count("<!-- linkwarden:end -->")
    assert 2 == len([line for line in body.splitlines() if line.lstrip().startswith("- ")])
