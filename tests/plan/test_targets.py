"""The targets of hrefs."""

import pytest

from linkwarden.model.link import TargetKind
from linkwarden.plan.targets import resolve

WEB, FILE, OTHER, INVALID, TEMPLATE = (
    TargetKind.WEB,
    TargetKind.FILE,
    TargetKind.OTHER,
    TargetKind.INVALID,
    TargetKind.TEMPLATE,
)


@pytest.mark.parametrize(
    ("href", "kind", "url", "fragment"),
    [
        ("https://site.dev", WEB, "https://site.dev/", None),
        ("HTTPS://Site.DEV:443/a/../b", WEB, "https://site.dev/b", None),
        ("https://site.dev/#part", WEB, "https://site.dev/#part", "part"),
        ("https://site.dev/#", WEB, "https://site.dev/#", ""),
        ("https://site.dev/a b", WEB, "https://site.dev/a%20b", None),
        ("https://site.dev/ü?q=ü#ü", WEB, "https://site.dev/%C3%BC?q=%C3%BC#%C3%BC", "%C3%BC"),
        ("https://site.dev/?q=\\d+", WEB, "https://site.dev/?q=\\d+", None),
        ("\\\\site.dev/path", WEB, "https://site.dev/path", None),
        ("//site.dev/path", WEB, "https://site.dev/path", None),
        ("http://☃.net/", WEB, "http://xn--n3h.net/", None),
        ("http://[::1", INVALID, "http://[::1", None),
        ("http://exa mple.com", INVALID, "http://exa mple.com", None),
        ("https://", INVALID, "https://", None),
        ("mailto:me@site.dev", OTHER, "mailto:me@site.dev", None),
        ("javascript:alert(1)", OTHER, "javascript:alert(1)", None),
        ("data:text/html,x", OTHER, "data:text/html,x", None),
        ("crate::Router", OTHER, "crate::Router", None),
        ("tower_http::cors", OTHER, "tower_http::cors", None),
        ("fn@crate::middleware::from_fn", OTHER, "fn@crate::middleware::from_fn", None),
        ("`tower::Service`", OTHER, "`tower::Service`", None),
        ("tower_http::Layer::new()#panics", OTHER, "tower_http::Layer::new()#panics", None),
        ("my_module::name.3.html", FILE, "docs/my_module::name.3.html", None),
        ("%sveltekit.assets%/icon.png", TEMPLATE, "%sveltekit.assets%/icon.png", None),
        ("{{ url }}", TEMPLATE, "{{ url }}", None),
        ("https://site.dev/{% link x %}", TEMPLATE, "https://site.dev/{% link x %}", None),
        ("guide.md", FILE, "docs/guide.md", None),
        ("./guide.md#install", FILE, "docs/guide.md#install", "install"),
        ("../README.md", FILE, "README.md", None),
        ("../../outside.md", FILE, "../outside.md", None),
        ("/CONTRIBUTING.md", FILE, "CONTRIBUTING.md", None),
        ("#here", FILE, "docs/README.md#here", "here"),
        ("", FILE, "docs/README.md", None),
        ("image.png?raw=true", FILE, "docs/image.png", None),
        ("a%20b.md", FILE, "docs/a b.md", None),
        ("folder/", FILE, "docs/folder/", None),
        (".", FILE, "docs", None),
    ],
)
def test_targets(href: str, kind: TargetKind, url: str, fragment: str | None) -> None:
    target = resolve(href, "docs/README.md")

    assert (kind, url, fragment) == (target.resource.kind, target.url, target.fragment)


def test_links_that_differ_in_their_fragment_share_a_resource() -> None:
    one, other = (resolve(f"https://site.dev/page#{part}", "README.md") for part in "ab")

    assert one.resource == other.resource
    assert one.url != other.url


def test_a_rooted_path_starts_at_the_root_dir() -> None:
    assert resolve("/guide", "docs/a.md", "site").url == "site/guide"
