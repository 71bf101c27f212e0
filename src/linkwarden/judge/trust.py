"""Whether a run can be trusted, from the shape of its failures. Pure."""

from collections import Counter
from collections.abc import Sequence

from linkwarden.judge.rule import RULES, min_severity
from linkwarden.model.finding import JudgedLink, Severity, Verdict
from linkwarden.model.link import TargetKind
from linkwarden.model.observation import Fetch
from linkwarden.model.outcome import outcome_of
from linkwarden.model.past import Outcome
from linkwarden.urls import parse_web_url

MIN_HOSTS = 5
ALIKE_SHARE = 0.9


def distrust_reason(links: Sequence[JudgedLink], *, any_answered: bool) -> str | None:
    """Return why the network of this run cannot be trusted, or None if it can.

    Args:
        links: Every link, judged.
        any_answered: Whether some host, or the canary, sent a usable response.
    """
    asked = _endings(links)
    if not asked:
        return None
    if not any_answered:
        return f"no usable response from {_hosts(len(asked))} or from the canary"
    by_host = _endings([each for each in links if not _is_as_before(each)])
    if len(by_host) < MIN_HOSTS:
        return None
    ending, count = Counter(by_host.values()).most_common(1)[0]
    if ending and count >= ALIKE_SHARE * len(by_host):
        summary = f"{count} of {_hosts(len(by_host))} gave the same result, {ending}"
        return f"{summary}; check the proxy, a captive portal, the resolver and this machine's clock"
    return None


def as_untrusted(judged: JudgedLink) -> JudgedLink:
    """Return a link as an untrusted run reports it: results from the network do not fail, and no link is dead.

    Results from disk are kept, and so are those of earlier trusted runs.
    """
    if judged.link.resource.kind is not TargetKind.WEB or (judged.past and judged.past.remembered):
        return judged
    findings = tuple(each._replace(severity=min_severity(each.severity, Severity.NOTE)) for each in judged.findings)
    verdict = Verdict.UNREACHABLE if judged.verdict is Verdict.DEAD else judged.verdict
    return judged._replace(verdict=verdict, findings=findings)


def answered(judged: JudgedLink) -> bool:
    """Return whether the network brought a reader something for this link."""
    return _was_asked(judged) and judged.verdict in (Verdict.ALIVE, Verdict.MOVED)


def _endings(links: Sequence[JudgedLink]) -> dict[tuple[str, str, int], str]:
    """Return how each requested host's links end, if all fail in the same way; otherwise an empty result."""
    endings: dict[tuple[str, str, int], set[str]] = {}
    for judged in links:
        resource = judged.link.resource
        url = parse_web_url(resource.url) if resource.kind is TargetKind.WEB else None
        if url is not None and _was_asked(judged):
            endings.setdefault(url.origin, set()).add(_ending(judged))
    return {origin: each.pop() if len(each) == 1 else "" for origin, each in endings.items()}


def _was_asked(judged: JudgedLink) -> bool:
    """Return whether this run requested it, including before it was killed and resumed."""
    remembered = judged.past.remembered if judged.past else None
    return bool(judged.observation.exchanges) or (remembered is not None and remembered.resumed)


def _is_as_before(judged: JudgedLink) -> bool:
    """Return whether it failed in the last trusted run: then the link is the likely cause, not this network."""
    past = judged.past.resource if judged.past else None
    return past is not None and past.outcome is not Outcome.ANSWERED and past.outcome is outcome_of(judged.verdict)


def _ending(judged: JudgedLink) -> str:
    """Return the shape of a response for everyone: a portal, a filter, a clock that breaks TLS."""
    if judged.rule is not None and RULES[judged.rule].environmental:
        return judged.rule
    reached = {_foreign_host(fetch) for fetch in judged.observation.own_fetches}
    if len(reached) == 1 and (host := reached.pop()):
        return f"a redirect to {host}"
    return judged.verdict.value if judged.verdict in (Verdict.BLOCKED, Verdict.UNREACHABLE) else ""


def _foreign_host(fetch: Fetch) -> str | None:
    """Return the host that a fetch was redirected to, if it is not the requested one."""
    asked, reached = parse_web_url(fetch.url), parse_web_url(fetch.redirected_to or fetch.url)
    return reached.host if asked and reached and asked.host != reached.host else None


def _hosts(count: int) -> str:
    return "1 host" if count == 1 else f"{count} hosts"
