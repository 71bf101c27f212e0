"""JSX in MDX (mdxjs.com/docs/what-is-mdx): tags and expressions, as far as needed for links."""

import re

_TAG = re.compile(r"</?(?:[A-Za-z_$][\w$.:-]*)?(?=[\s/>{])")
_TAG_STOP = re.compile(r"[\"'<>{]")
_FENCE = re.compile(
    r"^[ \t>]*(?P<marks>`{3,}+|~{3,}+)[^\n]*+\n(?:.*?^[ \t>]*(?P=marks)[`~]*[ \t]*$|.*\Z)", re.DOTALL | re.MULTILINE
)
_TEXT_STOP = re.compile(r"\\.|`+|\{", re.DOTALL)
_CODE_STOP = re.compile(r"[{}\"'`]|//|/\*")
_STRING_REST = {
    '"': re.compile(r'(?:[^"\\\n]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"(?:[^'\\\n]|\\.)*+'", re.DOTALL),
    "`": re.compile(r"(?:[^`\\]|\\.)*+`", re.DOTALL),
}
"""The rest of a string after its opening quote."""
_LITERAL = re.compile(r"""\{\s*("[^"\\]*"|'[^'\\]*'|`[^`"$\\]*`)\s*\}""")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
MAX_TAG = 20_000
"""Characters of a tag; a longer one is text."""
_FILLER = "\xa0"
"""Not ASCII white space, so that no line becomes an empty one, which would end a paragraph."""


def tag_end(text: str, start: int, limit: int) -> int | None:
    """Return where the JSX tag at *start* ends; None if none begins there, or it has no end before *limit*.

    The attributes' expressions have to be blank or literal, as `without_expressions` leaves them.
    """
    limit = min(limit, start + MAX_TAG)
    opening = _TAG.match(text, start, limit)
    position = opening.end() if opening else limit
    while stop := _TAG_STOP.search(text, position, limit):
        match stop[0]:
            case ">":
                return stop.end()
            case "<":
                return None
            case "{":
                position = text.find("}", stop.end(), limit) + 1
            case quote:
                position = text.find(quote, stop.end(), limit) + 1
        if not position:
            return None
    return None


def without_expressions(text: str) -> str:
    """Return MDX *text* with its expressions, comments among them, filled with blanks of the same length.

    An attribute's string loses its braces only, for ``href={"…"}`` is a link, and the id of a heading stays: ``{#id}``.
    Fences, code spans and escaped braces are not expressions. Text after an unclosed brace is kept.
    """
    if "{" not in text:
        return text
    parts: list[str] = []
    end = 0
    for fence in _FENCE.finditer(text):
        parts += [_blanked(text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, _blanked(text[end:])])


def _blanked(text: str) -> str:
    parts: list[str] = []
    done = position = paragraph_end = 0
    while stop := _TEXT_STOP.search(text, position):
        position = stop.end()
        if stop[0].startswith("`"):
            if position > paragraph_end:
                paragraph = _PARAGRAPH_END.search(text, position)
                paragraph_end = paragraph.start() if paragraph else len(text)
            closing = re.compile(f"(?<!`){stop[0]}(?!`)").search(text, position, paragraph_end)
            position = closing.end() if closing else position
        elif stop[0] == "{":
            end = _expression_end(text, position)
            if end is None:
                break
            position = end
            expression = text[stop.start() : end]
            if not expression.startswith("{#"):
                is_value = text.endswith("=", 0, stop.start())
                parts += [text[done : stop.start()], _blank(expression, is_value=is_value)]
                done = end
    return "".join([*parts, text[done:]])


def _blank(expression: str, *, is_value: bool) -> str:
    """Return an expression without its code; of an attribute's value that is a string, the string."""
    literal = _LITERAL.fullmatch(expression) if is_value else None
    if literal is None:
        return "{" + re.sub(r"[^\n]", _FILLER, expression[1:-1]) + "}"
    before, after = literal.start(1), len(expression) - literal.end(1)
    return " " * before + literal[1].replace("`", '"') + " " * after


def _expression_end(text: str, position: int) -> int | None:
    """Return where the expression ends whose brace is before *position*, outside strings and comments."""
    depth = 1
    unclosed = dict.fromkeys(_STRING_REST, 0)
    while stop := _CODE_STOP.search(text, position):
        position = stop.end()
        match stop[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
                if not depth:
                    return position
            case "//":
                position = _after(text, "\n", position)
            case "/*":
                position = _after(text, "*/", position)
            case quote if position > unclosed[quote]:
                string = _STRING_REST[quote].match(text, position)
                if string:
                    position = string.end()
                else:  # an apostrophe in the text of an element: no string of this quote ends before that
                    unclosed[quote] = len(text) if quote == "`" else _after(text, "\n", position)
    return None


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)
