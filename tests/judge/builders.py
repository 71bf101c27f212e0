"""Short ways to build the inputs of rules."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from linkwarden.judge import Case
from linkwarden.model.exchange import Body, ErrorKind, Exchange
from linkwarden.model.link import Link, Resource, TargetKind
from linkwarden.model.observation import Facts, Fetch, Observation, RequestMode, Verify
from linkwarden.model.past import Past
from linkwarden.model.place import Kind, Occurrence, Span
from linkwarden.settings import Settings

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "https://site.dev/page"
SPAN = Span(1, 1, 1, 2)

Answer = int | ErrorKind


def exchange(
    answer: Answer = 200,
    *,
    url: str = URL,
    at: float = 0.0,
    headers: Sequence[tuple[str, str]] = (),
    body: str = "",
    ends_at: datetime | None = None,
) -> Exchange:
    """One exchange that ended with a status or an error, *at* seconds after NOW."""
    return Exchange(
        id=f"e{at:g}",
        at=NOW + timedelta(seconds=at),
        why="test",
        method="GET",
        url=url,
        status=answer if isinstance(answer, int) else None,
        error=answer if isinstance(answer, ErrorKind) else None,
        headers=tuple(headers),
        body=Body(body.encode(), complete=True),
        certificate_ends_at=ends_at,
    )


def fetch(
    *exchanges: Exchange | Answer,
    mode: RequestMode = RequestMode.PLAIN,
    verify: Verify = Verify.FULL,
    at: float = 0.0,
    looped: bool = False,
    url: str = URL,
) -> Fetch:
    """One look at *url*; statuses and errors are turned into exchanges."""
    made = tuple(each if isinstance(each, Exchange) else exchange(each, url=url, at=at) for each in exchanges)
    final = made[-1].url
    return Fetch(url, mode, verify, made, looped=looped, redirected_to=final if final != url else None)


def hop(to: str, status: int = 301, url: str = URL) -> Exchange:
    """One redirect."""
    return exchange(status, url=url, headers=[("location", to)])


def case(
    *fetches: Fetch,
    url: str = URL,
    kind: TargetKind = TargetKind.WEB,
    fragment: str | None = None,
    facts: Sequence[Facts] = (),
    settings: Settings | None = None,
    unfinished: str | None = None,
    past: Past | None = None,
) -> Case:
    """A case of one link in README.md."""
    resource = Resource(url, kind)
    whole = url if fragment is None else f"{url}#{fragment}"
    occurrence = Occurrence("README.md", Kind.LINK, "text", whole, whole, SPAN, SPAN)
    observation = Observation(resource, fetches, facts=tuple(facts), unfinished=unfinished)
    return Case(Link(whole, resource, fragment, (occurrence,)), observation, settings or Settings(), NOW, past)
