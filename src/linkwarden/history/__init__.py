"""History: results of earlier runs, in one SQLite file.

Observations are appended under a run while it goes on; the run is sealed as trusted or untrusted when it ends.
Strikes, due times and news are queries over sealed, trusted runs, so a run that was killed or cannot be trusted
leaves no trace in them.
"""

from linkwarden.history.due import Candidate, Intervals, Limits, due_at, is_full_read_due, mean_interval, select
from linkwarden.history.file import open_history
from linkwarden.history.records import LinkRecord, ResourceRecord, StartedRun
from linkwarden.history.store import History

__all__ = [
    "Candidate",
    "History",
    "Intervals",
    "Limits",
    "LinkRecord",
    "ResourceRecord",
    "StartedRun",
    "due_at",
    "is_full_read_due",
    "mean_interval",
    "open_history",
    "select",
]
