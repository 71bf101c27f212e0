"""The first stage: the links, anchors and findings of files.

``find_inputs`` finds the files that a user names, ``read_documents`` reads them; ``extract`` is pure and takes one
file's text.
"""

from linkwarden.extract.anchors import ANCHOR_STYLES
from linkwarden.extract.arguments import would_find
from linkwarden.extract.documents import anchors_of, extract, extract_bytes, page_ids, read_documents
from linkwarden.extract.formats import FORMATS, format_of
from linkwarden.extract.inputs import InputFile, TextFile, find_inputs, read_standard_input
from linkwarden.extract.processes import usable_cores
from linkwarden.extract.roots import find_root, repository_root

__all__ = [
    "ANCHOR_STYLES",
    "FORMATS",
    "InputFile",
    "TextFile",
    "anchors_of",
    "extract",
    "extract_bytes",
    "find_inputs",
    "find_root",
    "format_of",
    "page_ids",
    "read_documents",
    "read_standard_input",
    "repository_root",
    "usable_cores",
    "would_find",
]
