"""missing-anchor: the file is there, and no heading or id in it has that name.

``#top`` and the empty fragment are the top of the page (HTML standard, section 7.4.6.3, "select the
indicated part"); ``#L10`` marks lines on forges; ``#:~:text=`` is the browser's to find.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, Statement, Word
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import LocalFile

_LINES = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?")
_PREFIX = "user-content-"
"""GitHub puts it before every id of a README, and takes it off again in the browser."""


def _speak(case: Case) -> Iterator[Word]:
    local = case.observation.fact(LocalFile)
    fragment = (case.link.fragment or "").partition(":~:")[0]
    if local is None or not local.exists or local.anchors is None or not fragment:
        return
    name = unquote(fragment).removeprefix(_PREFIX)
    if name.lower() == "top" or _LINES.fullmatch(name) or _there(name, fragment, local.anchors):
        return
    near = get_close_matches(name, local.anchors, n=1, cutoff=0.7)
    hint = f"; did you mean #{near[0]}?" if near else ""
    suggestion = f"{case.link.resource.url}#{near[0]}" if near else None
    yield Statement(f"there is no #{name} in {case.link.resource.url}{hint}", suggestion)


def _there(name: str, fragment: str, anchors: frozenset[str]) -> bool:
    """GitHub's own script falls back to the lower-case name."""
    return bool({name, fragment, name.lower()} & anchors)


RULES.register(Rule("missing-anchor", Verdict.DEAD, Severity.ERROR, "The file has no such heading or id", _speak))
