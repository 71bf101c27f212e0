"""Pure readers of exchanges, which rules and ladder share."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from linkwarden.judge.evidence.logins import consent_link, ends_at_consent, ends_at_login
from linkwarden.judge.evidence.redirects import permanent_run_end
from linkwarden.judge.evidence.walls import Wall, wall_of
from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.observation import Look, Observation, Verify
from linkwarden.settings import Settings
from linkwarden.urls import parse_web_url

PAGES = frozenset(range(200, 301))
"""RFC 9110 sections 15.3 and 15.4.1: success, and a list of choices that browsers show."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The state of the looks at the resource itself so far."""

    usable: Look | None
    """The first look that got a page; it wins over all others."""
    last_look: Look | None
    """The last look, where none was usable."""
    wall: Wall | None
    """The wall that the last look ended at."""
    login: bool
    """The last look ended at a login."""
    consent: bool
    """The last look ended at a consent page."""
    issuer_unknown: bool
    """A look failed because the certificate's issuer is not trusted."""
    moved_to: str | None
    """Where the leading run of permanent redirects of the usable look ends."""

    @property
    def last(self) -> Exchange | None:
        """The error or status of the last look, if none was usable."""
        return self.last_look.last if self.last_look else None


def read(observation: Observation, settings: Settings) -> Evidence:
    """Return the evidence in the looks of *observation*."""
    looks = observation.own_looks
    own = next((look for look in looks if is_usable(look, settings)), None)
    usable = own or next(filter(None, (_behind_consent(look, observation, settings) for look in looks)), None)
    last_look = looks[-1] if looks and usable is None else None
    return Evidence(
        usable=usable,
        last_look=last_look,
        wall=_wall_in(last_look) if last_look else None,
        login=last_look is not None and _asks_for_login(last_look),
        consent=last_look is not None and ends_at_consent(last_look),
        issuer_unknown=any(look.last.error is ErrorKind.CERTIFICATE_ISSUER for look in looks),
        moved_to=permanent_run_end(own) if own else None,
    )


def is_usable(look: Look, settings: Settings) -> bool:
    """Return whether a look got the page.

    A look that did not check dates is about the certificate alone.
    """
    status = look.last.status
    if status is None or look.looped or look.verify is Verify.UNDATED:
        return False
    if status in _accepted(look.last.url, settings):
        return True
    return status in PAGES and _wall_in(look) is None and not ends_at_login(look) and not ends_at_consent(look)


def _behind_consent(look: Look, observation: Observation, settings: Settings) -> Look | None:
    """Return the look that followed the plain link of a consent page, if it got the page of the link."""
    link = consent_link(look)
    followed = observation.look_at(link) if link else None
    if followed is None or not is_usable(followed, settings):
        return None
    asked, reached = parse_web_url(look.url), parse_web_url(followed.last.url)
    there = asked is not None and reached is not None and (asked.host, asked.path) == (reached.host, reached.path)
    return followed if there else None


def _wall_in(look: Look) -> Wall | None:
    """Return the wall that a look ended at, or that sent it on from a page of its own (meta refresh)."""
    pages = [each for each in look.exchanges[:-1] if each.status in PAGES]
    return next((wall for wall in map(wall_of, [look.last, *pages]) if wall), None)


def _asks_for_login(look: Look) -> bool:
    """RFC 9110 section 15.5.2 (401), or a redirect to a page that wants a login."""
    status = look.last.status
    return status == 401 or (status is not None and status < 400 and ends_at_login(look))  # noqa: PLR2004


def _accepted(url: str, settings: Settings) -> tuple[int, ...]:
    if not settings.accept:
        return ()
    parsed = parse_web_url(url)
    host = parsed.host if parsed else ""
    return next((codes for pattern, codes in settings.accept.items() if fnmatchcase(host, pattern)), ())
