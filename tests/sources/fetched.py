"""Pages that were looked at, for rules that read them: no probe, no host."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from linkwarden.judge import Case, judge, next_step
from linkwarden.model.exchange import Body, Exchange
from linkwarden.model.observation import Fetch, Observation
from linkwarden.settings import Settings
from tests.sources.recorded import START, task


@dataclass(frozen=True)
class Page:
    """The response of a page."""

    status: int = 200
    title: str = "A page"
    headers: tuple[tuple[str, str], ...] = ()
    leads_to: str | None = None
    """By a temporary redirect."""


def fetch_around(url: str, pages: Mapping[str, Page], settings: Settings | None = None) -> tuple[Case, list[str]]:
    """Take every fetch that the rules request, and return the case with the URLs of the fetches."""
    chosen = settings or Settings()
    each = task(url)
    observation, ids, asked = Observation(each.resource), count(1), list[str]()
    while step := next_step([Case(each.links[0], observation, chosen, START)]):
        target = step.url or each.resource.url
        asked.append(target)
        assert len(asked) < 10
        page = pages.get(target, Page(404))
        moment = START + timedelta(seconds=10 * len(asked))
        exchanges = []
        if page.leads_to:
            exchanges.append(
                Exchange(f"e{next(ids)}", moment, "", "GET", target, 302, headers=(("location", page.leads_to),))
            )
            target = page.leads_to
        headers = (("content-type", "text/html"), *page.headers)
        body = Body(
            f"<html><head><title>{page.title}</title></head><body><p>text</p></body></html>".encode(), complete=True
        )
        exchanges.append(Exchange(f"e{next(ids)}", moment, "", "GET", target, page.status, headers=headers, body=body))
        fetch = Fetch(
            step.url or each.resource.url, step.mode, step.verify, tuple(exchanges), redirected_to=page.leads_to
        )
        observation = Observation(each.resource, (*observation.fetches, fetch))
    return Case(each.links[0], observation, chosen, START), asked


def findings(case: Case) -> dict[str, tuple[str, str, str | None]]:
    """Return severity, message and suggestion by rule."""
    return {
        each.rule: (each.severity.value, each.message, each.suggestion.url if each.suggestion else None)
        for each in judge(case).findings
    }
