"""The ids that headings get."""

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from linkwarden.extract import ANCHOR_STYLES, extract
from linkwarden.extract.anchors.github import GithubSlugger
from tests.extract.support import read

DATA = Path(__file__).parent.parent / "data" / "extract" / "github-slugs.json"
DOCUMENTS = json.loads(DATA.read_text("utf-8"))


def test_ids_are_those_of_github_slugger() -> None:
    for document in DOCUMENTS:
        slugger = GithubSlugger()

        assert [slugger.slug(heading) for heading in document["headings"]] == document["slugs"]


def test_ids_are_those_of_the_npm_package_on_new_headings() -> None:
    """Needs node, and NODE_PATH to name where `npm install github-slugger` put it."""
    node = shutil.which("node")
    script = (
        "import(process.argv[1]).then(m => { const s = new m.default(); "
        "console.log(JSON.stringify(JSON.parse(process.argv[2]).map(h => s.slug(h)))) })"
    )
    folders = [Path(each) for each in os.environ.get("NODE_PATH", "").split(os.pathsep) if each]
    package = next((each for folder in folders for each in folder.glob("github-slugger/index.js")), None)
    if node is None or package is None:
        pytest.skip("no node, or no github-slugger on NODE_PATH")
    rng = random.Random(3)  # noqa: S311 - the same headings each time
    words = [word for document in DOCUMENTS for heading in document["headings"] for word in heading.split()]
    headings = [" ".join(rng.choices(words, k=rng.randint(0, 4))) for _ in range(2000)]

    told = subprocess.run(
        [node, "-e", script, package.absolute().as_uri(), json.dumps(headings)], capture_output=True, check=True
    )

    slugger = GithubSlugger()
    assert [slugger.slug(heading) for heading in headings] == json.loads(told.stdout)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A *b* `c_d` [e](f) <i>g</i>", {"a-b-c_d-e-g"}),
        ("# ![alt](a) Title", {"-title"}),
        ("# :rocket: Go", {"rocket-go"}),
        ("# 🚀 Go", {"-go"}),
        ("A\nb\n===", {"ab"}),
        ("A |\n---", {"a-"}),
        ("# A\n# A\n## A 1\n# A", {"a", "a-1", "a-1-1", "a-2"}),
        ("# A &amp; B", {"a--b"}),
        (r"# A \& \_B\_", {"a--_b_"}),
        ("# A_b_ __c__", {"a_b_-c"}),
        ("# Привет 中文", {"привет-中文"}),
        ("# A {#own}", {"a-own", "own"}),
        ("> # A\n\n- # B", {"a", "b"}),
        ("<h1 align=center>A <b>b</b></h1>\n\n# A b", {"a-b", "a-b-1"}),
        ("<h2>\n  A\n</h2>", {"--a", "a"}),
        ("<a id=x></a><a name='y'></a> <p id=z>\n\n<div id=w>\n", {"x", "y", "z", "w"}),
        ('<h3 name="own">\nA b\n</h3>', {"own", "a-b"}),
        ("```\n# A\n```", set()),
        ("# [^1]\n\n[^1]: b", {"1", "fn-1", "fnref-1"}),
        ("## A[^x]\n## B [^x]\n\n[^x]: c", {"a1", "b-1", "fn-x", "fnref-x", "fnref-x-2"}),
        ("# [^1]", {"1"}),
    ],
)
def test_the_anchors_of_markdown_are_githubs(text: str, expected: set[str]) -> None:
    assert read(text, "page.md").anchors == expected


@pytest.mark.parametrize(
    ("style", "headings", "expected"),
    [
        ("python-markdown", ["A b", "A b", "A b"], ["a-b", "a-b_1", "a-b_2"]),
        ("python-markdown", ["Ünïcode: `x`", "中文", "中文"], ["unicode-x", "_1", "_2"]),
        ("python-markdown", ["A - b", "a_1", "a_1"], ["a-b", "a_1", "a_2"]),
        ("python-markdown", ["A {: #own }", "B {#own2}"], ["own", "own2"]),
        (
            "python-markdown",
            ["A {.big lang=en}", "B {: title='x y' }", "C {.big #own}", "D {x}"],
            ["a", "b", "own", "d-x"],
        ),
        ("python-markdown_", ["A - b c"], ["a_-_b_c"]),
        ("python-markdown-unicode", ["Größe ½"], ["größe-½"]),
        ("pymdown-none", ["A  B: Ç"], ["A-B-Ç"]),
        ("pymdown-lower", ["A & B", "<Tag> Ç"], ["a--b", "ç"]),
        ("pymdown-lower-ascii_", ["A Ç"], ["a_Ç"]),
        ("pymdown-fold", ["Straße"], ["strasse"]),
        ("hugo", ["हिन्दी", "???", "A b", "A b", "A-1 {#own .big}"], ["हनद", "heading", "a-b", "a-b-1", "own"]),
        ("hugo-github-ascii", ["Größe 中 x"], ["groe--x"]),
        ("hugo-blackfriday", ["A - b: c!"], ["a-b-c"]),
        ("kramdown", ["A\tb", "A b {#own}", "C {#x .y}", "½ d", "A b{:.x}"], ["a-b", "own", "c-x-y", "-d", "a-b-1"]),
        ("kramdown-basic", ["1. A b", "中", "É a"], ["a-b", "section", "a"]),
        ("vitepress", ["A :rocket: b", "a:b:c", "1 x"], ["a-b", "a-b-c", "_1-x"]),
        ("mdbook", ["हिन्दी", "A", "A", "A-1"], ["हिनदी", "a", "a-1", "a-1-1"]),
    ],
)
def test_other_generators_make_ids_of_their_own(style: str, headings: list[str], expected: list[str]) -> None:
    slugger = ANCHOR_STYLES[style].slugger()

    assert [slugger.slug(heading) for heading in headings] == expected


def test_the_style_is_chosen_by_name() -> None:
    assert extract("a.md", "# A: b\n# A: b", anchors="python-markdown").anchors == {"a-b", "a-b_1"}


@pytest.mark.parametrize(
    ("path", "style", "expected"),
    [
        ("README.md", "github", {"readme", "a"}),
        ("docs/Readme.markdown", "github", {"readme", "a"}),
        ("docs/readme-first.md", "github", {"a"}),
        ("README.md", "python-markdown", {"a"}),
    ],
)
def test_the_box_around_a_readme_has_an_id_on_github(path: str, style: str, expected: set[str]) -> None:
    assert expected == extract(path, "# A\n", anchors=style).anchors
