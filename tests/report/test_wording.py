"""Sentences and numbers that several reporters share."""

import pytest

from linkwarden.model.finding import Severity
from linkwarden.report.wording import as_sentence, format_duration, message_of, pluralize
from tests.report.conftest import say


@pytest.mark.parametrize(
    ("number", "noun", "expected"),
    [
        (0, "link", "0 links"),
        (1, "link", "1 link"),
        (2712, "link", "2,712 links"),
        (1, "repository", "1 repository"),
        (3, "repository", "3 repositories"),
        (2, "more moved link", "2 more moved links"),
    ],
)
def test_pluralize(number: int, noun: str, expected: str) -> None:
    assert expected == pluralize(number, noun)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.04, "0.0 s"), (59.94, "59.9 s"), (60, "1 min 0 s"), (3725.4, "62 min 5 s")]
)
def test_duration(seconds: float, expected: str) -> None:
    assert expected == format_duration(seconds)


@pytest.mark.parametrize(("text", "expected"), [("a", "a."), ("a.", "a."), ("a?", "a?"), ("a!", "a!")])
def test_sentence(text: str, expected: str) -> None:
    assert expected == as_sentence(text)


@pytest.mark.parametrize(
    ("rule", "message", "suggestion", "expected"),
    [
        ("permanent-redirect", "permanent redirect", "https://b.dev/", ""),
        ("invalid-url", "invalid URL", None, ""),
        ("permanent-redirect", "moved to https://b.dev/", "https://b.dev/", ""),
        ("permanent-redirect", "moved to https://c.dev/", "https://b.dev/", "moved to https://c.dev/"),
        ("gone", "410 Gone", None, "410 Gone"),
    ],
)
def test_a_message_that_repeats_the_rule_or_the_new_url_is_left_out(
    rule: str, message: str, suggestion: str | None, expected: str
) -> None:
    assert expected == message_of(say(rule, Severity.WARNING, message, suggestion))
