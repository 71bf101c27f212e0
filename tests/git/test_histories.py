"""``--diff`` over awkward histories of real repositories."""

import sys
from pathlib import Path

import pytest

from linkwarden.errors import InputError
from linkwarden.settings import Settings
from tests.git.history import History

OLD, NEW = "https://old.example.org/", "https://new.example.org/"
A, B, C = (f"https://{letter}.example.org/" for letter in "abc")

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs what Windows' file system has not")


def links(*urls: str) -> str:
    return "".join(f"- <{url}>\n" for url in urls)


def start(history: History, **texts: str) -> None:
    """Commit a README and the given files on main, and switch to a branch."""
    history.write("README.md", links(OLD))
    for name, text in texts.items():
        history.write(f"{name}.md", text)
    history.commit()
    history.branch()


def test_an_added_link_is_new(history: History) -> None:
    start(history)
    history.write("README.md", links(OLD, NEW))
    history.commit()
    assert {NEW} == history.checked()


def test_nothing_is_new_without_a_change(history: History) -> None:
    start(history)
    assert set() == history.checked()


def test_links_that_are_sorted_or_moved_within_a_file_are_free(history: History) -> None:
    history.write("README.md", links(A, B, C))
    history.commit()
    history.branch()
    history.write("README.md", links(C, A, B))
    history.commit()
    assert set() == history.checked()


def test_a_paragraph_that_is_wrapped_again_is_free(history: History) -> None:
    history.write("README.md", f"See [one]({A}) and\n[two]({B}).\n")
    history.commit()
    history.branch()
    history.write("README.md", f"See\n[one]({A})\nand [two\ntimes]({B}).\n")
    history.commit()
    assert set() == history.checked()


def test_a_link_that_moves_from_one_input_to_another_is_free(history: History) -> None:
    start(history, other=links(A))
    history.write("README.md", links(OLD, A))
    history.write("other.md", "nothing\n")
    history.commit()
    assert set() == history.checked()


def test_a_link_that_another_unchanged_input_has_is_free(history: History) -> None:
    start(history, other=links(A))
    history.write("README.md", links(OLD, A))
    history.commit()
    assert set() == history.checked()


def test_a_link_that_only_a_file_outside_the_inputs_has_is_new(history: History) -> None:
    start(history, other=links(A))
    history.write("README.md", links(OLD, A))
    history.commit()
    assert {A} == history.checked("README.md")


def test_a_link_from_a_deleted_input_is_free(history: History) -> None:
    start(history, other=links(A))
    history.remove("other.md")
    history.write("README.md", links(OLD, A))
    history.commit()
    assert set() == history.checked()


def test_the_same_address_written_in_another_way_is_free(history: History) -> None:
    history.write("README.md", links("https://a.example.org/x"))
    history.commit()
    history.branch()
    history.write("README.md", "[x](HTTPS://A.example.org:443/y/../x) and [again][r]\n\n[r]: https://a.example.org/x\n")
    history.commit()
    assert set() == history.checked()


def test_another_fragment_is_another_link(history: History) -> None:
    start(history)
    history.write("README.md", links(OLD, f"{OLD}#part"))
    history.commit()
    assert {f"{OLD}#part"} == history.checked()


def test_a_definition_that_changes_makes_its_unchanged_use_new(history: History) -> None:
    history.write("README.md", f"[x][r]\n\n[r]: {OLD}\n")
    history.commit()
    history.branch()
    history.write("README.md", f"[x][r]\n\n[r]: {NEW}\n")
    history.commit()
    assert {NEW} == history.checked()


def test_a_link_that_leaves_a_code_block_is_new(history: History) -> None:
    history.write("README.md", f"```\n{links(NEW)}```\n")
    history.commit()
    history.branch()
    history.write("README.md", links(NEW))
    history.commit()
    assert {NEW} == history.checked()


def test_what_main_did_since_the_branch_left_it_is_not_of_the_change(history: History) -> None:
    start(history)
    history.write("README.md", links(OLD, NEW))
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.write("README.md", links(A, B, C, OLD))
    history.commit()
    history.git("checkout", "--quiet", "change")
    assert {NEW} == history.checked()


