"""The errors that users can cause; each becomes one clear line and exit code 2, never a traceback.

LinkwardenError
├── InputError    a file or folder that cannot be read or has nothing to check
└── ConfigError   an unknown key, a bad value, in a file, the environment or a flag
"""

INTERNAL_ERROR = "an internal error"
"""What reports say about a link or file that met a defect of linkwarden."""


class LinkwardenError(Exception):
    """Base of every error that a user can cause; its text is the one line they see."""


class InputError(LinkwardenError):
    """A file or folder cannot be read, or has nothing to check."""


class ConfigError(LinkwardenError):
    """A configuration key or value is invalid; the message names file, line and key if they are known."""
