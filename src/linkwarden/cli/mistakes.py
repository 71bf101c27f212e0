"""What people type instead of a command or a path, and what to tell them."""

import difflib
import os
import re
from collections.abc import Sequence

_URL = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|www\.", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[\w-]{1,63}\.){1,10}(?:com|org|net|io|dev|edu|gov|info)(?:[:/?#].*)?", re.IGNORECASE | re.DOTALL
)


def is_url(text: str) -> bool:
    """Tell whether *text* looks like an address of the web rather than a path."""
    return _URL.match(text) is not None or _HOST.fullmatch(text) is not None


def mistaken_command(words: Sequence[str], commands: Sequence[str]) -> str | None:
    """Return what to say where the first word is no command, or None where it is one, or an option."""
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
