"""media-private: the video exists, and only invited people may see it."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Rule, RuleResult, Statement
from linkwarden.model.catalogue import VideoFacts
from linkwarden.model.finding import Severity, Verdict


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(VideoFacts)
    if facts is not None and facts.private:
        yield Statement("the video is private: only people whom its owner invites can see it")


RULES.register(
    Rule("media-private", Verdict.BLOCKED, Severity.NOTE, "The video is private: only invited people see it", _evaluate)
)
