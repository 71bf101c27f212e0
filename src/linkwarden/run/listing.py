"""Lists what a run would check, without requests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from linkwarden import __version__
from linkwarden.clock import Clock
from linkwarden.extract import InputFile, format_of
from linkwarden.judge import Case, ignores_in_force, judge, rule_infos
from linkwarden.model.finding import JudgedLink, Verdict
from linkwarden.model.observation import NOT_DOCUMENTS, Observation
from linkwarden.report.build import RunFacts, build
from linkwarden.report.v1 import Report
from linkwarden.run.documents import file_findings, new_run_id, plan_for, read_documents
from linkwarden.run.sites import RepositorySites
from linkwarden.settings import Acceptance, Settings
from linkwarden.sites import Site


def list_links(
    files: Sequence[InputFile], root: Path, settings: Settings, clock: Clock, environment: Mapping[str, str]
) -> Report:
    """Return the report of a run without requests: every link of *files*, with findings about its target."""
    now = clock.now()
    sites = RepositorySites(root, settings.site, now)
    documents = read_documents(files, settings, sites)
    plan = plan_for(documents, settings, environment, sites)
    judged = [
        judge(Case(link, Observation(task.resource), settings, now), task.probes)
        for task in plan.tasks
        for link in task.links
    ]
    facts = RunFacts(
        id=new_run_id(now),
        version=__version__,
        started_at=now,
        finished_at=clock.now(),
        status="complete",
        reason=None,
        inputs=tuple(each.path for each in files),
        offline=True,
    )
    acceptance = Acceptance(ignores_in_force(settings, now.date()))
    unasked = [_unasked(each) for each in judged]
    return build(facts, unasked, file_findings(documents, settings), acceptance=acceptance, rules=rule_infos())


def _unasked(judged: JudgedLink) -> JudgedLink:
    if judged.rule is None:
        return judged._replace(verdict=Verdict.SKIPPED, detail="not checked: links are only listed", checked_at=None)
    return judged._replace(checked_at=None)


def list_sites(root: Path, settings: Settings) -> tuple[Site, ...]:
    """Return the documentation sites of the repository, sorted; test data and templates count too, if any."""
    sites = RepositorySites(root, settings.site).map.sites
    found = [site for site in sites if site.pages or site.folders or site.sources]
    others = [site for site in found if site.configuration not in NOT_DOCUMENTS]
    return tuple(sorted([*others, *_merged(found)], key=lambda site: site.configuration))


def _merged(sites: Sequence[Site]) -> Iterator[Site]:
    """Yield one site for all test data, and one for all templates, if there are any, of files that have links."""
    for name in NOT_DOCUMENTS:
        same = [site for site in sites if site.configuration == name]
        if sources := frozenset(path for site in same for path in site.sources if format_of(path)):
            yield replace(same[0], sources=sources)
