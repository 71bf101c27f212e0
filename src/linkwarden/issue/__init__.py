"""One issue that lists the links that need attention, kept up to date by the scheduled run.

`items`, `body` and `plan` are pure; `client` and `pulls` send requests through `rest`.
"""

from linkwarden.issue.body import Frame, Wishes, render, wishes_of, without_ticks
from linkwarden.issue.client import Issues
from linkwarden.issue.items import Item, items_of
from linkwarden.issue.plan import Comment, Issue, Update, find, plan
from linkwarden.issue.pulls import ChangedFile, Proposal, propose
from linkwarden.issue.rest import ForgeError, Rest

__all__ = [
    "ChangedFile",
    "Comment",
    "ForgeError",
    "Frame",
    "Issue",
    "Issues",
    "Item",
    "Proposal",
    "Rest",
    "Update",
    "Wishes",
    "find",
    "items_of",
    "plan",
    "propose",
    "render",
    "wishes_of",
    "without_ticks",
]
