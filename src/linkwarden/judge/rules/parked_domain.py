"""parked-domain: the name was let go, and a trader in names has it.

Two independent signs: the vendor's mark on the page, and that a path which cannot exist brings the
same. A second look has to show the mark again.
"""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.evidence import is_usable
from linkwarden.judge.evidence.absences import like_the_sibling
from linkwarden.judge.evidence.parking import parking_sign
from linkwarden.judge.evidence.siblings import sibling_of
from linkwarden.judge.proof import confirmed
from linkwarden.judge.rule import RULES, Need, Rule, Statement, Word
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import Look, Shape, Step


def _speak(case: Case) -> Iterator[Word]:
    first, url = case.evidence.usable, case.web_url
    if first is None or url is None or not all(_marked(look, case) for look in case.observation.own_looks):
        return
    sibling_url = sibling_of(url)
    sibling = case.observation.look_at(sibling_url)
    if sibling is None:
        yield Need(Step(Shape.PLAIN, "a sibling that cannot exist: is it parked too?", first.trust, sibling_url))
    elif _marked(sibling, case) and like_the_sibling(first, sibling):
        statement = Statement(f"the domain is parked: {parking_sign(first)}, and so for a page that cannot exist")
        yield from confirmed(case, lambda look: _marked(look, case), statement)


def _marked(look: Look, case: Case) -> bool:
    return is_usable(look, case.settings) and parking_sign(look) is not None


RULES.register(Rule("parked-domain", Verdict.DEAD, Severity.ERROR, "The domain is parked: its owner let it go", _speak))
