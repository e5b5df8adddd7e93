"""What an output says it was built from."""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from compendium import commit, git

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.core.version import Version, version_of

if TYPE_CHECKING:
    from pathlib import Path

_COMMIT = "0123456789abcdef"
_INPUTS = {"manuscript/paper.qmd": "a", "data-derived/values.yml": "b"}


def _study(folder: Path) -> Project:
    (folder / "study.yml").write_text("study: {}\n", encoding="utf-8")
    (folder / "manuscript").mkdir()
    (folder / "manuscript" / "paper.qmd").write_text("Text\n", encoding="utf-8")
    return Project(folder)


def test_an_unchanged_build_says_nothing_of_changes() -> None:
    """Commit, its day, the evidence, the renderer."""
    version = Version(_COMMIT, 1772366400, frozenset({"README.md"}))
    assert version.colophon("Themeloom 1, builtin renderer", _INPUTS) == (
        "Built from commit 0123456789ab of 2026-03-01; evidence 01fc07d85c56; "
        "Themeloom 1, builtin renderer."
    )


def test_a_build_from_changed_files_says_so() -> None:
    """If one of them goes into this output; what goes into every output counts for each."""
    for name in ("manuscript/paper.qmd", "_extensions/themeloom/quarto.lua"):
        version = Version(_COMMIT, 1772366400, frozenset({name}))
        assert "2026-03-01 with uncommitted changes in 1 file;" in version.colophon("R", _INPUTS)


def test_without_version_control_it_says_that(tmp_path: Path) -> None:
    """A folder that somebody unpacked has no commit."""
    version = version_of(_study(tmp_path))
    assert version.named == ""
    told = [version.colophon("R", {"study.yml": one}) for one in ("a", "b")]
    assert all(
        re.match(r"Built from files under no version control, [0-9a-f]{12};", t) for t in told
    )
    assert told[0] != told[1], "it names the hash of what was read"


def test_changed_new_and_renamed_files_are_told_apart_from_the_rest(tmp_path: Path) -> None:
    """By git, in whatever folder of a larger repository the study lies."""
    git(tmp_path, "init", "--quiet")
    project = _study(tmp_path)
    (tmp_path / "old name.md").write_text("a\nb\nc\n", encoding="utf-8")
    done = commit(project)
    assert version_of(project) == Version(done, 1772366400, frozenset())
    (tmp_path / "new.md").write_text("new", encoding="utf-8")
    (tmp_path / "manuscript" / "paper.qmd").write_text("Other\n", encoding="utf-8")
    git(tmp_path, "mv", "old name.md", "other name.md")
    moved = {"old name.md", "other name.md"}
    assert version_of(project).changed == {"new.md", "manuscript/paper.qmd", *moved}


def _committed(folder: Path, below: str = "") -> tuple[Project, str]:
    """A study with one commit, in a folder of its repository; the commit."""
    root = folder / below
    root.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    project = _study(root)
    return project, commit(project)


def _told(project: Project, *inputs: str) -> str:
    return version_of(project).colophon("R", dict.fromkeys(inputs, "")).partition(";")[0]


def test_a_study_below_the_top_of_its_repository_counts_its_own_changes(tmp_path: Path) -> None:
    """Paths are the study's; what changed elsewhere in the repository does not count."""
    project, done = _committed(tmp_path, "theses/chapter two")
    (tmp_path / "elsewhere.md").write_text("new", encoding="utf-8")
    assert version_of(project) == Version(done, 1772366400, frozenset())
    (project.root / "manuscript" / "paper.qmd").write_text("Other\n", encoding="utf-8")
    git(project.root, "mv", "study.yml", "kept.yml")
    shutil.copyfile(project.root / "kept.yml", project.study)
    assert version_of(project).changed >= {"manuscript/paper.qmd", "kept.yml"}
    assert _told(project, "manuscript/paper.qmd").endswith(" with uncommitted changes in 1 file")


