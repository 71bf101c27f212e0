"""The Markdown report in a browser, at the width of a comment on GitHub and of a phone: nothing is out of sight."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.source import SourceLinks
from linkwarden.report.v1 import Report
from tests.report.conftest import link, report, say

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDTHS = (740, 390)
SOURCE = SourceLinks("https://forge.example/acme/widget/blob/" + "0123456789" * 4 + "/", "plain=1")

CSS = """
body { margin: 0 }
article { box-sizing: border-box; padding: 16px; overflow: auto; font: 14px/1.5 sans-serif; overflow-wrap: break-word }
ul { padding-left: 2em }
code { font: 85% monospace; white-space: break-spaces; padding: .2em .4em }
table { display: block; width: max-content; max-width: 100%; overflow: auto }
"""
"""The parts of GitHub's style sheet that decide widths (github-markdown-css 5.8)."""

SCRIPT = """
const right = (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return Math.max(0, ...Array.from(range.getClientRects(), (box) => box.right));
};
const measured = Array.from(document.querySelectorAll("article"), (article) => ({
  visible: article.clientWidth,
  needed: article.scrollWidth,
  rights: Array.from(article.querySelectorAll("li, td"), right),
}));
document.body.innerHTML = "<pre>" + JSON.stringify(measured) + "</pre>";
"""


def widths(markdown: str, folder: Path) -> list[tuple[float, float, int]]:
    """Return, for each of the widths, the visible width, the right edge of the text, and the number of entries."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE).replace(
        "<details", "<details open"
    )
    articles = "".join(f'<article style="width: {width}px">{html}</article>' for width in WIDTHS)
    page = folder / "page.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><style>{CSS}</style>{articles}<script>{SCRIPT}</script>", "utf-8"
    )
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder / 'profile'}"]
    assert BROWSER
    ran = subprocess.run(
        [BROWSER, *flags, "--window-size=1000,1000", "--dump-dom", page.as_uri()], capture_output=True, check=True
    )
    found = re.search(r"<pre>(.*?)</pre>", ran.stdout.decode())
    assert found, ran.stderr.decode()
    return [
        (each["visible"], max(each["needed"], *each["rights"]), len(each["rights"])) for each in json.loads(found[1])
    ]


def enormous() -> Report:
    """Return a report whose URLs, paths and messages are longer than any line, in every section."""
    long = "a" * 3_000
    found = [
        link(
            f"https://{severity}.example/{long}",
            verdict,
            [say(long, severity, f"{long} {long}", f"https://b.example/{long}")],
            at=[f"{long}.md:1:1"],
        )
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        for verdict in (Verdict.DEAD, Verdict.MOVED, Verdict.UNREACHABLE, Verdict.BLOCKED)
    ]
    return report(found)


needs_browser = pytest.mark.skipif(BROWSER is None, reason="neither Chromium nor Chrome is installed")


@needs_browser
@pytest.mark.parametrize("name", ["full", "enormous"])
def test_every_entry_is_visible_without_scrolling(name: str, variants: dict[str, Report], tmp_path: Path) -> None:
    text = REPORTERS["markdown"].render(enormous() if name == "enormous" else variants[name], Style(source=SOURCE))
    entries = len(re.findall(r"^- ", text, re.MULTILINE))

    for width, (visible, needed, number) in zip(WIDTHS, widths(text, tmp_path), strict=True):
        assert (width, entries) == (visible, number)
        assert needed <= width


@needs_browser
def test_a_table_with_a_long_url_would_not_be(tmp_path: Path) -> None:
    """The measurement detects entries that are too wide."""
    url = f"<https://a.example/{'a' * 200}>"
    ((_, wide, _), (_, phone, _)) = widths(f"| Link | Why |\n| --- | --- |\n| {url} | answers 404 |\n", tmp_path)

    assert wide > 740
    assert phone > 390
