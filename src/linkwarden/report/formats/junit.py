"""JUnit's XML, which most CI systems show as test results: a suite for each file, a case for each link in it.

There is no standard. This is what the schema of Jenkins' xUnit plugin allows (junit-10.xsd), which has neither a file
nor a line for a case: the suite has the file, and the text begins with the lines.
"""

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from linkwarden.model.finding import Severity, Verdict
from linkwarden.report import REPORTERS, Style
from linkwarden.report.sanitize import plain
from linkwarden.report.selectors import in_reading_order, is_accepted, places_of, run_place
from linkwarden.report.v1 import LinkInfo, Report, RunFindingInfo
from linkwarden.report.wording import status_warning

_RUN = "linkwarden"
"""The suite of findings without a file."""

_ATTACHMENT = re.compile(r"\[\[(?=ATTACHMENT\|)")
"""GitLab and Jenkins read ``[[ATTACHMENT|PATH]]`` in an output as the name of a file to show."""


class JunitReporter:
    """Writes failures for findings that fail the check, and nothing else."""

    id = "junit"

    def render(self, report: Report, _style: Style) -> str:
        """See `Reporter.render`."""
        suites: dict[str, list[ET.Element]] = {}
        for finding in report.findings:
            suites.setdefault(finding.path or _RUN, []).append(_run_case(finding))
        for link in in_reading_order(report.links):
            for path in dict.fromkeys(place.path for place in places_of(link)):
                suites.setdefault(path, []).append(_link_case(link, path))
        alarm = status_warning(report)
        if alarm:
            suites.setdefault(_RUN, []).append(_case(_RUN, "run", alarm, "error", report.run.status))
        root = ET.Element("testsuites", {"name": _RUN, "time": f"{report.run.duration_s:.3f}"})
        root.extend(_suite(name, suites[name]) for name in sorted(suites))
        totals = _totals(root)
        del totals["skipped"]  # the schema has it for suites only
        root.attrib |= totals
        ET.indent(root)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite", {"name": plain(name)} | ({"file": plain(name)} if name != _RUN else {}))
    suite.extend(cases)
    suite.attrib |= _totals(suite)
    return suite


def _totals(element: ET.Element) -> dict[str, str]:
    tags = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    return {name: str(sum(1 for _ in element.iter(tag))) for name, tag in tags.items()}


def _case(suite: str, name: str, message: str, outcome: str = "system-out", kind: str = "") -> ET.Element:
    """Return a test case with its text, as output or as outcome."""
    case = ET.Element("testcase", {"classname": plain(suite), "name": plain(name)})
    if message:
        told = ET.SubElement(case, outcome, {"type": plain(kind)} if kind else {})
        told.text = _ATTACHMENT.sub("[%5B", plain(message))
        if outcome != "system-out":
            told.set("message", told.text)
    return case


def _link_case(link: LinkInfo, path: str) -> ET.Element:
    words = "; ".join(_words(link))
    lines = ", ".join(dict.fromkeys(str(place.line) for place in places_of(link) if place.path == path))
    told = f"line {lines}: {words}" if words else ""
    if link.fails:
        return _case(path, link.url, told, "failure", link.rule or str(link.verdict))
    if is_accepted(link):
        return _case(path, link.url, f"{link.state}: {told}", "skipped")
    return _case(path, link.url, told, "skipped" if link.verdict is Verdict.SKIPPED else "system-out")


def _words(link: LinkInfo) -> Iterable[str]:
    for finding in link.findings:
        instead = f" (instead: {finding.suggestion})" if finding.suggestion else ""
        yield f"{finding.rule}: {finding.message}{instead}"


def _run_case(finding: RunFindingInfo) -> ET.Element:
    place = run_place(finding)
    name = f"{finding.rule} {place or finding.host or ''}"
    if finding.severity is Severity.ERROR:
        return _case(finding.path or _RUN, name, finding.message, "failure", finding.rule)
    return _case(finding.path or _RUN, name, finding.message)


REPORTERS.register(JunitReporter())
