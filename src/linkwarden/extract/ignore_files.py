"""What git leaves out of a folder: .gitignore, and .ignore, which search tools read beside it."""

from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

_NAMES = (".ignore", ".gitignore")
"""The first has the last word, as in ripgrep."""


class IgnoreFiles:
    """The ignore files of one repository, each read when it is first needed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._specs: dict[Path, tuple[GitIgnoreSpec, ...]] = {}

    def ignores(self, path: Path, *, folder: bool) -> bool:
        """Tell whether *path* itself is left out; the folders above it are asked on their own."""
        for above in self._folders_above(path):
            name = path.relative_to(above).as_posix() + "/" * folder
            for spec in self._specs_in(above):
                said = spec.check_file(name).include
                if said is not None:
                    return said
        return False

    def _folders_above(self, path: Path) -> Iterator[Path]:
        """Yield the folders whose files speak about *path*, nearest first."""
        for above in path.parents:
            yield above
            if above == self._root:
                return

    def _specs_in(self, folder: Path) -> tuple[GitIgnoreSpec, ...]:
        if folder not in self._specs:
            self._specs[folder] = tuple(_read_specs(folder))
        return self._specs[folder]


def _read_specs(folder: Path) -> Iterator[GitIgnoreSpec]:
    for name in _NAMES:
        try:
            lines = (folder / name).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:  # there is none, or it may not be read
            continue
        yield GitIgnoreSpec.from_lines(lines)
