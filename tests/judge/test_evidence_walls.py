"""Walls are detected by their fingerprints, and pages about walls are pages."""

from collections.abc import Sequence

import pytest

from linkwarden.judge import judge, next_step
from linkwarden.judge.evidence.walls import WALLS, wall_of
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.observation import RequestMode
from linkwarden.settings import Settings
from tests.judge.builders import case, exchange, fetch

Headers = Sequence[tuple[str, str]]

CLOUDFLARE = [("server", "cloudflare"), ("cf-ray", "8f2c1d3e4b5a6978-FRA")]
JUST_A_MOMENT = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript '
    "and cookies to continue</noscript><script>a.src = '/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1';"
)
DATADOME = (
    '<html lang="en"><head><title>shop.dev</title></head><body style="margin:0"><p id="cmsg">Please enable JS and '
    "disable any ad blocker</p><script data-cfasync=\"false\">var dd={'rt':'c','cid':'AHr','hsh':'2','t':'bv','s':1,"
    "'host':'geo.captcha-delivery.com'}</script>"
    '<script data-cfasync="false" src="https://ct.captcha-delivery.com/c.js"></script></body></html>'
)
AKAMAI = (
    "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1> You don't have permission to access "
    '"http&#58;&#47;&#47;shop&#46;dev&#47;" on this server.<P> Reference&#32;&#35;18&#46;9d3e1502&#46;1700000000'
)
HUMAN = (
    "<title>Access to this page has been denied</title><div id='px-captcha'></div><script>window._pxAppId = 'PXu6b0qd2S"
    "';</script><script src='https://captcha.px-cdn.net/PXu6b0qd2S/captcha.js'></script>"
)
INCAPSULA = (
    '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head><body>'
    '<iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31&xinfo=9-123" frameborder=0>'
    "Request unsuccessful. Incapsula incident ID: 123-456</iframe></body></html>"
)
INCAPSULA_SCRIPT = (
    '<html><head><META NAME="robots" CONTENT="noindex,nofollow"><script src="/_Incapsula_Resource?SWJIYLWA=5074a744,7">'
    "</script><body></body></html>"
)
INCAPSULA_TURNED = (
    '<html><body><iframe src="/_Incapsula_Resource?CWUDNSAI=9" id="main-iframe" width="100%">Request unsuccessful. '
    "Incapsula incident ID: 1</iframe></body></html>"
)
PARDON = "<title>Pardon Our Interruption</title><h1>Pardon Our Interruption...</h1><p>Something about your browser"
TURNSTILE = (
    '<title>Verify</title><h1>Verify you are human</h1><div class="cf-turnstile"></div>'
    '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>'
)
ANUBIS = (
    "<!doctype html><html><head><title>Making sure you&#39;re not a bot!</title></head><body>"
    '<script id="anubis_challenge" type="application/json">{"rules":{"difficulty":4}}</script><h1>Making sure '
    "you&#39;re not a bot!</h1><script src='/.within.website/x/cmd/anubis/static/js/main.mjs'></script>"
)
F5 = (
    "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your "
    "administrator.<br><br>Your support ID is: 1234567890<br><br><a href='javascript:history.back();'>[Go Back]</a>"
)
SUCURI = "<title>Sucuri WebSite Firewall - Access Denied</title><h1>Access Denied - Sucuri Website Firewall</h1>"
AWS = '<script src="https://3f2.token.awswaf.com/3f2/challenge.js"></script><script>AwsWafIntegration.checkForceRefresh'
VERCEL = "<!DOCTYPE html><html><head><title>Vercel Security Checkpoint</title></head><body></body></html>"
KASADA = '<script>window.KPSDK={};KPSDK.now=0;</script><script src="/149e9513/2d206a39/ips.js?KP_UIDz=1"></script>'
SORRY = '<title>https://www.google.com/search</title><form id="captcha-form" action="index" method="post">'
SITEGROUND = '<html><head><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F&y=ipc:1"></meta></head>'


