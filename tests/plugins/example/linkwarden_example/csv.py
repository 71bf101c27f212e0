"""A report format: one line of comma-separated values for each link."""

import csv
import io

from linkwarden.report import REPORTERS, Style
from linkwarden.report.v1 import Report


class CsvReporter:
    """Writes URL, verdict and findings."""

    id = "csv"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for link in report.links:
            writer.writerow([link.url, link.verdict, " ".join(finding.rule for finding in link.findings)])
        return text.getvalue()


REPORTERS.register(CsvReporter())
