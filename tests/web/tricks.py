"""Sites that are not what they seem: walls, error pages with status 200, parked domains, logins, redirect loops.

The same table as in behaviours.py, which has plain and broken responses.
"""

import gzip
from collections.abc import Iterable

from tests.web.behaviours import BEHAVIOURS, HTML, Serve, behaviour, bomb
from tests.web.server import Behaviour, Call

PROSE = " ".join(f"Paragraph {number} explains how this works, and why." for number in range(80))
FINE = f"<!doctype html><title>How it works</title><h1 id=how>How it works</h1><p>{PROSE}"
NOT_FOUND = "<!doctype html><title>Page not found - Site</title><h1>Page not found</h1><p>Sorry. Try the search."
HOME = "<!doctype html><title>Site</title><h1>Welcome</h1><p>" + " ".join(
    f"Item {number} of what is new here." for number in range(80)
)

Headers = Iterable[tuple[str, str]]


def _answers(status: int = 200, body: str | bytes = FINE, headers: Headers = ()) -> Serve:
    async def serve(call: Call) -> None:
        await call.answer(status, headers, body)

    return serve


def _at(path: str, there: Serve, elsewhere: Serve) -> Serve:
    """One response at *path*, another everywhere else."""

    async def serve(call: Call) -> None:
        await (there if call.path == path else elsewhere)(call)

    return serve


def _to(location: str, status: int = 302) -> Serve:
    async def serve(call: Call) -> None:
        await call.redirect(status, location)

    return serve


def _to_robots(robots: Serve, browsers: Serve) -> Serve:
    async def serve(call: Call) -> None:
        await (browsers if call.like_a_browser else robots)(call)

    return serve


def _first(once: Serve, then: Serve) -> Serve:
    async def serve(call: Call) -> None:
        await (then if call.count else once)(call)

    return serve


async def _nothing(call: Call) -> None:
    """Close without a word."""


FINE_PAGE = _answers()
MISSING = _answers(404, NOT_FOUND)
SOFT = _answers(200, NOT_FOUND)


# ---- walls ---------------------------------------------------------------------------------

CLOUDFLARE = [("Server", "cloudflare"), ("CF-RAY", "8f2c1d3e4b5a6978-FRA")]
CHALLENGE = (
    "<!DOCTYPE html><title>Just a moment...</title><noscript>Enable JavaScript and cookies to continue</noscript>"
    "<script>a.src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1'</script>"
)
AKAMAI = _answers(
    403,
    "<TITLE>Access Denied</TITLE><H1>Access Denied</H1>Reference&#32;&#35;18&#46;9d3e1502&#46;17",
    [("Server", "AkamaiGHost")],
)
ANUBIS = (
    "<!doctype html><title>Making sure you&#39;re not a bot!</title><h1>Making sure you&#39;re not a bot!</h1>"
    '<script id="anubis_challenge" type="application/json">{"rules":{"difficulty":4}}</script>'
)
INCAPSULA = '<html><body><iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31">Request unsuccessful.</iframe>'
F5 = "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator."
VERCEL = "<!DOCTYPE html><title>Vercel Security Checkpoint</title>"
SITEGROUND = '<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F&y=ipc:127.0.0.1:1">'

behaviour("wall-cloudflare-403")(_answers(403, CHALLENGE, [*CLOUDFLARE, ("cf-mitigated", "challenge")]))
behaviour("wall-cloudflare-503")(_answers(503, CHALLENGE, CLOUDFLARE))
behaviour("wall-cloudflare-1020")(_answers(403, "error code: 1020", CLOUDFLARE))
behaviour("wall-aws-202")(_answers(202, "", [("x-amzn-waf-action", "challenge")]))
behaviour("wall-aws-405")(_answers(405, "<title>Human Verify</title>", [("x-amzn-waf-action", "captcha")]))
behaviour("wall-vercel-429")(_answers(429, VERCEL, [("x-vercel-mitigated", "challenge")]))
behaviour("wall-datadome-403")(_answers(403, "", [("x-datadome", "protected"), ("Set-Cookie", "datadome=x")]))
behaviour("wall-anubis-200")(_answers(200, ANUBIS))
behaviour("wall-imperva-200")(_answers(200, INCAPSULA, [("X-Iinfo", "9-1-1 NNNN RT(1)")]))
behaviour("wall-f5-200")(_answers(200, F5))
behaviour("wall-akamai-403")(AKAMAI)
behaviour("wall-akamai-to-robots")(_to_robots(AKAMAI, FINE_PAGE))
behaviour("wall-siteground-202")(
    _at("/", _answers(202, SITEGROUND, [("SG-Captcha", "challenge")]), _answers(200, "<title>Solve this</title>"))
)
behaviour("wall-siteground-200")(_at("/", _answers(200, SITEGROUND), _answers(200, "<title>Solve this</title>")))
behaviour("404-and-a-wall-to-browsers")(_to_robots(MISSING, _answers(403, "", [("cf-mitigated", "challenge")])))
behaviour("article-about-walls")(
    _answers(200, f"<title>Checking your browser: how walls work</title>{PROSE}{F5}{PROSE}geo.captcha-delivery.com/")
)


