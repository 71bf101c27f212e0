"""How much is queried at once, how long it waits, when it stops."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwarden.model.github import Page
from linkwarden.probe.github.answer import Next, RetryLater, RetrySmaller, Stop
from linkwarden.probe.github.batcher import MAX_REPOSITORIES, Batcher
from linkwarden.probe.github.places import GitHubTarget


def repositories(count: int) -> list[GitHubTarget]:
    return [GitHubTarget(Page.REPOSITORY, "o", f"r{number}") for number in range(count)]


def pages(count: int, name: str = "r") -> list[GitHubTarget]:
    return [GitHubTarget(Page.RECORD, "o", name, (f"f{number}",)) for number in range(count)]


def test_fifty_repositories_at_once() -> None:
    conversation = Batcher(repositories(120))

    sizes = []
    while batch := conversation.next():
        sizes.append(len(batch))
        assert 0.0 == conversation.record(Next(), [])

    assert [50, 50, 20] == sizes


def test_pages_of_one_repository_are_requested_together() -> None:
    mixed = [target for pair in zip(pages(10), repositories(10), strict=True) for target in pair]
    batch = Batcher(mixed).next()

    assert pages(10) == batch[:10]
    assert 20 == len(batch)


def test_a_repository_with_very_many_pages_takes_several_questions() -> None:
    conversation = Batcher(pages(250))

    assert [100, 100, 50] == [len(conversation.next()) for _ in range(3)]


def _sizes(outcomes: str, count: int = 400) -> Iterator[int]:
    """Yield the size of each batch, where ``x`` fails and anything else goes well."""
    conversation = Batcher(repositories(count))
    for outcome in outcomes:
        batch = conversation.next()
        yield len(batch)
        conversation.record(RetrySmaller() if outcome == "x" else Next(), batch if outcome == "x" else [])


@pytest.mark.parametrize(
    ("outcomes", "sizes"),
    [
        pytest.param("...", [50, 50, 50], id="all-well"),
        pytest.param("x...", [50, 25, 25, 50], id="a-failure-halves-and-two-successes-double"),
        pytest.param("xxxxxx.", [50, 25, 12, 6, 3, 1, 1], id="down-to-one"),
        pytest.param("..x..x..x", [50, 50, 50, 25, 25, 50, 25, 25, 50], id="every-third-call"),
    ],
)
def test_the_size_adapts(outcomes: str, sizes: list[int]) -> None:
    assert sizes == list(_sizes(outcomes))


def test_an_api_that_always_fails_is_left_alone() -> None:
    conversation = Batcher(repositories(400))
    rests = []
    while batch := conversation.next():
        rests.append(conversation.record(RetrySmaller(), batch))

    assert [1, 2, 4, 8, 8, 8, 8, 8] == rests
    assert conversation.stop is not None


def test_one_repository_that_is_too_much_by_itself_does_not_end_the_conversation() -> None:
    poison = repositories(60)[7]
    conversation, answered = Batcher(repositories(60)), set[GitHubTarget]()
    while batch := conversation.next():
        if poison in batch:
            conversation.record(RetrySmaller(), batch)
        else:
            answered |= {*batch}
            conversation.record(Next(), [])

    assert conversation.stop is None
    assert {*repositories(60)} - {poison} == answered


def test_what_was_answered_in_spite_of_a_failure_is_not_requested_again() -> None:
    conversation = Batcher(repositories(50))
    batch = conversation.next()
    conversation.record(RetrySmaller(), batch[40:])

    assert batch[40:] == conversation.next()


def test_after_a_secondary_limit_the_batch_is_sent_again() -> None:
    conversation = Batcher(repositories(3))
    batch = conversation.next()

    assert 30.0 == conversation.record(RetryLater(30.0), batch)
    assert batch == conversation.next()


def test_a_limit_that_names_no_time_is_given_a_minute_then_two_then_up() -> None:
    conversation = Batcher(repositories(3))
    rests = []
    while batch := conversation.next():
        rests.append(conversation.record(RetryLater(None), batch))

    assert [60.0, 120.0, 240.0] == rests
    assert conversation.stop is not None


def test_nobody_waits_for_an_hour() -> None:
    conversation = Batcher(repositories(3))
    conversation.record(RetryLater(3600.0), conversation.next())

    assert [] == conversation.next()
    assert conversation.stop is not None


def test_patience_is_for_limits_in_a_row() -> None:
    conversation = Batcher(repositories(400))
    for _ in range(4):
        batch = conversation.next()
        conversation.record(RetryLater(1.0), batch)
        conversation.next()
        conversation.record(Next(), [])

    assert conversation.stop is None


def test_a_stop_is_a_stop() -> None:
    conversation, stop = Batcher(repositories(60)), Stop("why", "what to do")
    conversation.next()
    conversation.record(stop, [])

    assert [] == conversation.next()
    assert stop == conversation.stop


@given(st.lists(st.sampled_from("..x"), max_size=200), st.integers(1, 300))
def test_every_target_is_answered_once_or_left(outcomes: list[str], count: int) -> None:
    conversation, answered = Batcher(repositories(count)), list[GitHubTarget]()
    pattern = iter(outcomes)
    while batch := conversation.next():
        assert len(batch) <= MAX_REPOSITORIES
        if next(pattern, ".") == "x":
            conversation.record(RetrySmaller(), batch)
        else:
            answered += batch
            conversation.record(Next(), [])

    assert len(answered) == len(set(answered))
