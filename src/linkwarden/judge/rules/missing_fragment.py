"""missing-fragment: the page is there, and has no element of that name.

Said only of an HTML page that was read to its end, whose ids come from the server: where a script
builds the page, or the page names no ids at all, there is nothing to compare with. GitHub loads the
comments of issues and discussions later on, so their fragments are not looked up. A page that moved for
good is to be linked at its new address first.
"""

import re
from collections.abc import Iterator

from linkwarden.fragments import name_in, names_for, nearest
from linkwarden.judge.case import Case
from linkwarden.judge.evidence import PAGES
from linkwarden.judge.evidence.redirects import hops
from linkwarden.judge.rule import RULES, Rule, Statement, Word
from linkwarden.model.finding import Severity
from linkwarden.model.observation import Look
from linkwarden.page import words_of

_SHELL = re.compile(
    rb"""<div[^<>]{1,200}id=["']?(root|app|__next|__nuxt|___gatsby|svelte|main-app)["']?[^<>]{0,200}>\s*</div>""",
    re.IGNORECASE,
)
_FEW_WORDS = 60
_LATER = re.compile(
    r"(issue|discussion)comment-|discussion_r|pullrequestreview-|issue-|r\d+$|ref-(issue|commit)-", re.IGNORECASE
)


def _speak(case: Case) -> Iterator[Word]:
    look, names = case.evidence.usable, names_for(case.link.fragment)
    if look is None or not names or case.evidence.moved_to or _LATER.match(names[0]) or not _tells(look):
        return
    ids = look.last.body.ids or frozenset()
    if ids.isdisjoint(names):
        name = name_in(case.link.fragment)
        near = nearest(name, ids)
        hint = f"; did you mean #{near}?" if near else ""
        suggestion = f"{case.link.resource.url}#{near}" if near else None
        yield Statement(f"the page has no #{name}{hint}", suggestion)


def _tells(look: Look) -> bool:
    """Tell whether what was read of the page could show that an id is not there."""
    body = look.last.body
    html = "html" in (look.last.header("content-type") or "")
    renamed = any("#" in (hop.header("location") or "") for hop in hops(look))  # that fragment is the one that counts
    refreshed = any(each.status in PAGES for each in look.exchanges[:-1])  # as is that of a page that sends on
    if not html or not body.all_ids or renamed or refreshed:
        return False
    if b"<script" not in body.data:
        return True
    return bool(body.ids) and not _SHELL.search(body.data) and len(words_of(body.data)) >= _FEW_WORDS


RULES.register(Rule("missing-fragment", None, Severity.WARNING, "The page has no element of that name", _speak))
