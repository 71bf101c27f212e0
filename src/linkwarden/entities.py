"""Character references (HTML standard, section 13.2.5.72) in text from outside."""

import html
import re

_TOO_LONG = re.compile(r"&#(?:[0-9]{9,}|[xX][0-9A-Fa-f]{9,});?")
"""No character has such a number, and Python refuses to read numbers of thousands of digits."""
_REPLACEMENT = "\ufffd"


def unescape(text: str) -> str:
    """Return *text* with its character references decoded; a number beyond Unicode becomes U+FFFD."""
    return html.unescape(_TOO_LONG.sub(_REPLACEMENT, text)) if "&" in text else text  # noqa: TID251 - this is that one
