"""The probe stage: collects observations about resources. Probes never judge.

A probe is one file in `linkwarden.probe.probes`. It takes a batch of tasks and emits the observation of each
when it is ready, or declines it, which passes the task to the next probe of its list.
"""

from linkwarden.probe.base import PROBES, Declined, Emit, Judge, Probe, ProbeContext, route
from linkwarden.probe.run import probe_all

__all__ = ["PROBES", "Declined", "Emit", "Judge", "Probe", "ProbeContext", "probe_all", "route"]
