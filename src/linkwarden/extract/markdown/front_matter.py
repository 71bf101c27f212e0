"""Front matter: YAML between ``---``, TOML between ``+++``, at the very start of a file; it is data, not Markdown."""

import re

_YAML = re.compile(
    r"---[ \t]*\n(?:[ \t]*(?:#.*)?\n)*(?:(?:---|\.\.\.)[ \t]*(?:\n|\Z)|['\"]?[\w$.@-][^\n:]*:(?:[ \t].*)?\n)"
)
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n")
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)


def front_matter_lines(text: str) -> int:
    """Return how many lines of *text* are front matter.

    A thematic break looks the same as its first line, so YAML counts only where its first entry is ``key:``.
    """
    for start, end in ((_YAML, _YAML_END), (_TOML, _TOML_END)):
        if start.match(text) and (last := end.search(text, text.index("\n") + 1)):
            return text.count("\n", 0, last.end()) + 1
    return 0
