"""A run: extract → plan → probe → judge → report. The only package that knows all five stages."""

from linkwarden.run.check import Run, RunResult
from linkwarden.run.listing import list_links
from linkwarden.run.prepare import plugin_failures, prepare_settings
from linkwarden.run.sinks import Seal, Sink

__all__ = ["Run", "RunResult", "Seal", "Sink", "list_links", "plugin_failures", "prepare_settings"]
