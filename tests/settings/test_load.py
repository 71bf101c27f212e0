"""The sources of settings, and errors in them."""

import contextlib
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linkwarden.errors import ConfigError
from linkwarden.settings import Settings, load_settings


def load(
    root: Path,
    text: str | None = None,
    *,
    name: str = "linkwarden.toml",
    environment: dict[str, str] | None = None,
    **flags: Any,
) -> Settings:
    if text is not None:
        (root / name).write_text(text, encoding="utf-8")
    return load_settings(root, None, environment or {}, {key.replace("_", "-"): value for key, value in flags.items()})


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert Settings() == load(tmp_path)


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    text = "max-time = '1m'\nattempts = 5\nconcurrency = 7\n"
    settings = load(
        tmp_path, text, environment={"LINKWARDEN_MAX_TIME": "2m", "LINKWARDEN_ATTEMPTS": "4"}, max_time="3m"
    )

    assert (180.0, 4, 7) == (settings.max_time, settings.attempts, settings.concurrency)


def test_pyproject_has_a_table_for_it(tmp_path: Path) -> None:
    text = "[tool.linkwarden]\nattempts = 2\n"

    assert load(tmp_path, text, name="pyproject.toml").attempts == 2


def test_linkwarden_toml_comes_before_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.linkwarden]\nattempts = 2\n", encoding="utf-8")

    assert load(tmp_path, "attempts = 9\n").attempts == 9


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("'90s'", 90), ("'1.5m'", 90), ("'1h'", 3600), ("'2d'", 172_800)]
)
def test_durations(tmp_path: Path, text: str, seconds: float) -> None:
    assert load(tmp_path, f"max-time = {text}\n").max_time == seconds


@pytest.mark.parametrize(
    ("text", "days"), [("90 days", 90), ("1 day", 1), ("24 months", 730.5), ("2 years", 730.5), (" 1  year ", 365.25)]
)
def test_ages(tmp_path: Path, text: str, days: float) -> None:
    assert load(tmp_path, f"freshness.stale-after = '{text}'\n").freshness.stale_after == timedelta(days=days)


def test_the_defaults_that_verdicts_depend_on() -> None:
    settings = Settings()
    hour, day = 3600, 86_400

    assert (settings.strikes.dates, settings.strikes.apart, settings.strikes.never_answered) == (3, 70 * hour, 30 * day)
    assert (settings.recheck.first, settings.recheck.longest, settings.recheck.failing) == (5 * day, 7 * day, 20 * hour)
    assert (settings.attempts, settings.browser_look, settings.allow_private_addresses) == (3, True, False)


