"""The literals in configurations that are written in JavaScript and TypeScript."""

from typing import Any

import pytest

from linkwarden.sites.javascript import UNKNOWN, Call, read_default_export


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("module.exports = {a: 'x', \"b-c\": [1, 2.5, true, null],};", {"a": "x", "b-c": [1, 2.5, True, None]}),
        ("export default defineConfig({a: `x`})", {"a": "x"}),
        ("const c: Config = {a: 'x' + 'y'}\nexport default c", {"a": "xy"}),
        ("export default {a: {b: 1}} satisfies Config;", {"a": {"b": 1}}),
        ("export default defineConfigWithTheme<Theme>({a: 1})", {"a": 1}),
        ("export default async function create() { const x = 1; return {a: 'y'}; }", {"a": "y"}),
        ("export default defineConfig(({mode}) => ({a: 1}))", {"a": 1}),
        ("const base = {a: 1}; export default {...base, b: 2}", {"a": 1, "b": 2}),
        ("const a = 'x'; export default {a}", {"a": "x"}),
        ("export default {a: process.env.X || 'y', b: `${x}`, c: 1 + x}", {"a": UNKNOWN, "b": UNKNOWN, "c": UNKNOWN}),
        ("export default {f(x) { return {a: 1} }, g: async () => 1, r: /[/'\"]/g, z: 1}", {"f": UNKNOWN, "z": 1}),
        ("// {a: 0}\nexport default {/* b: 1, */ a: 1}", {"a": 1}),
        ("export default {a: starlight({b: 1})}", {"a": Call("starlight", ({"b": 1},))}),
        (r"export default {a: 'it\'s \u00e9'}", {"a": "it's \u00e9"}),
        ("const a = b; const b = a; export default {a, c: 1}", {"a": UNKNOWN, "c": 1}),
        ("export default " + "[" * 500, None),
        ("console.log(1)", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_values(text: str, expected: Any) -> None:
    value = read_default_export(text)
    if isinstance(expected, dict):
        value = {key: each for key, each in value.items() if key in expected}

    assert expected is None or expected == value
