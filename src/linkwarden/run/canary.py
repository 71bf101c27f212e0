"""The canary: one URL that distinguishes a network failure from broken links."""

from collections.abc import Sequence

from linkwarden.judge import answered
from linkwarden.model.finding import JudgedLink
from linkwarden.model.observation import RequestMode, Step
from linkwarden.probe import ProbeContext
from linkwarden.probe.fetch import perform_fetch


async def canary_answers(judged: Sequence[JudgedLink], context: ProbeContext) -> bool:
    """Request the canary if links were requested and no host responded, and return whether it did."""
    if any(map(answered, judged)) or not any(each.observation.exchanges for each in judged):
        return False
    step = Step(RequestMode.PLAIN, "canary: check that the network works")
    fetch = await perform_fetch(step, context.settings.canary, 0.0, context)
    return fetch.last.status is not None and fetch.last.status < 400  # noqa: PLR2004 - RFC 9110 section 15
