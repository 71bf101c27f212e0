"""Registries: a package's modules are discovered, so a new probe, rule, format or reporter is one new file.

Other packages add theirs by entry points (https://packaging.python.org/specifications/entry-points/): an entry point
of the registry's group names a module, which registers itself as our own files do.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar


class HasId(Protocol):
    """Any object that can be registered."""

    @property
    def id(self) -> str:
        """The name in kebab-case."""
        ...


T = TypeVar("T", bound=HasId)


class Registry(Generic[T]):
    """The things that the modules of one package, and plugins, register; the modules are imported on first use.

    Args:
        package: The package whose modules are imported.
        group: The entry points of plugins; None if there are none.
    """

    def __init__(self, package: str, group: str | None = None) -> None:
        self._package = package
        self._group = group
        self._items: dict[str, T] = {}
        self._failures: list[str] = []
        self._loaded = False

    def register(self, item: T) -> T:
        """Add *item*.

        Raises:
            ValueError: when another item has the same id.
        """
        if item.id in self._items:
            raise ValueError(f"{self._package}: {item.id!r} is registered twice")
        self._items[item.id] = item
        return item

    def _load(self) -> dict[str, T]:
        if not self._loaded:
            self._loaded = True
            package = importlib.import_module(self._package)
            for module in pkgutil.iter_modules(package.__path__, f"{self._package}."):
                importlib.import_module(module.name)
            if self._group:
                self._load_plugins(self._group)
            self._items = dict(sorted(self._items.items()))
        return self._items

    def _load_plugins(self, group: str) -> None:
        """Load each plugin; if one fails, its registrations are undone, and one line is logged."""
        for point in sorted(_entry_points().select(group=group)):
            before = dict(self._items)
            try:
                point.load()
            except Exception as error:  # noqa: BLE001 - third-party modules raise anything
                self._items = before
                reason = " ".join(f"{type(error).__name__}: {error}".split())
                self._failures.append(f"plugin {point.name!r} ({group}, {point.value}) is not used: {reason}")

    @cached_property
    def has_plugins(self) -> bool:
        """Whether another package registers items; nothing is imported to determine it."""
        return bool(self._group and _entry_points().select(group=self._group))

    @property
    def failures(self) -> tuple[str, ...]:
        """One line for each plugin that could not be loaded."""
        if self.has_plugins:  # otherwise nothing has to be loaded
            self._load()
        return tuple(self._failures)

    def __iter__(self) -> Iterator[T]:
        """Yield the items, sorted by id."""
        return iter(self._load().values())

    def __getitem__(self, name: str) -> T:
        """Return the item of that id; KeyError where there is none.

        A module that is named as the item is imported alone, where no others are needed yet.
        """
        if not self._loaded and name not in self._items:
            module = f"{self._package}.{name.replace('-', '_')}"
            if find_spec(module):
                importlib.import_module(module)
        return self._items[name] if name in self._items else self._load()[name]

    def __contains__(self, name: object) -> bool:
        """Return whether an item of that id is registered."""
        return name in self._load()

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, sorted."""
        return tuple(self._load())


@cache
def _entry_points() -> Any:
    """Return the entry points of all installed packages, read once; their type depends on the Python version."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow, and --version needs none

    return entry_points()


def names_of(package: str, group: str) -> tuple[str, ...]:
    """Return the ids in a registry, without loading its modules and plugins, which are named after them."""
    top, *rest = package.split(".")
    spec = find_spec(top)  # of the top alone: the packages below would be imported
    folders = [str(Path(each, *rest)) for each in (spec.submodule_search_locations if spec else None) or ()]
    modules = {module.name.replace("_", "-") for module in pkgutil.iter_modules(folders)}
    return tuple(sorted(modules | {point.name for point in _entry_points().select(group=group)}))
