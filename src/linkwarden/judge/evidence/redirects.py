"""Evidence in the redirect hops of a fetch."""

import itertools

from linkwarden.model.exchange import Exchange
from linkwarden.model.observation import Fetch
from linkwarden.urls import with_fragment

PERMANENT = frozenset({301, 308})
"""RFC 9110 sections 15.4.2 and 15.4.9."""


def hops(fetch: Fetch) -> list[Exchange]:
    """Return the redirects of a fetch, in order, each once however often it was tried."""
    return [each for each in fetch.exchanges[:-1] if each.location]


def permanent_run_end(fetch: Fetch) -> str | None:
    """Return where the leading run of permanent redirects ends, or None if there is none.

    The fragment is that of the last Location with one (RFC 9110 section 10.2.2); it has none if none had.
    """
    run = list(itertools.takewhile(lambda each: each.status in PERMANENT, hops(fetch)))
    if not run:
        return None
    fragments = [fragment for each in run if (fragment := (each.header("location") or "").partition("#")[2])]
    end = fetch.exchanges[fetch.exchanges.index(run[-1]) + 1].url
    return with_fragment(end, fragments[-1] if fragments else None)


def final_url(fetch: Fetch) -> str:
    """Return the URL that the fetch ended at."""
    return fetch.redirected_to or fetch.url