@pytest.mark.parametrize(
    ("status", "headers", "body", "name"),
    [
        pytest.param(403, [*CLOUDFLARE, ("cf-mitigated", "challenge")], "", "Cloudflare challenge", id="cf-mitigated"),
        pytest.param(200, [("cf-mitigated", "challenge")], "", "Cloudflare challenge", id="cf-mitigated-200"),
        pytest.param(403, CLOUDFLARE, JUST_A_MOMENT, "Cloudflare challenge", id="cf-page"),
        pytest.param(503, CLOUDFLARE, JUST_A_MOMENT, "Cloudflare challenge", id="cf-old-mode"),
        pytest.param(
            403, CLOUDFLARE, "<title>Attention Required! | Cloudflare</title>", "Cloudflare block", id="cf-1020"
        ),
        pytest.param(403, CLOUDFLARE, "<h1>Sorry, you have been blocked</h1>", "Cloudflare block", id="cf-blocked"),
        pytest.param(403, CLOUDFLARE, "error code: 1020", "Cloudflare block", id="cf-plain"),
        pytest.param(429, CLOUDFLARE, "error code: 1015", "Cloudflare block", id="cf-rate"),
        pytest.param(403, [("server", "AkamaiGHost")], AKAMAI, "Akamai", id="akamai"),
        pytest.param(403, [], AKAMAI, "Akamai", id="akamai-behind-another-name"),
        pytest.param(403, [], "see https://errors.edgesuite.net/18.9d3e", "Akamai", id="akamai-edgesuite"),
        pytest.param(428, [], '<div id="sec-if-cpt-container">', "Akamai", id="akamai-challenge"),
        pytest.param(202, [("x-amzn-waf-action", "challenge")], "", "AWS WAF", id="aws-challenge"),
        pytest.param(405, [("x-amzn-waf-action", "captcha")], "<title>Human Verify</title>", "AWS WAF", id="aws"),
        pytest.param(202, [], AWS, "AWS WAF", id="aws-page"),
        pytest.param(403, [("x-datadome", "protected"), ("x-dd-b", "1")], "", "DataDome", id="datadome"),
        pytest.param(403, [], DATADOME, "DataDome", id="datadome-page"),
        pytest.param(200, [], DATADOME, "DataDome", id="datadome-interstitial-200"),
        pytest.param(403, [], HUMAN, "HUMAN", id="human"),
        pytest.param(429, [], HUMAN, "HUMAN", id="human-429"),
        pytest.param(200, [("x-iinfo", "9-1-1 NNNN")], INCAPSULA, "Imperva", id="imperva-200"),
        pytest.param(403, [], INCAPSULA, "Imperva", id="imperva-403"),
        pytest.param(403, [("x-iinfo", "9-1-1 NNNN")], "", "Imperva", id="imperva-header"),
        pytest.param(403, [("server", "Sucuri/Cloudproxy"), ("x-sucuri-id", "1")], SUCURI, "Sucuri", id="sucuri"),
        pytest.param(403, [], SUCURI, "Sucuri", id="sucuri-page"),
        pytest.param(429, [("x-vercel-mitigated", "challenge")], VERCEL, "Vercel challenge", id="vercel"),
        pytest.param(403, [("x-vercel-mitigated", "deny")], "Forbidden", "Vercel block", id="vercel-deny"),
        pytest.param(429, [], VERCEL, "Vercel challenge", id="vercel-page"),
        pytest.param(200, [], ANUBIS, "Anubis", id="anubis"),
        pytest.param(429, [("x-kpsdk-ct", "0aBc")], "", "Kasada", id="kasada"),
        pytest.param(429, [], KASADA, "Kasada", id="kasada-page"),
        pytest.param(200, [], F5, "F5", id="f5"),
        pytest.param(403, [], F5, "F5", id="f5-403"),
        pytest.param(200, [], INCAPSULA_SCRIPT, "Imperva", id="imperva-script-only"),
        pytest.param(200, [], INCAPSULA_TURNED, "Imperva", id="imperva-other-order"),
        pytest.param(200, [], PARDON, "Imperva", id="imperva-pardon"),
        pytest.param(403, [], PARDON, "Imperva", id="imperva-pardon-403"),
        pytest.param(200, [], TURNSTILE, "CAPTCHA", id="turnstile"),
        pytest.param(999, [], "<title>Request denied</title>", "the site", id="999"),
        pytest.param(429, [], SORRY, "Google", id="google-sorry"),
        pytest.param(403, [("server", "ddos-guard")], "<title>DDOS-GUARD</title><script>", "DDoS-Guard", id="ddos"),
        pytest.param(503, [("server", "ddos-guard")], "<title>DDOS-GUARD</title><script>", "DDoS-Guard", id="ddos-503"),
        pytest.param(403, [("server", "QRATOR")], "<script src='/__qrator/qauth.js'>", "Qrator", id="qrator"),
        pytest.param(401, [("server", "QRATOR")], "<script src='/__qrator/qauth.js'>", "Qrator", id="qrator-401"),
        pytest.param(403, [("server", "StackPath")], "<script>", "StackPath", id="stackpath"),
        pytest.param(202, [("sg-captcha", "challenge")], SITEGROUND, "SiteGround", id="siteground"),
        pytest.param(200, [], SITEGROUND, "SiteGround", id="siteground-page"),
        pytest.param(200, [], '<script src="/_fs-ch-1T1wmsGaOgGaSxcX/script.js"></script>', "Fastly", id="fastly"),
        pytest.param(403, [], '<div class="g-recaptcha" data-sitekey="x">', "CAPTCHA", id="recaptcha"),
        pytest.param(200, [], "<title>Robot Check</title>", "a bot check", id="amazon"),
        pytest.param(
            503, [], "<title>Checking your browser before accessing x.dev</title>", "a bot check", id="checking"
        ),
        pytest.param(200, [], "<title>One moment, please...</title>", "a bot check", id="one-moment"),
    ],
)
def test_a_wall_is_named(status: int, headers: Headers, body: str, name: str) -> None:
    wall = wall_of(exchange(status, headers=headers, body=body))

    assert wall is not None
    assert name == wall.name


