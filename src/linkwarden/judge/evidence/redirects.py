"""What the hops of a look show."""

from linkwarden.model.exchange import Exchange
from linkwarden.model.observation import Look

PERMANENT = frozenset({301, 308})
"""RFC 9110 sections 15.4.2 and 15.4.9."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""RFC 9110 section 15.4: the statuses that browsers follow."""


def hops(look: Look) -> list[Exchange]:
    """Return the redirects of a look, in order, each once however often it was tried."""
    return [each for each in look.exchanges[:-1] if each.status in REDIRECTS and each.header("location")]


def permanent_run_end(look: Look) -> str | None:
    """Return where the leading run of permanent redirects ends, or None where there is none."""
    chain = hops(look)
    run = 0
    while run < len(chain) and chain[run].status in PERMANENT:
        run += 1
    if run == 0:
        return None
    return chain[run].url if run < len(chain) else look.redirected_to


def final_url(look: Look) -> str:
    """Return the URL that the look ended at."""
    return look.redirected_to or look.url
