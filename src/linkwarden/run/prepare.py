"""Preparation of each run: the settings in effect, and problems with plugins."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linkwarden.credentials import own_host_and_owner
from linkwarden.extract import FORMATS
from linkwarden.judge import RULES, check_rule_names
from linkwarden.probe import PROBES
from linkwarden.report import REPORTERS
from linkwarden.settings import Settings, load_settings


def prepare_settings(
    root: Path,
    config: Path | None,
    environment: Mapping[str, str],
    flags: Mapping[str, Any],
    flag_prefix: str = "--",
) -> Settings:
    """Return the settings in effect for the repository at *root*; its own owner is added to `private_owners`.

    Args:
        root: The repository root.
        config: The configuration file, where it is not the root's own.
        environment: The process's environment.
        flags: Values that beat file and environment, by key; None for those that were not given.
        flag_prefix: The prefix of a flag's name in messages.

    Raises:
        ConfigError: A file, key, value or rule name is wrong; the text names it.
    """
    settings = load_settings(root, config, environment, flags, flag_prefix)
    for name in settings.rules:
        check_rule_names([name], settings.place_of(name, "rules"))
    for entry in settings.ignore:
        if entry.rule:
            check_rule_names([entry.rule], f"{entry.place[0]}:{entry.place[1]}: ignore" if entry.place else "ignore")
    own = own_host_and_owner(root, environment)
    return settings.model_copy(update={"private_owners": (*settings.private_owners, own)}) if own else settings


def plugin_failures() -> tuple[str, ...]:
    """Return one line for each plugin that could not be loaded."""
    return tuple(line for registry in (FORMATS, PROBES, RULES, REPORTERS) for line in registry.failures)
