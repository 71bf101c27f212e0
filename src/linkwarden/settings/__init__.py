"""Settings: a flag beats the environment, which beats the file."""

from linkwarden.settings.load import load_settings
from linkwarden.settings.model import HostSettings, Settings, Timeouts

__all__ = ["HostSettings", "Settings", "Timeouts", "load_settings"]
