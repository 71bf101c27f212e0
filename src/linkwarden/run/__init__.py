"""A run: extract → plan → probe → judge → report. The only package that depends on all five stages."""

from linkwarden.run.acceptance import acceptance_of
from linkwarden.run.check import Run, RunResult
from linkwarden.run.documents import document_reader
from linkwarden.run.listing import list_links, list_sites
from linkwarden.run.memory import Memory, open_memory
from linkwarden.run.prepare import plugin_failures, prepare_settings
from linkwarden.run.sinks import Seal, Sink

__all__ = [
    "Memory",
    "Run",
    "RunResult",
    "Seal",
    "Sink",
    "acceptance_of",
    "document_reader",
    "list_links",
    "list_sites",
    "open_memory",
    "plugin_failures",
    "prepare_settings",
]
