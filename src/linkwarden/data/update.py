"""``python -m linkwarden.data.update`` fetches lifecycle.json and peps.json again, into the folder of this file.

For the project's own repository: run it there, look at the difference, commit. The products are those
that are in lifecycle.json already; https://endoflife.date/docs/api/v1/ has the API, version 1, and
https://peps.python.org/api/peps.json the PEPs.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from linkwarden.clock import SystemClock
from linkwarden.data import read
from linkwarden.identity import user_agent

PRODUCTS = "https://endoflife.date/api/v1/products/"
PEPS = "https://peps.python.org/api/peps.json"

Download = Callable[[str], Any]


def download(url: str) -> Any:
    """Return the JSON at *url*."""
    with urlopen(Request(url, headers={"User-Agent": user_agent()}), timeout=30) as answer:  # noqa: S310 - constants
        return json.load(answer)


def lifecycle(old: Mapping[str, Any], today: str, download: Download) -> dict[str, Any]:
    """Return lifecycle.json as of *today*; lines of releases that the API has dropped are kept."""
    products = {}
    for name, before in sorted(old["products"].items()):
        told = download(f"{PRODUCTS}{name}/")["result"]
        dated = {each["name"]: each["eolFrom"] for each in told["releases"] if each.get("eolFrom")}
        merged = before["releases"] | dated
        products[name] = {"title": before["title"], "releases": dict(sorted(merged.items(), key=_by_number))}
    return {"as_of": today, "source": old["source"], "products": products}


def peps(today: str, download: Download) -> dict[str, Any]:
    """Return peps.json as of *today*."""
    told = download(PEPS)
    superseded = {
        str(int(number)): [int(each) for each in str(pep["superseded_by"]).split(",")]
        for number, pep in sorted(told.items(), key=lambda item: int(item[0]))
        if pep.get("superseded_by")
    }
    return {"as_of": today, "source": PEPS, "superseded": superseded}


def _by_number(item: tuple[str, str]) -> tuple[int, ...]:
    return tuple(int(part) for part in item[0].split(".") if part.isdigit())


def write(folder: Path, download: Download, today: str) -> None:
    """Download everything, and only then write."""
    made = {"lifecycle.json": lifecycle(read("lifecycle.json"), today, download), "peps.json": peps(today, download)}
    for name, content in made.items():
        (folder / name).write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent, download, SystemClock().now().date().isoformat())
    sys.stdout.write("lifecycle.json and peps.json are up to date; look at the difference before you commit it\n")
