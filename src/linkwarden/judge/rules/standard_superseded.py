"""standard-superseded: an RFC that was obsoleted, or a PEP that was superseded.

A note: old standards are often cited on purpose.
"""

import re
from collections.abc import Iterator

from linkwarden.data import peps
from linkwarden.judge.case import Case
from linkwarden.judge.freshness import unless_excepted
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.catalogue import RfcFacts
from linkwarden.model.finding import Severity, Suggestion
from linkwarden.model.rule import Category, RuleInfo

_PEP = re.compile(r"/(?:dev/peps/)?pep-0*+(\d{1,9})(?:\.html)?/?")
_PEP_HOSTS = frozenset({"peps.python.org", "www.python.org"})
_RFC = re.compile(r"rfc0*\d+")


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(RfcFacts)
    if facts is not None and facts.obsoleted_by:
        yield from unless_excepted(case, _rfc(case, facts))
    elif case.web_url is not None and case.web_url.host in _PEP_HOSTS:
        match = _PEP.fullmatch(case.web_url.path)
        successors = peps().successors(int(match[1])) if match and case.evidence.usable else ()
        if match and successors:
            names = ", ".join(f"PEP {each}" for each in successors)
            new = f"https://peps.python.org/pep-{successors[0]:04}/" if len(successors) == 1 else None
            suggestion = Suggestion(new) if new else None
            yield from unless_excepted(case, Match(f"PEP {int(match[1])} was superseded by {names}", suggestion))


def _rfc(case: Case, facts: RfcFacts) -> Match:
    names = ", ".join(facts.obsoleted_by)
    new = None
    if len(facts.obsoleted_by) == 1:  # sections have other numbers there, so a fragment is not kept
        number = facts.obsoleted_by[0].removeprefix("RFC ")
        new = _RFC.sub(f"rfc{number}", case.link.resource.url)
    return Match(f"{facts.name} was obsoleted by {names}", Suggestion(new) if new else None)


RULES.register(
    Rule(
        RuleInfo(
            "standard-superseded",
            None,
            Severity.NOTE,
            Category.FRESHNESS,
            "A newer RFC or PEP replaces this one",
            "Link to the newer document, unless the old one is meant.",
        ),
        _evaluate,
        web_only=True,
    )
)
