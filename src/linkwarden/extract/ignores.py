"""The comment that accepts findings on the block after it: ``<!-- linkwarden-ignore RULE[, RULE]: reason -->``."""

import re

_COMMENT = re.compile(r"<!--\s*linkwarden-ignore(?:\s+(?P<rules>[\w*,\s-]*?))?\s*(?::.*?)?-->", re.DOTALL)


def ignored_rules(comment: str) -> tuple[str, ...]:
    """Return the rule ids that an HTML comment switches off, ``*`` where it names none; empty for other comments."""
    match = _COMMENT.match(comment)
    if match is None:
        return ()
    return tuple(re.findall(r"[\w*]+(?:-\w+)*", match["rules"] or "")) or ("*",)
