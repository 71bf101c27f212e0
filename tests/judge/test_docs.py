"""docs/rules.md describes every rule, in the words of its `RuleInfo`."""

import re
from pathlib import Path

import pytest

from linkwarden.judge import rule_infos
from linkwarden.model.rule import Category, RuleInfo

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^### (?P<rule>.+)\n(?P<first>.*)\n", re.MULTILINE)
DATA_DATE = re.compile(r" \((PEP )?data as of [\d-]+\)")
"""The data that a rule was built with is renewed more often than the page."""


def chapter(info: RuleInfo) -> str:
    if info.verdict is not None:
        return info.verdict.capitalize()
    return "Freshness" if info.category is Category.FRESHNESS else "Without a verdict"


def described() -> dict[str, tuple[str, str]]:
    """Return the chapter and the first line of each rule's section."""
    chapters = {
        title: text for title, _, text in (part.partition("\n") for part in re.split(r"^## ", PAGE, flags=re.MULTILINE))
    }
    return {
        found["rule"]: (title, found["first"]) for title, text in chapters.items() for found in SECTION.finditer(text)
    }


def test_every_rule_has_a_section_and_every_section_a_rule() -> None:
    assert sorted(info.id for info in rule_infos()) == sorted(described())


@pytest.mark.parametrize("info", list(rule_infos()), ids=lambda info: info.id)
def test_a_section_begins_with_severity_summary_and_advice(info: RuleInfo) -> None:
    first = f"**{info.severity.capitalize()}.** {DATA_DATE.sub('', info.summary)}. {info.advice}"

    assert (chapter(info), first) == described()[info.id]
