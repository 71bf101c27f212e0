"""The report itself, for programs."""

import json

from linkwarden.report import REPORTERS, Style
from linkwarden.report.sanitize import json_text
from linkwarden.report.v1 import Report


class JsonReporter:
    """Writes every key, in the model's order, one item a line."""

    id = "json"

    def render(self, report: Report, _style: Style) -> str:
        """See `Reporter.render`."""
        return json_text(json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=1)) + "\n"


REPORTERS.register(JsonReporter())
