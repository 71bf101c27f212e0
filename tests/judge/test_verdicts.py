"""The findings of rules for an observation, and the verdict that follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linkwarden.errors import ConfigError
from linkwarden.judge import RULES, Rule, check_rule_names, judge
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import LocalFile, Look, Shape, Verify
from linkwarden.settings import Settings
from tests.judge.builders import NOW, URL, case, exchange, hop, look

AGAIN = Shape.BROWSER

NEW = "https://site.dev/new"
MOVED = [look(hop(NEW), exchange(url=NEW))]
MOVED_FOR_NOW = [look(hop(NEW, 302), exchange(url=NEW))]


def expired(days: float) -> list[Look]:
    ends_at = NOW - timedelta(days=days)
    first = look(ErrorKind.CERTIFICATE_EXPIRED)
    undated = look(exchange(200, at=1, ends_at=ends_at), shape=Shape.RELOAD, verify=Verify.UNDATED)
    return [first, undated, look(ErrorKind.CERTIFICATE_EXPIRED, shape=AGAIN, at=7)]


@pytest.mark.parametrize(
    ("looks", "verdict", "rule"),
    [
        pytest.param([look(200)], "alive", None, id="page"),
        pytest.param([look(206)], "alive", None, id="part-of-a-page"),
        pytest.param([look(404), look(404, shape=AGAIN, at=6)], "dead", "not-found", id="absent-twice"),
        pytest.param([look(410), look(410, shape=AGAIN, at=6)], "dead", "gone", id="gone-twice"),
        pytest.param([look(404), look(200, shape=AGAIN, at=6)], "alive", None, id="absent-to-robots"),
        pytest.param([look(404), look(403, shape=AGAIN, at=6)], "blocked", "forbidden", id="absent-then-refused"),
        pytest.param([look(404), look(503, shape=AGAIN, at=6)], "unreachable", "server-error", id="absent-then-ill"),
        pytest.param(
            [look(503), look(404, shape=AGAIN, at=6)], "unreachable", "undecided", id="absent-once-is-no-proof"
        ),
        pytest.param([look(403), look(403, shape=AGAIN)], "blocked", "forbidden", id="refused"),
        pytest.param([look(401)], "blocked", "login-required", id="login"),
        pytest.param([look(999)], "blocked", "bot-wall", id="linkedin"),
        pytest.param([look(400), look(400, shape=AGAIN)], "unreachable", "request-rejected", id="bad-request"),
        pytest.param([look(405), look(405, shape=AGAIN)], "unreachable", "request-rejected", id="no-get"),
        pytest.param([look(400), look(200, shape=AGAIN)], "alive", None, id="rejected-from-robots"),
        pytest.param(
            [look(403), look(404, shape=AGAIN, at=6)], "unreachable", "undecided", id="absent-once-to-browsers-alone"
        ),
        pytest.param(
            [look(403), look(404, shape=AGAIN, at=6), look(404, shape=Shape.RELOAD, at=12)],
            "dead",
            "not-found",
            id="absent-twice-to-browsers-alone",
        ),
        pytest.param(
            [look(403), look(404, shape=AGAIN, at=6), look(200, shape=Shape.RELOAD, at=12)],
            "alive",
            None,
            id="absent-once-to-a-browser-then-there",
        ),
        pytest.param([look(429), look(429, shape=AGAIN)], "blocked", "rate-limited", id="too-many"),
        pytest.param([look(403), look(200, shape=AGAIN)], "alive", None, id="refused-to-robots"),
        pytest.param([look(500)], "unreachable", "server-error", id="500"),
        pytest.param([look(522)], "unreachable", "server-error", id="cloudflare-origin"),
        pytest.param(
            [look(ErrorKind.TIMEOUT), look(ErrorKind.TIMEOUT, shape=AGAIN)], "unreachable", "timeout", id="timeout"
        ),
        pytest.param([look(ErrorKind.CONNECTION_REFUSED)], "unreachable", "connection-refused", id="refused-conn"),
        pytest.param(
            [look(ErrorKind.CONNECTION_RESET), look(ErrorKind.CONNECTION_RESET, shape=AGAIN)],
            "unreachable",
            "connection-reset",
            id="reset",
        ),
        pytest.param([look(ErrorKind.HOST_UNREACHABLE)], "unreachable", "host-unreachable", id="no-route"),
        pytest.param([look(ErrorKind.RESOLVER_FAILURE)], "unreachable", "resolver-failure", id="servfail"),
        pytest.param([look(ErrorKind.PROTOCOL_ERROR)], "unreachable", "protocol-error", id="garbage"),
        pytest.param([look(ErrorKind.TLS_FAILURE)], "unreachable", "protocol-error", id="handshake"),
        pytest.param([look(ErrorKind.PROXY_ERROR)], "unreachable", "proxy-error", id="proxy"),
        pytest.param([look(302)], "unreachable", "protocol-error", id="redirect-to-nowhere"),
        pytest.param(
            [look(ErrorKind.NO_SUCH_HOST), look(ErrorKind.NO_SUCH_HOST, shape=AGAIN, at=6)],
            "dead",
            "no-such-host",
            id="nxdomain-twice",
        ),
        pytest.param(
            [look(302, looped=True), look(302, looped=True, shape=AGAIN, at=6)], "dead", "redirect-loop", id="loop"
        ),
        pytest.param(
            [look(ErrorKind.CERTIFICATE_NAME), look(ErrorKind.CERTIFICATE_NAME, shape=AGAIN, at=6)],
            "dead",
            "bad-certificate",
            id="wrong-name",
        ),
        pytest.param(expired(days=8), "dead", "bad-certificate", id="expired-a-week-ago"),
        pytest.param(expired(days=2), "unreachable", "certificate-lapsed", id="expired-just-now"),
        pytest.param([look(ErrorKind.PRIVATE_ADDRESS)], "skipped", "private-address", id="private"),
        pytest.param(
            [look(hop("http://10.0.0.1/"), exchange(ErrorKind.PRIVATE_ADDRESS, url="http://10.0.0.1/"))],
            "unreachable",
            "redirect-to-private-address",
            id="redirect-to-private",
        ),
        pytest.param(MOVED, "moved", "permanent-redirect", id="moved"),
        pytest.param(MOVED_FOR_NOW, "alive", None, id="for-now"),
    ],
)
def test_the_verdict_and_its_rule(looks: list[Look], verdict: str, rule: str | None) -> None:
    judged = judge(case(*looks))

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
"""The rule for each status that all looks share; every other status is rejected."""


@pytest.mark.parametrize("status", range(100, 1000))
def test_the_rule_of_each_status(status: int) -> None:
    shapes = [Shape.PLAIN, Shape.BROWSER, Shape.RELOAD]
    looks = [look(status, shape=shape, at=6.0 * n) for n, shape in enumerate(shapes)]
    expected = next((rule for rule, statuses in STATUS_RULES.items() if status in statuses), "request-rejected")

    assert judge(case(*looks)).rule == expected


def test_a_redirect_loop_says_how_long_it_is() -> None:
    looks = [
        look(hop("/other"), exchange(302, at=at, headers=[("location", "/page")]), shape=shape, looped=True)
        for at, shape in ((0, Shape.PLAIN), (6, Shape.BROWSER))
    ]

    assert [each.message for each in judge(case(*looks)).findings] == ["redirect loop (2 hops)"]


@pytest.mark.parametrize("answer", [*range(100, 1000), *ErrorKind])
def test_whatever_a_page_answers_some_rule_has_a_word_for_it(answer: int | ErrorKind) -> None:
    shapes = [Shape.PLAIN, Shape.BROWSER, Shape.RELOAD]
    looks = [look(answer, shape=shape, at=6.0 * n) for n, shape in enumerate(shapes)]
    certificate = {ErrorKind.CERTIFICATE_EXPIRED, ErrorKind.CERTIFICATE_ISSUER}

    judged = judge(case(*looks))

    usable = isinstance(answer, int) and 200 <= answer <= 300
    assert usable == (judged.verdict is Verdict.ALIVE) or answer in certificate


def test_an_unknown_issuer_is_a_warning_beside_the_verdict_of_the_unverified_look() -> None:
    judged = judge(case(look(ErrorKind.CERTIFICATE_ISSUER), look(200, verify=Verify.NONE)))

    assert Verdict.ALIVE is judged.verdict
    assert [("untrusted-issuer", Severity.WARNING)] == [(each.rule, each.severity) for each in judged.findings]


def test_an_unknown_issuer_has_the_message_of_the_failed_look() -> None:
    failed = replace(exchange(ErrorKind.CERTIFICATE_ISSUER), detail="the issuer is not trusted: self-signed")
    judged = judge(case(look(failed), look(200, verify=Verify.NONE)))

    assert ["the issuer is not trusted: self-signed"] == [each.message for each in judged.findings]


def test_an_expired_certificate_of_the_issuer_is_reported_also_where_the_unverified_look_got_the_page() -> None:
    still_good = exchange(200, ends_at=NOW + timedelta(days=90))
    looks = [
        look(ErrorKind.CERTIFICATE_EXPIRED),
        look(still_good, shape=Shape.RELOAD, verify=Verify.UNDATED),
    ]
    judged = judge(case(*looks, look(200, verify=Verify.NONE)))

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
def test_names_that_are_known_without_a_look(url: str, verdict: str, rule: str) -> None:
    judged = judge(case(url=url))

    assert (verdict, rule) == (judged.verdict, judged.rule)


@pytest.mark.parametrize("url", ["https://examples.com/", "https://gobyexample.com/", "https://foo.bar.invalid2/"])
def test_names_that_only_look_reserved(url: str) -> None:
    assert judge(case(look(200, url=url), url=url)).verdict is Verdict.ALIVE


def test_a_single_label_counts_as_reserved_only_where_it_does_not_resolve() -> None:
    url = "http://intranet/"

    assert judge(case(look(ErrorKind.NO_SUCH_HOST, url=url), url=url)).rule == "reserved-name"
    assert judge(case(look(200, url=url), url=url)).verdict is Verdict.ALIVE


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

    judged = judge(case(look(*hops, exchange(url=chain[-1]))))

    assert [(suggestion, severity)] == [
        (each.suggestion and each.suggestion.url, each.severity) for each in judged.findings
    ]


def test_the_suggestion_ends_where_the_permanent_hops_end_and_keeps_the_fragment() -> None:
    session = "https://site.dev/new?session=1"
    hops = [hop("https://site.dev/new"), hop(session, 302, url="https://site.dev/new")]

    judged = judge(case(look(*hops, exchange(url=session)), fragment="part"))

    assert ["https://site.dev/new#part"] == [each.suggestion and each.suggestion.url for each in judged.findings]


def test_a_link_that_was_not_reached_has_its_own_finding() -> None:
    judged = judge(case(unfinished="the run was interrupted"))

    assert ("skipped", "not-reached") == (judged.verdict, judged.rule)


def test_an_unfinished_link_that_has_a_page_is_alive() -> None:
    assert judge(case(look(200), unfinished="the run was interrupted")).verdict is Verdict.ALIVE


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
    looks = {
        "not-found": [look(404), look(404, shape=AGAIN, at=6)],
        "permanent-redirect": MOVED,
    }

    judged = judge(case(*looks[rule], settings=Settings.model_validate(settings)))

    assert [(rule, severity)] == [(each.rule, each.severity) for each in judged.findings]


def test_statuses_that_the_user_accepts_are_alive_on_that_host_alone() -> None:
    settings = Settings.model_validate({"accept": {"*.dev": [403]}})

    assert judge(case(look(403), settings=settings)).verdict is Verdict.ALIVE
    other = "https://site.org/"
    assert judge(case(look(403, url=other, shape=AGAIN), url=other, settings=settings)).verdict is Verdict.BLOCKED


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
