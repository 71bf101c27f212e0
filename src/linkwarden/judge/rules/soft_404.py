"""soft-404: the page answers 200, and is what its host gives for any name that cannot exist.

A title or heading that says "not found", or a deep link that lands on the front page, is only a
suspicion. It takes a sibling that cannot exist, asked once per host and folder, to answer alike, and a
second look at the page to say the same. So an article about "404 Not Found" stays alive, and so does a
single-page app, which answers every path alike and says nothing about any.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.absences import absence_sign, like_the_sibling
from linkwarden.judge.evidence.siblings import sibling_of
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Need, Rule, Statement, Word
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Look, Shape, Step


def _speak(case: Case) -> Iterator[Word]:
    first, url = case.evidence.usable, case.web_url
    if first is None or url is None or not all(_suspect(look, case) for look in case.observation.own_looks):
        return
    sibling_url = sibling_of(url)
    sibling = case.observation.look_at(sibling_url)
    if sibling is None:
        yield Need(
            Step(Shape.PLAIN, "a sibling that cannot exist: what does the host say then?", first.trust, sibling_url)
        )
    elif is_usable(sibling, case.settings) and like_the_sibling(first, sibling):
        statement = Statement(f"{absence_sign(first)}, as for a page that cannot exist")
        yield from confirmed(case, lambda look: _suspect(look, case), statement)


def _suspect(look: Look, case: Case) -> bool:
    return is_usable(look, case.settings) and absence_sign(look) is not None


RULES.register(Rule("soft-404", Verdict.DEAD, Severity.ERROR, "The page answers 200 and is not there", _speak))
