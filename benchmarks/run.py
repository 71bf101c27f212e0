"""Measure `linkwarden check` as a whole process, over a web of its own on 127.0.0.1; lychee too, where it is on PATH.

Run it from the repository: ``uv run python benchmarks/run.py [LINKS …]``. Figures compare within one run only:
quote ratios. CPU is the process's own; the servers run elsewhere.
"""

import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local_web import Local, Mix, local_web, paths

LINKS_PER_HOST = 10
ROUNDS = 3
TOOL = (sys.executable, "-m", "linkwarden")
NOISE = ("NO_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
WITHOUT_TIME = Mix({each: rate for each, rate in Mix().rates.items() if each in ("file", "moved")})
"""Behaviors without a second look, which would come 5 s later: only the cost of the check remains."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one process."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    code: int


def run(command: Sequence[str], folder: Path, ca_file: str = "") -> Cost:
    """Run *command* in *folder*, and measure it."""
    environment = {key: value for key, value in os.environ.items() if key.upper() not in NOISE}
    environment |= {"LINKWARDEN_CA_FILE": ca_file} if ca_file else {}
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    kib = used.ru_maxrss / 1024 if sys.platform == "darwin" else used.ru_maxrss
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, kib / 1024, process.returncode)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the medians of the rounds, each figure for itself."""
    return Cost(
        statistics.median(each.wall_s for each in costs),
        statistics.median(each.cpu_s for each in costs),
        statistics.median(each.peak_mib for each in costs),
        costs[-1].code,
    )


def write_readme(folder: Path, links: int, web: Local, mix: Mix) -> None:
    """Write a README with that many links, spread evenly over the hosts."""
    ports = itertools.cycle(web.ports[: max(1, links // LINKS_PER_HOST)])
    lines = [
        f"- [entry {number}](https://127.0.0.1:{port}{path}) - a library that does what its name says."
        for number, (port, path) in enumerate(zip(ports, paths(links, mix), strict=False))
    ]
    folder.joinpath("README.md").write_text("\n".join(["# Awesome", "", *lines, ""]), encoding="utf-8")


def start_up(folder: Path) -> None:
    """Print the time of the command without work, next to that of the interpreter without work."""
    folder.joinpath("README.md").write_text("# Nothing\n", encoding="utf-8")
    commands = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "--version": (*TOOL, "--version"),
        "--help": (*TOOL, "--help"),
        "check, empty README": (*TOOL, "check", "--no-reports"),
    }
    print("\n| start-up | ms | times python -c pass | peak MiB |\n|---|---|---|---|")
    rounds = [{name: run(command, folder) for name, command in commands.items()} for _ in range(7)]
    least = median([each["python -c pass"] for each in rounds]).wall_s
    for name in commands:
        cost = median([each[name] for each in rounds])
        print(f"| {name} | {cost.wall_s * 1000:.0f} | {cost.wall_s / least:.1f} | {cost.peak_mib:.0f} |", flush=True)


def checks(folder: Path, sizes: Sequence[int], web: Local) -> None:
    """Print the cost of a check at each size."""
    tools: dict[str, tuple[str, ...]] = {
        "linkwarden": (*TOOL, "check", "--no-history", "--allow-private-addresses", "--exit-zero")
    }
    lychee = shutil.which("lychee")
    if lychee is not None:
        tools["lychee"] = (lychee, "--insecure", "--no-progress", "--cache=false", "README.md")
    print("\n| links | hosts | tool | CPU ms a link | links a second | peak MiB | exit |")
    print("|---|---|---|---|---|---|---|")
    for links in sizes:
        write_readme(folder, links, web, WITHOUT_TIME)
        for name, command in tools.items():
            cost = median([run(command, folder, web.ca_file) for _ in range(ROUNDS)])
            figures = f"{cost.cpu_s / links * 1000:.2f} | {links / cost.wall_s:.0f} | {cost.peak_mib:.0f} | {cost.code}"
            print(f"| {links:,} | {max(1, links // LINKS_PER_HOST)} | {name} | {figures} |", flush=True)
    if lychee is None:
        print("\nlychee is not on PATH: not measured.")


def main() -> None:
    """Print all figures."""
    sizes = [int(each) for each in sys.argv[1:]] or [500, 2000, 4000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.joinpath(".git").mkdir()
        start_up(folder)
        with local_web(max(sizes) // LINKS_PER_HOST + 1) as web:
            checks(folder, sizes, web)


if __name__ == "__main__":
    main()
