"""The links that a change adds or breaks, and the exceptions that it adds: git's data joined with the stages."""

from linkwarden.diff.change import Change
from linkwarden.diff.exceptions import ADDED_EXCEPTION, added_exceptions
from linkwarden.diff.scope import Scope

__all__ = ["ADDED_EXCEPTION", "Change", "Scope", "added_exceptions"]
