"""The report itself, for programs."""

import json
from collections.abc import Iterator

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError

from linkwarden.report import REPORTERS, Style
from linkwarden.report.sanitize import json_text
from linkwarden.report.v1 import Report

_NO_LINKS = '\n "links": []'


class JsonReporter:
    """Writes every key, in the model's order, one item a line."""

    id = "json"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        return "".join(self.parts(report, style))

    def parts(self, report: Report, _style: Style) -> Iterator[str]:
        """Yield the text link by link."""
        before, no_links, after = json_text(_json(report.model_copy(update={"links": []}))).partition(_NO_LINKS)
        yield before
        if not report.links:
            yield no_links
        for at, link in enumerate(report.links):
            yield '\n "links": [\n  ' if at == 0 else ",\n  "
            yield json_text(_json(link)).replace("\n", "\n  ")
        yield f"\n ]{after}\n" if report.links else f"{after}\n"


def _json(model: BaseModel) -> str:
    """Return *model* as indented JSON; pydantic's writer refuses lone surrogates, as in a file's name."""
    try:
        return model.model_dump_json(indent=1)
    except PydanticSerializationError:
        return json.dumps(model.model_dump(mode="json"), ensure_ascii=False, indent=1)


REPORTERS.register(JsonReporter())
