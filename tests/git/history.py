"""Real repositories with a history, and the results of ``--diff`` in them."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from linkwarden.cli.change import find_change
from linkwarden.diff import Scope
from linkwarden.extract import extract, find_inputs
from linkwarden.model.place import Document, Occurrence
from linkwarden.plan import make_plan
from linkwarden.settings import Settings

IDENTITY = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def environment() -> dict[str, str]:
    """Return an environment in which git commits, and no CI seems to run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI"))}
    return {**kept, **IDENTITY}


class History:
    """A repository to make commits in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "core.autocrlf", "false")

    def git(self, *arguments: str) -> str:
        """Run git and return its output."""
        ran = subprocess.run(
            ("git", *arguments), cwd=self.path, env=environment(), capture_output=True, check=False, text=True
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file of the working tree."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def remove(self, *names: str) -> None:
        """Delete files of the working tree."""
        for name in names:
            (self.path / name).unlink()

    def move(self, old: str, new: str) -> None:
        """Move a file with git."""
        (self.path / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", old, new)

    def commit(self) -> str:
        """Commit the working tree as it is, and return the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str = "change") -> None:
        """Go on in a new branch."""
        self.git("checkout", "--quiet", "-b", name)

    def checked(
        self,
        *paths: str,
        diff: str = "main",
        settings: Settings | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> set[str]:
        """Return the URLs of the links that ``check --diff`` would check."""
        links, _ = self.scope(*paths, diff=diff, settings=settings, variables=variables)
        return links

    def scope(
        self,
        *paths: str,
        diff: str = "main",
        settings: Settings | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> tuple[set[str], set[str]]:
        """Return the URLs of the links that would be checked, and the messages about files that would be shown."""
        settings = settings or Settings()
        arguments = [str(self.path / each) for each in paths or (".",)]
        change = find_change(diff, arguments, self.path, {**environment(), **(variables or {})})
        assert change is not None
        texts = {each.path: each.read() for each in find_inputs(arguments, self.path)}
        documents = [extract(path, text) for path, text in texts.items()]
        changed = [each for each in documents if change.base.is_changed(each.path)]
        scope = Scope(change, self.path, settings, texts.get)
        concerns = scope.concern(changed)
        whole = _occurrences(Scope(change, self.path, settings).restrict(documents))
        documents = scope.restrict([each for each in documents if each in changed or concerns(texts[each.path])])
        assert whole == _occurrences(documents), "what a quick look leaves out"
        plan = make_plan(documents, lambda _: (), settings.root_dir or "", change.own_file)
        return {link.url for link in plan.links}, {each.message for one in documents for each in one.findings}


def _occurrences(documents: Iterable[Document]) -> set[Occurrence]:
    return {each for document in documents for each in document.occurrences}
