"""``linkwarden init``: write a configuration and CI workflows for this repository."""

import argparse
import os
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from linkwarden.cli.exits import Exit
from linkwarden.cli.files import print_report, write_report
from linkwarden.errors import LinkwardenError
from linkwarden.extract import find_inputs, repository_root
from linkwarden.files import leads_outside
from linkwarden.git import remote_hosts
from linkwarden.init import Forge, FoundSite, NewFile, Repository, forges_of, is_writable, planned_files
from linkwarden.report.sanitize import plain
from linkwarden.run.sites import RepositorySites
from linkwarden.sites import Site

_READ_FIRST = ("README.md", "CONTRIBUTING.md")
_DOCUMENTATION = "docs"
_WITHOUT_SOURCES = frozenset({"public", "built"})
"""The name in `sites` of folders whose files are served unchanged."""


def run(arguments: argparse.Namespace) -> int:
    """Write the files that are not there yet."""
    root = repository_root(Path.cwd())
    repository = _repository(root, arguments.forge)
    planned = planned_files(repository)
    if arguments.dry_run:
        print_report("\n".join(_shown(file, root) for file in planned))
        return Exit.OK
    lines = [_written(file, root) for file in planned]
    print_report("".join(f"{line}\n" for line in [*lines, *_advice(repository)]))
    return Exit.OK


def _repository(root: Path, forges: list[str] | None) -> Repository:
    hosts = remote_hosts(root, os.environ)
    sites = _documentation_sites(RepositorySites(root).map.sites)
    return Repository(
        name=root.name,
        hosts=hosts,
        forges=tuple(map(Forge, forges) if forges else forges_of(hosts, {each.name for each in root.iterdir()})),
        paths=_paths(root, sites),
        sites=tuple(FoundSite(each.generator, each.configuration, each.folders) for each in sites),
        is_configured=_is_configured(root),
    )


def _documentation_sites(found: Sequence[Site]) -> list[Site]:
    """Return the sites that a generator builds from sources, except those in test data."""
    test_data = {path for site in found if not site.folders for path in site.sources}
    return [
        each
        for each in found
        if each.folders and each.generator not in _WITHOUT_SOURCES and each.configuration not in test_data
    ]


def _paths(root: Path, sites: Sequence[Site]) -> tuple[str, ...]:
    """Return the paths to check: well-known files in the root, and the folders of the documentation."""
    files = [name for name in _READ_FIRST if (root / name).is_file()]
    folders = dict.fromkeys([*(folder for site in sites for folder in site.folders), _DOCUMENTATION])
    if "" in folders:
        return (".",)
    outer = [each for each in folders if not any(each.startswith(f"{other}/") for other in folders)]
    return (*files, *(each for each in outer if is_writable(each) and _has_files(root, each))) or (".",)


def _has_files(root: Path, folder: str) -> bool:
    """Return whether a check of *folder* finds files to read."""
    try:
        return bool(find_inputs([str(root / folder)], root))
    except LinkwardenError:
        return False


def _is_configured(root: Path) -> bool:
    if os.path.lexists(root / "linkwarden.toml"):
        return True
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    tools = project.get("tool")
    return isinstance(tools, dict) and "linkwarden" in tools


def _written(file: NewFile, root: Path) -> str:
    """Write *file* unless it exists, and return the line to print."""
    path = root / file.path
    if os.path.lexists(path):
        return f"kept     {file.path} (it exists{f'; {file.if_present}' if file.if_present else ''})"
    if leads_outside(path.parent, root):
        return f"skipped  {file.path} (its folder points outside this repository)"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LinkwardenError(f"{file.path}: cannot be written: {error.strerror or error}") from None
    write_report(path, file.text)
    return f"created  {file.path} ({file.purpose})"


def _shown(file: NewFile, root: Path) -> str:
    note = "exists, and is not changed" if os.path.lexists(root / file.path) else file.purpose
    return f"# {file.path}: {note}\n{file.text}"


def _advice(repository: Repository) -> Iterator[str]:
    if repository.sites:
        found = ", ".join(f"{each.generator} ({each.configuration})" for each in repository.sites)
        yield plain(f"Documentation sites: {found}.")
    if not repository.forges:
        hosts = " or ".join(repository.hosts)
        reason = f"of {hosts} is unknown" if hosts else "is unknown: there is no git remote"
        yield plain(f"No workflows: the forge {reason}. Choose one: linkwarden init --forge github (gitlab, forgejo).")
    yield plain(f"Check now: linkwarden check {' '.join(repository.paths)}")
