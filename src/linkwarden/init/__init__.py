"""``linkwarden init``: the configuration and the CI workflows for a repository. Pure except for reading its templates.

docs/ci.md shows the templates, and tests run them.
"""

from linkwarden.init.files import FoundSite, NewFile, Repository, is_writable, planned_files
from linkwarden.init.forges import Forge, forge_of_host, forges_of

__all__ = [
    "Forge",
    "FoundSite",
    "NewFile",
    "Repository",
    "forge_of_host",
    "forges_of",
    "is_writable",
    "planned_files",
]
