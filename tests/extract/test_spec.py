"""The specifications' own examples: the same targets as in their reference HTML."""

import json
from pathlib import Path

import pytest

from tests.extract.support import html_hrefs, markdown_hrefs, read

DATA = Path(__file__).parent.parent / "data" / "extract"


def examples(name: str) -> list[tuple[str, str, str, str]]:
    return [
        (f"{name} {each['example']}", each["section"], each["markdown"], each["html"])
        for each in json.loads((DATA / f"{name}.json").read_text("utf-8"))
    ]


@pytest.mark.parametrize(
    ("name", "section", "markdown", "html"),
    [*examples("commonmark-spec"), *examples("gfm-spec"), *examples("cmark-gfm-extensions")],
    ids=lambda value: value if " " in value and len(value) < 30 and "\n" not in value else "",
)
def test_the_targets_of_a_spec_example_are_those_of_its_html(name: str, section: str, markdown: str, html: str) -> None:
    # The core examples are rendered without the extension that links bare URLs.
    bare = section == "Autolinks (extension)" or name.startswith("cmark-gfm-extensions")

    assert markdown_hrefs(read(markdown), bare=bare) == html_hrefs(html)
