"""Pure readers of exchanges, which rules and ladder share."""

from fnmatch import fnmatchcase
from typing import NamedTuple

from linkwarden.judge.evidence.logins import consent_link, ends_at_consent, ends_at_login
from linkwarden.judge.evidence.redirects import permanent_run_end
from linkwarden.judge.evidence.walls import Wall, wall_of
from linkwarden.model.exchange import PAGES, ErrorKind, Exchange
from linkwarden.model.observation import Fetch, Observation, Verify
from linkwarden.settings import Settings
from linkwarden.urls import parse_web_url


class Evidence(NamedTuple):
    """The state of the fetches of the resource itself so far."""

    own: tuple[Fetch, ...]
    """The fetches that got the page themselves."""
    usable: Fetch | None
    """The first fetch that got a page, also behind a consent page; it wins over all others."""
    last_fetch: Fetch | None
    """The last fetch, where none was usable."""
    wall: Wall | None
    """The wall that the last fetch ended at."""
    login: bool
    """The last fetch ended at a login."""
    consent: bool
    """The last fetch ended at a consent page."""
    issuer_unknown: bool
    """A fetch failed because the certificate's issuer is not trusted."""
    moved_to: str | None
    """Where the leading run of permanent redirects of the usable fetch ends."""

    @property
    def last(self) -> Exchange | None:
        """The error or status of the last fetch, if none was usable."""
        return self.last_fetch.last if self.last_fetch else None


def read(observation: Observation, settings: Settings) -> Evidence:
    """Return the evidence in the fetches of *observation*."""
    fetches = observation.own_fetches
    own = tuple(fetch for fetch in fetches if is_usable(fetch, settings))
    behind_consent = (_behind_consent(fetch, observation, settings) for fetch in fetches)
    usable = own[0] if own else next(filter(None, behind_consent), None)
    last_fetch = fetches[-1] if fetches and usable is None else None
    return Evidence(
        own=own,
        usable=usable,
        last_fetch=last_fetch,
        wall=_wall_in(last_fetch) if last_fetch else None,
        login=last_fetch is not None and _asks_for_login(last_fetch),
        consent=last_fetch is not None and ends_at_consent(last_fetch),
        issuer_unknown=any(fetch.last.error is ErrorKind.CERTIFICATE_ISSUER for fetch in fetches),
        moved_to=permanent_run_end(own[0]) if own else None,
    )


def is_usable(fetch: Fetch, settings: Settings) -> bool:
    """Return whether a fetch got the page.

    A fetch that did not check dates is about the certificate alone.
    """
    status = fetch.last.status
    if status is None or fetch.looped or fetch.verify is Verify.UNDATED:
        return False
    if status in _accepted(fetch.last.url, settings):
        return True
    return status in PAGES and _wall_in(fetch) is None and not ends_at_login(fetch) and not ends_at_consent(fetch)


def _behind_consent(fetch: Fetch, observation: Observation, settings: Settings) -> Fetch | None:
    """Return the fetch that followed the plain link of a consent page, if it got the page of the link."""
    link = consent_link(fetch)
    followed = observation.fetch_of(link) if link else None
    if followed is None or not is_usable(followed, settings):
        return None
    asked, reached = parse_web_url(fetch.url), parse_web_url(followed.last.url)
    there = asked is not None and reached is not None and (asked.host, asked.path) == (reached.host, reached.path)
    return followed if there else None


def _wall_in(fetch: Fetch) -> Wall | None:
    """Return the wall that a fetch ended at, or that sent it on from a page of its own (meta refresh)."""
    pages = [each for each in fetch.exchanges[:-1] if each.status in PAGES]
    return next((wall for wall in map(wall_of, [fetch.last, *pages]) if wall), None)


def _asks_for_login(fetch: Fetch) -> bool:
    """RFC 9110 section 15.5.2 (401), or a redirect to a page that wants a login."""
    status = fetch.last.status
    return status == 401 or (status is not None and status < 400 and ends_at_login(fetch))  # noqa: PLR2004


def _accepted(url: str, settings: Settings) -> tuple[int, ...]:
    if not settings.accept:
        return ()
    parsed = parse_web_url(url)
    host = parsed.host if parsed else ""
    return next((codes for pattern, codes in settings.accept.items() if fnmatchcase(host, pattern)), ())
