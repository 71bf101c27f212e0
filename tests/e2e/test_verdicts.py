"""One run of the command over one README that links to everything the test web can do.

To add a hostile behaviour: a function in tests/web, and a row here.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.e2e.command import Ran, Repository
from tests.web import BEHAVIOURS, Web

pytestmark = pytest.mark.timeout(180)  # the first of these tests waits for the whole run

ALIVE = ("alive", None)
FORBIDDEN = ("blocked", "forbidden")
REJECTED = ("unreachable", "request-rejected")
MOVED = ("moved", "permanent-redirect")
NOT_FOUND = ("dead", "not-found")
NOT_HTTP = ("unreachable", "protocol-error")
LOOP = ("dead", "redirect-loop")
REFUSED = ("unreachable", "connection-refused")
RESET = ("unreachable", "connection-reset")
SOFT_404 = ("dead", "soft-404")
PARKED = ("dead", "parked-domain")
LOGIN = ("blocked", "login-required")
WALL = ("blocked", "bot-wall")
SERVER_ERROR = ("unreachable", "server-error")
TIMEOUT = ("unreachable", "timeout")

EXPECTED: dict[str, tuple[str, str | None]] = {
    # plain responses
    "ok": ALIVE,
    "204": ALIVE,
    "206": ALIVE,
    "300-choices": ALIVE,
    "304": NOT_HTTP,
    "400": REJECTED,
    "401": ("blocked", "login-required"),
    "403": FORBIDDEN,
    "404": NOT_FOUND,
    "410": ("dead", "gone"),
    "429": ("blocked", "rate-limited"),
    "429-with-a-retry-after-that-is-none": ("blocked", "rate-limited"),
    "451": FORBIDDEN,
    "500": SERVER_ERROR,
    "502": SERVER_ERROR,
    "503": SERVER_ERROR,
    "503-and-retry-after": SERVER_ERROR,
    "999": ("blocked", "bot-wall"),
    # responses that depend on the client and the number of requests
    "403-to-robots": ALIVE,
    "404-to-robots": ALIVE,
    "reset-to-robots": ALIVE,
    "404-once": ALIVE,
    "429-once": ALIVE,
    "503-once": ALIVE,
    "404-then-410": ("dead", "gone"),
    "404-then-503": SERVER_ERROR,
    "404-then-403": FORBIDDEN,
    "head-404": ALIVE,
    "head-405": ALIVE,
    "head-501": ALIVE,
    "head-hang": ALIVE,
    "head-reset": ALIVE,
    "head-200-get-404": NOT_FOUND,
    "body-to-head": ALIVE,
    # redirects
    "301-to-ok": MOVED,
    "308-to-ok": MOVED,
    "302-to-ok": ALIVE,
    "303-to-ok": ALIVE,
    "307-to-ok": ALIVE,
    "301-301-302": MOVED,
    "302-301": ALIVE,
    "301-to-404": NOT_FOUND,
    "301-to-slash": MOVED,
    "301-to-refused": REFUSED,
    "301-to-metadata": ("unreachable", "redirect-to-private-address"),
    "302-to-ftp": NOT_HTTP,
    "302-to-nothing": NOT_HTTP,
    "302-without-location": NOT_HTTP,
    "302-to-bad-address": NOT_HTTP,
    "302-to-bad-port": NOT_HTTP,
    "303-with-a-fragment": ALIVE,
    "http-to-https": MOVED,
    "https-to-http": ALIVE,
    "loop": LOOP,
    "loop-of-two": LOOP,
    "cookie-loop": LOOP,
    "cookie-then-ok": ALIVE,
    "ten-thousand-hops": LOOP,
    "location-backslashes": ALIVE,
    "location-latin-1": ALIVE,
    "location-gbk": ALIVE,
    "location-protocol-relative": ALIVE,
    "location-query": ALIVE,
    "location-relative": ALIVE,
    "location-upper-case": ALIVE,
    "location-utf-8": ALIVE,
    "location-with-spaces": ALIVE,
    "refresh-to-ok": ALIVE,
    "refresh-to-metadata": ("unreachable", "redirect-to-private-address"),
    "refresh-round": LOOP,
    # connections that break
    "refused": REFUSED,
    "reset": RESET,
    "reset-at-once": RESET,
    "hangs-up": RESET,
    "hang": TIMEOUT,
    "closes-idle": ALIVE,
    "reset-within-the-body": ALIVE,
    "truncated": ALIVE,
    "truncated-chunk": ALIVE,
    "tls-truncated": ALIVE,
    "tls-truncated-404": NOT_FOUND,
    "tls-bad-record": ALIVE,
    "bad-chunk": ALIVE,
    "tls-reset": RESET,
    "tls-silence": TIMEOUT,
    "tls-to-http": NOT_HTTP,
    # slow
    "drips-body": ALIVE,
    "drips-headers": TIMEOUT,
    "informs-for-ever": TIMEOUT,
    # too much
    "30-kb-header": ALIVE,
    "200-kb-header": NOT_HTTP,
    "endless-body": ALIVE,
    "endless-chunks": ALIVE,
    "endless-headers": NOT_HTTP,
    "endless-line": NOT_HTTP,
    "gzip-bomb": ALIVE,
    "double-gzip": ALIVE,
    "gzip-that-is-none": ALIVE,
    "raw-deflate": ALIVE,
    "unasked-brotli": ALIVE,
    "many-cookies": ALIVE,
    # hardly HTTP
    "bare-line-feeds": ALIVE,
    "early-hints": ALIVE,
    "garbage": NOT_HTTP,
    "greets-like-ssh": TIMEOUT,
    "header-in-latin-1": ALIVE,
    "header-with-escapes": NOT_FOUND,
    "header-without-colon": ("alive", None),
    "http-0.9": NOT_HTTP,
    "http-1.0": ALIVE,
    "icy": NOT_HTTP,
    "negative-length": ("alive", None),
    "no-reason": ALIVE,
    "says-too-much": ALIVE,
    "status-99": NOT_HTTP,
    "status-text": NOT_HTTP,
    "switching-protocols": NOT_HTTP,
    "two-lengths": NOT_HTTP,
    # TLS
    "tls-good": ALIVE,
    "tls-chain": ALIVE,
    "tls-expired-last-month": ("dead", "bad-certificate"),
    "tls-expired-two-days-ago": ("unreachable", "certificate-lapsed"),
    "tls-incomplete-chain": ALIVE,
    "tls-not-yet-valid": ALIVE,
    "tls-self-signed": ALIVE,
    "tls-unknown-issuer": ALIVE,
    "tls-unknown-issuer-404": NOT_FOUND,
    "tls-wrong-name": ("dead", "bad-certificate"),
    "tls-incomplete-chain-403": FORBIDDEN,
    "tls-incomplete-chain-404": NOT_FOUND,
    "tls-self-signed-301": MOVED,
    "tls-wrong-name-404": ("dead", "bad-certificate"),
    # walls
    "wall-cloudflare-403": WALL,
    "wall-cloudflare-503": WALL,
    "wall-cloudflare-1020": WALL,
    "wall-aws-202": WALL,
    "wall-aws-405": WALL,
    "wall-vercel-429": WALL,
    "wall-datadome-403": WALL,
    "wall-anubis-200": WALL,
    "wall-imperva-200": WALL,
    "wall-f5-200": WALL,
    "wall-akamai-403": WALL,
    "wall-siteground-202": WALL,
    "wall-siteground-200": WALL,
    "404-and-a-wall-to-browsers": WALL,
    "wall-akamai-to-robots": ALIVE,
    "article-about-walls": ALIVE,
    # error pages with status 200
    "soft-404": SOFT_404,
    "soft-404-that-names-the-path": SOFT_404,
    "soft-404-of-a-query": SOFT_404,
    "soft-404-by-redirect": SOFT_404,
    "soft-404-at-home": SOFT_404,
    "says-so-whatever-is-asked": ALIVE,
    "soft-404-once": ALIVE,
    "soft-404-and-the-sibling-hangs-up": ALIVE,
    "says-so-on-an-honest-host": ALIVE,
    "home-on-an-honest-host": ALIVE,
    "front-page-that-says-404": ALIVE,
    "single-page-app": ALIVE,
    "article-about-404": ALIVE,
    "locale": ALIVE,
    # parked domains
    "parked": PARKED,
    "parked-front-page": PARKED,
    "parked-at-a-lander": PARKED,
    "article-about-parking": ALIVE,
    # logins
    "login": LOGIN,
    "login-for-good": LOGIN,
    "login-by-refresh": LOGIN,
    "consent": ("blocked", "consent-required"),
    "docs-about-logins": ALIVE,
    "cookie-wall": LOOP,
    # ways on
    "refresh-to-404": NOT_FOUND,
    "404-that-refreshes": NOT_FOUND,
    "refresh-to-itself": ALIVE,
    "refresh-after-a-minute": ALIVE,
    "refresh-without-scripts": ALIVE,
    "refresh-in-a-comment": ALIVE,
    "refreshes-for-ever": LOOP,
    "slide-show": ALIVE,
    "informs-at-once": NOT_HTTP,
    "informs-then-breaks-the-rules": NOT_FOUND,
    "refresh-header-to-404": NOT_FOUND,
    "refresh-from-a-base": ALIVE,
    "cookie-with-odd-attributes": ALIVE,
    "21-hops": LOOP,
    "301-then-a-refresh": MOVED,
    "308-307-with-a-session": MOVED,
    "301-to-a-fragment": MOVED,
    "200-with-a-location": ALIVE,
    "loop-to-robots": ALIVE,
    "19-hops": ALIVE,
    "20-hops": ALIVE,
    # responses that depend on the client and the number of requests, continued
    "410-once": ALIVE,
    "410-to-robots": ALIVE,
    "hangs-up-on-robots": ALIVE,
    "silent-to-robots": ALIVE,
    "403-then-404-to-browsers": NOT_FOUND,
    "402": FORBIDDEN,
    "417": REJECTED,
    "421": REJECTED,
    "426": REJECTED,
    "407": ("unreachable", "proxy-error"),
    "408": TIMEOUT,
    "425": TIMEOUT,
    "511": SERVER_ERROR,
    # connections
    "closes-idle-and-404": NOT_FOUND,
    "hints-and-404": NOT_FOUND,
    "closes-between-hops": ALIVE,
    "resets-idle": ALIVE,
    "unasked-continue": ALIVE,
    "early-hints-with-a-location": ALIVE,
    "continues-and-hangs-up": NOT_HTTP,
    # too much, too little
    "bomb-in-layers": ALIVE,
    "half-a-gzip": ALIVE,
    "gzip-and-then-some": ALIVE,
    "endless-picture": ALIVE,
    # fragments
    "fragment-far-down": ALIVE,
    "fragment-far-down-in-gzip": ALIVE,
    "fragment-missing": ALIVE,
    "fragment-missing-far-down": ALIVE,
    "fragment-missing-in-gzip": ALIVE,
    "fragment-of-github": ALIVE,
    "fragment-percent-encoded": ALIVE,
    "fragment-of-text": ALIVE,
    "fragment-of-lines": ALIVE,
    "fragment-of-a-script-s-page": ALIVE,
    "fragment-and-a-location-with-its-own": ALIVE,
    "fragment-of-half-a-page": ALIVE,
}

UNTRUSTED = {name for name in EXPECTED if "issuer" in name or name.startswith(("tls-self-signed", "tls-incomplete"))}

SUSPICIOUS = {
    "soft-404-once",
    "soft-404-and-the-sibling-hangs-up",
    "says-so-on-an-honest-host",
    "says-so-whatever-is-asked",
    "home-on-an-honest-host",
    "article-about-404",
    "article-about-parking",
}
"""Alive, but reported."""

REFUSALS = {
    "wall-akamai-403",
    "wall-cloudflare-1020",
    "wall-cloudflare-503",
    "wall-f5-200",
    "wall-vercel-429",
    "404-and-a-wall-to-browsers",
}
"""Walls that are requested again: with browser headers, or because 429 and 503 may be temporary."""

OFF_THE_WEB: dict[str, tuple[str, str | None]] = {
    "README.md#the-web": ALIVE,
    "docs": ALIVE,
    "docs/guide.md": ALIVE,
    "docs/guide.md#a-heading": ALIVE,
    "docs/guide.md#no-heading": ("dead", "missing-anchor"),
    "docs/Guide.md": ("dead", "missing-file"),
    "docs/none.md": ("dead", "missing-file"),
    "../outside.md": ("dead", "missing-file"),
    "http://[::1": ("dead", "invalid-url"),
    "http://169.254.169.254/latest/meta-data/": ("skipped", "private-address"),
    "https://docs.example.com/": ("skipped", "reserved-name"),
    "https://printer.local/": ("skipped", "reserved-name"),
    "https://excluded.linkwarden-nowhere.org/": ("skipped", "excluded"),
    "javascript:alert(1)": ("skipped", "unsupported-scheme"),
    "mailto:someone@example.com": ("skipped", "unsupported-scheme"),
    "{{ page.url }}": ("skipped", "template-target"),
}

README = """\
# Everything

