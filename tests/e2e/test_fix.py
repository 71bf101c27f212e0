"""Moved links are replaced in every file, and the next check passes."""

from tests.e2e.command import Repository
from tests.web import Web


def test_a_permanent_redirect_that_keeps_the_path_is_written_into_every_place(repository: Repository, web: Web) -> None:
    url = web.url("301-to-slash", "/docs")
    path = repository.write("README.md", f"[a]({url}#top) [b][r] <{url}>\n\n[r]: {url} 'title'\n")
    repository.configure(web=web, canary=web.url("ok"))
    arguments = ("fix", "--allow-private-addresses")

    assert 1 == repository.run(*arguments).code
    assert f"[a]({url}/#top) [b][r] <{url}/>\n\n[r]: {url}/ 'title'\n" == path.read_text("utf-8")
    assert (0, "Nothing to fix.\n") == ((again := repository.run(*arguments)).code, again.out)
