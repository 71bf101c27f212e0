"""Redirects to a login or a consent page are detected; pages about logins are pages."""

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.judge.evidence.logins import ends_at_login
from linkwarden.model.exchange import Exchange
from linkwarden.model.observation import Fetch
from tests.judge.builders import case, exchange, fetch, hop

ASKED = "https://site.dev/team/board"


def sent_to(place: str, *, asked: str = ASKED, status: int = 302) -> Fetch:
    """A look that was redirected."""
    return fetch(hop(place, status, url=asked), exchange(url=place, at=1), url=asked)


@pytest.mark.parametrize(
    "place",
    [
        "https://site.dev/login",
        "https://site.dev/login/",
        "https://site.dev/Login",
        "https://site.dev/login?next=/team/board",
        "https://site.dev/en/signin",
        "https://site.dev/sign-in",
        "https://site.dev/users/sign_in",
        "https://site.dev/accounts/login/",
        "https://site.dev/account/login",
        "https://site.dev/session/new",
        "https://site.dev/wp-login.php?redirect_to=https%3A%2F%2Fsite.dev%2F",
        "https://site.dev/login.jsp?os_destination=%2Fbrowse%2FX-1",
        "https://wiki.site.dev/login.action?os_destination=%2Fdisplay%2FX",
        "https://site.dev/cas/login?service=https%3A%2F%2Fsite.dev",
        "https://site.dev/auth/realms/main?redirect_uri=https%3A%2F%2Fsite.dev",
        "https://site.dev/oauth2/authorize?client_id=1&redirect_uri=x",
        "https://github.com/login?return_to=https%3A%2F%2Fgithub.com%2Forg%2Fsettings",
        "https://accounts.google.com/v3/signin/identifier?continue=https%3A%2F%2Fdocs.google.com",
        "https://accounts.google.com/ServiceLogin?service=wise&passive=1209600",
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1&redirect_uri=x",
        "https://www.instagram.com/accounts/login/?next=/someone/",
        "https://www.facebook.com/login/?next=https%3A%2F%2Fwww.facebook.com%2Fgroups%2F1",
        "https://www.linkedin.com/authwall?trk=bf&sessionRedirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fx",
        "https://site.okta.com/app/x?fromURI=https%3A%2F%2Fsite.dev",
        "https://idp.site.dev/idp/profile/SAML2/Redirect/SSO?SAMLRequest=fZJ&RelayState=x",
        "https://sso.site.dev/start?returnUrl=%2F",
    ],
)
def test_a_login_blocks_the_page(place: str) -> None:
    judged = judge(case(sent_to(place), url=ASKED))

    assert ("blocked", "login-required") == (judged.verdict, judged.rule)
    assert place in judged.detail


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        pytest.param("https://site.dev/login", "https://site.dev/login/", id="the-login-itself"),
        pytest.param("https://site.dev/login", "https://site.dev/en/login?next=/", id="the-login-in-a-language"),
        pytest.param(ASKED, "https://site.dev/docs/login", id="docs"),
        pytest.param(ASKED, "https://site.dev/docs/auth/login/", id="deeper-docs"),
        pytest.param(ASKED, "https://site.dev/en/guides/sign-in", id="guide"),
        pytest.param(ASKED, "https://site.dev/blog/login", id="blog"),
        pytest.param(ASKED, "https://site.dev/docs/auth/oauth2/authorize", id="reference-of-an-endpoint"),
        pytest.param(ASKED, "https://site.dev/blog/login-with-passkeys", id="longer-name"),
        pytest.param(ASKED, "https://site.dev/auth", id="package-of-that-name"),
        pytest.param(ASKED, "https://auth.site.dev/docs/quickstart", id="docs-of-an-auth-product"),
        pytest.param(ASKED, "https://id.site.dev/halaman", id="a-language-s-host"),
        pytest.param(ASKED, "https://site.dev/catalog/in", id="words-that-end-alike"),
        pytest.param(ASKED, "https://site.dev/blogin", id="no-result-of-its-own"),
        pytest.param(ASKED, "https://site.dev/team/board/?from=mail", id="a-return-alone"),
    ],
)
def test_what_is_no_login(asked: str, place: str) -> None:
    assert not ends_at_login(sent_to(place, asked=asked))


