"""The tokens of JavaScript and TypeScript."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<template>`(?:[^`\\]|\\.)*`)
    |(?P<number>0[xX][0-9a-fA-F]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)
    |(?P<mark>=>|\.\.\.|[=!]==?|&&|\|\||\?\?|.)""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind and its text."""

    kind: str
    text: str


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of *text*, without comments and spaces."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        before = tokens[-1] if tokens else None
        if text[position] == "/" and (before is None or before.text in {"(", ",", "=", ":", "[", "!", "&&", "||", "?"}):
            regex = _REGEX.match(text, position)
            if regex:
                tokens.append(Token("regex", regex[0]))
                position = regex.end()
                continue
        match = _TOKEN.match(text, position)
        if match is None:
            break
        if match.lastgroup != "skip":
            tokens.append(Token(match.lastgroup or "mark", match[0]))
        position = match.end()
    return tokens


def unescape(text: str) -> str:
    """Return the text of a string without its escapes."""

    def replace(match: re.Match[str]) -> str:
        escape = match[1]
        if escape[0] in "ux" and len(escape) > 1:
            return chr(min(int(escape.lstrip("ux").strip("{}"), 16), 0x10FFFF))
        return _ESCAPES.get(escape, escape)

    return _ESCAPE.sub(replace, text)
