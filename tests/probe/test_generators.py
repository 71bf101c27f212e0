"""Which files a site generator covers."""

from pathlib import Path

import pytest

from linkwarden.probe.generators import Generators


@pytest.mark.parametrize(
    ("configuration", "path", "covered"),
    [
        ("mkdocs.yml", "docs/guide/install.md", True),
        ("mkdocs.yml", "README.md", False),
        ("site/mkdocs.yaml", "site/docs/a.md", True),
        ("site/mkdocs.yaml", "docs/a.md", False),
        ("docusaurus.config.ts", "docs/a.md", True),
        ("website/docusaurus.config.js", "website/blog/a.md", True),
        ("docs/conf.py", "docs/deep/a.md", True),
        ("conf.py", "README.md", True),
        ("hugo.toml", "content/a.md", True),
        ("hugo.toml", "docs/a.md", False),
        ("_config.yml", "README.md", True),
        ("astro.config.mjs", "src/content/docs/a.md", True),
        ("package.json", "docs/a.md", False),
    ],
)
def test_what_a_generator_covers(tmp_path: Path, configuration: str, path: str, covered: bool) -> None:
    for name in (configuration, path):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")

    assert (configuration if covered else None) == Generators(tmp_path).covering(path)