def test_what_a_merge_of_main_brings_is_free(history: History) -> None:
    start(history)
    history.write("new.md", links(NEW))
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.write("README.md", links(A, OLD))
    history.commit()
    history.git("checkout", "--quiet", "change")
    history.git("merge", "--quiet", "--no-edit", "main")
    assert {NEW} == history.checked()


def test_a_criss_cross_merge_has_a_base(history: History) -> None:
    start(history)
    history.write("one.md", links(A))
    one = history.commit()
    history.git("checkout", "--quiet", "main")
    history.write("two.md", links(B))
    two = history.commit()
    history.git("merge", "--quiet", "--no-edit", one)
    history.git("checkout", "--quiet", "change")
    history.git("merge", "--quiet", "--no-edit", two)
    history.write("README.md", links(OLD, NEW))
    history.commit()
    assert NEW in history.checked()
    assert OLD not in history.checked()


def test_work_that_is_not_committed_counts_staged_or_not(history: History) -> None:
    start(history)
    history.write("README.md", links(OLD, A))
    history.git("add", "README.md")
    history.write("README.md", links(OLD, A, B))
    assert {A, B} == history.checked()
    assert {A, B} == history.checked(diff="HEAD")


def test_a_file_that_git_does_not_track_is_new(history: History) -> None:
    start(history)
    history.write("draft.md", links(OLD, NEW))
    assert {NEW} == history.checked()


def test_a_file_that_is_only_announced_to_git_is_new(history: History) -> None:
    start(history)
    history.write("draft.md", links(NEW))
    history.git("add", "--intent-to-add", "draft.md")
    assert {NEW} == history.checked()


def test_a_file_that_left_the_index_and_is_still_there_is_compared(history: History) -> None:
    start(history)
    history.git("rm", "--quiet", "--cached", "README.md")
    history.write("README.md", links(OLD, NEW))
    assert {NEW} == history.checked()


def test_files_in_conflict_are_compared_with_the_base(history: History) -> None:
    start(history)
    history.write("README.md", links(OLD, A))
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.write("README.md", links(OLD, B))
    history.commit()
    history.git("checkout", "--quiet", "change")
    with pytest.raises(AssertionError):
        history.git("merge", "--quiet", "--no-edit", "main")
    assert {A, B} == history.checked()


def test_a_renamed_input_keeps_its_links(history: History) -> None:
    history.write("README.markdown", links(A, B))
    history.commit()
    history.branch()
    history.move("README.markdown", "README.md")
    history.commit()
    assert set() == history.checked("README.md")


def test_a_renamed_and_edited_input_has_only_its_new_links(history: History) -> None:
    history.write("old.md", links(A, B, C) * 5)
    history.commit()
    history.branch()
    history.move("old.md", "new.md")
    history.write("new.md", links(A, B, C) * 5 + links(NEW))
    history.commit()
    assert {NEW} == history.checked("new.md")


def test_a_file_that_moves_to_another_folder_has_its_relative_links_checked(history: History) -> None:
    history.write("a/page.md", "[x](pic.png) and [y](#top-part)\n\n# Top part\n")
    history.write("a/pic.png", b"x")
    history.commit()
    history.branch()
    history.move("a/page.md", "b/page.md")
    history.commit()
    assert {"b/pic.png", "b/page.md#top-part"} == history.checked()


def test_links_to_a_deleted_file_are_checked(history: History) -> None:
    start(history, guide="# Guide\n", other="[guide](guide.md#guide), [readme](README.md)\n")
    history.remove("guide.md")
    history.commit()
    assert {"guide.md#guide"} == history.checked()


def test_links_to_a_renamed_file_are_checked(history: History) -> None:
    start(history, guide="# Guide\n", other="[guide](guide.md)\n")
    history.move("guide.md", "manual.md")
    history.commit()
    assert {"guide.md"} == history.checked()


