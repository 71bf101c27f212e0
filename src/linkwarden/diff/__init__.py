"""What a change brings in or breaks, and which exceptions it adds: git's data joined with the stages."""

from linkwarden.diff.change import Change
from linkwarden.diff.exceptions import ADDED_EXCEPTION, added_exceptions
from linkwarden.diff.scope import restrict

__all__ = ["ADDED_EXCEPTION", "Change", "added_exceptions", "restrict"]
