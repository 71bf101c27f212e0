"""What pure readers see in exchanges. They live beside rules and ladder, and serve both."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.observation import Look, Observation, Trust
from linkwarden.settings import Settings
from linkwarden.urls import parse_web_url

PERMANENT = frozenset({301, 308})
"""RFC 9110 sections 15.4.2 and 15.4.9."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""RFC 9110 section 15.4: the statuses that browsers follow."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The state of the looks so far."""

    usable: Look | None
    """The first look that got a page; it wins over all others."""
    last: Exchange | None
    """What the last look ended with, where no look was usable."""
    last_look: Look | None
    issuer_unknown: bool
    """A look failed because the certificate's issuer is not trusted."""
    moved_to: str | None
    """Where the leading run of permanent redirects of the usable look ends."""


def read(observation: Observation, settings: Settings) -> Evidence:
    """Return what the looks of *observation* show."""
    looks = observation.own_looks
    usable = next((look for look in looks if is_usable(look, settings)), None)
    last_look = looks[-1] if looks and usable is None else None
    return Evidence(
        usable=usable,
        last=last_look.last if last_look else None,
        last_look=last_look,
        issuer_unknown=any(look.last.error is ErrorKind.CERTIFICATE_ISSUER for look in looks),
        moved_to=moved_to(usable) if usable else None,
    )


def is_usable(look: Look, settings: Settings) -> bool:
    """Tell whether a look got what a reader came for.

    A look that did not check dates is about the certificate alone.
    """
    if look.looped or look.trust is Trust.UNDATED:
        return False
    status = look.last.status
    return status is not None and (200 <= status < 300 or status in _accepted(look.last.url, settings))  # noqa: PLR2004


def _accepted(url: str, settings: Settings) -> tuple[int, ...]:
    if not settings.accept:
        return ()
    parsed = parse_web_url(url)
    host = parsed.host if parsed else ""
    return next((codes for pattern, codes in settings.accept.items() if fnmatchcase(host, pattern)), ())


def hops(look: Look) -> list[Exchange]:
    """Return the redirects of a look, in order, each once however often it was tried."""
    return [each for each in look.exchanges[:-1] if each.status in REDIRECTS and each.header("location")]


def moved_to(look: Look) -> str | None:
    """Return where the leading run of permanent redirects ends, or None where there is none."""
    chain = hops(look)
    run = 0
    while run < len(chain) and chain[run].status in PERMANENT:
        run += 1
    if run == 0:
        return None
    return chain[run].url if run < len(chain) else look.redirected_to