def test_lists_can_be_written_with_commas_outside_of_files(tmp_path: Path) -> None:
    settings = load(tmp_path, environment={"LINKWARDEN_FAIL_ON": "dead, unreachable"})

    assert [each.value for each in settings.fail_on or ()] == ["dead", "unreachable"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nexclud = ['x']\n", "linkwarden.toml:2: unknown key 'exclud'; did you mean 'exclude'?"),
        ("[timeouts]\nraed = 3\n", "linkwarden.toml:2: unknown key 'timeouts.raed'; did you mean 'read'?"),
        (
            "exclude = ['(']\n",
            "linkwarden.toml:1: exclude: invalid regular expression: missing",
        ),
        ("[timeouts]\nread = 'x'\n", "linkwarden.toml:2: timeouts.read: 'x' is not a duration"),
        ("fail-on = ['bad']\n", "linkwarden.toml:1: fail-on: must be 'alive', 'moved', "),
        ("attempts = 0\n", "linkwarden.toml:1: attempts: must be at least 1, not 0"),
        ("[hosts.'*.org']\nconnections = 99\n", "linkwarden.toml:2: hosts.*.org.connections: must be at most 32"),
        ("x = [\n", "linkwarden.toml: invalid TOML"),
        ("\nx = y\n", "linkwarden.toml:2: invalid TOML: Invalid value (column 5)"),
        ("allow-private-addresses = true\n", "can be set by a flag or an environment variable only"),
        (
            "allow_private_addresses = true\n",
            "linkwarden.toml:1: unknown key 'allow_private_addresses'; did you mean 'allow-private-addresses'?",
        ),
        ("exit_zero = true\n", "linkwarden.toml:1: unknown key 'exit_zero'; did you mean 'exit-zero'?"),
        (
            "[freshness]\nstale_after = '2 years'\n",
            "linkwarden.toml:2: unknown key 'freshness.stale_after'; did you mean 'stale-after'?",
        ),
        (
            "user-agent = 'caf\u00e9'\n",
            "linkwarden.toml:1: user-agent: a header value must be one line of visible ASCII characters",
        ),
        (
            '[headers.a]\nX = "a\\nb"\n',
            "linkwarden.toml:2: headers.a.X: a header value must be one line of visible ASCII characters",
        ),
        ("[headers.a]\n'X Y' = 'a'\n", "linkwarden.toml:2: headers.a.X Y: not a valid header name"),
        ("include = ['a']\n", "linkwarden.toml:1: unknown key 'include'; name files and folders on the command line"),
        ("max_retries = 3\n", "linkwarden.toml:1: unknown key 'max_retries'; use the setting 'attempts' (retries"),
        ("ignorePatterns = []\n", "linkwarden.toml:1: unknown key 'ignorePatterns'; use 'exclude'"),
        (
            "[[site]]\nfolder = 'docs'\ngenerator = 'gatsby'\n",
            "linkwarden.toml:3: site.generator: must be 'antora', 'astro', 'built', 'docusaurus', ",
        ),
        (
            "[[site]]\nfolder = 'docs'\nanchors = 'x'\n",
            "linkwarden.toml:3: site.anchors: must be 'docusaurus', 'github', ",
        ),
        ("[[site]]\nfolder = '../a'\n", "linkwarden.toml:2: site.folder: '../a' is not in this repository"),
        ("attempts = 1.5\n", "linkwarden.toml:1: attempts: must be a whole number"),
        ("offline = 'maybe'\n", "linkwarden.toml:1: offline: must be true or false, not 'maybe'"),
        ("timeouts = 3\n", "linkwarden.toml:1: timeouts: must be a table"),
        ("rules = { not-found = 'loud' }\n", "linkwarden.toml:1: rules.not-found: must be 'error', 'warning', "),
        ("\n[[ignore]]\nreason = 'x'\n", "linkwarden.toml:2: ignore.url: is required"),
        (
            "[[ignore]]\nurl = 'x'\nreason = 'y'\n[[ignore]]\nurl = 'z'\n",
            "linkwarden.toml:4: ignore.reason: is required",
        ),
        ("[hosts.'a']\ngap = 1\n[hosts.'b']\ngap = -1\n", "linkwarden.toml:4: hosts.b.gap: must be at least 0, not -1"),
        ("[hosts.'a']\nconcurrency = 2\n", "unknown key 'hosts.a.concurrency'; did you mean 'connections'?"),
        ("[[ignore]]\nurl = 'x'\nreason = ''\n", "linkwarden.toml:3: ignore.reason: must not be empty"),
        ("[[ignore]]\nurl = 'x'\nreason = 'x'\nuntil = 'soon'\n", "ignore.until: must be a date, such as 2027-01-31"),
        ("anchors = 'x'\n", "anchors: must be 'github' or 'python-markdown'"),
        ("canary = 'nonsense'\n", "linkwarden.toml:1: canary: 'nonsense' is not an http or https URL"),
        ("[hosts.'a']\ngap = inf\n", "linkwarden.toml:2: hosts.a.gap: must be a"),
        ("[hosts.'a']\ngap = nan\n", "linkwarden.toml:2: hosts.a.gap: must be a"),
        ("max-time = 1e300\n", "linkwarden.toml:1: max-time: must be at most 316224000"),
        ("max-time = '99999999d'\n", "linkwarden.toml:1: max-time: must be at most 316224000"),
        (
            "[headers.a]\nContent-Length = '3'\n",
            "linkwarden.toml:2: headers.a.Content-Length: linkwarden sets this header",
        ),
        ("[headers.a]\ntransfer-encoding = 'x'\n", "headers.a.transfer-encoding: linkwarden sets this header itself"),
        ("[freshness]\nstale-after = '99999999999 years'\n", "linkwarden.toml:2: freshness.stale-after: '999999999"),
        (
            f"exclude = ['{'(' * 3000}{')' * 3000}']\n",
            "linkwarden.toml:1: exclude: invalid regular expression",
        ),
        (f"x = {'[' * 3000}{']' * 3000}\n", "linkwarden.toml: invalid TOML: nested too deeply"),
        (f"attempts = {'9' * 5000}\n", "linkwarden.toml: invalid TOML: a number or date is out of range"),
        (f"attempts = {'9' * 4000}\n", "linkwarden.toml:1: attempts: must be"),
        ("accept = { a = [99999] }\n", "linkwarden.toml:1: accept.a: must be at most 599"),
        ("reports = '.git/hooks'\n", "reports: '.git/hooks' is inside .git"),
        ("reports = 'docs/../.GIT'\n", "points outside this repository"),
        ("[accept]\n'A.org' = [200]\n'a.org' = [201]\n", "accept: a pattern is repeated"),
    ],
)
def test_errors_in_a_file_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


