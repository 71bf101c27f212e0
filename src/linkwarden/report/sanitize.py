"""Untrusted text becomes safe text: link targets, link texts, file names and what pages say are data, never markup."""

import re

_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement (ECMA-48, section 5.4)
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"  # OSC, DCS and the other strings (section 5.6)
    r"|\x1b[ -/]*[0-~]",  # everything else that begins with ESC (ECMA-35, section 13)
    re.DOTALL,
)
_BREAKS = re.compile(r"[^\S ]+")
"""Every white space but the space itself, line and paragraph separators included."""
_HIDDEN_CLASS = (
    r"\x00-\x1f\x7f-\x9f"  # C0 and C1 controls
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls (Unicode TR 9, section 2)
    r"\u200b\u2060-\u2064\u206a-\u206f\ufeff\u00ad\ufff9-\ufffb\U000e0000-\U000e007f"  # invisible, may hide text
    r"\ud800-\udfff\ufffe\uffff"  # not characters; XML 1.0 forbids them
)
_HIDDEN = re.compile(f"[{_HIDDEN_CLASS}]")
_HIDDEN_IN_JSON = re.compile(f"(?!\n)[{_HIDDEN_CLASS}]")

_LOG_COMMAND = re.compile(r"(##[\w.-]*)\[")
"""A command in the log of GitHub Actions or Azure Pipelines, anywhere in a line."""
_LOG_COMMAND_START = re.compile(r"(?<!\S)::")
"""A command where it begins a line, blanks aside; and any word may begin one when the text is wrapped."""

_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$]")
_MARKDOWN_ACTIVE = re.compile(r"[@#]|!\d|gh-\d|://|www\.", re.IGNORECASE)
"""Mentions, references to issues, and addresses, which GitHub and GitLab act on in plain text."""
_PUNCTUATION = ".,:;!?"
"""The sentence's, at the end of a word, not the word's own; none of it is special in Markdown where nothing follows."""
_SAFE_AUTOLINK = re.compile(r"https?://[!-;=?-_a-{}~]+")
"""Visible ASCII but for ``<``, ``>``, the backtick and the pipe."""
_CROSS_REFERENCE = re.compile(r"/(?:issues|pull|pulls|merge_requests|discussions|commit)/")
"""A link to one of these, in an issue or a comment, leaves a mark at its target."""


def plain(text: str) -> str:
    """Return *text* as one line that terminals and the logs of CI only show.

    It holds no escape sequence, control or direction override, and nothing that a log takes for a command.
    """
    shown = _HIDDEN.sub("", _BREAKS.sub(" ", _ESCAPE_SEQUENCE.sub("", text))).strip()
    return _LOG_COMMAND_START.sub(": :", _LOG_COMMAND.sub(r"\1%5B", shown))


def json_text(document: str) -> str:
    """Return a JSON *document* with what terminals and logs would act on escaped; its value stays the same."""
    return _LOG_COMMAND.sub(r"\1\\u005b", _HIDDEN_IN_JSON.sub(_json_escape, document))


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def markdown(text: str) -> str:
    """Return *text* as Markdown that shows it, also inside a table's cell.

    Words that a forge would act on (mentions, references, addresses) become code. The result must not begin a line.
    """
    return "".join(map(_markdown_word, re.split(r"( |\|)", plain(text))))


def _markdown_word(word: str) -> str:
    if not _MARKDOWN_ACTIVE.search(word):
        return _MARKDOWN_SPECIAL.sub(r"\\\g<0>", word)
    bare = word.rstrip(_PUNCTUATION)
    return code(bare) + word[len(bare) :] if _MARKDOWN_ACTIVE.search(bare) else code(word)


def code(text: str) -> str:
    """Return *text* as a Markdown code span; a pipe in it becomes ``%7C``, for no escape holds in a table's cell."""
    text = plain(text).replace("|", "%7C")
    if not text:
        return ""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def markdown_url(url: str) -> str:
    """Return *url* as Markdown: a link to click where that is harmless, else code."""
    url = plain(url).replace("|", "%7C")
    clickable = _SAFE_AUTOLINK.fullmatch(url) and not _CROSS_REFERENCE.search(url)
    return f"<{url}>" if clickable else code(url)


def command_data(text: str) -> str:
    """Return *text* for the message of a GitHub workflow command."""
    return plain(text).replace("%", "%25")


def command_property(text: str) -> str:
    """Return *text* for a property of a GitHub workflow command, whose separators are colon and comma."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")
