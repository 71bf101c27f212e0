"""``linkwarden links --sites``: the documentation sites that were found in the repository."""

import json
from collections.abc import Iterator, Sequence

from linkwarden.model.observation import NOT_DOCUMENTS
from linkwarden.plain import plain
from linkwarden.report.layout import Page, text_of
from linkwarden.report.wording import pluralize
from linkwarden.sites import Site

_MAX_FILES = 20


def render_sites(sites: Sequence[Site], page: Page) -> str:
    """Return the sites as text: a block for each, with what its sources do not show."""
    if not sites:
        return text_of([list(page.flow("No documentation site in this repository: links are read as on GitHub."))])
    return text_of([list(_block(site, page)) for site in sites])


def sites_json(sites: Sequence[Site]) -> str:
    """Return the sites as JSON, sorted by configuration."""
    found = [
        {
            "generator": site.generator,
            "configuration": site.configuration,
            "folders": list(site.folders),
            "base": site.base if site.is_base_known else None,
            "pages": len(site.pages),
            "other_files": len(site.sources),
            "anchors": None if site.dialect.generates_every_page else site.dialect.anchors,
            "unknown": _unknown(site),
            "setting": _setting(site),
        }
        for site in sites
    ]
    return json.dumps(found, indent=2) + "\n"


def _block(site: Site, page: Page) -> Iterator[str]:
    if site.configuration in NOT_DOCUMENTS:
        yield page.paint(site.configuration.replace("-", " "), "bold")
        yield from page.flow(f"{pluralize(len(site.sources), 'file')}: {site.unknown}", "  ")
        yield from (f"    {plain(path)}" for path in sorted(site.sources)[:_MAX_FILES])
        if len(site.sources) > _MAX_FILES:
            yield f"    and {pluralize(len(site.sources) - _MAX_FILES, 'more file')}"
        return
    yield page.paint(plain(site.configuration), "bold")
    folders = ", ".join(plain(each) or "." for each in site.folders)
    facts = [site.generator, pluralize(len(site.pages), "page"), f"in {folders}" if folders else ""]
    base = f"base {plain(site.base)}" if site.is_base_known else "base unknown"
    yield from page.flow(", ".join(filter(None, [*facts, base])), "  ")
    for reason in _unknown(site):
        yield from page.flow(f"not known: {plain(reason)}", "  ")
    if setting := _setting(site):
        yield from page.flow(
            "if you know it, add to linkwarden.toml, or below [tool.linkwarden] in pyproject.toml:", "  "
        )
        yield f"    {plain(setting)}"
    elif site.unknown:
        yield from page.flow("to check these links too, build the site and check the folder of the built site", "  ")


def _unknown(site: Site) -> list[str]:
    """Return what the sources do not show, and why."""
    ids = "how its heading ids are made" if _lacks_anchors(site) else ""
    reasons = (reason for _, reason in (*site.generated, *site.redirected))
    return [*dict.fromkeys(filter(None, [site.unknown, ids, *reasons]))]


def _lacks_anchors(site: Site) -> bool:
    return bool(site.pages) and site.dialect.generates_every_page


def _setting(site: Site) -> str:
    """Return the line of the configuration that would tell what is unknown; empty if none would."""
    if not _lacks_anchors(site) or not site.folders:
        return ""
    return f'site = [{{ folder = "{site.folders[0] or "."}", anchors = "{site.dialect.anchors}" }}]'
