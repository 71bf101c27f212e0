"""The next request, without a socket."""

import pytest

from linkwarden.judge import next_step
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import Look, Shape, Step, Verify
from linkwarden.settings import Settings
from tests.judge.builders import URL, case, look

Wanted = tuple[Shape, Verify, float]


def _wanted(step: Step | None) -> Wanted | None:
    return None if step is None else (step.shape, step.verify, step.after_s)


WWW = "https://www.site.dev/page"
SECOND = (Shape.BROWSER, Verify.FULL, 5.0)
AS_BROWSER = (Shape.BROWSER, Verify.FULL, 0.0)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        pytest.param([], (Shape.PLAIN, Verify.FULL, 0.0), id="nothing-known"),
        pytest.param([look(200)], None, id="a-page"),
        pytest.param([look(204)], None, id="no-content"),
        pytest.param([look(404)], SECOND, id="absent-once"),
        pytest.param([look(410)], SECOND, id="gone-once"),
        pytest.param([look(404), look(404, shape=Shape.BROWSER, at=6)], None, id="absent-twice"),
        pytest.param([look(404), look(410, shape=Shape.BROWSER, at=6)], None, id="absent-then-gone"),
        pytest.param(
            [look(404), look(404, shape=Shape.BROWSER, at=2)],
            (Shape.RELOAD, Verify.FULL, 5.0),
            id="absent-too-soon",
        ),
        pytest.param([look(404), look(200, shape=Shape.BROWSER, at=6)], None, id="absent-then-a-page"),
        pytest.param([look(403)], AS_BROWSER, id="refused"),
        pytest.param([look(999)], None, id="linkedin"),
        pytest.param([look(401)], None, id="login"),
        pytest.param([look(406)], AS_BROWSER, id="refused-oddly"),
        pytest.param([look(429)], None, id="too-many"),
        pytest.param([look(403), look(403, shape=Shape.BROWSER)], None, id="refused-as-a-browser-too"),
        pytest.param(
            [look(403), look(404, shape=Shape.BROWSER)],
            (Shape.RELOAD, Verify.FULL, 5.0),
            id="absent-to-browsers-only",
        ),
        pytest.param([look(503)], AS_BROWSER, id="server-error"),
        pytest.param([look(503), look(503, shape=Shape.BROWSER)], None, id="server-error-to-browsers-too"),
        pytest.param([look(ErrorKind.TIMEOUT)], AS_BROWSER, id="hangs-up"),
        pytest.param([look(ErrorKind.CONNECTION_RESET)], AS_BROWSER, id="reset-to-robots"),
        pytest.param([look(ErrorKind.NO_SUCH_HOST)], SECOND, id="no-such-host-once"),
        pytest.param([look(ErrorKind.RESOLVER_FAILURE)], None, id="resolver-ill"),
        pytest.param([look(302, looped=True)], SECOND, id="loop-once"),
        pytest.param([look(ErrorKind.CERTIFICATE_NAME)], (Shape.PLAIN, Verify.FULL, 0.0), id="wrong-name-www-first"),
        pytest.param([look(ErrorKind.CERTIFICATE_NAME), look(404, url=WWW)], SECOND, id="wrong-name-once"),
        pytest.param(
            [look(ErrorKind.CERTIFICATE_EXPIRED)], (Shape.RELOAD, Verify.UNDATED, 0.0), id="expired-since-when"
        ),
        pytest.param([look(ErrorKind.CERTIFICATE_ISSUER)], (Shape.PLAIN, Verify.NONE, 0.0), id="issuer-unknown"),
        pytest.param(
            [look(ErrorKind.CERTIFICATE_ISSUER), look(404, verify=Verify.NONE)],
            (Shape.BROWSER, Verify.NONE, 5.0),
            id="issuer-unknown-and-absent",
        ),
        pytest.param(
            [look(ErrorKind.CERTIFICATE_ISSUER), look(200, verify=Verify.NONE)],
            None,
            id="issuer-unknown-page",
        ),
        pytest.param([look(ErrorKind.PRIVATE_ADDRESS)], None, id="private"),
    ],
)
def test_the_next_step(looks: list[Look], expected: Wanted | None) -> None:
    assert expected == _wanted(next_step([case(*looks)]))


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
    assert next_step([case(look(403), settings=Settings(browser_look=False))]) is None


def test_a_rule_that_is_off_requests_nothing() -> None:
    settings = Settings.model_validate({"rules": {"not-found": "off"}})

    assert next_step([case(look(404), settings=settings)]) is None


@pytest.mark.parametrize("answer", [*range(100, 1000), *ErrorKind])
def test_the_ladder_ends(answer: int | ErrorKind) -> None:
    """Whatever a page responds, only a few looks are taken."""
    looks: list[Look] = []
    while step := next_step([case(*looks)]):
        looks.append(look(answer, shape=step.shape, verify=step.verify, at=6.0 * len(looks), url=step.url or URL))
        assert len(looks) <= 6
