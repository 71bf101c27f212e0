"""Private addresses, redirects into them, proxies, and authorities of one's own."""

import pytest

from tests.e2e.command import Repository
from tests.web import Web
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
    """PROXIED and the other names exist in no DNS, and nothing is allowed but what the proxy reaches."""
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
