"""Formulas in text, whose brackets are no links.

Sources: ``pymdownx/arithmatex.py`` (``RE_SMART_DOLLAR_INLINE``, ``RE_BRACKET_INLINE``); GitHub documentation, "Writing
mathematical expressions".
"""

import re

_FORMULA = re.compile(
    r"(?P<code>(?<!`)(?P<marks>`++)(?!`).{1,300}?(?<!`)(?P=marks)(?!`))"
    r"|(?<![\\$])\$\$(?!\$)(?:\\.|[^\\$]){1,300}+\$\$"
    r"|(?<![\\$\w])\$(?![\s$])(?:\\.|[^\\$\n]){1,300}+(?<![\s\\])\$(?![\w$])"
    r"|(?<!\\)\\\((?:\\[^()]|[^\\]){1,300}+\\\)|(?<!\\)\\\[(?:\\[^\[\]]|[^\\]){1,300}+\\\]",
    re.DOTALL,
)
"""Formulas and code of up to 300 characters, so that the time is in proportion to the length of the text."""
_MARKS = str.maketrans("[]<>*_`!", "........")


def formulas(text: str) -> list[tuple[int, int]]:
    """Return the places of the formulas in inline *text*, outside code."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return []
    return [match.span() for match in _FORMULA.finditer(text) if not match["code"]]


def without_formulas(text: str) -> str:
    """Return *text* with dots for the characters of its formulas that are markup; its length stays."""
    for start, end in formulas(text):
        text = text[:start] + text[start:end].translate(_MARKS) + text[end:]
    return text
