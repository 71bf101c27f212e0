"""One issue that lists the links that need attention, kept up to date by the scheduled run.

`items`, `body` and `plan` are pure; `client` and `pulls` send requests through `rest`.
"""

from linkwarden.issue.body import CheckedBoxes, Frame, checked_boxes_of, render, without_ticks
from linkwarden.issue.client import Issues
from linkwarden.issue.items import Item, items_of
from linkwarden.issue.plan import Comment, Issue, Update, find, plan
from linkwarden.issue.pulls import ChangedFile, Proposal, propose
from linkwarden.issue.rest import ForgeError, RestClient

__all__ = [
    "ChangedFile",
    "CheckedBoxes",
    "Comment",
    "ForgeError",
    "Frame",
    "Issue",
    "Issues",
    "Item",
    "Proposal",
    "RestClient",
    "Update",
    "checked_boxes_of",
    "find",
    "items_of",
    "plan",
    "propose",
    "render",
    "without_ticks",
]
