"""Preparation of a run."""

from pathlib import Path

import pytest

from linkwarden.errors import ConfigError
from linkwarden.run import prepare_settings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n[rules]\nnot-fuond = 'off'\n", "linkwarden.toml:3: rules: there is no rule 'not-fuond'; did you mean"),
        (
            "[[ignore]]\nurl = 'x'\nreason = 'x'\n[[ignore]]\nrule = 'gon'\nurl = 'y'\nreason = 'x'\n",
            "linkwarden.toml:6: ignore: there is no rule 'gon'; did you mean 'gone'?",
        ),
    ],
)
def test_a_wrong_rule_name_carries_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "linkwarden.toml").write_text(text)

    with pytest.raises(ConfigError) as caught:
        prepare_settings(tmp_path, None, {}, {})
    assert str(caught.value).startswith(message)


def test_this_repository_s_owner_may_have_private_pages(tmp_path: Path) -> None:
    environment = {"GITHUB_REPOSITORY": "octocat/hello", "GITHUB_SERVER_URL": "https://github.com"}

    assert ("github.com/octocat",) == prepare_settings(tmp_path, None, environment, {}).private_owners
