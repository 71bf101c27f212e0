"""Private addresses, redirects into them, proxies, and authorities of one's own."""

import base64
from pathlib import Path

import pytest

from tests.e2e.command import Repository
from tests.web import BEHAVIOURS, Behaviour, Call, Web
from tests.web.certificates import PROXIED


def test_without_the_flag_nothing_is_sent_to_this_machine(repository: Repository, web: Web) -> None:
    urls = [web.url("ok"), web.url("404", host="localhost"), web.url("tls-good"), "http://10.0.0.1/", "http://[::1]:1/"]
    urls += [web.url("ok").replace("127.0.0.1", alias) for alias in ("2130706433", "0x7f.1", "[::ffff:127.0.0.1]")]
    repository.write("README.md", "\n".join(f"- [x]({url})" for url in urls))
    ran = repository.run("check")

    assert {("skipped", "private-address")} == set(ran.verdicts.values())
    assert 0 == web.connected.total()


@pytest.mark.parametrize("key", ["allow-private-addresses", "allow_private_addresses"])
def test_the_flag_cannot_come_from_a_file(repository: Repository, web: Web, key: str) -> None:
    repository.write("README.md", f"[x]({web.url('ok')})")
    repository.write("linkwarden.toml", f"{key} = true\n")

    assert 2 == repository.run("check").code
    assert 0 == web.connected.total()


def test_the_environment_may_set_the_flag(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[x]({web.url('ok')})")
    ran = repository.run("check", LINKWARDEN_ALLOW_PRIVATE_ADDRESSES="true")

    assert {web.url("ok"): ("alive", None)} == ran.verdicts


@pytest.mark.parametrize("host", ["169.254.169.254", "[::ffff:169.254.169.254]", "2852039166", "[fd00:ec2::254]"])
def test_metadata_services_stay_refused_whatever_is_allowed(repository: Repository, web: Web, host: str) -> None:
    repository.write("README.md", f"[ok]({web.url('ok')}) [x](http://{host}/latest) [y]({web.url('301-to-metadata')})")
    ran = repository.check()

    assert [
        ("alive", None),
        ("skipped", "private-address"),
        ("unreachable", "redirect-to-private-address"),
    ] == sorted(ran.verdicts.values(), key=str)
    assert {None} == {each["status"] for each in ran.report["exchanges"] if not each["url"].startswith("http://127.")}


@pytest.mark.parametrize("name", ["ca-file", "SSL_CERT_FILE"])
def test_an_authority_of_one_s_own_is_trusted_where_it_is_named(repository: Repository, web: Web, name: str) -> None:
    repository.write("README.md", f"[x]({web.url('tls-good')})")
    before = repository.check()
    if name == "ca-file":
        repository.configure(web=web)
        after = repository.check()
    else:
        after = repository.check(SSL_CERT_FILE=str(web.ca_file))

    assert [["untrusted-issuer"], []] == [
        [finding["rule"] for finding in ran.links[web.url("tls-good")]["findings"]] for ran in (before, after)
    ]


def test_names_are_the_proxy_s_to_resolve(repository: Repository, web: Web) -> None:
    """PROXIED and the other names are not in any DNS, and only the proxy's targets are allowed."""
    proxy = web.url("proxy")
    targets = {
        f"http://{PROXIED}/": ("alive", None),
        f"https://{PROXIED}/": ("alive", None),
        "http://refused.linkwarden-proxied.org/": ("unreachable", "server-error"),
        "https://refused.linkwarden-proxied.org/": ("unreachable", "proxy-error"),
        "http://10.0.0.1/": ("skipped", "private-address"),
    }
    repository.configure(web=web)
    repository.write("README.md", "\n".join(f"- [x]({target})" for target in targets))
    ran = repository.run("check", HTTP_PROXY=proxy, HTTPS_PROXY=proxy, http_proxy=proxy, https_proxy=proxy)

    assert targets == ran.verdicts
    assert {f"http://{PROXIED}/", f"{PROXIED}:443"} < {asked.target for asked in web.log("proxy")}
    assert not [asked for asked in web.log("proxy") if "10.0.0.1" in asked.target]


async def _to_this_machine(call: Call) -> None:
    await call.answer(302, [("Location", "http://localhost./")])


def test_this_machine_is_refused_by_its_name_also_where_a_proxy_resolves_names(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    with Web(tmp_path, {**BEHAVIOURS, "to-localhost": Behaviour("to-localhost", _to_this_machine)}) as web:
        proxy = web.url("to-localhost")
        repository.configure(canary=f"http://{PROXIED}/")
        repository.write("README.md", f"<http://localhost:1/> <http://a.localhost./> <http://{PROXIED}/>")
        ran = repository.run("check", HTTP_PROXY=proxy, http_proxy=proxy)
        asked = {each.headers["host"] for each in web.log("to-localhost")}

    assert {
        "http://localhost:1/": ("skipped", "private-address"),
        "http://a.localhost./": ("skipped", "private-address"),
        f"http://{PROXIED}/": ("unreachable", "redirect-to-private-address"),
    } == ran.verdicts
    assert {PROXIED} == asked


def test_a_proxy_s_password_is_sent_and_never_shown(repository: Repository, web: Web) -> None:
    proxy = web.url("proxy").replace("http://", "http://me:secret-in-proxy@")
    down = web.url("refused").replace("http://", "http://me:secret-in-proxy@")
    repository.write("README.md", f"<http://{PROXIED}/> <https://{PROXIED}/>")
    ran = repository.run("check", "-vv", HTTP_PROXY=proxy, http_proxy=proxy, HTTPS_PROXY=down, https_proxy=down)

    assert [("alive", None), ("unreachable", "proxy-error")] == sorted(ran.verdicts.values(), key=str)
    credentials = base64.b64encode(b"me:secret-in-proxy").decode()
    assert {f"Basic {credentials}"} == {each.headers.get("proxy-authorization") for each in web.log("proxy")}
    shown = [ran.out, ran.err, ran.written or "", (repository.path / "reports/links.md").read_text(encoding="utf-8")]
    assert [] == [text for text in shown if "secret" in text or credentials in text]


def test_a_proxy_that_is_none_is_one_line_and_2(repository: Repository) -> None:
    repository.write("README.md", "<http://93.184.215.14/>")
    ran = repository.run("check", https_proxy="http://me:sec/ret@proxy:1", HTTPS_PROXY="http://me:sec/ret@proxy:1")

    assert (2, 1, "") == (ran.code, len(ran.err.splitlines()), ran.out)
    assert ran.err.startswith("linkwarden: HTTPS_PROXY: ")
    assert "ret" not in ran.err


def test_no_proxy_goes_past_it(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[x]({web.url('ok')})")
    proxy = web.url("proxy")
    ran = repository.check(HTTP_PROXY=proxy, http_proxy=proxy, NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")

    assert {web.url("ok"): ("alive", None)} == ran.verdicts
    assert [] == web.log("proxy")


def test_a_proxy_that_is_down_is_the_proxy_s_error(repository: Repository, web: Web) -> None:
    proxy = web.url("refused")
    repository.configure(canary=f"http://{PROXIED}/canary")
    repository.write("README.md", f"[x](http://{PROXIED}/) [y](https://{PROXIED}/)")
    ran = repository.run("check", HTTP_PROXY=proxy, HTTPS_PROXY=proxy, http_proxy=proxy, https_proxy=proxy)

    assert {("unreachable", "proxy-error")} == set(ran.verdicts.values())
    assert 3 == ran.code
