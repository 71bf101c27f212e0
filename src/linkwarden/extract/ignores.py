"""The comment that accepts findings on the block after it: ``<!-- linkwarden-ignore RULE[, RULE]: reason -->``."""

import re

MARKER = "linkwarden-ignore"
"""A text without it has no such comment."""

_OPENING = re.compile(rf"<!--\s*+{MARKER}(?=\s|:|-->)")
_RULES = re.compile(r"[\w*,\s-]*+")


def ignored_rules(comment: str) -> tuple[str, ...]:
    """Return the rule ids that an HTML comment switches off, ``*`` where it names none; empty for other comments."""
    opening = _OPENING.match(comment)
    text, end, _ = comment[opening.end() :].partition("-->") if opening else ("", "", "")
    rules = text.partition(":")[0]
    if not end or not _RULES.fullmatch(rules):
        return ()
    return tuple(re.findall(r"[\w*]+(?:-\w+)*", rules)) or ("*",)
