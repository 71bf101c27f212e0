"""private-address: a machine of somebody's own network; READMEs are full of localhost.

Addresses and localhost (RFC 6761 section 6.3) are known without a look; a name that leads to a private
address is refused before anyone connects. Allowing private addresses switches the rule off by itself:
the resolver then refuses nothing but cloud metadata.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, Statement, Word
from linkwarden.model.exchange import ErrorKind, Exchange
from linkwarden.model.finding import Severity, Verdict


def _refused(case: Case) -> Exchange | None:
    last = case.evidence.last
    return last if last is not None and last.error is ErrorKind.PRIVATE_ADDRESS else None


def _speak(case: Case) -> Iterator[Word]:
    name = case.web_url.host if case.web_url else ""
    if not case.settings.allow_private_addresses and (name == "localhost" or name.endswith(".localhost")):
        yield Statement(f"{name} is this machine")
        return
    refused = _refused(case)
    if refused is not None and refused.url == case.link.resource.url:
        yield Statement(refused.detail)


def _speak_of_redirect(case: Case) -> Iterator[Word]:
    refused = _refused(case)
    if refused is not None and refused.url != case.link.resource.url:
        yield Statement(f"redirects to {refused.url}: {refused.detail}")


RULES.register(
    Rule("private-address", Verdict.SKIPPED, Severity.NOTE, "The address is not on the public internet", _speak)
)
RULES.register(
    Rule(
        "redirect-to-private-address",
        Verdict.UNREACHABLE,
        Severity.WARNING,
        "A redirect leads to an address that is not on the public internet",
        _speak_of_redirect,
    )
)
