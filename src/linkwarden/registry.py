"""Registries: what is in a package's files is found, so a new probe, rule, format or reporter is one new file."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """Anything that a registry can hold."""

    @property
    def id(self) -> str:
        """The name it is known by, in kebab-case."""
        ...


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    """The things that the modules of one package register; the modules are imported on first use."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._items: dict[str, T] = {}
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
            self._items = dict(sorted(self._items.items()))
        return self._items

    def __iter__(self) -> Iterator[T]:
        """Yield the items, sorted by id."""
        return iter(self._load().values())

    def __getitem__(self, name: str) -> T:
        """Return the item of that id; KeyError where there is none."""
        return self._load()[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether an item of that id is registered."""
        return name in self._load()

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, sorted."""
        return tuple(self._load())
