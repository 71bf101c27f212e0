"""The findings of rules for an observation, and the verdict that follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linkwarden.errors import ConfigError
from linkwarden.judge import RULES, Rule, check_rule_names, judge
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import Fetch, LocalFile, RequestMode, Verify
from linkwarden.settings import Settings
from tests.judge.builders import NOW, URL, case, exchange, fetch, hop

AGAIN = RequestMode.BROWSER

NEW = "https://site.dev/new"
MOVED = [fetch(hop(NEW), exchange(url=NEW))]
MOVED_FOR_NOW = [fetch(hop(NEW, 302), exchange(url=NEW))]


def expired(days: float) -> list[Fetch]:
    ends_at = NOW - timedelta(days=days)
    first = fetch(ErrorKind.CERTIFICATE_EXPIRED)
    undated = fetch(exchange(200, at=1, ends_at=ends_at), mode=RequestMode.RELOAD, verify=Verify.UNDATED)
    return [first, undated, fetch(ErrorKind.CERTIFICATE_EXPIRED, mode=AGAIN, at=7)]


@pytest.mark.parametrize(
    ("fetches", "verdict", "rule"),
    [
        pytest.param([fetch(200)], "alive", None, id="page"),
        pytest.param([fetch(206)], "alive", None, id="part-of-a-page"),
        pytest.param([fetch(404), fetch(404, mode=AGAIN, at=6)], "dead", "not-found", id="absent-twice"),
        pytest.param([fetch(410), fetch(410, mode=AGAIN, at=6)], "dead", "gone", id="gone-twice"),
        pytest.param([fetch(404), fetch(200, mode=AGAIN, at=6)], "alive", None, id="absent-to-robots"),
        pytest.param([fetch(404), fetch(403, mode=AGAIN, at=6)], "blocked", "forbidden", id="absent-then-refused"),
        pytest.param([fetch(404), fetch(503, mode=AGAIN, at=6)], "unreachable", "server-error", id="absent-then-ill"),
        pytest.param(
            [fetch(503), fetch(404, mode=AGAIN, at=6)], "unreachable", "undecided", id="absent-once-is-no-proof"
        ),
        pytest.param(
            [fetch(404), fetch(503, mode=AGAIN, at=6), fetch(404, mode=RequestMode.RELOAD, at=12)],
            "dead",
            "not-found",
            id="absent-twice-and-ill-in-between",
        ),
        pytest.param([fetch(403), fetch(403, mode=AGAIN)], "blocked", "forbidden", id="refused"),
        pytest.param([fetch(401)], "blocked", "login-required", id="login"),
        pytest.param([fetch(999)], "blocked", "bot-wall", id="linkedin"),
        pytest.param([fetch(400), fetch(400, mode=AGAIN)], "unreachable", "request-rejected", id="bad-request"),
        pytest.param([fetch(405), fetch(405, mode=AGAIN)], "unreachable", "request-rejected", id="no-get"),
        pytest.param([fetch(400), fetch(200, mode=AGAIN)], "alive", None, id="rejected-from-robots"),
        pytest.param(
            [fetch(403), fetch(404, mode=AGAIN, at=6)], "unreachable", "undecided", id="absent-once-to-browsers-alone"
        ),
        pytest.param(
            [fetch(403), fetch(404, mode=AGAIN, at=6), fetch(404, mode=RequestMode.RELOAD, at=12)],
            "dead",
            "not-found",
            id="absent-twice-to-browsers-alone",
        ),
        pytest.param(
            [fetch(403), fetch(404, mode=AGAIN, at=6), fetch(200, mode=RequestMode.RELOAD, at=12)],
            "alive",
            None,
            id="absent-once-to-a-browser-then-there",
        ),
        pytest.param([fetch(429), fetch(429, mode=AGAIN)], "blocked", "rate-limited", id="too-many"),
        pytest.param([fetch(403), fetch(200, mode=AGAIN)], "alive", None, id="refused-to-robots"),
        pytest.param([fetch(500)], "unreachable", "server-error", id="500"),
        pytest.param([fetch(522)], "unreachable", "server-error", id="cloudflare-origin"),
        pytest.param(
            [fetch(ErrorKind.TIMEOUT), fetch(ErrorKind.TIMEOUT, mode=AGAIN)], "unreachable", "timeout", id="timeout"
        ),
        pytest.param([fetch(ErrorKind.CONNECTION_REFUSED)], "unreachable", "connection-refused", id="refused-conn"),
        pytest.param(
            [fetch(ErrorKind.CONNECTION_RESET), fetch(ErrorKind.CONNECTION_RESET, mode=AGAIN)],
            "unreachable",
            "connection-reset",
            id="reset",
        ),
        pytest.param([fetch(ErrorKind.HOST_UNREACHABLE)], "unreachable", "host-unreachable", id="no-route"),
        pytest.param([fetch(ErrorKind.RESOLVER_FAILURE)], "unreachable", "resolver-failure", id="servfail"),
        pytest.param([fetch(ErrorKind.PROTOCOL_ERROR)], "unreachable", "protocol-error", id="garbage"),
        pytest.param([fetch(ErrorKind.TLS_FAILURE)], "unreachable", "protocol-error", id="handshake"),
        pytest.param([fetch(ErrorKind.PROXY_ERROR)], "unreachable", "proxy-error", id="proxy"),
        pytest.param([fetch(302)], "unreachable", "protocol-error", id="redirect-to-nowhere"),
        pytest.param(
            [fetch(ErrorKind.NO_SUCH_HOST), fetch(ErrorKind.NO_SUCH_HOST, mode=AGAIN, at=6)],
            "dead",
            "no-such-host",
            id="nxdomain-twice",
        ),
        pytest.param(
            [fetch(302, looped=True), fetch(302, looped=True, mode=AGAIN, at=6)], "dead", "redirect-loop", id="loop"
        ),
        pytest.param(
            [fetch(ErrorKind.CERTIFICATE_NAME), fetch(ErrorKind.CERTIFICATE_NAME, mode=AGAIN, at=6)],
            "dead",
            "bad-certificate",
            id="wrong-name",
        ),
        pytest.param(expired(days=8), "dead", "bad-certificate", id="expired-a-week-ago"),
        pytest.param(expired(days=2), "unreachable", "certificate-lapsed", id="expired-just-now"),
        pytest.param([fetch(ErrorKind.PRIVATE_ADDRESS)], "skipped", "private-address", id="private"),
        pytest.param(
            [fetch(hop("http://10.0.0.1/"), exchange(ErrorKind.PRIVATE_ADDRESS, url="http://10.0.0.1/"))],
            "unreachable",
            "redirect-to-private-address",
            id="redirect-to-private",
        ),
        pytest.param(MOVED, "moved", "permanent-redirect", id="moved"),
        pytest.param(MOVED_FOR_NOW, "alive", None, id="for-now"),
    ],
)
def test_the_verdict_and_its_rule(fetches: list[Fetch], verdict: str, rule: str | None) -> None:
    judged = judge(case(*fetches))

    assert (verdict, rule) == (judged.verdict, judged.rule)


STATUS_RULES = {
    "bot-wall": {999},
    "forbidden": {402, 403, 406, 418, 420, 423, 428, 430, 440, 444, 451},
    "gone": {410},
    "login-required": {401},
    "not-found": {404},
    "protocol-error": {*range(100, 200), *range(301, 400)},
    "proxy-error": {407},
    "rate-limited": {429},
    "server-error": set(range(500, 600)),
    "timeout": {408, 425},
    None: set(range(200, 301)),
}
"""The rule for each status that all fetches share; every other status is rejected."""


@pytest.mark.parametrize("status", range(100, 1000))
def test_the_rule_of_each_status(status: int) -> None:
    modes = [RequestMode.PLAIN, RequestMode.BROWSER, RequestMode.RELOAD]
    fetches = [fetch(status, mode=mode, at=6.0 * n) for n, mode in enumerate(modes)]
    expected = next((rule for rule, statuses in STATUS_RULES.items() if status in statuses), "request-rejected")

    assert judge(case(*fetches)).rule == expected


def test_a_redirect_loop_says_how_long_it_is() -> None:
    fetches = [
        fetch(hop("/other"), exchange(302, at=at, headers=[("location", "/page")]), mode=mode, looped=True)
        for at, mode in ((0, RequestMode.PLAIN), (6, RequestMode.BROWSER))
    ]

    assert [each.message for each in judge(case(*fetches)).findings] == ["redirect loop (2 hops)"]


@pytest.mark.parametrize("answer", [*range(100, 1000), *ErrorKind])
def test_whatever_a_page_answers_some_rule_has_a_word_for_it(answer: int | ErrorKind) -> None:
    modes = [RequestMode.PLAIN, RequestMode.BROWSER, RequestMode.RELOAD]
    fetches = [fetch(answer, mode=mode, at=6.0 * n) for n, mode in enumerate(modes)]
    certificate = {ErrorKind.CERTIFICATE_EXPIRED, ErrorKind.CERTIFICATE_ISSUER}

    judged = judge(case(*fetches))

    usable = isinstance(answer, int) and 200 <= answer <= 300
    assert usable == (judged.verdict is Verdict.ALIVE) or answer in certificate


def test_an_unknown_issuer_is_a_warning_beside_the_verdict_of_the_unverified_fetch() -> None:
    judged = judge(case(fetch(ErrorKind.CERTIFICATE_ISSUER), fetch(200, verify=Verify.NONE)))

    assert Verdict.ALIVE is judged.verdict
    assert [("untrusted-issuer", Severity.WARNING)] == [(each.rule, each.severity) for each in judged.findings]


def test_an_unknown_issuer_has_the_message_of_the_failed_look() -> None:
    failed = replace(exchange(ErrorKind.CERTIFICATE_ISSUER), detail="the issuer is not trusted: self-signed")
    judged = judge(case(fetch(failed), fetch(200, verify=Verify.NONE)))

    assert ["the issuer is not trusted: self-signed"] == [each.message for each in judged.findings]


def test_an_expired_certificate_of_the_issuer_is_reported_also_where_the_unverified_fetch_got_the_page() -> None:
    still_good = exchange(200, ends_at=NOW + timedelta(days=90))
    fetches = [
        fetch(ErrorKind.CERTIFICATE_EXPIRED),
        fetch(still_good, mode=RequestMode.RELOAD, verify=Verify.UNDATED),
    ]
    judged = judge(case(*fetches, fetch(200, verify=Verify.NONE)))

    assert Verdict.ALIVE is judged.verdict
    assert ["an issuer's certificate has expired"] == [each.message for each in judged.findings]


@pytest.mark.parametrize(
    ("url", "verdict", "rule"),
    [
        ("https://example.com/x", "skipped", "reserved-name"),
        ("https://www.example.org", "skipped", "reserved-name"),
        ("https://host.invalid/", "skipped", "reserved-name"),
        ("http://nas.local/", "skipped", "reserved-name"),
        ("http://localhost:3000/", "skipped", "private-address"),
        ("http://app.localhost/", "skipped", "private-address"),
    ],
)
def test_names_that_are_known_without_a_fetch(url: str, verdict: str, rule: str) -> None:
    judged = judge(case(url=url))

    assert (verdict, rule) == (judged.verdict, judged.rule)


@pytest.mark.parametrize("url", ["https://examples.com/", "https://gobyexample.com/", "https://foo.bar.invalid2/"])
def test_names_that_only_look_reserved(url: str) -> None:
    assert judge(case(fetch(200, url=url), url=url)).verdict is Verdict.ALIVE


def test_a_single_label_counts_as_reserved_only_where_it_does_not_resolve() -> None:
    url = "http://intranet/"

    assert judge(case(fetch(ErrorKind.NO_SUCH_HOST, url=url), url=url)).rule == "reserved-name"
    assert judge(case(fetch(200, url=url), url=url)).verdict is Verdict.ALIVE


@pytest.mark.parametrize(
    ("kind", "verdict", "rule"),
    [
        (TargetKind.OTHER, "skipped", "unsupported-scheme"),
        (TargetKind.INVALID, "dead", "invalid-url"),
        (TargetKind.TEMPLATE, "skipped", "template-target"),
    ],
)
def test_kinds_of_targets(kind: TargetKind, verdict: str, rule: str) -> None:
    judged = judge(case(url="x", kind=kind))

    assert (verdict, rule) == (judged.verdict, judged.rule)


FILE = LocalFile(exists=True, anchors=frozenset({"install", "über-uns"}))


@pytest.mark.parametrize(
    ("fact", "fragment", "rule", "suggestion"),
    [
        (LocalFile(exists=False, reason="there is no x.md"), None, "missing-file", None),
        (LocalFile(exists=True), "x", None, None),
        (FILE, None, None, None),
        (FILE, "", None, None),
        (FILE, "top", None, None),
        (FILE, "L10-L20", None, None),
        (FILE, ":~:text=hello", None, None),
        (FILE, "install", None, None),
        (FILE, "Install", None, None),
        (FILE, "user-content-install", None, None),
        (FILE, "%C3%BCber-uns", None, None),
        (FILE, "instal", "missing-anchor", "x.md#install"),
        (FILE, "nowhere", "missing-anchor", None),
    ],
)
def test_local_files(fact: LocalFile, fragment: str | None, rule: str | None, suggestion: str | None) -> None:
    judged = judge(case(url="x.md", kind=TargetKind.FILE, fragment=fragment, facts=[fact]))

    assert (rule, "dead" if rule else "alive") == (judged.rule, judged.verdict)
    assert [suggestion] * bool(rule) == [each.suggestion and each.suggestion.url for each in judged.findings]


@pytest.mark.parametrize(
    ("chain", "suggestion", "severity"),
    [
        (["https://site.dev/new"], "https://site.dev/new", Severity.WARNING),
        (["https://site.dev/page/"], "https://site.dev/page/", Severity.NOTE),
        (["https://www.site.dev/page"], "https://www.site.dev/page", Severity.NOTE),
        (["https://site.dev/Page"], "https://site.dev/Page", Severity.NOTE),
        (["https://a.dev/1", "https://a.dev/2"], "https://a.dev/2", Severity.WARNING),
    ],
)
def test_where_a_page_moved_to(chain: list[str], suggestion: str, severity: Severity) -> None:
    froms = [URL, *chain[:-1]]
    hops = [hop(to, url=url) for url, to in zip(froms, chain, strict=True)]

    judged = judge(case(fetch(*hops, exchange(url=chain[-1]))))

    assert [(suggestion, severity)] == [
        (each.suggestion and each.suggestion.url, each.severity) for each in judged.findings
    ]


def test_the_suggestion_ends_where_the_permanent_hops_end_and_keeps_the_fragment() -> None:
    session = "https://site.dev/new?session=1"
    hops = [hop("https://site.dev/new"), hop(session, 302, url="https://site.dev/new")]

    judged = judge(case(fetch(*hops, exchange(url=session)), fragment="part"))

    assert ["https://site.dev/new#part"] == [each.suggestion and each.suggestion.url for each in judged.findings]


def test_a_link_that_was_not_reached_has_its_own_finding() -> None:
    judged = judge(case(unfinished="the run was interrupted"))

    assert ("skipped", "not-reached") == (judged.verdict, judged.rule)


def test_an_unfinished_link_that_has_a_page_is_alive() -> None:
    assert judge(case(fetch(200), unfinished="the run was interrupted")).verdict is Verdict.ALIVE


@pytest.mark.parametrize(
    ("settings", "rule", "severity"),
    [
        ({}, "not-found", Severity.ERROR),
        ({"rules": {"not-found": "warning"}}, "not-found", Severity.WARNING),
        ({"fail-on": ["unreachable"]}, "not-found", Severity.WARNING),
        ({"fail-on": ["unreachable"], "rules": {"not-found": "error"}}, "not-found", Severity.ERROR),
        ({"fail-on": "dead,moved"}, "permanent-redirect", Severity.ERROR),
    ],
)
def test_severities(settings: dict[str, object], rule: str, severity: Severity) -> None:
    fetches = {
        "not-found": [fetch(404), fetch(404, mode=AGAIN, at=6)],
        "permanent-redirect": MOVED,
    }

    judged = judge(case(*fetches[rule], settings=Settings.model_validate(settings)))

    assert [(rule, severity)] == [(each.rule, each.severity) for each in judged.findings]


def test_statuses_that_the_user_accepts_are_alive_on_that_host_alone() -> None:
    settings = Settings.model_validate({"accept": {"*.dev": [403]}})

    assert judge(case(fetch(403), settings=settings)).verdict is Verdict.ALIVE
    other = "https://site.org/"
    assert judge(case(fetch(403, url=other, mode=AGAIN), url=other, settings=settings)).verdict is Verdict.BLOCKED


def test_a_misspelt_rule_names_the_nearest_one() -> None:
    with pytest.raises(ConfigError, match="did you mean 'not-found'"):
        check_rule_names(["notfound"])


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.id)
def test_descriptions_are_in_form(rule: Rule) -> None:
    info = rule.info

    assert info.id == info.id.lower().replace("_", "-")
    assert info.summary[0].isupper()
    assert not info.summary.endswith(".")
    assert info.advice[0].isupper()
    assert info.advice.endswith(".")


@pytest.mark.parametrize("rule", [each for each in RULES if each.instead_of], ids=lambda rule: rule.id)
def test_rules_replace_rules_that_exist(rule: Rule) -> None:
    assert frozenset() == rule.instead_of - set(RULES.ids)
    assert rule.id not in rule.instead_of
