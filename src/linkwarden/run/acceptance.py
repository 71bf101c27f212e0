"""The findings that the user accepts in a run: ignores and baseline entries that apply."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from linkwarden.errors import ConfigError
from linkwarden.judge import RULES, check_rule_names, ignores_in_force, severity_of
from linkwarden.model.finding import JudgedLink, RunFinding, Severity, Verdict
from linkwarden.model.past import Past
from linkwarden.report.compare import PROBLEMS, problems
from linkwarden.report.v1 import Report
from linkwarden.settings import Acceptance, Settings
from linkwarden.settings.baseline import BaselineEntry, parse_baseline
from linkwarden.urls import without_credentials

_GONE = (Verdict.DEAD, Verdict.UNREACHABLE)
OUT_OF_STRIKES = "out-of-strikes"
"""The rules that an unreachable link can get with time; accepted together with it."""


def acceptance_of(settings: Settings, root: Path, today: date, pasts: Mapping[str, Past]) -> Acceptance:
    """Return the findings that the user accepts today.

    Raises:
        ConfigError: The baseline cannot be read; the text names file and line.
    """
    entries = read_baseline(settings, root)
    return Acceptance(ignores_in_force(settings, today), in_force(entries, pasts), entries)


def read_baseline(settings: Settings, root: Path) -> tuple[BaselineEntry, ...]:
    """Return the entries of the repository's baseline; empty if there is no file.

    Raises:
        ConfigError: It cannot be read; the text names file and line.
    """
    try:
        text = (root / settings.baseline).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{settings.baseline}: cannot be read: {reason}") from None
    entries = parse_baseline(settings.baseline, text)
    check_rule_names((each.rule for each in entries), settings.baseline)
    return entries


def in_force(entries: Iterable[BaselineEntry], pasts: Mapping[str, Past]) -> dict[tuple[str, str], date]:
    """Return when each finding was accepted, by URL and rule.

    An entry for a link that was gone ends once a later trusted run got a usable response. One for a link that was
    unreachable also covers that it becomes dead in the end.
    """
    accepted: dict[tuple[str, str], date] = {}
    for each in entries:
        verdict = RULES[each.rule].verdict
        past = pasts.get(each.url.partition("#")[0])
        answered = past.answered_at.date() if past and past.answered_at else None
        if verdict in _GONE and answered is not None and answered > each.accepted_on:
            continue
        accepted[each.url, each.rule] = each.accepted_on
        if verdict is Verdict.UNREACHABLE:
            accepted.setdefault((each.url, OUT_OF_STRIKES), each.accepted_on)
    return accepted


def renewed(before: Iterable[BaselineEntry], report: Report, today: date) -> tuple[BaselineEntry, ...]:
    """Return the baseline that accepts the problems of *report*; entries from *before* keep their date.

    Of links that are not in the report, entries stay: it may be of a part of the files.
    """
    known = {(each.url, each.rule): each for each in before}
    checked = {link.url for link in report.links}
    failing = problems(report)
    found = {
        (link.url, finding.rule)
        for link in report.links
        for finding in link.findings
        if (finding.severity in PROBLEMS or (link.url in failing and finding.rule == link.rule))
        and (not finding.ignored or (link.url, finding.rule) in known)
    }
    kept = {key for key in known if key[0] not in checked}
    return tuple(known.get(key) or BaselineEntry(today, key[1], key[0]) for key in sorted(found | kept))


def baseline_findings(
    entries: Iterable[BaselineEntry], judged: Iterable[JudgedLink], settings: Settings
) -> list[RunFinding]:
    """Return the findings about the baseline: entries whose links no longer have the finding.

    Args:
        entries: Those of the baseline.
        judged: Every link of a run that is complete and can be trusted.
        settings: The settings, with the name of the file and the severity of the rule.
    """
    severity = severity_of(RULES["baseline-unused"], settings)
    found = {without_credentials(each.link.url): {one.rule for one in each.findings} for each in judged}
    unused = [each for each in entries if each.url in found and not found[each.url] & {each.rule, OUT_OF_STRIKES}]
    if not unused or severity is Severity.OFF:
        return []
    count = "1 entry matches" if len(unused) == 1 else f"{len(unused):,} entries match"
    message = f"{count} no finding any more; `linkwarden baseline` removes them"
    return [RunFinding("baseline-unused", severity, message, settings.baseline)]
