"""``linkwarden ignore`` writes it, ``linkwarden check`` keeps to it."""

import tomllib
from collections.abc import Sequence

import pytest

from linkwarden.errors import ConfigError
from linkwarden.settings.edit import add_ignore
from tests.e2e.command import Repository
from tests.web import Web

ENTRY = {"url": "https://new.dev/", "rule": "gone", "reason": "new"}
WRITTEN = 'url = "https://new.dev/"\nrule = "gone"\nreason = "new"\n'


def ignore(repository: Repository, url: str = "https://site.dev/", *more: str, rule: str = "gone") -> tuple[int, str]:
    ran = repository.run("ignore", url, "--rule", rule, "--reason", "they know", *more)
    return ran.code, ran.out or ran.err


def entries(repository: Repository, name: str = "linkwarden.toml") -> list[dict[str, object]]:
    document = tomllib.loads((repository.path / name).read_text(encoding="utf-8"))
    found: list[dict[str, object]] = (document["tool"]["linkwarden"] if "tool" in document else document)["ignore"]
    return found


# ---- where it is written -----------------------------------------------------------------------


def test_it_goes_to_linkwarden_toml_first(repository: Repository) -> None:
    repository.write("pyproject.toml", "[project]\n")

    assert (0, "linkwarden.toml: added: gone at https://site.dev/ is accepted.\n") == ignore(repository)
    assert [{"url": "https://site.dev/", "rule": "gone", "reason": "they know"}] == entries(repository)


def test_it_goes_to_pyproject_toml_where_there_is_no_linkwarden_toml(repository: Repository) -> None:
    (repository.path / "linkwarden.toml").unlink()
    repository.write("pyproject.toml", "[project]\n")

    assert 0 == ignore(repository)[0]
    assert "https://site.dev/" == entries(repository, "pyproject.toml")[0]["url"]
    assert not (repository.path / "linkwarden.toml").exists()


def test_it_makes_linkwarden_toml_where_there_is_neither(repository: Repository) -> None:
    (repository.path / "linkwarden.toml").unlink()

    assert 0 == ignore(repository)[0]
    assert 1 == len(entries(repository))


def test_it_goes_to_the_file_that_config_names(repository: Repository) -> None:
    repository.write("ci/links.toml", "")

    assert 0 == ignore(repository, "https://site.dev/", "--config", "ci/links.toml")[0]
    assert 1 == len(entries(repository, "ci/links.toml"))


def test_a_second_time_updates(repository: Repository) -> None:
    ignore(repository)
    code, said = ignore(repository, "HTTPS://SITE.dev", "--until", "2999-12-31")

    assert (0, "linkwarden.toml: updated: gone at https://site.dev/ is accepted until 2999-12-31.\n") == (code, said)
    again = ignore(repository, "https://site.dev")
    assert (0, "linkwarden.toml: updated: gone at https://site.dev/ is accepted until 2999-12-31.\n") == again
    assert 1 == len(entries(repository))
    ignore(repository, rule="not-found")
    assert 2 == len(entries(repository))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["u", "--rule", "not-fund", "--reason", "x"], "did you mean 'not-found'?"),
        (["u", "--rule", "gone", "--reason", " "], "--reason"),
        (["u", "--rule", "gone", "--reason", "x", "--until", "soon"], "'soon' is not a date"),
        (["u", "--rule", "gone", "--reason", "x", "--until", "2001-01-01"], "is in the past"),
        ([" ", "--rule", "gone", "--reason", "x"], "name a URL"),
        (["u", "--rule", "gone", "--reason", "x", "--config", "broken.toml"], "broken.toml:1: invalid TOML"),
        (["u", "--rule", "gone", "--reason", "x", "--config", "odd.toml"], "odd.toml:1: ignore"),
    ],
)
def test_bad_use_is_one_line_and_2_and_writes_nothing(
    repository: Repository, arguments: Sequence[str], named: str
) -> None:
    repository.write("broken.toml", "x = \n")
    repository.write("odd.toml", "ignore = 'all'\n")
    before = (repository.path / "linkwarden.toml").read_bytes()
    ran = repository.run("ignore", *arguments)

    assert (2, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))
    assert named in ran.err
    assert before == (repository.path / "linkwarden.toml").read_bytes()


# ---- how it is written ---------------------------------------------------------------------------

