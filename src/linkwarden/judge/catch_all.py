"""Whether a page is what its host gives for any name: proof for suspicions about pages that answer 200."""

from collections.abc import Callable, Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.absences import like_the_sibling
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
        front_differs: The front page must be another one, where the page was served and not redirected from:
            a host that gives one page for everything, to robots perhaps, says nothing about any of them.
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
        why = "a sibling that cannot exist: what does the host say then?"
        yield Pending(Step(first.shape, why, first.verify, sibling_url))
    elif not shows(sibling) or not like_the_sibling(first, sibling):
        return
    elif front_differs and not sibling.redirected_to and front is None:
        yield Pending(Step(first.shape, "the front page: is it another one?", first.verify, front_url))
    elif front_differs and front is not None and like_the_sibling(front, sibling):
        return
    else:
        yield from confirmed(case, shows, Match(message.format(sign=sign(first))))