# ---- error pages with status 200 -----------------------------------------------------------

DEEP = "/posts/how-it-works"


def _echo_path() -> Serve:
    async def serve(call: Call) -> None:
        await call.answer(200, (), f"<title>404</title><h1>Not found</h1>There is no {call.path} here. {PROSE}")

    return serve


def _home_for(elsewhere: Serve) -> Serve:
    """The front page, and *elsewhere* for all that it has not."""
    return _at("/", _answers(200, HOME), elsewhere)


behaviour("soft-404", path=DEEP)(_home_for(SOFT))
behaviour("soft-404-that-names-the-path", path=DEEP)(_home_for(_echo_path()))
behaviour("soft-404-of-a-query", path="/view?id=5")(_home_for(SOFT))
behaviour("says-so-whatever-is-asked", path=DEEP)(SOFT)
behaviour("soft-404-by-redirect", path=DEEP)(_at("/404.html", SOFT, _to("/404.html")))
behaviour("soft-404-at-home", path=DEEP)(_home_for(_to("/")))
behaviour("soft-404-once", path=DEEP)(_first(SOFT, _at(DEEP, FINE_PAGE, SOFT)))
behaviour("soft-404-and-the-sibling-hangs-up", path=DEEP)(_at(DEEP, SOFT, _nothing))
behaviour("says-so-on-an-honest-host", path=DEEP)(_at(DEEP, SOFT, MISSING))
behaviour("home-on-an-honest-host", path=DEEP)(_home_for(_at(DEEP, _to("/"), MISSING)))
behaviour("front-page-that-says-404")(SOFT)
behaviour("single-page-app", path=DEEP)(_answers(200, '<title>App</title><div id="root"></div><script src="/m.js">'))
behaviour("article-about-404", path="/articles/404")(
    _at("/articles/404", _answers(200, f"<title>404 Not Found</title><h1>404 Not Found, explained</h1>{PROSE}"), SOFT)
)
behaviour("locale", path=DEEP)(_at("/en" + DEEP, FINE_PAGE, _to("/en" + DEEP)))


# ---- parked domains ------------------------------------------------------------------------

PARKED = '<title>gone.example</title><script>window.park = "eyJ1dWlkIjoi";</script><script src="/bQwErTy.js"></script>'
FOR_SALE = f"<title>When domains lapse</title><h1>This domain is for sale: what now?</h1>{PROSE}"

behaviour("parked", path=DEEP)(_answers(200, PARKED))
behaviour("parked-front-page")(_answers(200, PARKED))
behaviour("parked-at-a-lander", path=DEEP)(_at("/lander", _answers(200, "<script>1</script>"), _to("/lander")))
behaviour("article-about-parking", path=DEEP)(_at(DEEP, _answers(200, FOR_SALE), SOFT))


# ---- logins --------------------------------------------------------------------------------

behaviour("login", path="/team/board")(_at("/login", FINE_PAGE, _to("/login?next=/team/board")))
behaviour("login-for-good", path="/team/board")(_at("/users/sign_in", FINE_PAGE, _to("/users/sign_in", 301)))
behaviour("login-by-refresh", path="/team/board")(
    _at("/login", FINE_PAGE, _answers(200, '<meta http-equiv="refresh" content="0; url=/login?next=%2Fteam">'))
)
behaviour("consent", path="/watch")(_at("/consent", FINE_PAGE, _to("/consent?continue=/watch")))
behaviour("docs-about-logins", path="/old")(_at("/docs/login", FINE_PAGE, _to("/docs/login")))
behaviour("cookie-wall", path="/page")(_at("/page", _to("/cookies?back=/page"), _to("/page")))