EDITS = {
    "an empty file": ("linkwarden.toml", "", f"[[ignore]]\n{WRITTEN}"),
    "after what is there": (
        "linkwarden.toml",
        "max-time = '5m'  # enough\n\n[rules]\ngone = 'off'",
        f"max-time = '5m'  # enough\n\n[rules]\ngone = 'off'\n\n[[ignore]]\n{WRITTEN}",
    ),
    "no settings yet": (
        "pyproject.toml",
        "[project]\nname = 'x'\n",
        f"[project]\nname = 'x'\n\n[[tool.linkwarden.ignore]]\n{WRITTEN}",
    ),
    "beside others, before a comment on what follows": (
        "pyproject.toml",
        "[[ tool.linkwarden.ignore ]]\nurl = 'a'\nreason = 'b'\n\n# for types\n[tool.mypy]\nstrict = true\n",
        (
            f"[[ tool.linkwarden.ignore ]]\nurl = 'a'\nreason = 'b'\n\n[[tool.linkwarden.ignore]]\n{WRITTEN}\n"
            "# for types\n[tool.mypy]\nstrict = true\n"
        ),
    ),
    "before two comments on what follows": (
        "linkwarden.toml",
        "[[ignore]]\nurl = 'a'\nreason = 'b'\n\n# on the rules:\n# none is off\n[rules]\ngone = 'note'\n",
        (
            f"[[ignore]]\nurl = 'a'\nreason = 'b'\n\n[[ignore]]\n{WRITTEN}\n"
            "# on the rules:\n# none is off\n[rules]\ngone = 'note'\n"
        ),
    ),
    "a list in brackets": (
        "pyproject.toml",
        "[tool.linkwarden]\nignore = [\n  { url = 'a', reason = 'b' },  # why\n]\n",
        (
            "[tool.linkwarden]\nignore = [\n  { url = 'a', reason = 'b' },  # why\n"
            '  {url = "https://new.dev/", rule = "gone", reason = "new"},\n]\n'
        ),
    ),
    "the same again": (
        "linkwarden.toml",
        (
            "[[ignore]]\n# found in May\nurl = 'https://new.dev/'  # theirs\nrule = 'gone'\nreason = 'old'\n"
            "until = 2020-01-01\n\n[rules]\n"
        ),
        "[[ignore]]\n# found in May\nurl = 'https://new.dev/'  # theirs\nrule = 'gone'\nreason = \"new\"\n\n[rules]\n",
    ),
    "a text that only looks like a table": (
        "linkwarden.toml",
        "[[ignore]]\nurl = 'a'\nreason = '''\n[no table]\n'''\n",
        f"[[ignore]]\nurl = 'a'\nreason = '''\n[no table]\n'''\n\n[[ignore]]\n{WRITTEN}",
    ),
    "Windows line ends": (
        "linkwarden.toml",
        "[rules]\r\ngone = 'off'\r\n",
        f"[rules]\ngone = 'off'\n\n[[ignore]]\n{WRITTEN}".replace("\n", "\r\n"),
    ),
}


@pytest.mark.parametrize("case", EDITS)
def test_every_other_line_stays_as_it_is(case: str) -> None:
    name, text, expected = EDITS[case]

    assert (expected, case == "the same again") == add_ignore(name, text, ENTRY)


def test_what_cannot_be_changed_safely_is_left_to_its_owner() -> None:
    with pytest.raises(ConfigError, match=r'pyproject.toml: .* add this: \{ url = "https://new.dev/"'):
        add_ignore("pyproject.toml", "tool = { linkwarden = {} }\n", ENTRY)


@pytest.mark.parametrize("text", ["ignore = 1", "ignore = ['a']", "[ignore]"])
def test_what_is_no_list_of_tables_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"linkwarden.toml: ignore is not a list of tables"):
        add_ignore("linkwarden.toml", text, ENTRY)


@pytest.mark.parametrize("value", ['say "x"', "back\\slash", "new\nline", "\x1b[31m", "漢字 'é'"])
def test_any_text_reads_back(value: str) -> None:
    text, _ = add_ignore("linkwarden.toml", "", {"url": value, "reason": value})

    assert [{"url": value, "reason": value}] == tomllib.loads(text)["ignore"]


# ---- in a check --------------------------------------------------------------------------------------


def test_an_ignored_finding_is_listed_and_fails_nothing(repository: Repository) -> None:
    repository.write("README.md", "[a](none.md)")
    assert 1 == repository.check().code

    ignore(repository, "none.md", rule="missing-file")
    ran = repository.check()
    link = ran.links["none.md"]

    assert 0 == ran.code
    assert ("dead", "ignored", False) == (link["verdict"], link["state"], link["fails"])
    assert ["they know"] == [finding["ignored"] for finding in link["findings"]]
    assert "1 ignored" in ran.out
    assert "they know" in (repository.path / "reports" / "links.md").read_text(encoding="utf-8")
    assert "ignore" not in {finding["rule"] for finding in ran.report["findings"]}


