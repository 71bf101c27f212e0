"""media-private: the video exists, but is visible to invited people only."""

from collections.abc import Iterator

from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.catalogue import VideoFacts
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    facts = case.observation.fact(VideoFacts)
    if facts is not None and facts.private:
        yield Match("the video is private")


RULES.register(
    Rule(
        RuleInfo(
            "media-private",
            Verdict.BLOCKED,
            Severity.NOTE,
            Category.HEALTH,
            "The video is private",
            "No action needed.",
        ),
        _evaluate,
        web_only=True,
    )
)
