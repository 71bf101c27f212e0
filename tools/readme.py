"""Write the parts of README.md that the program itself knows: the sample, the help, the settings.

usage: python tools/readme.py [--check]

Each part stands between two comments, `<!-- NAME:begin -->` and `<!-- NAME:end -->`. With --check nothing
is written, and the exit code says whether the README is true.
"""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from pydantic.fields import FieldInfo

from linkwarden.cli.parser import build_parser
from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import Report
from linkwarden.settings import Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SAMPLE = ROOT / "reports" / "sample" / "links.json"
WIDTH = 90


def sample() -> str:
    """Return what the demo printed when the sample report was made."""
    report = Report.model_validate_json(SAMPLE.read_text(encoding="utf-8"))
    text = REPORTERS["text"].render(report, Style(width=WIDTH))
    return f"```console\n$ linkwarden demo\n{text}```"


def usage() -> str:
    """Return the help of `linkwarden` and of `linkwarden check`."""
    os.environ["COLUMNS"] = str(WIDTH)
    parser = build_parser()
    check = next(each for each in parser._actions if each.choices and "check" in each.choices)  # noqa: SLF001
    assert isinstance(check.choices, dict)  # noqa: S101 - argparse keeps its commands so
    parts = {"linkwarden --help": parser, "linkwarden check --help": check.choices["check"]}
    return "\n\n".join(f"```console\n$ {name}\n{each.format_help()}```" for name, each in parts.items())


def settings() -> str:
    """Return a table of every key."""
    rows = [f"| `{field.alias}` | {_default(field)} | {_words(field)} |" for field in Settings.model_fields.values()]
    return "\n".join(["| key | default | what it sets |", "|---|---|---|", *rows])


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, (str, int, float)):
        return f"`{value}`"
    return " ".join(f"`{name} = {_plain(each)}`" for name, each in value.model_dump(by_alias=True).items() if each)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words(field: FieldInfo) -> str:
    return " ".join((field.description or "").replace("``", "`").replace("|", "\\|").split())


PARTS: dict[str, Callable[[], str]] = {"sample": sample, "help": usage, "settings": settings}


def rendered(text: str) -> str:
    """Return the README with every part as it is now."""
    for name, make in PARTS.items():
        part = re.compile(rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
        made = make()
        text = part.sub(lambda match, made=made: f"{match[1]}{made}\n{match[2]}", text)  # type: ignore[misc]
    return text


def main() -> int:
    """Write the README, or say whether it is true."""
    old = README.read_text(encoding="utf-8")
    new = rendered(old)
    if "--check" in sys.argv[1:]:
        if old != new:
            sys.stderr.write("README.md is out of date: run `uv run python tools/readme.py`\n")
        return int(old != new)
    README.write_text(new, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
