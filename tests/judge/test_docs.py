"""Every rule has its heading in docs/rules.md, and every heading there is a rule's."""

import re
from pathlib import Path

from linkwarden.judge import RULES

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_rules_and_headings_agree() -> None:
    headings = re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(RULES.ids) == sorted(headings)