def test_links_to_a_folder_are_checked_when_its_last_file_goes(history: History) -> None:
    history.write("docs/only.txt", "x")
    history.write("README.md", "[docs](docs) and [docs](docs/)\n")
    history.commit()
    history.branch()
    history.remove("docs/only.txt")
    (history.path / "docs").rmdir()
    history.commit()
    assert {"docs", "docs/"} == history.checked()


def test_a_folder_that_keeps_a_file_is_not_gone(history: History) -> None:
    history.write("docs/one.txt", "x")
    history.write("docs/two.txt", "y")
    history.write("README.md", "[docs](docs/)\n")
    history.commit()
    history.branch()
    history.remove("docs/one.txt")
    history.commit()
    assert set() == history.checked()


def test_links_to_a_removed_heading_are_checked_in_unchanged_files_too(history: History) -> None:
    start(history, guide="# Setup\n\n# Usage\n", other="[s](guide.md#setup), [u](guide.md#usage)\n")
    history.write("guide.md", "# Setting up\n\n# Usage\n")
    history.commit()
    assert {"guide.md#setup"} == history.checked()


def test_a_heading_outside_the_inputs_counts_too(history: History) -> None:
    start(history, guide="# Setup\n")
    history.write("README.md", "[s](guide.md#setup)\n")
    history.commit()
    history.git("branch", "--force", "main", "HEAD")
    history.write("guide.md", "# Setting up\n")
    history.commit()
    assert {"guide.md#setup"} == history.checked("README.md")


def test_a_link_that_was_broken_before_is_free(history: History) -> None:
    start(history, other="[s](guide.md#nope), [n](nowhere.md)\n", guide="# Guide\n")
    history.write("guide.md", "# Manual\n")
    history.commit()
    assert set() == history.checked()


def test_links_that_find_a_file_by_the_settings_are_checked_when_it_goes(history: History) -> None:
    settings = Settings(fallback_extensions=("md",), index_files=("index.md",))
    history.write("README.md", "[g](guide), [d](docs)\n")
    history.write("guide.md", "x\n")
    history.write("docs/index.md", "x\n")
    history.write("docs/more.md", "x\n")
    history.commit()
    history.branch()
    history.remove("guide.md", "docs/index.md")
    history.commit()
    assert {"guide", "docs"} == history.checked(settings=settings)


def test_a_change_of_line_ends_alone_is_free(history: History) -> None:
    history.write("README.md", links(A, B))
    history.commit()
    history.branch()
    history.write("README.md", links(A, B).replace("\n", "\r\n"))
    history.commit()
    assert set() == history.checked()


def test_line_ends_that_git_converts_are_free(history: History) -> None:
    history.write(".gitattributes", "*.md text eol=crlf\n")
    history.write("README.md", links(A, B))
    history.commit()
    history.git("checkout", "--quiet", "--force", "HEAD", "--", ".")
    history.branch()
    history.write("README.md", (links(A, B) + links(NEW)).replace("\n", "\r\n"))
    history.commit()
    assert {NEW} == history.checked()


def test_a_change_of_encoding_is_free(history: History) -> None:
    history.write("README.md", links(A, f"{B}ü"))
    history.commit()
    history.branch()
    history.write("README.md", links(A, f"{B}ü").encode("utf-16"))
    history.commit()
    assert set() == history.checked()


def test_a_change_of_mode_is_free(history: History) -> None:
    start(history)
    history.git("update-index", "--chmod=+x", "README.md")
    history.git("commit", "--quiet", "--message", "x")
    history.git("checkout", "--quiet", "--force", "HEAD", "--", ".")
    assert set() == history.checked()


@posix_only
@pytest.mark.parametrize(
    "name", ["two words.md", "tab\there.md", "new\nline.md", 'quo"te.md', "ünïcode.md", "-dash.md"]
)
def test_names_are_taken_as_they_are(history: History, name: str) -> None:
    history.write(name, links(A))
    history.commit()
    history.branch()
    history.write(name, links(A, NEW))
    history.commit()
    assert {NEW} == history.checked()


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems refuse the name")
def test_a_name_that_is_no_utf_8_is_taken_as_it_is(history: History) -> None:
    name = b"caf\xe9.md".decode(errors="surrogateescape")
    history.write(name, links(A))
    history.commit()
    history.branch()
    history.write(name, links(A, NEW))
    history.commit()
    assert {NEW} == history.checked()


