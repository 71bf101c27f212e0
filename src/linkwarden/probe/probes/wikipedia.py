"""Wikipedia: articles, fifty at a time, by the action API of each language's wiki.

https://www.mediawiki.org/wiki/API:Query has the shape, titles that were normalized and redirects
included. A missing title is passed to its page, which responds with 404.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, NamedTuple
from urllib.parse import quote, unquote

from pydantic import Field

from linkwarden.model.catalogue import ArticleFacts
from linkwarden.model.exchange import Exchange
from linkwarden.probe.api import ApiProbe, NextRequest, Resolved, ResponseModel, SourceResult, absences, parsed
from linkwarden.probe.base import PROBES
from linkwarden.urls import WebUrl

_HOST = re.compile(r"([a-z][a-z-]*)\.(?:m\.)?wikipedia\.org")
_SPECIAL = re.compile(r"(?:Special|Spezial|Spécial|Especial|Служебная|特別|特殊):", re.IGNORECASE)
_NO_TITLE = re.compile(r"[#<>\[\]|{}\x00-\x1f]")
"""Characters that no title has (https://en.wikipedia.org/wiki/Wikipedia:Naming_conventions_(technical_restrictions))."""


class Article(NamedTuple):
    """An article of one wiki."""

    language: str
    title: str
    """With spaces."""


class _Step(ResponseModel):
    origin: Annotated[str, Field(alias="from")]
    to: str
    section: Annotated[str | None, Field(alias="tofragment")] = None


class _Page(ResponseModel):
    title: str
    missing: bool = False
    invalid: bool = False


class _Query(ResponseModel):
    normalized: tuple[_Step, ...] = ()
    redirects: tuple[_Step, ...] = ()
    pages: tuple[_Page, ...] = ()


class _Result(ResponseModel):
    query: _Query


class WikipediaProbe(ApiProbe[Article]):
    """Queries the action API."""

    id = "wikipedia"
    title = "Wikipedia's API"
    together: ClassVar[int] = 50
    ids_on_page: ClassVar[bool] = True

    def key(self, url: WebUrl) -> Article | None:
        """Return the article of a /wiki/ address."""
        match = _HOST.fullmatch(url.host)
        title = unquote(url.path.removeprefix("/wiki/")).replace("_", " ").strip()
        plain = url.path.startswith("/wiki/") and not url.query
        if match is None or not plain or not title or _NO_TITLE.search(title) or _SPECIAL.match(title):
            return None
        return Article(match[1], title)

    def group(self, key: Article) -> str:
        """Query each wiki for its own titles."""
        return key.language

    def step(self, key: Article, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query one title."""
        move = self.steps([key], answers)
        return move if isinstance(move, NextRequest) else move[key]

    def steps(
        self, keys: Sequence[Article], answers: Sequence[Exchange]
    ) -> NextRequest | Mapping[Article, SourceResult]:
        """Query the titles, following redirects."""
        if not answers:
            titles = quote("|".join(key.title for key in keys), safe="")
            api = f"https://{keys[0].language}.wikipedia.org/w/api.php"
            query = f"?action=query&format=json&formatversion=2&redirects=1&titles={titles}"
            return NextRequest(api + query, "look up articles on Wikipedia" if keys[1:] else f"look up {keys[0].title}")
        result = parsed(answers[0], _Result).query
        return {key: _outcome(key, result, answers) for key in keys}


def _outcome(key: Article, result: _Query, answers: Sequence[Exchange]) -> SourceResult:
    normal = {each.origin: each.to for each in result.normalized}
    redirects = {each.origin: each for each in result.redirects}
    pages = {each.title: each for each in result.pages}
    title, section, seen = normal.get(key.title, key.title), None, set[str]()
    start = title
    while title in redirects and title not in seen:
        seen.add(title)
        title, section = redirects[title].to, redirects[title].section
    page = pages.get(title)
    if page is None or page.invalid:
        return Resolved()
    if page.missing:
        return Resolved(ArticleFacts(key.title, absences(answers)))
    target = _url(key.language, title, section) if title != start else None
    return Resolved(ArticleFacts(key.title, redirects_to=target), settled=True)


def _url(language: str, title: str, section: str | None) -> str:
    path = quote(title.replace(" ", "_"), safe="/:(),!*;@'")
    fragment = f"#{quote(section.replace(' ', '_'), safe='/:(),!*;@')}" if section else ""
    return f"https://{language}.wikipedia.org/wiki/{path}{fragment}"


PROBES.register(WikipediaProbe())
