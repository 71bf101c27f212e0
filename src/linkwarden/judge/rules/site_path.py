"""site-path: what isn't found may be a path or an id of a site, not a file of this repository.

A file's page on a forge is at OWNER/NAME/blob/BRANCH/PATH (GitHub, Gitea, Forgejo), so a path that leaves the
repository by two levels names one of the forge's own pages: OWNER/NAME/issues, OWNER/NAME/releases/latest.

mkdocs, Docusaurus, Sphinx, Hugo, Jekyll, Astro and others map paths and make ids in their own ways: an
extensionless or rooted path, and any id, says nothing until a setting tells how.
"""

import posixpath
from collections.abc import Iterator

from linkwarden.fragments import names_in_file
from linkwarden.judge.case import Case
from linkwarden.judge.rule import RULES, Match, Rule, RuleResult
from linkwarden.model.finding import Severity, Verdict
from linkwarden.model.observation import LocalFile
from linkwarden.model.rule import Category, RuleInfo


def _evaluate(case: Case) -> Iterator[RuleResult]:
    local, settings = case.observation.fact(LocalFile), case.settings
    if local is not None and not local.exists and _of_the_forge(case.link.resource.url):
        yield Match("a page of the forge, not a file of this repository")
        return
    if local is None or local.generator is None:
        return
    if not local.exists:
        if not (settings.root_dir or settings.index_files or settings.fallback_extensions) and _of_a_site(case):
            yield Match(
                f"may be a path of the site that {local.generator} builds; "
                "set root-dir, index-files or fallback-extensions to have it checked"
            )
    elif "anchors" not in settings.model_fields_set and _lacks(case, local):
        yield Match(f"may be an id that {local.generator} makes its own way; set anchors to have it checked")


def _of_the_forge(path: str) -> bool:
    up, left = ["..", ".."], path.rstrip("/").split("/")
    return left[:2] == up and left[2:3] != [".."]


def _of_a_site(case: Case) -> bool:
    written = (occurrence.href.partition("#")[0].partition("?")[0] for occurrence in case.link.occurrences)
    return any(href.startswith("/") or "." not in posixpath.basename(href) for href in written)


def _lacks(case: Case, local: LocalFile) -> bool:
    names = names_in_file(case.link.fragment, case.link.resource.url)
    return bool(names) and local.anchors is not None and local.anchors.isdisjoint(names)


RULES.register(
    Rule(
        RuleInfo(
            "site-path",
            Verdict.SKIPPED,
            Severity.NOTE,
            Category.SCOPE,
            "The target is a page of the forge, or a path or id that a site generator may create",
            "Set root-dir, index-files, fallback-extensions or anchors to check it.",
        ),
        _evaluate,
        instead_of=frozenset({"missing-file", "missing-anchor"}),
    )
)