def test_a_page_about_logins_that_answers_is_alive() -> None:
    url = "https://site.dev/login?next=/x"

    assert "alive" == judge(case(fetch(200, url=url), url=url)).verdict


def test_a_login_behind_a_permanent_redirect_is_no_new_address() -> None:
    judged = judge(case(sent_to("https://site.dev/login?next=x", status=301), url=ASKED))

    assert [("login-required", None)] == [
        (each.rule, each.suggestion and each.suggestion.url) for each in judged.findings
    ]


def test_a_page_that_refreshes_to_a_login_is_behind_it() -> None:
    place = "https://site.dev/login?next=x"

    assert ends_at_login(fetch(exchange(url=ASKED), exchange(url=place, at=1), url=ASKED))


def test_a_login_that_is_missing_is_no_login() -> None:
    place = "https://site.dev/login?next=x"
    broken = fetch(hop(place, 302, url=ASKED), exchange(404, url=place), url=ASKED)

    assert "login-required" != judge(case(broken, url=ASKED)).rule


def test_401_is_a_login() -> None:
    judged = judge(case(fetch(401)))

    assert ("blocked", "login-required", "requires a login (401)") == (judged.verdict, judged.rule, judged.detail)


CONSENT = "https://site.dev/consent?continue=%2Fteam%2Fboard"
LINK = "https://site.dev/consent/accept?continue=%2Fteam%2Fboard"


@pytest.mark.parametrize(
    "place",
    [
        CONSENT,
        "https://site.dev/cookie-wall?url=https%3A%2F%2Fsite.dev%2Fteam%2Fboard",
        "https://www.site.dev/privacy-gate/?target=/team/board",
        "https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2Fwatch&gl=DE",
        "https://consent.google.com/ml?continue=https%3A%2F%2Fmaps.google.com",
    ],
)
def test_a_consent_page_is_distinguished_from_a_login(place: str) -> None:
    judged = judge(case(sent_to(place), url=ASKED))

    assert ("blocked", "consent-required") == (judged.verdict, judged.rule)
    assert place in judged.detail


@pytest.mark.parametrize("place", ["https://site.dev/consent", "https://site.dev/blog/consent", "https://site.dev/x"])
def test_a_page_about_consent_is_a_page(place: str) -> None:
    assert "alive" == judge(case(sent_to(place), url=ASKED)).verdict


def consent_page(body: str) -> Fetch:
    return fetch(hop(CONSENT, 302, url=ASKED), exchange(url=CONSENT, body=body), url=ASKED)


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("<a href='/privacy'>Privacy</a> <a href='/consent/accept?continue=%2Fteam%2Fboard'>Accept</a>", LINK),
        ('<a class="b" href="/team/board?consent=1">Continue</a>', "https://site.dev/team/board?consent=1"),
        ("<a href='/consent/reject?continue=/team/board'>Reject</a>", None),
        ("<a href='https://other.dev/team/board'>Accept</a>", None),
        ("<a href='https://other.dev/accept?continue=%2Fteam%2Fboard'>Accept</a>", None),
        ("<form action='/consent/accept?continue=/team/board'><button>Accept</button></form>", None),
        ("<a href='/elsewhere'>Accept</a>", None),
    ],
)
def test_a_plain_link_of_a_consent_page_is_followed_once_and_a_form_never(body: str, link: str | None) -> None:
    step = next_step([case(consent_page(body), url=ASKED)])

    assert link == (step.url if step else None)


@pytest.mark.parametrize(
    ("exchanges", "verdict"),
    [
        ([hop(ASKED, 302, url=LINK), exchange(url=ASKED)], "alive"),
        ([hop(CONSENT, 302, url=LINK), exchange(url=CONSENT)], "blocked"),
        ([hop("https://site.dev/", 302, url=LINK), exchange(url="https://site.dev/")], "blocked"),
        ([exchange(404, url=LINK)], "blocked"),
    ],
)
def test_a_page_behind_a_consent_page_is_alive_where_the_link_leads_to_it(
    exchanges: list[Exchange], verdict: str
) -> None:
    first = consent_page("<a href='/consent/accept?continue=%2Fteam%2Fboard'>Accept</a>")
    followed = fetch(*exchanges, url=LINK)

    assert verdict == judge(case(first, followed, url=ASKED)).verdict
    assert next_step([case(first, followed, url=ASKED)]) is None