def test_another_repository_lends_no_commit(tmp_path: Path) -> None:
    """An archive unpacked in it, at its top or below, whatever its rules of ignoring."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / ".gitignore").write_text("*.qmd\n", encoding="utf-8")
    commit(Project(tmp_path))
    for folder in (tmp_path / "unpacked", tmp_path):
        folder.mkdir(exist_ok=True)
        project = _study(folder)
        assert version_of(project) == Version("", 0, frozenset())


_SETTINGS = (
    ("log.showSignature", "true"),
    ("color.ui", "always"),
    ("core.quotePath", "true"),
    ("core.fsmonitor", "false; echo nonsense; true"),
    ("status.showUntrackedFiles", "no"),
    ("status.short", "true"),
    ("status.branch", "true"),
    ("status.relativePaths", "true"),
    ("status.renames", "false"),
    ("log.date", "relative"),
    ("format.pretty", "oneline"),
    ("diff.external", "false"),
    ("diff.noprefix", "true"),
    ("diff.ignoreSubmodules", "all"),
    ("core.pager", "false"),
    ("pager.status", "true"),
    ("alias.status", "log"),
    ("core.fileMode", "true"),
    ("diff.orderFile", "/nowhere"),
    ("i18n.logOutputEncoding", "ISO-8859-1"),
    ("log.showRoot", "false"),
)


def test_no_setting_and_no_language_of_git_changes_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what the environment says of another repository, as within a hook of git's."""
    project, done = _committed(tmp_path / "study")
    other, _ = _committed(tmp_path / "other")
    (project.root / "möbius.md").write_text("new", encoding="utf-8")
    (project.root / "manuscript" / "paper.qmd").write_text("Other\n", encoding="utf-8")
    project.study.chmod(0o755)
    for name, value in _SETTINGS:
        git(project.root, "config", name, value)
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    monkeypatch.setenv("GIT_TRACE", "1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    expected = frozenset({"möbius.md", "manuscript/paper.qmd"})
    assert version_of(project) == Version(done, 1772366400, expected)


def test_files_that_git_was_told_not_to_look_at_are_changes_where_they_take_part(
    tmp_path: Path,
) -> None:
    """Ignored ones, those in an ignored folder, those to be taken for unchanged."""
    project, _ = _committed(tmp_path)
    (tmp_path / ".git" / "info" / "exclude").write_text("private/\n*.png\n", encoding="utf-8")
    private = project.root / "manuscript" / "private"
    private.mkdir()
    (private / "words.qmd").write_text("new", encoding="utf-8")
    (project.root / "manuscript" / "map.png").write_bytes(b"new")
    assert not _told(project, "manuscript/paper.qmd").endswith("changes")
    assert _told(project, "manuscript/private/words.qmd").endswith(
        "with uncommitted changes in 1 file"
    )
    assert _told(project, "manuscript/map.png").endswith("with uncommitted changes in 1 file")
    git(project.root, "update-index", "--assume-unchanged", "manuscript/paper.qmd")
    assert not _told(project, "manuscript/paper.qmd").endswith("changes")
    (project.root / "manuscript" / "paper.qmd").write_text("Other\n", encoding="utf-8")
    assert _told(project, "manuscript/paper.qmd").endswith("with uncommitted changes in 1 file")


def test_below_the_top_of_a_repository_as_well(tmp_path: Path) -> None:
    """A file to be taken for unchanged that was changed, beside one that was not."""
    project, _ = _committed(tmp_path / "study")
    (tmp_path / "study" / ".git").rename(tmp_path / ".git")
    commit(Project(tmp_path))
    git(
        tmp_path, "update-index", "--skip-worktree", "study/manuscript/paper.qmd", "study/study.yml"
    )
    assert not version_of(project).changed
    (project.root / "manuscript" / "paper.qmd").write_text("Other\n", encoding="utf-8")
    assert version_of(project).changed == {"manuscript/paper.qmd"}


def test_only_what_files_hold_is_a_change(tmp_path: Path) -> None:
    """Neither what is staged and was put back, nor line ends that a commit would not have."""
    project, _ = _committed(tmp_path)
    paper = project.root / "manuscript" / "paper.qmd"
    paper.write_text("Other\n", encoding="utf-8")
    git(tmp_path, "add", "--all")
    assert version_of(project).changed == {"manuscript/paper.qmd"}
    paper.write_text("Text\n", encoding="utf-8")
    assert not version_of(project).changed
    (tmp_path / ".gitattributes").write_text("*.qmd text eol=crlf\n", encoding="utf-8")
    commit(project)
    paper.write_bytes(b"Text\r\n")
    assert not version_of(project).changed


def test_a_submodule_is_looked_into(tmp_path: Path) -> None:
    """What lies in it took part: changed, new, or of another commit than is recorded."""
    other, _ = _committed(tmp_path / "other")
    project, _ = _committed(tmp_path / "study")
    adding = ("submodule", "--quiet", "add", str(other.root), "data-raw")
    git(project.root, "-c", "protocol.file.allow=always", *adding)
    assert version_of(project).changed == {".gitmodules", "data-raw/"}
    commit(project)
    assert not version_of(project).changed
    (project.raw / "new.txt").write_text("new", encoding="utf-8")
    (project.raw / "study.yml").write_text("other", encoding="utf-8")
    assert version_of(project).changed == {"data-raw/new.txt", "data-raw/study.yml"}
    commit(Project(project.raw))
    assert version_of(project).changed == {"data-raw/new.txt", "data-raw/study.yml"}
    assert _told(project, "data-raw/study.yml").endswith("with uncommitted changes in 1 file")


def test_what_git_refuses_is_told_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not taken for no repository: other owner, broken, marked as one without files."""
    project, _ = _committed(tmp_path)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        with pytest.raises(ThemeloomError, match="dubious ownership") as error:
            version_of(project)
    assert f"git config --global --add safe.directory {tmp_path}" in error.value.hint
    git(tmp_path, "config", "core.bare", "true")
    with pytest.raises(ThemeloomError, match=r"without files \(core\.bare\)"):
        version_of(project)
    for broken in (".git/config", ".git/HEAD", ".git/index"):
        shutil.rmtree(tmp_path / ".git")
        git(tmp_path, "init", "--quiet")
        commit(project)
        (tmp_path / broken).write_text("[nonsense", encoding="utf-8")
        with pytest.raises(ThemeloomError, match="git does not read the repository") as error:
            version_of(project)
        assert "status" in error.value.hint


def test_a_worktree_and_a_submodule_have_commits_of_their_own(tmp_path: Path) -> None:
    """As any repository; what points to a repository that is gone is told."""
    project, done = _committed(tmp_path / "study")
    git(project.root, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet")
    adding = ("submodule", "--quiet", "add", str(project.root), "part")
    git(outer, "-c", "protocol.file.allow=always", *adding)
    for root in (tmp_path / "tree", outer / "part"):
        assert version_of(Project(root)) == Version(done, 1772366400, frozenset())
    shutil.rmtree(project.root)
    with pytest.raises(ThemeloomError, match="not a git repository: "):
        version_of(Project(tmp_path / "tree"))


_ARCHIVAL = "node: $Format:%H$\nnode-date: $Format:%cI$\ntree: $Format:%T$\n"


def _unpacked(repository: Path, folder: Path, *more: str) -> Project:
    """What somebody has who unpacks an archive of the last commit."""
    archive = folder.with_suffix(".zip")
    git(repository, "archive", f"--output={archive}", "HEAD", *more)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return Project(folder)


def test_a_released_archive_carries_its_commit(tmp_path: Path) -> None:
    """Also inside another repository; and what was changed since it was unpacked is told."""
    source = tmp_path / "source"
    source.mkdir()
    (source / ".git_archival.txt").write_text(_ARCHIVAL, encoding="utf-8")
    (source / ".gitattributes").write_text(".git_archival.txt export-subst\n", encoding="utf-8")
    (source / ".gitignore").write_text("/made/\n__pycache__/\n*.log\n", encoding="utf-8")
    (source / "a link").symlink_to("study.yml")
    _, done = _committed(source)
    _committed(tmp_path / "other")
    (tmp_path / "plain").mkdir()
    for folder in (tmp_path / "plain", tmp_path / "other" / "inside"):
        project = _unpacked(source, folder)
        (folder / "a link").unlink()  # zip archives hold no links
        (folder / "a link").symlink_to("study.yml")
        for made in (
            "_output/a.html",
            "made/x",
            ".themeloom/y",
            "manuscript/__pycache__/z",
            "a.log",
        ):
            (folder / made).parent.mkdir(parents=True, exist_ok=True)
            (folder / made).write_text("made", encoding="utf-8")
        assert version_of(project) == Version(done, 1772366400, frozenset())
        (folder / "left over.txt").write_text("new", encoding="utf-8")
        assert version_of(project).changed == {"left over.txt"}
        assert not _told(project, "manuscript/paper.qmd").endswith("changes")
        (project.root / "manuscript" / "paper.qmd").write_text("Other\n", encoding="utf-8")
        assert _told(project, "manuscript/paper.qmd").endswith("with uncommitted changes in 1 file")


def test_an_archive_that_was_changed_before_anybody_looked_says_so(tmp_path: Path) -> None:
    """Nothing tells then which of its files are as they were released."""
    source = tmp_path / "source"
    source.mkdir()
    (source / ".git_archival.txt").write_text(_ARCHIVAL, encoding="utf-8")
    (source / ".gitattributes").write_text(".git_archival.txt export-subst\n", encoding="utf-8")
    _committed(source)
    (tmp_path / "there").mkdir()
    project = _unpacked(source, tmp_path / "there")
    (project.root / "manuscript" / "paper.qmd").write_text("Other\n", encoding="utf-8")
    assert _told(project, "manuscript/paper.qmd").endswith("with uncommitted changes in 1 file")


def test_a_clone_is_no_archive(tmp_path: Path) -> None:
    """What git would put into an archive is not yet in it."""
    (tmp_path / ".git_archival.txt").write_text(_ARCHIVAL, encoding="utf-8")
    assert version_of(_study(tmp_path)) == Version("", 0, frozenset())


def test_uncommitted_files_are_listed_as_far_as_they_went_in() -> None:
    """What is everywhere, what an output names, and each file of a folder that git leaves out."""
    changed = frozenset({"a.qmd", "b.qmd", "src/themeloom/x.py", "_extensions/.DS_Store"})
    version = Version("c" * 40, 0, changed, frozenset({"private/"}))
    went_in = dict.fromkeys(("a.qmd", "private/one.txt", "private/two.txt", "d.qmd"), "0")
    own = ["a.qmd", "private/one.txt", "private/two.txt", "src/themeloom/x.py"]
    assert version.uncommitted(went_in) == own
    assert " with uncommitted changes in 4 files;" in version.colophon("R", went_in)