ODD: tuple[Any, ...] = (3.5, "x", [], [[]], {}, {"a": {}}, True, [1], {"url": 1})


@pytest.mark.parametrize("key", ["attempts", "timeouts", "hosts", "ignore", "exclude", "canary", "offline", "max-time"])
def test_no_message_is_in_pydantic_s_words(tmp_path: Path, key: str) -> None:
    refused = []
    for value in ODD:
        with contextlib.suppress(ConfigError):
            load_settings(tmp_path, None, {}, {key: value})
            continue
        with pytest.raises(ConfigError) as caught:
            load_settings(tmp_path, None, {}, {key: value})
        refused.append(str(caught.value))

    assert refused
    assert [] == [text for text in refused if re.search(r"Input should|Field required|is not valid|pydantic", text)]


def test_reports_inside_of_git_s_folder_are_refused_whoever_wants_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"inside \.git"):
        load(tmp_path, reports=".git/x")


def test_places_of_ignores_are_found_in_one_pass(tmp_path: Path) -> None:
    text = "".join(f"[[ignore]]\nurl = 'https://x.dev/{number}'\nreason = 'x'\n" for number in range(3000))

    assert [2, 5, 8999] == [load(tmp_path, text).ignore[each].place[1] for each in (0, 1, 2999)]  # type: ignore[index]


def test_errors_in_the_environment_name_the_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^LINKWARDEN_FAIL_ON: must be 'alive', "):
        load(tmp_path, environment={"LINKWARDEN_FAIL_ON": "dead,x"})


