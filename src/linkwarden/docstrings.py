"""Descriptions in JSON Schemas, from the docstrings of the models' attributes.

pydantic can do this (``use_attribute_docstrings``), but reads the source of each model when it is imported, which takes
longer than all else that a model needs. Only the schemas have descriptions, so only they read the source.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any


def add_descriptions(schema: dict[str, Any], root: str, modules: Iterable[ModuleType], dash: str = "_") -> None:
    """Add the descriptions of properties to a JSON Schema that pydantic made.

    Args:
        schema: The schema; changed in place.
        root: The name of the class that it is of.
        modules: The modules with the source of all classes in it.
        dash: The replacement of underscores in the names of properties.
    """
    classes = _classes(modules)
    for name, definition in [(root, schema), *schema.get("$defs", {}).items()]:
        properties = definition.get("properties", {})
        for attribute, text in _attributes(classes[name], classes) if name in classes else ():
            key = attribute.replace("_", dash)
            if key in properties:
                properties[key] = dict(sorted({**properties[key], "description": text}.items()))


def _classes(modules: Iterable[ModuleType]) -> dict[str, ast.ClassDef]:
    trees = (ast.parse(inspect.getsource(module)) for module in modules)
    return {node.name: node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}


def _attributes(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> Iterator[tuple[str, str]]:
    """Yield the documented attributes of a class, inherited ones first."""
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from _attributes(classes[base.id], classes)
    for statement, following in zip(node.body, node.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            text = _text(following)
            if text is not None:
                yield statement.target.id, text


def _text(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        value = statement.value.value
        return inspect.cleandoc(value) if isinstance(value, str) else None
    return None