@posix_only
def test_an_input_that_is_a_link_is_compared_with_what_it_led_to(history: History) -> None:
    history.write("docs/README.md", links(A))
    (history.path / "README.md").symlink_to("docs/README.md")
    history.commit()
    history.branch()
    history.write("docs/README.md", links(A, NEW))
    history.commit()
    assert {NEW} == history.checked("README.md")


@posix_only
def test_a_link_that_comes_to_lead_nowhere_is_gone(history: History) -> None:
    history.write("real.txt", "x")
    (history.path / "link.txt").symlink_to("real.txt")
    history.write("README.md", "[x](link.txt)\n")
    history.commit()
    history.branch()
    history.remove("real.txt")
    history.commit()
    assert {"link.txt"} == history.checked()


@posix_only
def test_a_file_that_becomes_a_link_to_a_copy_of_it_is_free(history: History) -> None:
    history.write("README.md", links(A))
    history.commit()
    history.branch()
    history.write("docs/README.md", links(A))
    history.remove("README.md")
    (history.path / "README.md").symlink_to("docs/README.md")
    history.commit()
    assert set() == history.checked("README.md")


def _with_submodule(history: History, tmp_path: Path) -> History:
    inner = History(tmp_path / "inner")
    inner.write("page.md", links(A))
    inner.commit()
    history.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "sub")
    history.write("README.md", links(OLD))
    history.commit()
    history.branch()
    return inner


def test_a_submodule_that_did_not_change_is_free(history: History, tmp_path: Path) -> None:
    _with_submodule(history, tmp_path)
    assert set() == history.checked()


def test_a_submodule_that_moved_on_has_only_its_new_links(history: History, tmp_path: Path) -> None:
    inner = _with_submodule(history, tmp_path)
    inner.write("page.md", links(A, NEW))
    inner.commit()
    history.git("-C", "sub", "pull", "--quiet", "origin", "main")
    history.commit()
    assert {NEW} == history.checked()


def test_work_in_a_submodule_that_is_not_committed_counts(history: History, tmp_path: Path) -> None:
    _with_submodule(history, tmp_path)
    history.write("sub/page.md", links(A, NEW))
    assert {NEW} == history.checked()


def test_a_submodule_that_is_not_checked_out_is_left_alone(history: History, tmp_path: Path) -> None:
    _with_submodule(history, tmp_path)
    clone = tmp_path / "clone"
    history.git("clone", "--quiet", "--branch", "change", str(history.path), str(clone))
    there = History(clone)
    there.write("README.md", links(OLD, NEW))
    assert {NEW} == there.checked(diff="origin/main")


def test_a_worktree_of_its_own_works(history: History, tmp_path: Path) -> None:
    start(history)
    history.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    tree = History.__new__(History)
    tree.path = tmp_path / "tree"
    tree.write("README.md", links(OLD, NEW))
    assert {NEW} == tree.checked()


def test_a_detached_head_works(history: History) -> None:
    start(history)
    history.git("checkout", "--quiet", "--detach")
    history.write("README.md", links(OLD, NEW))
    history.commit()
    assert {NEW} == history.checked()


def test_a_tag_an_ancestor_and_the_first_commit_are_revisions(history: History) -> None:
    start(history)
    history.git("tag", "--annotate", "v1", "--message", "x")
    history.write("README.md", links(OLD, NEW))
    first = history.commit()
    assert {NEW} == history.checked(diff="v1")
    assert {NEW} == history.checked(diff="HEAD~1")
    assert set() == history.checked(diff=first)


def test_settings_of_the_user_for_git_diff_change_nothing(history: History) -> None:
    start(history, other=links(A))
    history.git("config", "diff.noprefix", "true")
    history.git("config", "diff.renames", "false")
    history.git("config", "diff.external", "false")
    history.git("config", "core.quotePath", "true")
    history.git("config", "color.ui", "always")
    history.move("other.md", "öther.md")
    history.commit()
    assert set() == history.checked("README.md", "öther.md")


