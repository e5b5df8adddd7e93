"""What an output says it was built from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compendium import commit, git

from themeloom.project import Project
from themeloom.provenance.version import Version, sources_of, version_of

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
    for name in ("manuscript/paper.qmd", "_extensions/themeloom/evidence.lua"):
        version = Version(_COMMIT, 1772366400, frozenset({name}))
        assert "2026-03-01 with uncommitted changes;" in version.colophon("R", _INPUTS)


def test_without_version_control_it_says_that(tmp_path: Path) -> None:
    """A folder that somebody unpacked has no commit."""
    version = version_of(_study(tmp_path))
    assert version.named == ""
    assert version.colophon("R", {}).startswith("Built from files under no version control;")


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
    assert version_of(project).changed == {"new.md", "manuscript/paper.qmd", "other name.md"}
    assert sources_of(project) == ["manuscript/paper.qmd", "new.md", "other name.md", "study.yml"]
