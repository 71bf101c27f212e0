"""Site generators: where one covers a file, links in it may be paths of the built site, not of the repository."""

from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

COVERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mkdocs.y*ml", ("docs",)),
    ("zensical.toml", ("docs",)),
    ("docusaurus.config.*", ("docs", "blog", "src/pages", "versioned_docs")),
    ("conf.py", ("",)),
    ("hugo.*", ("content",)),
    ("_config.y*ml", ("",)),
    ("astro.config.*", ("src/content", "src/pages")),
    ("book.toml", ("src",)),
    ("antora.yml", ("modules",)),
    ("_quarto.yml", ("",)),
    (".vitepress", ("",)),
    (".vuepress", ("",)),
)
"""A generator's configuration (or its folder), and the folders beside it whose files become pages."""


class Generators:
    """Finds the configuration that covers a file; remembers what it has seen of each folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[PurePosixPath, tuple[tuple[str, tuple[str, ...]], ...]] = {}

    def covering(self, path: str) -> str | None:
        """Return the path of the configuration that covers the file at *path*, or None.

        Args:
            path: POSIX, relative to the repository root.
        """
        file = PurePosixPath(path)
        for folder in file.parents:
            for name, covered in self._configurations(folder):
                if any(file.is_relative_to(folder / each) for each in covered):
                    return str(folder / name)
        return None

    def _configurations(self, folder: PurePosixPath) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if folder not in self._seen:
            try:
                names = sorted(each.name for each in (self._root / folder).iterdir())
            except OSError:
                names = []
            found = ((name, covered) for pattern, covered in COVERS for name in names if fnmatchcase(name, pattern))
            self._seen[folder] = tuple(found)
        return self._seen[folder]
