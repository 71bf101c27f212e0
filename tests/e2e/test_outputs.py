"""Reports and logs: what is written where, and secrets that are written nowhere."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.e2e.command import Repository, environment
from tests.web import BEHAVIOURS, Behaviour, Call, Web

README = "# Links\n\n[gone](none.md) [here](#links)\n"
OFFLINE = ("check", "--offline", "--no-reports")
FORMATS = ("text", "json", "markdown", "github", "sarif", "junit", "codequality")


def test_each_format_goes_where_it_is_sent(repository: Repository) -> None:
    repository.write("README.md", README)
    pairs = [argument for name in FORMATS for argument in ("--format", name, "--output", f"out.{name}")]
    ran = repository.run(*OFFLINE, *pairs)

    assert (1, "", "") == (ran.code, ran.out, ran.err)
    written = {name: (repository.path / f"out.{name}").read_text(encoding="utf-8") for name in FORMATS}
    assert [] == [name for name, text in written.items() if "none.md" not in text]
    for name in ("json", "sarif", "codequality"):
        assert json.loads(written[name])
    assert not (repository.path / "reports").exists()


def test_a_format_without_an_output_goes_to_standard_output(repository: Repository) -> None:
    repository.write("README.md", README)
    ran = repository.run(*OFFLINE, "--format", "text", "--output", "out.txt", "--format", "json")

    assert 1 == json.loads(ran.out)["schema_version"]
    assert "none.md" in (repository.path / "out.txt").read_text(encoding="utf-8")


def test_reports_go_into_the_folder_that_is_named(repository: Repository) -> None:
    repository.write("README.md", README)
    repository.run("check", "--offline", "--reports", "build/links")

    assert {".gitignore", "links.json", "links.md"} == {
        each.name for each in (repository.path / "build/links").iterdir()
    }


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders there")
def test_an_output_that_is_no_file_is_written_to_and_not_replaced(repository: Repository) -> None:
    """As --output /dev/stdout is."""
    repository.write("README.md", README)
    pipe = repository.path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    ran = repository.run(*OFFLINE, "--format", "json", "--output", "pipe")

    assert pipe.is_fifo()
    reader.join(timeout=10)
    assert 1 == ran.code
    assert 1 == json.loads(got[0])["schema_version"]


def test_standard_output_into_a_pipe_has_no_colour_and_standard_error_is_silent(repository: Repository) -> None:
    repository.write("README.md", README)
    ran = repository.run(*OFFLINE)

    assert "\x1b" not in ran.out
    assert "" == ran.err


def test_a_reader_that_goes_away_is_no_error(repository: Repository) -> None:
    repository.write("README.md", README)
    process = subprocess.Popen(
        repository.command("check", "--offline"),
        cwd=repository.path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()

    assert (1, "") == (process.wait(timeout=20), err)
    assert (repository.path / "reports" / "links.json").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_standard_output_that_is_full_is_2_and_the_reports_are_written(repository: Repository) -> None:
    repository.write("README.md", README)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            repository.command("check", "--offline"),
            cwd=repository.path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (2, 1) == (ran.returncode, len(ran.stderr.splitlines()))
    assert ran.stderr.startswith("linkwarden: standard output: cannot be written")
    assert (repository.path / "reports" / "links.json").is_file()


def test_an_output_that_cannot_be_written_is_2_after_all_others_are(repository: Repository) -> None:
    repository.write("README.md", README)
    wrong = ("--format", "json", "--output", "none/links.json")
    ran = repository.run("check", "--offline", *wrong, "--format", "text", "--format", "sarif", "--output", "out.sarif")

    assert (2, 1) == (ran.code, len(ran.err.splitlines())), ran.err
    assert "none/links.json: cannot be written" in ran.err.replace(os.sep, "/")
    assert "none.md" in ran.out
    assert "missing-file" in (repository.path / "out.sarif").read_text(encoding="utf-8")
    assert {"none.md", "README.md#links"} == set(ran.links)


def test_v_logs_each_request_and_q_logs_nothing(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"{web.url('ok')} {web.url('403-to-robots')}")
    loud, quiet = repository.check("-v"), repository.check("-q")

    assert [] == [url for url in (web.url("ok"), web.url("403-to-robots")) if url not in loud.err]
    assert "" == quiet.err
    assert [True, True] == [ran.out.startswith("Passes. 2 links") for ran in (loud, quiet)]


def test_the_log_as_json_binds_link_and_host_to_each_line(repository: Repository, web: Web) -> None:
    repository.write("README.md", f"[ok]({web.url('302-to-ok')})")
    ran = repository.check("-vv", "--log-format", "json")
    entries = [json.loads(line) for line in ran.err.splitlines()]

    exchanges = [entry for entry in entries if "status" in entry]
    assert [302, 200] == [entry["status"] for entry in exchanges]
    assert {web.url("302-to-ok")} == {entry["link"] for entry in exchanges}
    ports = [web.port("302-to-ok"), web.port("ok")]
    assert [f"127.0.0.1:{port}" for port in ports] == [entry["host"].rpartition("/")[2] for entry in exchanges]


async def _secretive(call: Call) -> None:
    if call.path == "/":
        location = f"http://visitor:secret-in-location@127.0.0.1:{call.web.port('secretive')}/next"
        await call.answer(302, [("Location", location), ("Set-Cookie", "session=secret-in-cookie; Path=/")])
    else:
        await call.answer(403, [("Set-Cookie", "session=secret-in-cookie"), ("X-Token", "secret-in-header")])


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every output of a run on a link with secrets in every part."""
    folder = tmp_path_factory.mktemp("secrets")
    repository = Repository(folder / "repository")
    behaviours = {**BEHAVIOURS, "secretive": Behaviour("secretive", _secretive)}
    with Web(folder, behaviours) as web:
        port = web.port("secretive")
        repository.configure("[headers.localhost]\nAuthorization = 'Bearer ${LINKWARDEN_TOKEN}'", canary=web.url("ok"))
        repository.write(
            "README.md", f"[x](http://someone:secret-in-link@127.0.0.1:{port}/) [y](http://localhost:{port}/)"
        )
        pairs = [argument for name in FORMATS for argument in ("--format", name, "--output", f"out.{name}")]
        ran = repository.check("-vv", *pairs, LINKWARDEN_TOKEN="secret-in-environment")
        sent = {
            asked.headers.get("authorization", "") for asked in web.log("secretive") if "127" in asked.headers["host"]
        }
        granted = {
            asked.headers.get("authorization") for asked in web.log("secretive") if "local" in asked.headers["host"]
        }
    assert {""} == sent, "a credential went to another host than its own"
    assert {"Bearer secret-in-environment"} == granted
    files = [*repository.path.glob("out.*"), *(repository.path / "reports").iterdir()]
    return {"log": ran.err, **{path.name: path.read_text(encoding="utf-8") for path in files}}


@pytest.mark.parametrize("secret", ["cookie", "header", "environment", "link", "location"])
def test_no_secret_is_shown_anywhere(shown: dict[str, str], secret: str) -> None:
    assert [] == [name for name, text in shown.items() if f"secret-in-{secret}" in text]
