"""missing-fragment: the page is there, and has no element of that name.

Only for an HTML page that was read to its end, whose ids come from the server: where a script
builds the page or sets its ids, or the page has no ids at all, there is nothing to compare with;
nor in UTF-16, in which ids are not read. GitHub loads the comments of issues and discussions with
scripts, so their fragments are not looked up. If a page moved permanently, the link should get its
new URL first.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote

from linkwarden.fragments import name_in, names_for, nearest
from linkwarden.judge.case import Case
from linkwarden.judge.evidence.redirects import hops
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.exchange import PAGES
from linkwarden.model.finding import Severity, Suggestion
from linkwarden.model.observation import Fetch
from linkwarden.model.rule import Category, RuleInfo
from linkwarden.page import charset_of, words_of
from linkwarden.urls import with_fragment

_SHELL = re.compile(
    rb"""<div[^<>]{1,200}id=["']?(root|app|__next|__nuxt|___gatsby|svelte|main-app)["']?[^<>]{0,200}>\s*</div>""",
    re.IGNORECASE,
)
_FEW_WORDS = 60
_FLAGS = re.IGNORECASE
_HEADING = re.compile(rb"<h[2-4]\b", _FLAGS)
_NAMED_HEADING = re.compile(
    rb"<h[2-4]\b[^<>]*\sid\s*=|"
    rb"<h[2-4]\b[^<>]*>\s*<(?:a|span)\b[^<>]*\s(?:id|name)\s*=|"
    rb"</h[2-4]\s*>\s*<a\b[^<>]*\sid\s*=|"  # GitHub
    rb"<(?:a|span)\b[^<>]*\s(?:id|name)\s*=[^<>]*>\s*</(?:a|span)\s*>\s*<h[2-4]\b|"
    rb"<(?:section|div)\b[^<>]*\sid\s*=[^<>]*>(?:\s*<span\b[^<>]*>\s*</span\s*>)*\s*<h[1-4]\b",  # docutils
    _FLAGS,
)
_PERCENT_ENCODED = re.compile(r'[\s"<>`]')
"""WHATWG URL, section 1.3: the fragment percent-encode set, as far as names have such characters."""
_LATER = re.compile(
    r"(issue|discussion)comment-|discussion_r|pullrequestreview-|issue-|r\d+$|ref-(issue|commit)-", re.IGNORECASE
)


def _evaluate(case: Case) -> Iterator[RuleResult]:
    fetch, names = case.evidence.usable, names_for(case.link.fragment)
    if fetch is None or not names or case.evidence.moved_to or _LATER.match(names[0]) or not _tells(fetch):
        return
    ids = fetch.last.body.ids or frozenset()
    if ids.isdisjoint(names):
        name = name_in(case.link.fragment)
        near = nearest(name, ids)
        hint = f"; did you mean #{_written(near)}?" if near else ""
        suggestion = Suggestion(with_fragment(case.link.resource.url, _written(near))) if near else None
        yield Match(f"no id #{_written(name)} on the page{hint}", suggestion)


def _written(name: str) -> str:
    """Return an id as it is written in a URL and in a sentence."""
    return _PERCENT_ENCODED.sub(lambda match: quote(match[0]), name)


def _tells(fetch: Fetch) -> bool:
    """Return whether the part of the page that was read can show that an id is missing."""
    body = fetch.last.body
    if fetch.last.status != HTTPStatus.OK:  # 203 and 206 are not, or only partly, the requested page
        return False
    html = "html" in (fetch.last.header("content-type") or "")
    renamed = any("#" in (hop.header("location") or "") for hop in hops(fetch))  # that fragment is the one that counts
    refreshed = any(each.status in PAGES for each in fetch.exchanges[:-1])  # as is that of a page that sends on
    wide = (charset_of(body.data, fetch.last.header("content-type")) or "").startswith("utf-16")
    if not html or not body.all_ids or renamed or refreshed or wide:
        return False
    if b"<script" not in body.data:
        return True
    if _HEADING.search(body.data) and not _NAMED_HEADING.search(body.data):
        return False
    return bool(body.ids) and not _SHELL.search(body.data) and len(words_of(body.data)) >= _FEW_WORDS


RULES.register(
    Rule(
        RuleInfo(
            "missing-fragment",
            None,
            Severity.WARNING,
            Category.HEALTH,
            "The page has no element with this id",
            "Fix or remove the fragment.",
        ),
        _evaluate,
        web_only=True,
    )
)
