"""Error messages for wrong commands, options and arguments."""

import difflib
import os
import re
from collections.abc import Sequence

_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|www\.", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[\w-]{1,63}\.){1,10}(?:com|org|net|io|dev|edu|gov|info)(?:[:/?#].*)?", re.IGNORECASE | re.DOTALL
)


def is_url(text: str) -> bool:
    """Return whether *text* looks like a web URL rather than a path."""
    return _URL.match(text) is not None or _HOST.fullmatch(text) is not None


def mistaken_command(words: Sequence[str], commands: Sequence[str]) -> str | None:
    """Return an error message if the first word is not a command, or None if it is a command or an option."""
    if not words or words[0].startswith("-") or words[0] in commands:
        return None
    word = words[0]
    if os.path.lexists(word):
        return f"{word!r} is not a command; to check it: linkwarden check {word}"
    if is_url(word):
        return f"{word!r} is not a command; to check one link: linkwarden explain {word}"
    near = difflib.get_close_matches(word, commands, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the commands are {', '.join(commands)}"
    return f"{word!r} is not a command; {hint}"


def unknown_argument(words: Sequence[str], command: str, flags: Sequence[str]) -> str:
    """Return an error message for arguments that a command does not have.

    Args:
        words: The arguments, at least one.
        command: The command's name.
        flags: The options of the command, with their leading hyphens.
    """
    help_command = f"linkwarden {command} --help"
    option = next((word.partition("=")[0] for word in words if word.startswith("-")), None)
    if option is None:
        return f"unexpected argument {words[0]!r}; see {help_command}"
    if option in flags:
        return f"write {option} after the command: linkwarden {command} {option}"
    near = difflib.get_close_matches(option, flags, n=1, cutoff=0.8)
    if near:
        return f"unknown option {option}; did you mean {near[0]}?"
    from linkwarden.settings.other_tools import equivalent  # not needed for a valid command line

    return f"unknown option {option}; {equivalent(option.lstrip('-'), flags) or f'see {help_command}'}"