def test_ignored_links_are_requested(repository: Repository, web: Web) -> None:
    repository.write("README.md", web.url("403"))
    ignore(repository, web.url("403"), rule="forbidden")

    assert "ignored" == repository.check().links[web.url("403")]["state"]
    assert web.log("403")


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ("url = 'docs/*'\nrule = 'missing-file'", "ignored"),
        ("url = '*'", "ignored"),
        ("url = 'docs/*.txt'", "new"),
        ("url = 'docs/none.md'\nrule = 'not-found'", "new"),
        ("url = 'docs/none?md'", "new"),
        ("url = 'docs/none'", "new"),
        ("url = 'docs/none.md'\nuntil = 2020-01-01", "new"),
        ("url = 'docs/none.md'\nuntil = 2999-01-01", "ignored"),
    ],
)
def test_what_an_entry_covers(repository: Repository, entry: str, state: str) -> None:
    repository.configure(f"[[ignore]]\nreason = 'so'\n{entry}\n")
    repository.write("README.md", "[a](docs/none.md)")

    assert state == repository.check().links["docs/none.md"]["state"]


def test_an_expired_ignore_is_a_warning_that_names_file_and_entry(repository: Repository) -> None:
    repository.configure("[[ignore]]\nurl = 'none.md'\nreason = 'for a while'\nuntil = 2020-01-01\n")
    repository.write("README.md", "[a](none.md)")
    ran = repository.check()
    (found,) = ran.report["findings"]

    assert 1 == ran.code
    assert ("ignore-expired", "warning", "linkwarden.toml") == (found["rule"], found["severity"], found["path"])
    assert "none.md" in found["message"]
    line = (repository.path / "linkwarden.toml").read_text(encoding="utf-8").splitlines()[found["span"]["line"] - 1]
    assert "url = 'none.md'" == line


def unused(repository: Repository, entry: str, *arguments: str, rules: str = "") -> list[str]:
    """Return the severities with which a check calls an ignore unused."""
    repository.configure(f"{rules}\n[[ignore]]\nreason = 'so'\n{entry}\n")
    found = repository.check(*arguments).report["findings"]
    return [each["severity"] for each in found if each["rule"] == "ignore-unused"]


def test_an_ignore_is_unused_only_where_its_link_was_seen_and_fine(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[a](here.md) [b](none.md) {web.url('ok')}")
    repository.write("here.md", "")

    assert ["warning"] == unused(repository, "url = 'here.md'\nrule = 'missing-file'")
    assert [] == unused(repository, "url = 'none.md'\nrule = 'missing-file'"), "it is used"
    assert [] == unused(repository, "url = 'none.md'\nrule = 'missing-anchor'"), "its link is not fine"
    assert [] == unused(repository, "url = 'elsewhere.md'\nrule = 'missing-file'"), "its link was not seen"
    assert [] == unused(repository, "url = 'here*'\nrule = 'missing-file'"), "a pattern may cover what was not seen"
    assert [] == unused(repository, f"url = '{web.url('ok')}'\nrule = 'not-found'", "--offline"), "it was not asked"
    assert [] == unused(repository, "url = 'here.md'\nrule = 'gone'", rules="rules.gone = 'off'"), "it did not run"


def test_one_good_day_does_not_make_a_warning(repository: Repository, web: Web) -> None:
    repository.write("README.md", web.url("ok"))

    assert ["note"] == unused(repository, f"url = '{web.url('ok')}'\nrule = 'timeout'")
    assert ["note"] == unused(repository, f"url = '{web.url('ok')}'")


def test_severities_of_these_rules_are_settings(repository: Repository) -> None:
    repository.configure("rules.ignore-expired = 'error'\n[[ignore]]\nurl = 'x'\nreason = 'so'\nuntil = 2020-01-01\n")
    repository.write("README.md", "# Nothing")

    assert 1 == repository.check().code


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ("url = 'x'", "ignore.reason"),
        ("url = 'x'\nreason = ''", "ignore.reason"),
        ("url = 'x'\nreson = 'y'\nreason = 'z'", "did you mean 'reason'?"),
        (
            "url = 'x'\nreason = 'y'\nrule = 'not-fund'",
            "ignore: there is no rule 'not-fund'; did you mean 'not-found'?",
        ),
        ("url = 'x'\nreason = 'y'\nuntil = 'soon'", "ignore.until"),
    ],
)
def test_a_bad_entry_is_one_line_and_2(repository: Repository, entry: str, named: str) -> None:
    repository.configure(f"[[ignore]]\n{entry}\n")
    repository.write("README.md", "# Nothing")
    ran = repository.check()

    assert (2, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))
    assert named in ran.err
