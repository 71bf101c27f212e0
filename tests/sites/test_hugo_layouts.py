"""The layouts of Hugo sites and of their themes."""

from collections.abc import Mapping

import pytest

from linkwarden.model.place import Kind
from tests.sites.support import outcome, site_of, sites_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{< ref b >}}", False),
        ("{{< note >}}x{{< /note >}}", False),
        ("{{% note %}}", False),
        ("{{</* other */>}}", False),
        ("{{< note-box >}}", True),
        ("{{< tabs >}}", True),
        ("{{< other >}}", True),
    ],
)
def test_shortcodes_whose_template_makes_no_ids_leave_a_page_complete(text: str, expected: bool) -> None:
    texts = {
        "hugo.toml": "",
        "content/a.md": "",
        "layouts/shortcodes/note.html": "<div>{{ .Inner }}</div>",
        "layouts/_shortcodes/tabs.html": '<div id="{{ .Get 0 }}">',
    }

    assert site_of(texts, "content/a.md").dialect.generates_ids(text) is expected


@pytest.mark.parametrize(
    ("template", "call", "expected"),
    [
        ("<!-- id=x -->{{/* id=y */}}<h4>", "{{< s >}}", False),
        ("{{ .Inner | markdownify }}", "{{< s >}}", False),
        ("{{ readFile .Path | markdownify }}", "{{< s >}}", True),
        ("{{ $x := os.ReadFile .Path }}{{ $x | transform.Markdownify }}", "{{< s >}}", True),
        ("{{ .Content }}", "{{< s >}}", True),
        ("## {{ .Get 0 }}", "{{% s %}}", True),
        ('{{ .Page.Store.Set "has" true }}', "{{< s >}}", False),
        ('{{ .Page.Store.Add "ids" (.Get 0) }}', "{{< s >}}", True),
        ('{{ partial "box" . }}', "{{< s >}}", False),
        ('{{ partial "box" (dict "id" (.Get 0)) }}', "{{< s a >}}", False),
        ('{{ partial "box" (dict "id" (.Get "id")) }}', "{{< s id=a >}}", True),
        ('{{ partial "icon" . }}', "{{< s >}}", False),
        ('{{ partial "absent" . }}', "{{< s >}}", True),
        ("{{ partial .Name . }}", "{{< s >}}", True),
        ('<i id="fixed">', "{{< s >}}", False),
        ('<i id="tab-{{ .Ordinal }}">', "{{< s >}}", False),
        ('{{ $id := printf "t-%d" .Ordinal }}{{ $x := add $id 1 }}<i id="{{ $x }}">', "{{< s >}}", False),
        ('{{ $id := .Get 0 }}<i id="{{ $id }}">', "{{< s >}}", True),
    ],
)
def test_what_a_shortcode_s_template_does_tells_whether_it_makes_ids(template: str, call: str, expected: bool) -> None:
    texts = {
        "hugo.toml": "",
        "content/a.md": "",
        "layouts/_shortcodes/s.html": template,
        "layouts/_partials/box.html": '<div{{ with .id }} id="{{ . }}"{{ end }}>{{ partial "icon" . }}',
        "layouts/_partials/icon.html": '{{ (resources.Get "a.svg").Content | safeHTML }}',
    }

    assert site_of(texts, "content/a.md").dialect.generates_ids(call) is expected


def test_ids_in_templates_are_known_and_so_is_what_those_of_parameters_begin_with() -> None:
    texts = {
        "hugo.toml": "",
        "content/a.md": "",
        "layouts/shortcodes/s.html": '<i id="fixed"><i id="def-{{ .Get 0 }}">',
    }

    dialect = site_of(texts, "content/a.md").dialect

    assert (set(dialect.page_ids), dialect.id_prefixes) == ({"fixed"}, ("def-",))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"hugo.toml": 'theme = "t"', "themes/t/layouts/shortcodes/s.html": ""}, False),
        ({"hugo.toml": 'theme = "t"', "themes/other/layouts/shortcodes/s.html": ""}, True),
        ({"hugo.toml": "theme = ['a', 't']", "themes/t/layouts/shortcodes/s.html": ""}, False),
        ({"hugo.toml": 'theme = "t"', "themes/t/layouts/s.html": "", "layouts/shortcodes/s.html": "id={{.}}"}, True),
        ({"x/hugo.toml": 'theme = "t"\nthemesDir = "../.."', "layouts/shortcodes/s.html": ""}, False),
        ({"hugo.yaml": "module: {imports: [{path: e.org/t}]}", "_vendor/e.org/t/layouts/shortcodes/s.html": ""}, False),
        (
            {
                "x/hugo.yaml": "module: {imports: [{path: e.org/t}]}",
                "x/go.mod": "replace e.org/t => ../",
                "layouts/shortcodes/s.html": "",
            },
            False,
        ),
        (
            {
                "hugo.toml": 'theme = "t"',
                "themes/t/layouts/shortcodes/s.html": "id={{.}}",
                "layouts/shortcodes/s.html": "",
            },
            False,
        ),
    ],
)
def test_shortcodes_of_themes_in_the_repository_are_read(texts: Mapping[str, str], expected: bool) -> None:
    pages = {"content/a.md": "", "x/content/a.md": ""}
    page = "x/content/a.md" if any(each.startswith("x/") for each in texts) else "content/a.md"

    assert site_of({**texts, **pages}, page).dialect.generates_ids("{{< s >}}") is expected


@pytest.mark.parametrize(("theme", "expected"), [("t", "content/en/s/b.md"), ("other", "missing")])
def test_only_hooks_of_the_theme_in_use_resolve_links(theme: str, expected: str) -> None:
    texts = {
        "hugo.toml": f'theme = "{theme}"',
        "themes/t/layouts/_default/_markup/render-link.html": "{{ .Page.GetPage .Destination }}",
        "themes/other/layouts/single.html": "",
        "content/a.md": "",
        "content/en/s/b.md": "",
    }

    assert outcome(texts, "content/a.md", "en/s/b.md") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("layouts/partials/p.html", "unknown"),
        ("themes/t/layouts/_partials/p.html", "unknown"),
        ("_includes/p.html", "unknown"),
        ("partials/p.html", None),
    ],
)
def test_html_that_is_a_part_of_pages_is_no_document_whatever_is_in_it(path: str, expected: str | None) -> None:
    site = sites_of({path: "<a href='/labs/'>"}).covering(path)

    assert (site and site.resolve(path, "/labs/", Kind.HTML).presence.value) == expected