def test_errors_in_a_flag_name_the_flag(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^--max-time: '3y' is not a duration"):
        load(tmp_path, max_time="3y")


def test_private_addresses_are_allowed_by_the_environment(tmp_path: Path) -> None:
    assert load(tmp_path, environment={"LINKWARDEN_ALLOW_PRIVATE_ADDRESSES": "true"}).allow_private_addresses


def test_other_variables_with_the_prefix_are_left_alone(tmp_path: Path) -> None:
    loaded = load(tmp_path, environment={"LINKWARDEN_DOCS_TOKEN": "secret"})

    assert Settings().model_dump() == loaded.model_dump()


@pytest.mark.parametrize(
    ("text", "variable", "notes"),
    [
        ("", "LINKWARDEN_OFFLINE", []),
        ("[headers.'x.dev']\nA = 'b ${LINKWARDEN_KEY}'\n", "LINKWARDEN_KEY", []),
        ("", "OTHER", []),
        ("", "LINKWARDEN_X", [(None, 1, "LINKWARDEN_X is not a setting, and no header uses it")]),
        ("", "LINKWARDEN_FAIL_OM", [(None, 1, "header uses it; did you mean LINKWARDEN_FAIL_ON?")]),
        (
            "\n[headers.'x.dev']\nA = 'b ${SECRET}'\n",
            "SECRET",
            [("linkwarden.toml", 3, "headers.x.dev.A: ${SECRET} is sent literally")],
        ),
    ],
)
def test_what_has_no_effect_is_noted(
    tmp_path: Path, text: str, variable: str, notes: list[tuple[str | None, int, str]]
) -> None:
    found = load(tmp_path, text, environment={variable: "1"}).notes

    assert [(path, line) for path, line, _ in notes] == [(note.path, note.line) for note in found]
    assert all(message in note.message for (_, _, message), note in zip(notes, found, strict=True))


def test_a_configuration_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such configuration file"):
        load_settings(tmp_path, tmp_path / "none.toml", {}, {})


@pytest.mark.parametrize("path", ["../evil", "/evil", "a/../../evil", "C:/evil", "C:evil", "\\\\evil", "..\\\\evil"])
@pytest.mark.parametrize("key", ["reports", "history", "baseline"])
def test_a_file_cannot_have_anything_written_outside_the_repository(tmp_path: Path, key: str, path: str) -> None:
    with pytest.raises(ConfigError, match=rf"^linkwarden\.toml:2: {key}: .* points outside this repository"):
        load(tmp_path, f'\n{key} = "{path}"\n')

    assert getattr(load_settings(tmp_path, None, {}, {key: "../elsewhere"}), key) == "../elsewhere"
    assert getattr(load_settings(tmp_path, None, {f"LINKWARDEN_{key.upper()}": "/elsewhere"}, {}), key) == "/elsewhere"


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
@pytest.mark.parametrize("text", ["", "reports = 'reports'\n", "reports = 'reports/here'\n"])
def test_a_symbolic_link_cannot_send_reports_out_of_the_repository(tmp_path: Path, text: str) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (root / "reports").symlink_to(tmp_path)

    with pytest.raises(ConfigError, match="points outside this repository"):
        load(root, text)


@pytest.mark.skipif(sys.platform == "win32", reason="making symbolic links takes a right there")
def test_a_repository_may_itself_lie_behind_a_symbolic_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    assert load(tmp_path / "link", "reports = 'build/links'\n").reports == "build/links"


@pytest.mark.parametrize("text", ["tool = 1\n", "[tool]\nlinkwarden = 1\n"])
def test_a_value_instead_of_a_table_is_an_error_of_one_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:\d: tool(\.linkwarden)? must be a table$"):
        load(tmp_path, text, name="pyproject.toml")


ANY = ["*", "*.org", "*.", "*..x", "*a.org", "a*.b.org", "*.*.b.org", "*.b?.org", "[ab].org"]


@pytest.mark.parametrize("pattern", ANY)
def test_a_secret_is_sent_to_chosen_hosts_only(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(
        ConfigError, match=r"^linkwarden\.toml:2: headers\..*\.X: a value with a variable is sent to a host name"
    ):
        load(tmp_path, f"\nheaders.'{pattern}'.X = 'Bearer ${{LINKWARDEN_TOKEN}}'\n")

    assert load(tmp_path, f"headers.'{pattern}'.X = 'no secret'\n").headers


@pytest.mark.parametrize(
    ("pattern", "host"), [("a.org", "a.org"), ("*.a.org", "b.a.org"), ("localhost", "localhost"), ("::1", "::1")]
)
def test_a_secret_goes_to_a_host_or_below_a_name(tmp_path: Path, pattern: str, host: str) -> None:
    text = f"headers.'{pattern.upper()}'.X = 'Bearer ${{LINKWARDEN_TOKEN}}'\n"
    environment = {"LINKWARDEN_TOKEN": "secret\n"}
    settings = load(tmp_path, text, environment=environment)

    assert settings.headers_for("https", host, 443, environment) == (("X", "Bearer secret"),)
    assert settings.headers_for("https", "other.net", 443, environment) == ()


def test_a_secret_is_sent_without_the_line_end_that_secret_stores_add() -> None:
    settings = Settings(headers={"a.org": {"Authorization": "Bearer ${LINKWARDEN_TOKEN}"}})

    sent = settings.headers_for("https", "a.org", 443, {"LINKWARDEN_TOKEN": " secret\n"})

    assert (("Authorization", "Bearer secret"),) == sent


@pytest.mark.parametrize(
    ("scheme", "host", "sent"),
    [
        ("https", "a.org", True),
        ("http", "a.org", False),
        ("http", "localhost", True),
        ("http", "127.0.0.1", True),
        ("http", "::1", True),
        ("http", "localhost.a.org", False),
    ],
)
def test_a_secret_is_sent_over_tls_only_this_machine_aside(scheme: str, host: str, sent: bool) -> None:
    value = {"Authorization": "Bearer ${LINKWARDEN_TOKEN}", "X-Plain": "1"}
    settings = Settings(headers={host: value})
    headers = dict(settings.headers_for(scheme, host, 1234, {"LINKWARDEN_TOKEN": "secret"}))

    assert (("Bearer secret" if sent else None), "1") == (headers.get("Authorization"), headers.get("X-Plain"))


@pytest.mark.parametrize(
    ("pattern", "host", "port", "sent"),
    [
        ("a.org", "a.org", 8443, True),
        ("a.org:8443", "a.org", 8443, True),
        ("a.org:8443", "a.org", 443, False),
        ("*.a.org:443", "b.a.org", 443, True),
        ("*.a.org:443", "b.a.org", 8443, False),
        ("[::1]:8443", "::1", 8443, True),
        ("[::1]:8443", "::1", 443, False),
        ("[::1]", "::1", 443, True),
        ("::1", "::1", 443, True),
    ],
)
def test_a_secret_can_be_bound_to_a_port(tmp_path: Path, pattern: str, host: str, port: int, sent: bool) -> None:
    environment = {"LINKWARDEN_TOKEN": "secret"}
    settings = load(tmp_path, f"headers.'{pattern}'.X = '${{LINKWARDEN_TOKEN}}'\n", environment=environment)

    assert ((("X", "secret"),) if sent else ()) == settings.headers_for("https", host, port, environment)


@pytest.mark.parametrize("pattern", ["a.org:0", "a.org:65536", "[::1]:99999"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigError, match=r"^linkwarden\.toml:1: headers\..*ports are numbers from 1 to 65535"):
        load(tmp_path, f"headers.'{pattern}'.X = '1'\n")


@pytest.mark.parametrize("pattern", ["*:443", "*.org:443"])
def test_a_port_does_not_choose_a_host(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigError, match="a value with a variable is sent to a host name"):
        load(tmp_path, f"headers.'{pattern}'.X = '${{LINKWARDEN_TOKEN}}'\n")


def test_a_secret_that_cannot_be_sent_is_named_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"^LINKWARDEN_TOKEN: a header value must be one line of visible ASCII"
    ) as caught:
        load(tmp_path, "headers.'a.org'.X = '${LINKWARDEN_TOKEN}'\n", environment={"LINKWARDEN_TOKEN": "one\ntwo"})

    assert "two" not in str(caught.value)


def test_capital_letters_in_patterns_of_hosts_do_not_matter(tmp_path: Path) -> None:
    text = "[hosts.'A.org']\ngap = 1\n[accept]\n'*.A.org' = [403]\n[headers.'A.ORG']\nX = '1'\n"
    settings = load(tmp_path, text)

    assert [["a.org"], ["*.a.org"], ["a.org"]] == [
        list(each) for each in (settings.hosts, settings.accept, settings.headers)
    ]


def test_a_configuration_that_leads_out_of_the_repository_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (tmp_path / "secret").write_text("attempts = 1\n", "utf-8")
    try:
        (root / "linkwarden.toml").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("this system makes no symbolic links")

    with pytest.raises(ConfigError, match="points outside this repository"):
        load_settings(root, None, {}, {})
