"""Configurations in JavaScript that consist of several files."""

from typing import Any

import pytest

from linkwarden.sites import Files, Listing
from linkwarden.sites.javascript import UNKNOWN
from linkwarden.sites.javascript_modules import modules, read_module
from tests.sites.support import site_of

OLD = "module.exports = {d: 3}\n"
SHARED = "export const base = '/x/'\nexport const shared = defineConfig({a: 1, b: {c: 2}})\nexport default {d: 3}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import { shared } from './shared'\nexport default defineConfig({...shared, e: 4})",
         {"a": 1, "b": {"c": 2}, "e": 4}),
        ("import { shared as own } from './shared.js'\nexport default {e: own.b.c}", {"e": 2}),
        ("import type { X } from './shared'\nimport rest, {\n  base,\n} from './shared'\nexport default {rest, base}",
         {"rest": {"d": 3}, "base": "/x/"}),
        ("const { d } = require('./old');\nmodule.exports = {d}", {"d": 3}),
        ("const rest = require('./old');\nmodule.exports = {...rest}", {"d": 3}),
        ("import { list } from '../data.json'\nexport default {list}", {"list": [1]}),
        ("import * as all from './shared'\nexport default {all, x: all.base}", {"all": UNKNOWN, "x": UNKNOWN}),
        ("import { shared } from 'shared'\nexport default {shared}", {"shared": UNKNOWN}),
        ("import { shared } from '../../../shared'\nexport default {shared}", {"shared": UNKNOWN}),
        ("import { gone } from './shared'\nexport default {gone}", {"gone": UNKNOWN}),
        ("import { shared } from './gone'\nexport default {shared}", {"shared": UNKNOWN}),
        ("import self from './config'\nexport default {a: self}", None),
    ],
)  # fmt: skip
def test_names_that_a_module_imports_are_followed(text: str, expected: Any) -> None:
    texts = {"x/config.ts": text, "x/shared.ts": SHARED, "x/old.js": OLD, "data.json": '{"list": [1]}'}

    value = read_module(Files(Listing(texts), texts.get), "x/config.ts")

    assert expected is None or expected == value


def test_modules_are_those_that_a_module_imports_and_those_that_they_import() -> None:
    texts = {
        "config.ts": "import a from './a'\nimport b from 'b'\n",
        "a/index.ts": "import c from '../c.mjs'\nimport config from '../config'\n",
        "c.mts": "",
        "b.ts": "",
    }

    assert ["config.ts", "a/index.ts", "c.mts"] == list(modules(Files(Listing(texts), texts.get), "config.ts"))


CASED = """
export const slugify = (str: string): string =>
  str
    .normalize('NFKD')
    // Remove accents
    .replace(rCombining, '')
    .replace(/[\\s~]+/g, '-')
    .replace(/^(\\d)/, '_$1')
"""
LOWER = CASED.replace("    // Remove accents\n", "").rstrip() + ".replace(/^-+|-+$/g, '').toLowerCase()\n"


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (CASED, ("vitepress-cased", False)),
        (LOWER, ("vitepress", False)),
        ("const slugify = (text) => text\n", ("vitepress", True)),
        ("const slugify = (text) => text.normalize('NFKD').toLowerCase()\n", ("vitepress", True)),
    ],
)
def test_the_function_that_makes_the_ids_of_a_vitepress_site_is_known_or_no_id_is(
    function: str, expected: tuple[str, bool]
) -> None:
    texts = {
        ".vitepress/config/index.ts": "import { shared } from './shared'\nexport default {...shared}\n",
        ".vitepress/config/shared.ts": f"{function}export const shared = {{markdown: {{anchor: {{slugify}}}}}}\n",
        "a.md": "",
    }

    dialect = site_of(texts, "a.md").dialect

    assert expected == (dialect.anchors, dialect.generates_every_page)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import X from './x.vue'\n", True),
        ("```js\nimport X from './x.vue'\n```\n", False),
        ("<!-- @include: ./part.md -->\n", True),
    ],
)
def test_a_component_that_a_vitepress_page_imports_may_bring_ids_but_not_one_in_code(text: str, expected: bool) -> None:
    site = site_of({".vitepress/config.ts": "export default {}\n", "a.md": text}, "a.md")

    assert expected == site.dialect.generates_ids(text)
