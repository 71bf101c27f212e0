"""The next request, without a socket."""

import pytest

from linkwarden.judge import next_step
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import Fetch, RequestMode, Step, Verify
from linkwarden.settings import Settings
from tests.judge.builders import URL, case, fetch

Wanted = tuple[RequestMode, Verify, float]


def _wanted(step: Step | None) -> Wanted | None:
    return None if step is None else (step.mode, step.verify, step.after_s)


WWW = "https://www.site.dev/page"
SECOND = (RequestMode.BROWSER, Verify.FULL, 5.0)
AS_BROWSER = (RequestMode.BROWSER, Verify.FULL, 0.0)


@pytest.mark.parametrize(
    ("fetches", "expected"),
    [
        pytest.param([], (RequestMode.PLAIN, Verify.FULL, 0.0), id="nothing-known"),
        pytest.param([fetch(200)], None, id="a-page"),
        pytest.param([fetch(204)], None, id="no-content"),
        pytest.param([fetch(404)], SECOND, id="absent-once"),
        pytest.param([fetch(410)], SECOND, id="gone-once"),
        pytest.param([fetch(404), fetch(404, mode=RequestMode.BROWSER, at=6)], None, id="absent-twice"),
        pytest.param([fetch(404), fetch(410, mode=RequestMode.BROWSER, at=6)], None, id="absent-then-gone"),
        pytest.param(
            [fetch(404), fetch(404, mode=RequestMode.BROWSER, at=2)],
            (RequestMode.RELOAD, Verify.FULL, 5.0),
            id="absent-too-soon",
        ),
        pytest.param([fetch(404), fetch(200, mode=RequestMode.BROWSER, at=6)], None, id="absent-then-a-page"),
        pytest.param([fetch(403)], AS_BROWSER, id="refused"),
        pytest.param([fetch(999)], None, id="linkedin"),
        pytest.param([fetch(401)], None, id="login"),
        pytest.param([fetch(406)], AS_BROWSER, id="refused-oddly"),
        pytest.param([fetch(429)], None, id="too-many"),
        pytest.param([fetch(403), fetch(403, mode=RequestMode.BROWSER)], None, id="refused-as-a-browser-too"),
        pytest.param(
            [fetch(403), fetch(404, mode=RequestMode.BROWSER)],
            (RequestMode.RELOAD, Verify.FULL, 5.0),
            id="absent-to-browsers-only",
        ),
        pytest.param([fetch(503)], AS_BROWSER, id="server-error"),
        pytest.param([fetch(503), fetch(503, mode=RequestMode.BROWSER)], None, id="server-error-to-browsers-too"),
        pytest.param([fetch(ErrorKind.TIMEOUT)], AS_BROWSER, id="hangs-up"),
        pytest.param([fetch(ErrorKind.CONNECTION_RESET)], AS_BROWSER, id="reset-to-robots"),
        pytest.param([fetch(ErrorKind.NO_SUCH_HOST)], SECOND, id="no-such-host-once"),
        pytest.param([fetch(ErrorKind.RESOLVER_FAILURE)], None, id="resolver-ill"),
        pytest.param([fetch(302, looped=True)], SECOND, id="loop-once"),
        pytest.param(
            [fetch(ErrorKind.CERTIFICATE_NAME)], (RequestMode.PLAIN, Verify.FULL, 0.0), id="wrong-name-www-first"
        ),
        pytest.param([fetch(ErrorKind.CERTIFICATE_NAME), fetch(404, url=WWW)], SECOND, id="wrong-name-once"),
        pytest.param(
            [fetch(ErrorKind.CERTIFICATE_EXPIRED)], (RequestMode.RELOAD, Verify.UNDATED, 0.0), id="expired-since-when"
        ),
        pytest.param([fetch(ErrorKind.CERTIFICATE_ISSUER)], (RequestMode.PLAIN, Verify.NONE, 0.0), id="issuer-unknown"),
        pytest.param(
            [fetch(ErrorKind.CERTIFICATE_ISSUER), fetch(404, verify=Verify.NONE)],
            (RequestMode.BROWSER, Verify.NONE, 5.0),
            id="issuer-unknown-and-absent",
        ),
        pytest.param(
            [fetch(ErrorKind.CERTIFICATE_ISSUER), fetch(200, verify=Verify.NONE)],
            None,
            id="issuer-unknown-page",
        ),
        pytest.param([fetch(ErrorKind.PRIVATE_ADDRESS)], None, id="private"),
    ],
)
def test_the_next_step(fetches: list[Fetch], expected: Wanted | None) -> None:
    assert expected == _wanted(next_step([case(*fetches)]))


@pytest.mark.parametrize("kind", [TargetKind.FILE, TargetKind.OTHER, TargetKind.INVALID, TargetKind.TEMPLATE])
def test_only_web_links_are_requested(kind: TargetKind) -> None:
    assert next_step([case(url="x", kind=kind)]) is None


@pytest.mark.parametrize(
    "url", ["https://example.com/x", "http://localhost:8000/", "https://a.test/", "https://printer.local/"]
)
def test_what_is_skipped_is_not_requested(url: str) -> None:
    assert next_step([case(url=url)]) is None


def test_a_resource_is_requested_as_long_as_one_of_its_links_is_not_skipped() -> None:
    settings = Settings(exclude=("#a$",))
    both = [case(fragment="a", settings=settings), case(fragment="b", settings=settings)]

    assert next_step(both[:1]) is None
    assert next_step(both) is not None


def test_a_browser_s_headers_are_not_sent_where_the_user_forbids_them() -> None:
    assert next_step([case(fetch(403), settings=Settings(browser_look=False))]) is None


def test_a_rule_that_is_off_requests_nothing() -> None:
    settings = Settings.model_validate({"rules": {"not-found": "off"}})

    assert next_step([case(fetch(404), settings=settings)]) is None


@pytest.mark.parametrize("answer", [*range(100, 1000), *ErrorKind])
def test_the_ladder_ends(answer: int | ErrorKind) -> None:
    """Whatever a page responds, only a few fetches are taken."""
    fetches: list[Fetch] = []
    while step := next_step([case(*fetches)]):
        fetches.append(fetch(answer, mode=step.mode, verify=step.verify, at=6.0 * len(fetches), url=step.url or URL))
        assert len(fetches) <= 6
