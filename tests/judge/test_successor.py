"""Successors in the descriptions of repositories."""

import pytest

from linkwarden.judge.successor import successor
from linkwarden.model.github import GitHubRepository


@pytest.mark.parametrize(
    ("description", "homepage", "expected"),
    [
        (None, None, None),
        ("A fast parser", None, None),
        ("DEPRECATED", None, None),
        ("Moved to https://github.com/new/parser", None, "https://github.com/new/parser"),
        ("[MOVED] This has moved to https://gitlab.com/new/parser.", None, "https://gitlab.com/new/parser"),
        ("Deprecated in favor of new/parser", None, "new/parser"),
        ("No longer maintained, please use new/parser!", None, "new/parser"),
        ("Superseded by (https://parser.dev/v2)", None, "https://parser.dev/v2"),
        ("Docs at https://parser.dev", None, None),
        ("Client/server context, and/or more", None, None),
        ("See https://github.com/old/parser for more", None, None),
        ("Use OLD/parser", None, None),
        (None, "https://parser.dev", None),
        (None, "https://github.com/new/parser", "https://github.com/new/parser"),
        (None, "https://github.com/old/parser#readme", None),
        (None, "https://github.com/old/parser/wiki", None),
    ],
)
def test_the_successor(description: str | None, homepage: str | None, expected: str | None) -> None:
    facts = GitHubRepository("old/parser", name_with_owner="old/parser", description=description, homepage=homepage)

    assert expected == successor(facts)
