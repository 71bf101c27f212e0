"""Settings: a flag beats the environment, which beats the file."""

from linkwarden.settings.acceptance import Acceptance
from linkwarden.settings.load import load_settings
from linkwarden.settings.model import FreshnessException, HostSettings, Ignore, Settings, SiteSettings, Timeouts

__all__ = [
    "Acceptance",
    "FreshnessException",
    "HostSettings",
    "Ignore",
    "Settings",
    "SiteSettings",
    "Timeouts",
    "load_settings",
]
