"""The probe stage: find out about resources. Probes bring observations, and never judge.

A probe is one file in `linkwarden.probe.probes`. It takes a batch of tasks and hands back each one's
observation as it comes, or declines it, which passes the task to the next probe of its list.
"""

from linkwarden.probe.base import PROBES, Declined, Emit, Judge, Probe, ProbeContext, route
from linkwarden.probe.run import probe_all

__all__ = ["PROBES", "Declined", "Emit", "Judge", "Probe", "ProbeContext", "probe_all", "route"]