## The web

{web}

## Beside it

{rest}

## Again, written in other ways

[twice]({ok}) ![image]({ok}) <{ok}> <a href="{ok}">html</a> [reference][ref] [fragment]({ok}#top) [other]({ok}#other)
A note[^1].

[ref]: {ok} "Title"
[^1]: In a [note]({ok}).
"""
AGAIN = 8


@dataclass(frozen=True)
class Everything:
    """The run, and its input."""

    ran: Ran
    folder: Path
    web: Web
    report: dict[str, Any]
    names: dict[str, str]
    """The behaviour behind each URL of the README."""

    def link(self, name: str) -> dict[str, Any]:
        """The report's link of that behaviour."""
        url = next(url for url, each in self.names.items() if each == name)
        return next(link for link in self.report["links"] if link["url"] == url)

    def exchanges(self, link: dict[str, Any]) -> list[dict[str, Any]]:
        """The exchanges that a link's verdict rests on."""
        by_id = {each["id"]: each for each in self.report["exchanges"]}
        return [by_id[name] for name in link["exchanges"]]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    folder = tmp_path_factory.mktemp("everything")
    with Web(folder, BEHAVIOURS) as web:
        repository = Repository(folder / "repository")
        names = {web.url(name): name for name in EXPECTED}
        repository.configure("exclude = ['//excluded[.]']", web=web, attempts=2)
        repository.write("docs/guide.md", "# A heading\n")
        Path(folder / "outside.md").write_text("# There, and out of reach\n", encoding="utf-8")
        repository.write(
            "README.md",
            README.format(
                web="\n".join(f"- [{name}]({url})" for url, name in names.items()),
                rest="\n".join(f"- [beside](<{target}>)" for target in OFF_THE_WEB).replace("README.md#", "#"),
                ok=web.url("ok"),
            ),
        )
        ran = repository.spawn("check", "README.md", "--allow-private-addresses")
        yield Everything(ran, repository.path, web, ran.report, names)


def test_every_behaviour_of_the_test_web_is_in_the_table() -> None:
    assert sorted(BEHAVIOURS.keys() - {"proxy"}) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_verdict(everything: Everything, name: str) -> None:
    link = everything.link(name)

    assert EXPECTED[name] == (link["verdict"], link["rule"]), link["detail"]


@pytest.mark.parametrize("target", OFF_THE_WEB)
def test_verdict_beside_the_web(everything: Everything, target: str) -> None:
    assert OFF_THE_WEB[target] == everything.ran.verdicts[target]


def test_report_holds_these_links_and_no_others(everything: Everything) -> None:
    ok = everything.web.url("ok")

    assert sorted([*everything.names, *OFF_THE_WEB, f"{ok}#top", f"{ok}#other"]) == sorted(everything.ran.links)


def test_every_occurrence_of_the_readme_is_in_the_report(everything: Everything) -> None:
    counted = sum(len(link["occurrences"]) for link in everything.report["links"])

    assert len(EXPECTED) + len(OFF_THE_WEB) + AGAIN == everything.report["summary"]["occurrences"] == counted


def test_places_are_where_the_readme_has_the_links(everything: Everything) -> None:
    lines = (everything.folder / "README.md").read_text(encoding="utf-8").splitlines()
    for link in everything.report["links"]:
        for place in link["occurrences"]:
            end = place["destination"]
            assert end["line"] == end["end_line"]
            assert place["raw"] == lines[end["line"] - 1][end["column"] - 1 : end["end_column"] - 1]


def test_the_syntaxes_of_links_are_distinguished(everything: Everything) -> None:
    kinds = Counter(place["kind"] for place in everything.link("ok")["occurrences"])

    assert {"link": 3, "image": 1, "autolink": 1, "html": 1, "footnote": 1} == dict(kinds)


def test_links_that_differ_in_their_fragment_share_one_request(everything: Everything) -> None:
    ok = everything.web.url("ok")
    links = [everything.ran.links[url] for url in (ok, f"{ok}#top", f"{ok}#other")]

    assert [1, 1, 1] == [len(link["exchanges"]) for link in links]
    assert 1 == len({tuple(link["exchanges"]) for link in links})


def test_each_verdict_rests_on_evidence_that_is_in_the_report(everything: Everything) -> None:
    used = set()
    for link in everything.report["links"]:
        exchanges = everything.exchanges(link)
        used |= set(link["exchanges"])
        by_words_alone = link["rule"] in {
            "excluded",
            "invalid-url",
            "reserved-name",
            "template-target",
            "unsupported-scheme",
        }
        assert by_words_alone or exchanges or "local" in link["facts"], link["url"]
        if link["rule"]:
            assert link["rule"] in [finding["rule"] for finding in link["findings"]]

    assert used == {each["id"] for each in everything.report["exchanges"]}
    assert len(used) == everything.report["summary"]["requests"]


def test_every_request_that_the_web_got_is_in_the_report(everything: Everything) -> None:
    sent = Counter(urlsplit(each["url"]).port for each in everything.report["exchanges"])
    got = Counter(everything.web.port(asked.site) for asked in everything.web.asked)
    whole = [name for name in EXPECTED if BEHAVIOURS[name].scheme == "http" and not BEHAVIOURS[name].raw]

    ports = {everything.web.port(name): name for name in whole if name != "refused"}
    assert {name: got[port] for port, name in ports.items()} == {name: sent[port] for port, name in ports.items()}


def test_dead_takes_two_fetches_at_least_five_seconds_apart(everything: Everything) -> None:
    fetched = {}
    for link in everything.report["links"]:
        exchanges = everything.exchanges(link)
        if link["verdict"] == "dead" and exchanges:
            moments = [datetime.fromisoformat(each["at"]) for each in exchanges]
            fetched[everything.names[link["url"]]] = max(moments) - min(moments)

    assert sorted(name for name, (verdict, _) in EXPECTED.items() if verdict == "dead") == sorted(fetched)
    assert {} == {name: apart for name, apart in fetched.items() if apart < timedelta(seconds=5)}


@pytest.mark.parametrize("name", ["404", "410", "loop", "tls-unknown-issuer-404"])
def test_the_second_fetch_is_a_browser_s(everything: Everything, name: str) -> None:
    first, *_, last = everything.web.log(name)

    assert first.headers["user-agent"].startswith("linkwarden/")
    assert last.headers["user-agent"].startswith("Mozilla/")
    assert last.at - first.at >= 5


def test_suggestion_is_where_the_run_of_permanent_redirects_ends(everything: Everything) -> None:
    web = everything.web
    suggested = {
        name: everything.link(name)["findings"][0]["suggestion"]
        for name, expected in EXPECTED.items()
        if expected == MOVED
    }

    assert suggested == {
        "301-to-ok": web.url("ok", "/new"),
        "308-to-ok": web.url("ok", "/new"),
        "301-301-302": web.url("301-301-302", "/third"),
        "301-to-slash": web.url("301-to-slash", "/docs/"),
        "http-to-https": web.url("tls-good", host="localhost"),
        "tls-self-signed-301": web.url("tls-self-signed-301", "/new"),
        "301-then-a-refresh": web.url("301-then-a-refresh", "/moved"),
        "308-307-with-a-session": web.url("308-307-with-a-session", "/new"),
        "301-to-a-fragment": web.url("301-to-a-fragment", "/page#part"),
    }


def test_fragments_are_missed_where_the_page_was_read_to_its_end_and_nowhere_else(everything: Everything) -> None:
    missed = {
        everything.names.get(link["url"], link["url"])
        for link in everything.report["links"]
        if "missing-fragment" in [finding["rule"] for finding in link["findings"]]
    }

    other = f"{everything.web.url('ok')}#other"
    assert missed == {"fragment-missing", "fragment-missing-far-down", "fragment-missing-in-gzip", other}


def test_siblings_are_requested_only_where_something_is_suspicious(everything: Everything) -> None:
    asked = {each.site for each in everything.web.asked if "lw-" in each.target}

    suspected = {name for name in EXPECTED if name in SUSPICIOUS or EXPECTED[name] in (SOFT_404, PARKED)}
    assert asked == suspected - {"soft-404-by-redirect"}  # its URL and its page both have "404": no sibling needed


def test_a_challenge_is_requested_once(everything: Everything) -> None:
    walls = [name for name, expected in EXPECTED.items() if expected == WALL and name not in REFUSALS]

    assert dict.fromkeys(walls, 1) == {
        name: len([each for each in everything.web.log(name) if each.target == "/"]) for name in walls
    }


def test_a_connection_that_was_closed_while_idle_is_no_strike(everything: Everything) -> None:
    """The close may cross the next request; then that one is sent again immediately, and is not a failure."""
    for name in ("closes-idle-and-404", "closes-between-hops", "resets-idle"):
        exchanges = everything.exchanges(everything.link(name))
        again = [*exchanges[1:], {"why": ""}]
        kept = [
            each
            for each, after in zip(exchanges, again, strict=True)
            if after["why"] != "retry, because the idle connection was closed"
        ]
        assert {None} == {each["error"] for each in kept}, name


def test_an_issuer_that_is_not_trusted_is_a_warning(everything: Everything) -> None:
    warned = {
        everything.names[link["url"]]
        for link in everything.report["links"]
        if "untrusted-issuer" in [finding["rule"] for finding in link["findings"]]
    }

    assert UNTRUSTED <= warned <= UNTRUSTED | {"tls-not-yet-valid"}


def test_retry_after_holds(everything: Everything) -> None:
    refused, answered = everything.web.log("429-once")

    assert answered.at - refused.at >= 1


def test_a_cookie_goes_back_to_its_own_chain_only(everything: Everything) -> None:
    assert [None, "seen=yes"] == [asked.headers.get("cookie") for asked in everything.web.log("cookie-then-ok")]


def test_nothing_was_sent_to_the_metadata_service(everything: Everything) -> None:
    asked = [each for each in everything.report["exchanges"] if "169.254" in each["url"]]

    assert {"private-address"} == {each["error"] for each in asked}
    assert {None} == {each["status"] for each in asked}


def test_a_location_that_is_no_url_leaves_the_status_as_evidence(everything: Everything) -> None:
    assert [302] == [each["status"] for each in everything.exchanges(everything.link("302-to-bad-address"))]


def test_ten_thousand_hops_cost_twenty_a_fetch(everything: Everything) -> None:
    assert 42 >= len(everything.web.log("ten-thousand-hops"))


def test_the_run_fails_for_what_is_dead_and_for_nothing_else(everything: Everything) -> None:
    failing = {link["url"] for link in everything.report["links"] if link["fails"]}
    dead = {link["url"] for link in everything.report["links"] if link["verdict"] == "dead"}

    assert dead == failing
    assert 1 == everything.ran.code
    assert "complete" == everything.report["run"]["status"]
    assert "" == everything.ran.err


def test_summary_counts_what_the_links_say(everything: Everything) -> None:
    summary = everything.report["summary"]
    verdicts = Counter(link["verdict"] for link in everything.report["links"])

    assert len(everything.report["links"]) == summary["links"]
    assert dict(verdicts) == {verdict: count for verdict, count in summary["verdicts"].items() if count}
    assert summary["fails"]


def test_report_keeps_to_the_schema_that_ships(everything: Everything) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(files("linkwarden.report").joinpath("report-v1.schema.json").read_text("utf-8"))

    assert [] == list(jsonschema.Draft202012Validator(schema).iter_errors(everything.report))


def test_nothing_of_a_server_s_escapes_reaches_the_terminal_or_the_markdown(everything: Everything) -> None:
    markdown = (everything.folder / "reports" / "links.md").read_text(encoding="utf-8")

    assert "\x1b" not in everything.ran.out + markdown


def test_every_dead_link_is_named_on_the_terminal_and_in_the_markdown(everything: Everything) -> None:
    markdown = (everything.folder / "reports" / "links.md").read_text(encoding="utf-8")
    dead = [everything.link(name)["url"] for name, (verdict, _) in EXPECTED.items() if verdict == "dead"]

    assert [] == [url for url in dead if url not in everything.ran.out]
    assert [] == [url for url in dead if url.replace("_", r"\_") not in markdown]