def test_every_wall_of_the_table_has_an_example() -> None:
    assert {wall.name for wall in WALLS} == {*NAMED, "LinkedIn"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.linkedin.com/in/x", "LinkedIn"),
        ("https://linkedin.com/in/x", "LinkedIn"),
        ("https://notlinkedin.com/", "the site"),
        ("https://finance.yahoo.com/", "the site"),
    ],
)
def test_999_is_linkedin_s_own_and_others_have_borrowed_it(url: str, name: str) -> None:
    wall = wall_of(exchange(999, url=url))

    assert wall is not None
    assert name == wall.name


PROSE = "<p>" + " ".join(f"Paragraph {number} explains how this works, and why." for number in range(60))
"""A part that an article has and a challenge has not."""

ARTICLE = "<!doctype html><title>{title}</title><h1>{title}</h1>" + PROSE


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        pytest.param(200, CLOUDFLARE, "<title>Just a moment...: how Cloudflare challenges work</title>", id="title"),
        pytest.param(200, CLOUDFLARE, f"{PROSE}<code>/cdn-cgi/challenge-platform/</code>", id="cf-article"),
        pytest.param(200, CLOUDFLARE, "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>", id="cf-jsd"),
        pytest.param(200, CLOUDFLARE, f"{PROSE}Sorry, you have been blocked", id="cf-block-article"),
        pytest.param(403, CLOUDFLARE, "<title>403 Forbidden</title>", id="origin-s-own-403"),
        pytest.param(521, CLOUDFLARE, "error code: 521", id="cf-origin-down"),
        pytest.param(530, CLOUDFLARE, "error code: 1016", id="cf-origin-has-no-address"),
        pytest.param(200, [], "<script src='/_Incapsula_Resource?SWJIYLWA=71'></script>" + PROSE, id="imperva-script"),
        pytest.param(
            200,
            [],
            '<title>App</title><script src="/_Incapsula_Resource?SWJIYLWA=71"></script><div id="root"></div>',
            id="imperva-adds-its-script-to-an-app",
        ),
        pytest.param(200, [], f"{INCAPSULA_SCRIPT}{PROSE}", id="imperva-adds-its-script-to-a-page-without-a-title"),
        pytest.param(200, [], ARTICLE.format(title="Pardon our interruption: what it means"), id="pardon-article"),
        pytest.param(200, [], f"{TURNSTILE}<form>{' Write to us.' * 10}</form>", id="turnstile-in-a-form"),
        pytest.param(
            200,
            [],
            '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script><div id="root"></div>',
            id="turnstile-in-an-app",
        ),
        pytest.param(200, [("x-iinfo", "9-1-1 NNNN")], PROSE, id="imperva-passes-it-on"),
        pytest.param(200, [], "<script src='https://js.hcaptcha.com/1/api.js'></script><form>Sign up", id="hcaptcha"),
        pytest.param(200, [], '<form><div class="g-recaptcha"></div>Write to us</form>', id="recaptcha-in-a-form"),
        pytest.param(200, [("x-datadome", "protected")], PROSE, id="datadome-passes-it-on"),
        pytest.param(200, [], f"{PROSE}<p>Blocked? It loads geo.captcha-delivery.com/captcha", id="datadome-article"),
        pytest.param(200, [], ARTICLE.format(title="Security check"), id="security-check"),
        pytest.param(200, [], ARTICLE.format(title="Access Denied"), id="access-denied"),
        pytest.param(200, [], ARTICLE.format(title="Checking your browser&#39;s version"), id="checking-your-browser"),
        pytest.param(200, [], ARTICLE.format(title="DDoS protection by Cloudflare, explained"), id="ddos-article"),
        pytest.param(200, [], ARTICLE.format(title="Vercel Security Checkpoint: why do I see it?"), id="vercel-post"),
        pytest.param(200, [], ARTICLE.format(title="Making sure you&#39;re not a bot! A tour of Anubis"), id="anubis"),
        pytest.param(200, [], f'{PROSE}<pre>&lt;script id="anubis_challenge"&gt;</pre>', id="anubis-article"),
        pytest.param(200, [], f"{PROSE}<q>{F5}</q>".replace("title", "b"), id="f5-question"),
        pytest.param(200, [("server", "AkamaiGHost")], PROSE, id="akamai-passes-it-on"),
        pytest.param(200, [("server", "ddos-guard")], PROSE, id="ddos-guard-passes-it-on"),
        pytest.param(200, [("x-vercel-cache", "HIT")], PROSE, id="vercel-passes-it-on"),
        pytest.param(200, [("x-kpsdk-ct", "0aBc")], PROSE, id="kasada-passes-it-on"),
        pytest.param(202, [], "Accepted", id="accepted"),
        pytest.param(503, [("server", "AkamaiGHost")], "Service Unavailable - DNS failure", id="akamai-origin-down"),
        pytest.param(503, [("server", "QRATOR")], "<h1>503 Service Unavailable</h1>", id="qrator-origin-down"),
        pytest.param(503, [("server", "ddos-guard")], "<h1>503 Service Unavailable</h1>", id="ddos-guard-origin-down"),
        pytest.param(503, [("server", "Sucuri/Cloudproxy")], "Backend or gateway connection timeout", id="sucuri-503"),
        pytest.param(404, [("server", "AkamaiGHost")], AKAMAI, id="an-absence"),
        pytest.param(410, CLOUDFLARE, JUST_A_MOMENT, id="an-absence-for-good"),
        pytest.param(404, [("cf-mitigated", "challenge")], "", id="an-absence-whatever-it-says"),
        pytest.param(403, [("server", "nginx")], "<title>403 Forbidden</title>", id="nginx"),
        pytest.param(500, [], "", id="ill"),
        pytest.param(ErrorKind.TIMEOUT, [], "", id="no-answer"),
    ],
)
def test_what_is_no_wall(status: int | ErrorKind, headers: Headers, body: str) -> None:
    wall = wall_of(exchange(status, headers=headers, body=body))

    assert wall is None


