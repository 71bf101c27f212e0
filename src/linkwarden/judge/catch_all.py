"""Whether a page is what its host serves for any name: proof for suspicions about pages that answer 200."""

from collections.abc import Callable, Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.absences import leads_home, like_the_sibling, same_place
from linkwarden.judge.evidence.siblings import front_of, sibling_of
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import Match, Pending, RuleResult
from linkwarden.model.observation import Look, Step

Sign = Callable[[Look], str | None]
"""Returns what about an answer is suspicious, in words, or None."""


def same_for_any_name(case: Case, sign: Sign, message: str, *, front_differs: bool = False) -> Iterator[RuleResult]:
    """Say *message* where every usable look shows the *sign*, and a sibling that cannot exist brings the same.

    Args:
        case: The case.
        sign: What raises the suspicion.
        message: What to say then, with ``{sign}`` in it.
        front_differs: A page that was served has to be another one than the front page, since a host that gives one
            page for everything says nothing about any of them; a redirect has to lead where the front page is.
    """

    def shows(look: Look) -> bool:
        return is_usable(look, case.settings) and sign(look) is not None

    url = case.web_url
    usable = [look for look in case.observation.own_looks if is_usable(look, case.settings)]
    if url is None or not usable or not all(map(shows, usable)):
        return
    first, sibling_url, front_url = usable[0], sibling_of(url), front_of(url)
    sibling, front = case.observation.look_at(sibling_url), case.observation.look_at(front_url)
    if sibling is None:
        why = "a nonexistent URL, for comparison"
        yield Pending(Step(first.shape, why, first.verify, sibling_url))
    elif not shows(sibling) or not like_the_sibling(first, sibling):
        return
    elif front_differs and front is None and not leads_home(sibling):
        yield Pending(Step(first.shape, "the front page, for comparison", first.verify, front_url))
    elif not front_differs or leads_home(sibling) or (front is not None and _tells_apart(front, sibling)):
        yield from confirmed(case, shows, Match(message.format(sign=sign(first))))


def _tells_apart(front: Look, sibling: Look) -> bool:
    """Tell whether the front page shows that the sibling's response is not a page: another text, or the same place."""
    return same_place(front, sibling) if sibling.redirected_to else not like_the_sibling(front, sibling)
