"""``linkwarden fix``: replace link destinations with the addresses that a report suggests. Pure."""

from linkwarden.fix.rewrite import Rewritten, rewrite
from linkwarden.report.edits import Edit, edits_of, suggestions_to_review

__all__ = ["Edit", "Rewritten", "edits_of", "rewrite", "suggestions_to_review"]
