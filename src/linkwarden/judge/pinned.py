"""Documentation pages whose URL has a release."""

from datetime import date

from linkwarden.data.documentation import Pinned, pinned
from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.model.observation import Fetch
from linkwarden.urls import parse_web_url


def pinned_page(case: Case) -> Pinned | None:
    """Return the release of the link's page, if it responds and does not redirect to another release."""
    asked = pinned(case.web_url) if case.web_url else None
    if asked is None or case.evidence.usable is None:
        return None
    final = parse_web_url(case.evidence.usable.last.url)
    got = pinned(final) if final else None
    return asked if got is not None and got.version == asked.version else None


def twin_answers(case: Case, page: Pinned, fetch: Fetch) -> bool:
    """Return whether the fetch of the current release's page got that page, and not its front page instead."""
    final = parse_web_url(fetch.last.url)
    ending = page.rest.removesuffix("index.html").rstrip("/")
    return is_usable(fetch, case.settings) and final is not None and final.path.rstrip("/").endswith(ending)


def ended_on(case: Case, page: Pinned) -> date | None:
    """Return the day on which the release ended, or None if it has not, or that is unknown."""
    ends = page.product.ends_on(page.version) if page.product else None
    return ends if ends is not None and ends < case.now.date() else None
