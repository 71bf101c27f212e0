"""Makes untrusted text safe: link targets, link texts, file names and page content are data, never markup."""

import re

from linkwarden.plain import HIDDEN_CLASS, LOG_COMMAND, plain

__all__ = [
    "code",
    "command_data",
    "command_property",
    "json_text",
    "markdown",
    "markdown_link",
    "markdown_url",
    "plain",
    "shorten",
]

_HIDDEN_IN_JSON = re.compile(rf"(?!\n)[{HIDDEN_CLASS}\u2028\u2029]")
"""Characters that JSON allows unescaped, but terminals, logs or JavaScript interpret."""

_DELETE = "\x7f"

_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$]")
_MARKDOWN_ACTIVE = re.compile(r"[@#]|!\d|gh-\d|://|www\.", re.IGNORECASE)
"""Mentions, references to issues, and addresses, which GitHub and GitLab act on in plain text."""
_PUNCTUATION = ".,:;!?"
"""The sentence's, at the end of a word, not the word's own; none of it is special in Markdown where nothing follows."""
_SAFE_AUTOLINK = re.compile(r"https?://[!-;=?-_a-{}~]+")
"""Visible ASCII without ``<``, ``>``, the backtick and the pipe."""
_ENTITY = re.compile(r"&#?\w+;")
"""cmark reads character references in an autolink, against CommonMark 0.31.2, section 6.5."""
_CROSS_REFERENCE = re.compile(r"/(?:issues|pull|pulls|merge_requests|discussions|commit)/")
"""A link to one of these, in an issue or a comment, leaves a mark at its target."""

MAX_DESTINATION = 2_000
"""Longer URLs are shown, and not linked."""


def json_text(document: str) -> str:
    """Return a JSON *document* in which characters that terminals and logs interpret are escaped."""
    if not document.isascii() or _DELETE in document:  # JSON escapes the other control characters of ASCII itself
        document = _HIDDEN_IN_JSON.sub(_json_escape, document)
    return LOG_COMMAND.sub(r"\1\\u005b", document)


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
    return _code(bare) + word[len(bare) :] if _MARKDOWN_ACTIVE.search(bare) else _code(word)


def code(text: str) -> str:
    """Return *text* as a Markdown code span; a pipe becomes ``%7C``, because a table's cell cannot escape it."""
    return _code(plain(text))


def _code(text: str) -> str:
    text = text.replace("|", "%7C")
    if not text:
        return ""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def shorten(text: str, most: int) -> str:
    """Return *text*, cut to that many characters, the last of which then is an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def markdown_url(url: str, most: int = MAX_DESTINATION) -> str:
    """Return *url* as Markdown: a link to click where that is harmless, else code.

    Args:
        url: The URL.
        most: How many characters of it are shown; the link leads to the whole URL.
    """
    url = plain(url).replace("|", "%7C")
    shown = code(shorten(url, most))
    if not _SAFE_AUTOLINK.fullmatch(url) or _CROSS_REFERENCE.search(url) or len(url) > MAX_DESTINATION:
        return shown
    if len(url) > most or _ENTITY.search(url):
        return markdown_link(shown, url)
    return f"<{url}>"


def markdown_link(text: str, url: str) -> str:
    """Return a Markdown link; only its text where the URL is not a harmless one.

    Args:
        text: Markdown.
        url: Where it leads.
    """
    url = plain(url)
    if not _SAFE_AUTOLINK.fullmatch(url) or len(url) > MAX_DESTINATION:
        return text
    # Unlike in an autolink, backslashes and character references are interpreted here (CommonMark 0.31.2, section 6.3).
    return f"[{text}](<{url.replace(chr(92), '%5C').replace('&', '&amp;')}>)"


def command_data(text: str) -> str:
    """Return *text* for the message of a GitHub workflow command."""
    return plain(text).replace("%", "%25")


def command_property(text: str) -> str:
    """Return *text* as a property of a GitHub workflow command, whose separators are colon and comma."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")