# ---- ways on -------------------------------------------------------------------------------


def _refresh(content: str) -> Serve:
    return _answers(200, f'<!doctype html><meta http-equiv="refresh" content="{content}"><p>Wait.')


behaviour("refresh-to-404")(_at("/", _refresh("0; url=/none"), MISSING))
behaviour("refresh-to-itself")(_refresh("0; url=/"))
behaviour("refresh-after-a-minute")(_at("/", _refresh("60; url=/none"), MISSING))
behaviour("refresh-without-scripts")(
    _at("/", _answers(200, f'<noscript><meta http-equiv="refresh" content="0; url=/none"></noscript>{PROSE}'), MISSING)
)
behaviour("refresh-in-a-comment")(
    _at("/", _answers(200, f'<!-- <meta http-equiv="refresh" content="0; url=/none"> -->{PROSE}'), MISSING)
)
behaviour("404-that-refreshes", path="/none")(
    _home_for(_answers(404, '<meta http-equiv="refresh" content="0; url=/">'))
)


def _slide(number: int, slides: int) -> Serve:
    return _refresh(f"3; url=/{number % slides + 1}")


@behaviour("slide-show", path="/1")
async def _(call: Call) -> None:
    """Three pages that send their readers round, each of which is shown for a while."""
    await _slide(int(call.path.strip("/") or 0), 3)(call)


behaviour("refresh-header-to-404")(_at("/", _answers(headers=[("Refresh", "0; url=/none")]), MISSING))
behaviour("refresh-from-a-base")(
    _at(
        "/",
        _answers(200, '<base href="/t/"><meta http-equiv="refresh" content="0; url=next">'),
        _at("/t/next", FINE_PAGE, MISSING),
    )
)


@behaviour("cookie-with-odd-attributes")
async def _(call: Call) -> None:
    """Sends visitors round once, as old Java servers do."""
    if "seen=caf\u00e9" in call.asked.headers.get("cookie", ""):
        await call.page()
    else:
        cookie = 'seen=caf\u00e9; Version=1; Path="/"; Max-Age="60"; Port="80"; Discard'
        await call.send(f"HTTP/1.1 302 Found\r\nLocation: /\r\nSet-Cookie: {cookie}\r\nContent-Length: 0\r\n\r\n")


@behaviour("301-then-a-refresh")
async def _(call: Call) -> None:
    """The page that sends on is where it moved to."""
    match call.path:
        case "/":
            await call.redirect(301, "/moved")
        case "/moved":
            await _refresh("0; url=/session/42")(call)
        case _:
            await FINE_PAGE(call)


def _hops(most: int) -> Serve:
    async def serve(call: Call) -> None:
        number = int(call.path.strip("/") or 0)
        await (call.redirect(302, f"/{number + 1}") if number < most else FINE_PAGE(call))

    return serve


for _most in (19, 20, 21):
    behaviour(f"{_most}-hops")(_hops(_most))


@behaviour("refreshes-for-ever")
async def _(call: Call) -> None:
    await _refresh(f"0; url=/{int(call.path.strip('/') or 0) + 1}")(call)


@behaviour("308-307-with-a-session")
async def _(call: Call) -> None:
    match call.path:
        case "/":
            await call.redirect(308, "/new")
        case "/new" if "sid=" not in call.asked.headers.get("cookie", ""):
            await call.answer(307, [("Location", "/new?sid=8f2c"), ("Set-Cookie", "sid=8f2c; Path=/")])
        case _:
            await FINE_PAGE(call)


behaviour("301-to-a-fragment")(_at("/", _to("/page#part", 301), FINE_PAGE))
behaviour("200-with-a-location")(_answers(200, FINE, [("Location", "/none")]))
behaviour("loop-to-robots")(_to_robots(_to("/"), FINE_PAGE))


# ---- responses that depend on the client and the number of requests -------------------------

behaviour("410-once")(_first(_answers(410, ""), FINE_PAGE))
behaviour("410-to-robots")(_to_robots(_answers(410, ""), FINE_PAGE))
behaviour("hangs-up-on-robots")(_to_robots(_nothing, FINE_PAGE))
behaviour("silent-to-robots")(_to_robots(Call.hang, FINE_PAGE))
behaviour("403-then-404-to-browsers")(_to_robots(_answers(403, ""), MISSING))
for _code in (402, 407, 408, 417, 421, 425, 426, 511):
    behaviour(str(_code))(_answers(_code, ""))


