"""Makes lines of untrusted text that terminals and CI logs do not interpret.

CI systems interpret some output: GitHub Actions reads ``::command::`` at the start of a line, after blanks, and
``##[command]`` anywhere (actions/runner, ActionCommand.cs); Azure Pipelines ``##vso[…]`` and ``##[…]``,
TeamCity ``##teamcity[…]``.
"""

import re

ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colors, cursor movement (ECMA-48, section 5.4)
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS and the like (5.6)
    r"|\x1b[ -/]*[0-~]",  # everything else that begins with ESC (ECMA-35, section 13)
)
_COLOR = re.compile(r"\x1b\[\d{1,2}m")
"""The colors of reports (ECMA-48, section 8.3.117)."""
BREAKS = re.compile(r"[^\S ]+")
"""Every white space but the space itself, line and paragraph separators included."""
HIDDEN_CLASS = (
    r"\x00-\x1f\x7f-\x9f"  # C0 and C1 controls
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls (Unicode TR 9, section 2)
    r"\u200b\u2060-\u2064\u206a-\u206f\ufeff\u00ad\ufff9-\ufffb\U000e0000-\U000e007f"  # invisible, may hide text
    r"\ud800-\udfff\ufffe\uffff"  # not characters; XML 1.0 forbids them
)
HIDDEN = re.compile(f"[{HIDDEN_CLASS}]")

LOG_COMMAND = re.compile(r"(##[\w.-]*)\[")
"""A command in the log of GitHub Actions or Azure Pipelines, anywhere in a line."""
_LOG_COMMAND_START = re.compile(r"(?<!\S):{2,}")
"""A command where it begins a line, blanks aside; and any word may begin one when the text is wrapped."""


def plain(text: str) -> str:
    """Return *text* as one line that terminals and the logs of CI only show.

    It has no escape sequence, control or direction override, and nothing that a log interprets as a command.
    """
    return plain_line(text).strip()


def plain_line(text: str) -> str:
    """Return *text* as `plain` does, and keep the blanks at its start and end."""
    shown = HIDDEN.sub("", BREAKS.sub(" ", ESCAPE_SEQUENCE.sub("", text)))
    return _LOG_COMMAND_START.sub(lambda colons: " ".join(colons[0]), LOG_COMMAND.sub(r"\1%5B", shown))


def finished_line(line: str) -> str:
    """Return a laid-out line as it is printed: with our own colors, unless `plain_line` would alter it."""
    shown = _COLOR.sub("", line)
    safe = plain_line(shown)
    return line if safe == shown else safe
