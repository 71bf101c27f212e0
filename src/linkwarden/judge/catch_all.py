"""Whether a host serves the same page for every path: proof for suspicions about pages with status 200."""

from collections.abc import Callable, Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.absences import matches_sibling, redirects_to_front_page, same_place
from linkwarden.judge.evidence.siblings import front_of, sibling_of
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import Match, Pending, RuleResult
from linkwarden.model.observation import Fetch, Step

Sign = Callable[[Fetch], str | None]
"""Returns the suspicious sign of a response, in words, or None."""


def same_for_any_name(case: Case, sign: Sign, message: str, *, front_differs: bool = False) -> Iterator[RuleResult]:
    """Yield *message* if every usable fetch shows the *sign*, and a nonexistent sibling gets the same response.

    Args:
        case: The case.
        sign: Returns the sign of the suspicion.
        message: The message, with ``{sign}`` in it.
        front_differs: A page has to differ from the front page, because a host that serves one page for everything
            proves nothing about any of them; a redirect has to lead to the front page.
    """

    def shows(fetch: Fetch) -> bool:
        return is_usable(fetch, case.settings) and sign(fetch) is not None

    url = case.web_url
    usable = case.evidence.own
    if url is None or not usable or any(sign(fetch) is None for fetch in usable):
        return
    first, sibling_url, front_url = usable[0], sibling_of(url), front_of(url)
    sibling, front = case.observation.fetch_of(sibling_url), case.observation.fetch_of(front_url)
    if sibling is None:
        why = "a nonexistent URL, for comparison"
        yield Pending(Step(first.mode, why, first.verify, sibling_url))
    elif not shows(sibling) or not matches_sibling(first, sibling):
        return
    elif front_differs and front is None and not redirects_to_front_page(sibling):
        yield Pending(Step(first.mode, "the front page, for comparison", first.verify, front_url))
    elif not front_differs or redirects_to_front_page(sibling) or (front is not None and _tells_apart(front, sibling)):
        yield from confirmed(case, shows, Match(message.format(sign=sign(first))))


def _tells_apart(front: Fetch, sibling: Fetch) -> bool:
    """Return whether the front page shows that the sibling's response is not a page: other text, or the same place."""
    return same_place(front, sibling) if sibling.redirected_to else not matches_sibling(front, sibling)
