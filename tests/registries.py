"""Replaces the items of a registry, for one test."""

from typing import Any

import pytest

from linkwarden.judge import RULES, rule
from linkwarden.registry import Registry


def replace_item(monkeypatch: pytest.MonkeyPatch, registry: Registry[Any], item: Any) -> None:
    """Put *item* in the place of the one that has its id; all are loaded first, which makes another dictionary."""
    assert item.id in registry.ids
    monkeypatch.setitem(registry._items, item.id, item)
    if registry is RULES:
        monkeypatch.setattr(rule, "_rules_for", rule._rules_for.__wrapped__)  # without its cache