NAMED = {mark.values[3] for mark in test_a_wall_is_named.pytestmark[0].args[1]}  # type: ignore[attr-defined]

CHALLENGE = exchange(403, headers=[("cf-mitigated", "challenge")])
REFUSAL = exchange(403, headers=[("server", "AkamaiGHost")])


def test_a_challenge_is_final_and_a_refusal_is_requested_once_more() -> None:
    step = next_step([case(fetch(REFUSAL))])

    assert next_step([case(fetch(CHALLENGE))]) is None
    assert step is not None
    assert RequestMode.BROWSER is step.mode
    assert next_step([case(fetch(REFUSAL), fetch(REFUSAL, mode=RequestMode.BROWSER))]) is None
    assert next_step([case(fetch(REFUSAL), settings=Settings(browser_look=False))]) is None


def test_a_wall_is_blocked_and_names_itself() -> None:
    judged = judge(case(fetch(CHALLENGE)))

    assert ("blocked", "bot-wall") == (judged.verdict, judged.rule)
    assert "Cloudflare challenge" in judged.detail


def test_a_page_behind_the_refusal_wins() -> None:
    assert "alive" == judge(case(fetch(REFUSAL), fetch(200, mode=RequestMode.BROWSER))).verdict


def test_a_wall_proves_nothing_about_the_page() -> None:
    """404 to robots, and a wall to browsers: never dead."""
    judged = judge(case(fetch(404), fetch(CHALLENGE, mode=RequestMode.BROWSER, at=6)))

    assert ("blocked", "bot-wall") == (judged.verdict, judged.rule)


def test_a_wall_that_sends_its_visitors_on_to_a_captcha_is_still_one() -> None:
    """SiteGround: 202 with a meta refresh, to a page without any mark."""
    first = exchange(202, headers=[("sg-captcha", "challenge")], body=SITEGROUND)
    then = exchange(200, url="https://site.dev/.well-known/sgcaptcha/?r=%2F", at=1, body="<title>Solve this</title>")

    assert "bot-wall" == judge(case(fetch(first, then))).rule
