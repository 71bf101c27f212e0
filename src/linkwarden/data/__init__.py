"""Facts that change rarely and ship with the package: when releases end, which PEPs were superseded.

`lifecycle.json` and `peps.json` have the date of their data; ``python -m linkwarden.data.update``
updates both. `documentation` lists the sites whose paths contain a release.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version as written: ``v2.28.1``, ``8.x``, ``1-18``."""
    parts = version.lower().removeprefix("v").replace("-", ".").split(".")
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit())


class Product(NamedTuple):
    """Something that is released, and when each line of releases ends."""

    title: str
    releases: Mapping[tuple[int, ...], date]

    def ends_on(self, version: str) -> date | None:
        """Return the last day of the release line of *version*, or None if it is unknown.

        A version that covers several lines, such as Python 2, ends with the last of them; an empty version
        covers all.
        """
        wanted = numbers(version)
        for length in range(len(wanted), 0, -1):
            if wanted[:length] in self.releases:
                return self.releases[wanted[:length]]
        within = [ends for line, ends in self.releases.items() if line[: len(wanted)] == wanted]
        return max(within, default=None)

    @property
    def newest(self) -> tuple[int, ...]:
        """The newest known line."""
        return max(self.releases)


class Lifecycle(NamedTuple):
    """When products' releases end."""

    as_of: date
    products: Mapping[str, Product]


class Peps(NamedTuple):
    """Which Python Enhancement Proposals supersede others."""

    as_of: date
    superseded: Mapping[int, tuple[int, ...]]

    def successors(self, number: int) -> tuple[int, ...]:
        """Return the PEPs that supersede a PEP; empty for one that is current."""
        found = self.superseded.get(number, ())
        seen = {number}
        while len(found) == 1 and found[0] in self.superseded and found[0] not in seen:
            seen.add(found[0])
            found = self.superseded[found[0]]
        return found


def read(name: str) -> Any:
    """Return one of the package's JSON files."""
    from importlib.resources import files  # noqa: PLC0415 - slow to import, and only some links need these files

    return json.loads((files(__name__) / name).read_text("utf-8"))


@cache
def lifecycle() -> Lifecycle:
    """Return when products' releases end."""
    told = read("lifecycle.json")
    products = {
        name: Product(
            each["title"], {numbers(line): date.fromisoformat(ends) for line, ends in each["releases"].items()}
        )
        for name, each in told["products"].items()
    }
    return Lifecycle(date.fromisoformat(told["as_of"]), products)


@cache
def peps() -> Peps:
    """Return which PEPs were superseded."""
    told = read("peps.json")
    return Peps(date.fromisoformat(told["as_of"]), {int(pep): tuple(by) for pep, by in told["superseded"].items()})
