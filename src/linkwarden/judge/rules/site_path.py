"""site-path: a missing target may be a path or an id of a site, not a file of this repository.

Pages of the forge, such as OWNER/NAME/issues, are not files of the repository either.

A page of a documentation site is resolved as its generator does. What cannot be resolved from the sources (a plugin
that generates pages, a snippet that adds ids) is reported by this rule, with the reason.
"""

from collections.abc import Iterator

from linkwarden.fragments import names_in_file
from linkwarden.judge.case import Case
from linkwarden.judge.documented import is_member
from linkwarden.judge.forge_pages import is_forge_page
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import NOT_DOCUMENTS, LocalFile
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    local = case.observation.fact(LocalFile)
    if local is None:
        return
    if local.generator in NOT_DOCUMENTS:
        return
    if local.unknown:
        yield Match(local.unknown)
    elif not local.exists and local.generator is None and is_forge_page(case.link):
        yield Match("a page of the forge, not a file of this repository")
    elif local.exists and not local.complete and _lacks(case, local) and not is_member(case.link.fragment, local):
        yield Match(f"may be an id that {local.generator} adds to the page when it builds the site")


def _lacks(case: Case, local: LocalFile) -> bool:
    names = names_in_file(case.link.fragment, case.link.resource.url, exact=True)
    return bool(names) and local.anchors is not None and local.anchors.isdisjoint(names)


RULES.register(
    Rule(
        RuleInfo(
            "site-path",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The target is a page of the forge, or a path or id that the sources of a site do not show",
            "No action needed. The message says what is not known.",
        ),
        _evaluate,
        instead_of=frozenset({"missing-file", "missing-anchor"}),
    )
)
