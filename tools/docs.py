"""Generate the parts of README.md and docs/ that come from the code: sample, help, settings, schemas, workflows.

usage: python tools/docs.py [--check]

Each part is between two comments, `<!-- NAME:begin -->` and `<!-- NAME:end -->`. With --check nothing
is written, and the exit code is 1 when a file is out of date.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import configuration
import yaml

from linkwarden import __version__, identity
from linkwarden.cli.parser import build_parser
from linkwarden.init import Forge, Repository, planned_files
from linkwarden.report import REPORTERS, Style
from linkwarden.report import schema as report_schema
from linkwarden.report.v1 import Report
from linkwarden.settings import schema as settings_schema

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "reports" / "sample" / "links.json"
WIDTH = 90


SAMPLE_BLOCKS = (("9 errors", 5), ("2 moved", 4), ("5 unreachable", 3), ("Fails", 2))
"""The blocks of the sample that the README shows: how each begins, and how many lines of it."""


def sample() -> str:
    """Return a part of the demo's output from the time when the sample report was made."""
    report = Report.model_validate_json(SAMPLE.read_text(encoding="utf-8"))
    text = REPORTERS["text"].render(report, Style(width=WIDTH))
    blocks = [block.splitlines() for block in text.split("\n\n")]
    shown = [
        [*block[:most], *(["  ..."] if len(block) > most else [])]
        for start, most in SAMPLE_BLOCKS
        for block in blocks
        if block[0].startswith(start)
    ]
    parts = "\n\n".join("\n".join(block) for block in shown)
    return f"```console\n$ linkwarden demo\n{parts}\n```"


def usage() -> str:
    """Return the help of `linkwarden`."""
    return _help("linkwarden", _parser())


def commands() -> str:
    """Return the help of every command, each under a heading."""
    parser = _parser()
    choices = next(each.choices for each in parser._actions if each.choices and "check" in each.choices)  # noqa: SLF001
    assert isinstance(choices, dict)  # noqa: S101 - argparse keeps its commands so
    return "\n\n".join(f"## {name}\n\n{_help(f'linkwarden {name}', each)}" for name, each in choices.items())


def _parser() -> argparse.ArgumentParser:
    os.environ["COLUMNS"] = str(WIDTH)
    return build_parser()


def _help(name: str, parser: argparse.ArgumentParser) -> str:
    return f"```console\n$ {name} --help\n{parser.format_help()}```"


def workflow(path: str) -> str:
    """Return a file that `linkwarden init` writes."""
    everything = Repository("linkwarden", ("github.com",), tuple(Forge), ("README.md", "docs"))
    text = next(file.text for file in planned_files(everything) if file.path == path)
    return f"```yaml\n{text}```"


def pre_commit() -> str:
    """Return the configuration of pre-commit for our hooks."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    lines = [f"  - repo: {identity.home()}", f"    rev: v{__version__}", "    hooks:"]
    lines += [f"      - id: {hook['id']}" for hook in hooks]
    return "\n".join(["```yaml", "# .pre-commit-config.yaml", "repos:", *lines, "```"])


def one_line() -> str:
    """Return the commands that need no installation."""
    check = f"linkwarden@{__version__} check README.md docs"
    return f"```sh\nuvx {check}\npipx run {check.replace('@', '==')}\n```"


def action_table(part: str) -> str:
    """Return a table of the inputs or outputs of ``action.yml``."""
    described = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))[part]
    if part == "outputs":
        rows = [f"| `{name}` | {each['description']} |" for name, each in described.items()]
        return "\n".join(["| output | |", "|---|---|", *rows])
    rows = [f"| `{name}` | {each['description']} | {_default(each['default'])} |" for name, each in described.items()]
    return "\n".join(["| input | | default |", "|---|---|---|", *rows])


def _default(value: str) -> str:
    return f"`{value}`" if value else ""


def action_use() -> str:
    """Return the jobs that call the reusable workflows."""
    repository = identity.home().removeprefix("https://github.com/")
    pull_request = f"uses: {repository}/.github/workflows/check-changed-links.yml@v{__version__}"
    schedule = f"uses: {repository}/.github/workflows/check-all-links.yml@v{__version__}"
    inputs = "    with:\n      paths: |\n        README.md\n        docs"
    read = "      contents: read"
    return f"""```yaml
# .github/workflows/links-pull-requests.yml
name: Links in pull requests
on: [pull_request, merge_group]
permissions: {{}}
jobs:
  links:
    permissions:
{read}
    {pull_request}
{inputs}
```

```yaml
# .github/workflows/links.yml
name: Links
on:
  schedule:
    - cron: "23 5 * * *"
  workflow_dispatch:
permissions: {{}}
jobs:
  links:
    permissions:
{read}
      issues: write
    {schedule}
{inputs}
```"""


PARTS: dict[str, Callable[[], str]] = {
    "sample": sample,
    "help": usage,
    "commands": commands,
    "settings": configuration.reference,
    "github-pull-requests": partial(workflow, ".github/workflows/links-pull-requests.yml"),
    "github-schedule": partial(workflow, ".github/workflows/links.yml"),
    "gitlab": partial(workflow, ".gitlab/linkwarden.gitlab-ci.yml"),
    "forgejo-pull-requests": partial(workflow, ".forgejo/workflows/links-pull-requests.yml"),
    "forgejo-schedule": partial(workflow, ".forgejo/workflows/links.yml"),
    "pre-commit": pre_commit,
    "one-line": one_line,
    "action-use": action_use,
    "action-inputs": partial(action_table, "inputs"),
    "action-outputs": partial(action_table, "outputs"),
}


def rendered(text: str) -> str:
    """Return a page with every generated part as it is now."""
    for name, make in PARTS.items():
        part = re.compile(rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
        if part.search(text):
            made = make()
            text = part.sub(lambda match, made=made: f"{match[1]}{made}\n{match[2]}", text)  # type: ignore[misc]
    return text


def generated() -> Iterator[tuple[Path, str]]:
    """Yield every file that is generated, whole or in parts, with the text that it should have."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield page, rendered(page.read_text(encoding="utf-8"))
    yield ROOT / "src" / "linkwarden" / "report" / report_schema.FILE, report_schema.generated()
    for schema in (report_schema, settings_schema):
        yield ROOT / "docs" / "schemas" / schema.FILE, schema.generated()


def main() -> int:
    """Write the files that have changed, or name those that are out of date."""
    stale = [(path, text) for path, text in generated() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path, _ in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is out of date: run `uv run python tools/docs.py`\n")
        return int(bool(stale))
    for path, text in stale:
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
