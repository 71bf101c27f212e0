"""Git's data about a change: its base, the files at the base, and the owner of the repository.

`parse` and `events` are pure; `process` is the only module that starts git. Nothing here is written to the repository,
and nothing of it is executed: only plumbing commands run, whose output no user configuration changes.
"""

from linkwarden.git.base import Base, open_base
from linkwarden.git.events import EventBase, base_of_event, read_event
from linkwarden.git.own import OwnRepository, own_repository, remote_hosts

__all__ = [
    "Base",
    "EventBase",
    "OwnRepository",
    "base_of_event",
    "open_base",
    "own_repository",
    "read_event",
    "remote_hosts",
]
