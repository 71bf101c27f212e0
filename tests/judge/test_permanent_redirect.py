"""The suggestion for a permanent redirect, and when it is safe to apply."""

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.model.finding import Applicability, Suggestion
from linkwarden.model.observation import Fetch
from tests.judge.builders import case, exchange, fetch, hop

OLD = "https://old.dev/guides/start"


def moved(new: str, old: str = OLD) -> Fetch:
    return fetch(hop(new, url=old), exchange(200, url=new), url=old)


def suggestion(*fetches: Fetch, old: str = OLD) -> Suggestion | None:
    return judge(case(*fetches, url=old)).findings[0].suggestion


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(OLD, "https://new.dev/guides/start", id="host"),
        pytest.param(OLD, "https://old.dev/guides/start/", id="slash"),
        pytest.param(OLD, "https://old.dev/en/guides/Start", id="prefix-and-case"),
        pytest.param("https://old.dev/", "https://www.old.dev/", id="front-page-of-the-same-site"),
    ],
)
def test_a_redirect_that_keeps_the_path_is_safe_when_the_new_url_answers_again(old: str, new: str) -> None:
    first = moved(new, old)
    step = next_step([case(first, url=old)])

    assert step is not None
    assert new == step.url
    assert Suggestion(new, Applicability.REVIEW) == suggestion(first, old=old)
    assert Suggestion(new, Applicability.SAFE) == suggestion(first, fetch(200, url=new), old=old)
    assert Suggestion(new, Applicability.REVIEW) == suggestion(first, fetch(403, url=new), old=old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(OLD, "https://new.dev/start", id="another-path"),
        pytest.param(OLD, "https://new.dev/guides/start?v=2", id="another-query"),
        pytest.param("https://old.dev/", "https://new.dev/", id="front-page-of-another-site"),
        pytest.param("https://old.dev/", "https://old.dev/home", id="from-a-front-page"),
    ],
)
def test_any_other_redirect_is_for_review_and_costs_no_request(old: str, new: str) -> None:
    assert next_step([case(moved(new, old), url=old)]) is None
    assert Suggestion(new, Applicability.REVIEW) == suggestion(moved(new, old), old=old)
