"""The literals in a configuration that is written in JavaScript or TypeScript. Nothing of it is run.

What is not a literal (a call of another function, an import, an expression) is `UNKNOWN`. Names that the file declares
are followed, as are functions that return an object.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from linkwarden.sites.javascript_tokens import Token, tokens_of, unescape

_MAX_DIGITS = 16
"""JavaScript has no longer integers; Python refuses to read those of thousands of digits."""
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_LITERALS = {"true": True, "false": False, "null": None, "undefined": None}
_ENDS = frozenset({",", ";", ")", "]", "}"})
_MAX_DEPTH = 60
_NOTHING: Mapping[str, Any] = {}
_MAX_TYPE = 30
"""Tokens in the type arguments of a call, at most."""


class Unknown:
    """The value of an expression that is not a literal."""

    def __repr__(self) -> str:
        """Return the name that the module gives it."""
        return "UNKNOWN"

    def __bool__(self) -> bool:
        """Read as absent."""
        return False


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function, with the values of its arguments."""

    name: str
    arguments: tuple[Any, ...]


def read_default_export(text: str, imported: Mapping[str, Any] = _NOTHING) -> Any:
    """Return the value that a module exports: mappings, lists, texts, numbers, `Call` and `UNKNOWN`.

    A call whose argument is an object (``defineConfig({…})``) evaluates to that object.

    Args:
        text: The module.
        imported: The values of the names that it imports.
    """
    reader = _Reader(tokens_of(text), imported)
    try:
        return unwrap(reader.export())
    except RecursionError:
        return UNKNOWN


def read_declaration(text: str, name: str, imported: Mapping[str, Any] = _NOTHING) -> Any:
    """Return the value of the *name* that a module declares, as `read_default_export` does."""
    reader = _Reader(tokens_of(text), imported)
    try:
        return unwrap(reader.declaration(name))
    except RecursionError:
        return UNKNOWN


def read_declarations(text: str) -> Iterator[Any]:
    """Yield the value of each name that a module declares."""
    reader = _Reader(tokens_of(text))
    try:
        yield from reader.declarations()
    except RecursionError:
        return


def unwrap(value: Any) -> Any:
    """Return the first object among the arguments of a call; any other value as it is."""
    while isinstance(value, Call):
        value = next((each for each in value.arguments if isinstance(each, (Mapping, Call))), UNKNOWN)
    return value


def calls(value: Any, name: str) -> list[Call]:
    """Return the calls of *name* in a list."""
    return [each for each in value if isinstance(each, Call) and each.name == name] if isinstance(value, list) else []