def test_only_new_findings_on_a_file_itself_are_reported(history: History) -> None:
    start(history, other="[a][gone]\n")
    history.write("other.md", "Before.\n\n[a][gone]\n\n[b][lost]\n")
    history.commit()
    _, findings = history.scope()
    assert 1 == len(findings)
    assert "lost" in findings.pop()


# -- links to this repository's own files


def own(history: History, path: str) -> str:
    history.git("remote", "add", "origin", "git@github.com:octo/tool.git")
    history.git("update-ref", "refs/remotes/origin/main", "main")
    history.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return f"https://github.com/octo/tool/{path}"


@pytest.mark.parametrize("view", ["blob/main", "tree/main", "raw/main", "blob/HEAD", "raw/refs/heads/main"])
def test_a_link_to_a_file_of_the_default_branch_that_the_change_deletes_is_checked(history: History, view: str) -> None:
    url = own_url = f"https://github.com/Octo/tool/{view}/guide.md"
    start(history, guide="x\n", other=links(own_url))
    own(history, "")
    history.remove("guide.md")
    history.commit()
    assert {url} == history.checked()


# -- revisions that cannot be compared


def complaint(history: History, diff: str, **variables: str) -> str:
    with pytest.raises(InputError) as caught:
        history.checked(diff=diff, variables=variables)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("revision", ["nope", "-x", "--output=x", "HEAD~99", "a..b", " "])
def test_a_revision_that_is_none_is_named(history: History, revision: str) -> None:
    start(history)
    assert complaint(history, revision) == f"--diff {revision}: no such revision in this repository"


def test_a_branch_that_only_the_remote_has_is_reported(history: History, tmp_path: Path) -> None:
    start(history)
    history.git("clone", "--quiet", "--branch", "change", str(history.path), str(tmp_path / "clone"))
    there = History(tmp_path / "clone")
    assert complaint(there, "main") == "--diff main: no such revision; did you mean origin/main?"


def _shallow(history: History, tmp_path: Path, depth: int) -> History:
    history.git(
        "clone",
        "--quiet",
        f"--depth={depth}",
        "--no-single-branch",
        "--branch=change",
        history.path.as_uri(),
        str(tmp_path / "clone"),
    )
    return History(tmp_path / "clone")


def test_a_shallow_clone_gets_the_needed_depth_in_a_message(history: History, tmp_path: Path) -> None:
    start(history)
    first = history.git("rev-parse", "HEAD")
    history.write("README.md", links(OLD, NEW))
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.write("other.md", "x\n")
    history.commit()
    there = _shallow(history, tmp_path, 1)
    assert "no common ancestor with HEAD: this clone is shallow" in complaint(there, "origin/main")
    assert "no such commit: this clone is shallow" in complaint(there, first)
    assert "fetch-depth: 0" in complaint(there, first)


def test_a_shallow_clone_that_is_deep_enough_works(history: History, tmp_path: Path) -> None:
    start(history)
    history.write("README.md", links(OLD, NEW))
    history.commit()
    assert {NEW} == _shallow(history, tmp_path, 2).checked(diff="origin/main")


def test_unrelated_histories_are_reported(history: History) -> None:
    start(history)
    history.git("checkout", "--quiet", "--orphan", "island")
    history.write("README.md", links(NEW))
    history.commit()
    assert complaint(history, "main") == "--diff main: no common ancestor with HEAD"


def test_a_repository_without_a_commit_is_reported(history: History) -> None:
    history.write("README.md", links(NEW))
    assert complaint(history, "main") == "--diff main: no such revision in this repository"


def test_a_folder_that_is_not_a_repository_is_reported(tmp_path: Path) -> None:
    folder = History.__new__(History)
    folder.path = tmp_path
    folder.write("README.md", links(NEW))
    assert complaint(folder, "main") == f"--diff: {tmp_path} is not a git repository"


def test_git_that_is_not_installed_is_reported(history: History) -> None:
    start(history)
    assert complaint(history, "main", PATH="") == "--diff needs git, which is not on PATH"
