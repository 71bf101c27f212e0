"""The report itself, for programs."""

import json
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from linkwarden.report import REPORTERS, Style
from linkwarden.report.sanitize import json_text
from linkwarden.report.v1 import ExchangeInfo, LinkInfo, Report

T = TypeVar("T")


class JsonReporter:
    """Writes every key, in the model's order, one item a line."""

    id = "json"

    def render(self, report: Report, style: Style) -> str:
        """See `Reporter.render`."""
        return "".join(self.parts(report, style))

    def parts(self, report: Report, _style: Style) -> Iterator[str]:
        """Yield the text; of the long lists, item by item."""
        rest = _json(TypeAdapter(Report), report.model_copy(update={"links": [], "exchanges": []}))
        for name, items in (
            ("links", _items(TypeAdapter(LinkInfo), report.links)),
            ("exchanges", _items(TypeAdapter(ExchangeInfo), report.exchanges)),
        ):
            before, key, rest = rest.partition(f'\n "{name}": [')
            yield before + key
            yield from items
        yield f"{rest}\n"


def _items(adapter: TypeAdapter[T], items: Iterable[T]) -> Iterator[str]:
    """Yield the text between the brackets of a list in the report."""
    separator, end = "\n  ", ""
    for each in items:
        yield separator + _json(adapter, each).replace("\n", "\n  ")
        separator, end = ",\n  ", "\n "
    yield end


def _json(adapter: TypeAdapter[T], item: T) -> str:
    """Return *item* as indented JSON; pydantic's writer refuses lone surrogates, as in a file's name."""
    try:
        text = adapter.dump_json(item, indent=1).decode()
    except PydanticSerializationError:
        text = json.dumps(adapter.dump_python(item, mode="json"), ensure_ascii=False, indent=1)
    return json_text(text)


REPORTERS.register(JsonReporter())
