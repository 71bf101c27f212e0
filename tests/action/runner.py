"""Runs a composite action's steps as GitHub's runner does, as far as ``action.yml`` needs it.

Sources: docs.github.com, "Metadata syntax for GitHub Actions" (runs.steps), "Evaluate expressions in workflows and
actions", and "Workflow commands for GitHub Actions" (GITHUB_OUTPUT). Steps that use other actions are noted, not run;
``uv run … python`` becomes the Python that runs the tests.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_TOKEN = re.compile(r"'((?:[^']|'')*)'|(&&|\|\||==|!=|!|\(|\))|([\w.-]+)|\s+")
_OPERATORS = {"&&": " and ", "||": " or ", "==": "==", "!=": "!=", "!": " not ", "(": "(", ")": ")"}
_UV = 'uv run --no-config --project "$ACTION_PATH" --locked --no-dev python '


@dataclass(slots=True)
class Job:
    """One use of the action in a job."""

    folder: Path
    """The checkout."""
    github: dict[str, Any]
    """The context ``github``."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables that the runner sets in addition to those from the context."""
    used: list[str] = field(default_factory=list)
    """The actions that steps used."""
    outputs: dict[str, str] = field(default_factory=dict)
    stdout: str = ""
    stderr: str = ""
    code: int = 0
    """The exit code of the last run."""
    failed: bool = False
    _steps: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The summaries of the steps."""
        path = self._file("summary")
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def _file(self, name: str) -> Path:
        return self.folder.parent / f"{self.folder.name}-{name}"

    def run(self, **given: str) -> int:
        """Run every step, and return the exit code of the last one that failed, or 0."""
        known = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
        chosen = {name.replace("_", "-"): value for name, value in given.items()}
        assert chosen.keys() <= known.keys()
        inputs = {name: self._text(value, {}) for name, value in {**known, **chosen}.items()}
        code = 0
        for step in ACTION["runs"]["steps"]:
            if not self._holds(step.get("if", "success()"), inputs):
                continue
            if "uses" in step:
                self.used.append(step["uses"].partition("@")[0])
                continue
            ended = self._start(step, inputs)
            code = code or ended
            self.failed = self.failed or ended != 0
        self.outputs = {name: self._text(each["value"], inputs) for name, each in ACTION["outputs"].items()}
        return code

    def _start(self, step: Mapping[str, Any], inputs: Mapping[str, str]) -> int:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an input in a script can run commands"
        output = self._file("output")
        output.write_text("", encoding="utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder.parent),
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self._file("summary")),
            "GITHUB_EVENT_NAME": self.github["event_name"],
            "GITHUB_REF_NAME": self.github["ref_name"],
            **self.environment,
            **{name: self._text(value, inputs) for name, value in step.get("env", {}).items()},
        }
        assert step["run"].startswith(_UV)
        script = step["run"].replace(_UV, f"{sys.executable} ")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.stdout += done.stdout
        self.stderr += done.stderr
        if "id" in step:
            self._steps[step["id"]] = parse_outputs(output.read_text(encoding="utf-8"))
        return done.returncode

    def _text(self, value: str, inputs: Mapping[str, str]) -> str:
        return _EXPRESSION.sub(lambda match: str(self._evaluate(match[1], inputs)), value)

    def _holds(self, condition: str, inputs: Mapping[str, str]) -> bool:
        inner = _EXPRESSION.fullmatch(condition)
        whole = inner[1] if inner else condition
        return bool(self._evaluate(whole, inputs)) and (not self.failed or "cancelled()" in whole)

    def _evaluate(self, expression: str, inputs: Mapping[str, str]) -> Any:
        """Evaluate an expression: its operators are Python's, and each value is looked up first."""
        text = re.sub(r"hashFiles\('([^']*)'\)", lambda match: repr(self._hash(match[1])), expression)
        text = text.replace("cancelled()", "false").replace("success()", "true")
        parts: list[str] = []
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            assert match, f"not understood: {text[position:]}"
            position = match.end()
            if match[1] is not None:
                parts.append(repr(match[1].replace("''", "'")))
            elif match[2]:
                parts.append(_OPERATORS[match[2]])
            elif match[3]:
                parts.append(repr(self._value(match[3], inputs)))
        return eval("".join(parts).strip())  # noqa: S307 - the expressions of our own action.yml

    def _value(self, name: str, inputs: Mapping[str, str]) -> Any:
        if name in ("true", "false"):
            return name == "true"
        found: Any = {"inputs": inputs, "github": self.github, "steps": self._steps}
        for key in name.replace(".outputs.", ".").split("."):
            found = found.get(key, "") if isinstance(found, Mapping) else ""
        return found

    def _hash(self, pattern: str) -> str:
        return "0" * 64 if any(self.folder.glob(pattern)) else ""


def parse_outputs(text: str) -> dict[str, str]:
    """Read a file of outputs as the runner does (actions/runner, src/Runner.Worker/FileCommandManager.cs).

    A line is ``name=value`` or ``name<<delimiter``, then the value up to a line that is the delimiter.
    """
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if heredoc >= 0 and (equals < 0 or heredoc < equals):
            name, delimiter = line.split("<<", 1)
            value: list[str] = []
            for each in lines:
                if each == delimiter:
                    break
                value.append(each)
            else:
                raise ValueError(f"no delimiter ends {name}")
            found[name] = "\n".join(value)
        elif equals >= 0:
            name, _, found_value = line.partition("=")
            found[name] = found_value
        else:
            raise ValueError(f"not a command: {line!r}")
    return found