# ---- connections ---------------------------------------------------------------------------


@behaviour("closes-idle-and-404")
async def _(call: Call) -> None:
    """Promise to keep the connection, and close it."""
    await MISSING(call)
    call.keep = False


@behaviour("closes-between-hops")
async def _(call: Call) -> None:
    await (call.redirect(302, "/page") if call.path == "/" else FINE_PAGE(call))
    call.keep = False


@behaviour("resets-idle")
async def _(call: Call) -> None:
    await (call.redirect(302, "/page") if call.path == "/" else FINE_PAGE(call))
    call.reset()
    call.keep = False


def _interim(*codes: int, then: Serve) -> Serve:
    async def serve(call: Call) -> None:
        for code in codes:
            await call.head(code)
        await then(call)

    return serve


behaviour("unasked-continue")(_interim(100, 102, 103, then=FINE_PAGE))
behaviour("hints-and-404")(_interim(103, then=MISSING))
behaviour("continues-and-hangs-up")(_interim(100, then=_nothing))


@behaviour("early-hints-with-a-location")
async def _(call: Call) -> None:
    await call.head(103, [("Location", "/none"), ("Link", "</style.css>; rel=preload")])
    await FINE_PAGE(call)


# ---- too much, too little ------------------------------------------------------------------

GZIP = [*HTML, ("Content-Encoding", "gzip")]


@behaviour("bomb-in-layers")
async def _(call: Call) -> None:
    await call.answer(200, [*HTML, ("Content-Encoding", "gzip, gzip")], gzip.compress(bomb(64)))


@behaviour("half-a-gzip")
async def _(call: Call) -> None:
    whole = gzip.compress(FINE.encode())
    await call.head(200, [*GZIP, ("Content-Length", str(len(whole)))])
    await call.send(whole[: len(whole) // 2])


behaviour("gzip-and-then-some")(_answers(200, gzip.compress(FINE.encode()) + b"and then some", GZIP))


@behaviour("endless-picture")
async def _(call: Call) -> None:
    await call.head(200, [("Content-Type", "image/png"), ("Connection", "close")])
    while not call.writer.is_closing():
        await call.send(bytes(65536))


# ---- fragments -----------------------------------------------------------------------------

FAR_DOWN = f'<!doctype html><title>Long</title>{PROSE}{"<p class=x>and more</p>" * 60_000}<h2 id="far">'
"""1.3 MB."""

behaviour("fragment-far-down", path="/#far")(_answers(200, FAR_DOWN))
behaviour("fragment-far-down-in-gzip", path="/#far")(_answers(200, gzip.compress(FAR_DOWN.encode()), GZIP))
behaviour("fragment-missing", path="/#nowhere")(FINE_PAGE)
behaviour("fragment-missing-far-down", path="/#fir")(_answers(200, FAR_DOWN))
behaviour("fragment-missing-in-gzip", path="/#nowhere")(_answers(200, gzip.compress(FINE.encode()), GZIP))
behaviour("fragment-of-github", path="/#Install")(_answers(200, FINE + '<a id="user-content-install">'))
behaviour("fragment-percent-encoded", path="/#%C3%BCber")(_answers(200, FINE + "<h2 id='\u00fcber'>"))
behaviour("fragment-of-text", path="/#:~:text=explains")(FINE_PAGE)
behaviour("fragment-of-lines", path="/#L10-L20")(FINE_PAGE)
behaviour("fragment-of-a-script-s-page", path="/#part")(_answers(200, '<div id="root"></div><script src="/m.js">'))
behaviour("fragment-and-a-location-with-its-own", path="/#old")(_at("/", _to("/page#how"), FINE_PAGE))


@behaviour("fragment-of-half-a-page", path="/#far")
async def _(call: Call) -> None:
    page = FINE.encode()
    await call.head(200, [*HTML, ("Content-Length", str(2 * len(page)))])
    await call.send(page)


# ---- TLS -----------------------------------------------------------------------------------

for _name, _certificate, _serve in (
    ("tls-incomplete-chain-404", "incomplete-chain", MISSING),
    ("tls-incomplete-chain-403", "incomplete-chain", _answers(403, "")),
    ("tls-self-signed-301", "self-signed", _at("/", _to("/new", 301), FINE_PAGE)),
    ("tls-wrong-name-404", "wrong-name", MISSING),
):
    BEHAVIOURS[_name] = Behaviour(_name, _serve, _certificate, "https")