class _Reader:
    """Reads values from tokens by recursive descent; every method moves the position past what it read."""

    def __init__(self, tokens: list[Token], imported: Mapping[str, Any] = _NOTHING) -> None:
        self._tokens = tokens
        self._imported = imported
        self._at = 0
        self._depth = 0
        self._declared = self._find_declarations()
        self._open: set[str] = set()
        """Names whose values are being read, so that a self-reference ends."""

    def export(self) -> Any:
        for index, token in enumerate(self._tokens):
            following = self._text(index + 1)
            if token.text == "export" and following == "default":
                return self._value_at(index + 2)
            if token.text in {"module.exports", "exports.default"} and following == "=":
                return self._value_at(index + 2)
        return UNKNOWN

    def declaration(self, name: str) -> Any:
        return self._value_at(self._declared[name]) if name in self._declared else UNKNOWN

    def declarations(self) -> Iterator[Any]:
        yield from map(self._value_at, self._declared.values())

    def _find_declarations(self) -> dict[str, int]:
        """Return where the value of each declared name, or the function of that name, begins."""
        found: dict[str, int] = {}
        for index, token in enumerate(self._tokens):
            if token.text in {"const", "let", "var"} and index + 1 < len(self._tokens):
                end = index + 2
                while end < min(len(self._tokens), index + 40) and self._text(end) not in {"=", ";", "of", "in"}:
                    end += 1
                if self._text(end) == "=":
                    found.setdefault(self._tokens[index + 1].text, end + 1)
            elif token.text == "function" and self._text(index + 2) == "(":
                found.setdefault(self._text(index + 1), index)
        return found

    def _value_at(self, index: int) -> Any:
        before, self._at = self._at, index
        value = self._value()
        self._at = before
        return value

    def _text(self, index: int) -> str:
        return self._tokens[index].text if index < len(self._tokens) else ""

    @property
    def _next(self) -> str:
        return self._text(self._at)

    def _value(self) -> Any:
        """Read an expression up to the mark that ends it."""
        if self._depth >= _MAX_DEPTH:
            self._skip_expression()
            return UNKNOWN
        self._depth += 1
        value = self._primary()
        self._depth -= 1
        while self._next == "+" and isinstance(value, str):
            self._at += 1
            other = self._primary()
            value = value + other if isinstance(other, str) else UNKNOWN
        if self._next in {"as", "satisfies"}:
            self._skip_expression()
        elif self._next and self._next not in _ENDS and not self._begins_statement():
            self._skip_expression()
            return UNKNOWN
        return value

    def _begins_statement(self) -> bool:
        return self._next in {
            "const",
            "let",
            "var",
            "export",
            "module.exports",
            "import",
            "function",
            "return",
            "async",
        }

    def _primary(self) -> Any:  # noqa: PLR0911 - one return for each kind of expression
        if self._at >= len(self._tokens):
            return UNKNOWN
        token = self._tokens[self._at]
        self._at += 1
        match token.kind:
            case "string":
                return unescape(token.text[1:-1])
            case "template":
                return UNKNOWN if "${" in token.text else unescape(token.text[1:-1])
            case "number":
                return _number(token.text)
            case "name":
                return self._named(token.text)
        if token.text == "{":
            return self._object()
        if token.text == "[":
            return self._array()
        if token.text == "(":
            return self._parenthesis()
        return UNKNOWN

    def _named(self, name: str) -> Any:
        if name in {"async", "await", "new"}:
            return self._primary()
        if name == "function":
            return self._function()
        if self._next == "=>":
            return self._body_of_arrow()
        if name in _LITERALS:
            return _LITERALS[name]
        if self._next == "<":
            self._skip_type_arguments()
        if self._next == "(":
            self._at += 1
            return Call(name, tuple(self._list_until(")")))
        return self._value_of(name)

    def _value_of(self, name: str) -> Any:
        """Return the value of a declared or imported name, or of what is in one (``shared.base``)."""
        name, _, inner = name.partition(".")
        value = self._imported.get(name, UNKNOWN)
        if name in self._declared and name not in self._open and name not in self._imported:
            self._open.add(name)
            value = self._value_at(self._declared[name])
            self._open.discard(name)
        for key in inner.split(".") if inner else ():
            value = value.get(key, UNKNOWN) if isinstance(value, Mapping) else UNKNOWN
        return value

    def _skip_type_arguments(self) -> None:
        """Go behind ``<Type>``, where a call follows it; a comparison stays."""
        depth, index = 0, self._at
        while index < min(len(self._tokens), self._at + _MAX_TYPE):
            depth += (self._text(index) == "<") - (self._text(index) == ">")
            index += 1
            if depth == 0:
                break
        if self._text(index) == "(":
            self._at = index

    def _function(self) -> Any:
        while self._next not in {"(", ""}:
            self._at += 1
        self._at += 1
        self._skip_until(")")
        while self._next not in {"{", ""}:
            self._at += 1
        return self._returned()

    def _body_of_arrow(self) -> Any:
        self._at += 1
        return self._returned() if self._next == "{" else self._primary()

    def _returned(self) -> Any:
        """Read the object that a function's body returns at its top level; the body's brace is next."""
        self._at += 1
        value: Any = UNKNOWN
        while self._next not in {"}", ""}:
            if self._next == "return":
                self._at += 1
                value = self._value()
            elif self._next in _CLOSING:
                self._at += 1
                self._skip_until(_CLOSING[self._text(self._at - 1)])
            else:
                self._at += 1
        self._at += 1
        return value

    def _parenthesis(self) -> Any:
        start = self._at
        self._skip_until(")")
        if self._next == ":":  # the return type of an arrow function
            index = self._at
            while self._text(index) not in {"=>", "", ";", "{"}:
                index += 1
            self._at = index if self._text(index) == "=>" else self._at
        if self._next == "=>":
            return self._body_of_arrow()
        end = self._at
        value = self._value_at(start)
        self._at = end
        return value

    def _array(self) -> list[Any]:
        return self._list_until("]")

    def _list_until(self, closing: str) -> list[Any]:
        values: list[Any] = []
        while self._next not in {closing, ""}:
            if self._next == ",":
                self._at += 1
            elif self._next == "...":
                self._at += 1
                spread = self._value()
                values.extend(spread if isinstance(spread, list) else [UNKNOWN])
            else:
                before = self._at
                values.append(self._value())
                self._at = max(self._at, before + 1)
        self._at += 1
        return values

    def _object(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while self._next not in {"}", ""}:
            before = self._at
            self._entry(values)
            self._at = max(self._at, before + 1)
        self._at += 1
        return values

    def _entry(self, values: dict[str, Any]) -> None:
        token = self._tokens[self._at]
        if token.text == ",":
            self._at += 1
        elif token.text == "...":
            self._at += 1
            spread = self._value()
            if isinstance(spread, Call) and spread.name.startswith("define"):
                spread = unwrap(spread)
            values.update(spread if isinstance(spread, Mapping) else {})
        elif token.text == "[":  # a computed key
            self._at += 1
            key = self._value()
            self._at += 1
            self._keyed(values, key if isinstance(key, str) else "")
        else:
            self._at += 1
            name = token.text if token.kind != "string" else unescape(token.text[1:-1])
            if name in {"async", "get", "set"} and self._next not in {":", ",", "("}:
                name = self._next
                self._at += 1
            self._keyed(values, name)

    def _keyed(self, values: dict[str, Any], name: str) -> None:
        if self._next == ":":
            self._at += 1
            values[name] = self._value()
        elif self._next == "(":  # a method
            self._at += 1
            self._skip_until(")")
            while self._next not in {"{", ""}:
                self._at += 1
            self._at += 1
            self._skip_until("}")
            values[name] = UNKNOWN
        else:  # shorthand
            values[name] = self._value_of(name)

    def _skip_until(self, closing: str) -> None:
        """Move past the token that closes what was opened."""
        depth = 0
        while self._at < len(self._tokens):
            text = self._next
            self._at += 1
            if text in _CLOSING:
                depth += 1
            elif text in {")", "]", "}"}:
                if depth == 0 and text == closing:
                    return
                depth -= 1

    def _skip_expression(self) -> None:
        """Go to the mark that ends the expression."""
        depth = 0
        while self._at < len(self._tokens):
            text = self._next
            if depth == 0 and text in _ENDS:
                return
            depth += (text in _CLOSING) - (text in {")", "]", "}"})
            self._at += 1


def _number(text: str) -> int | float:
    plain = text.replace("_", "")
    if plain.lower().startswith("0x"):
        return int(plain, 16)
    return int(plain) if plain.isdigit() and len(plain) < _MAX_DIGITS else float(plain)
