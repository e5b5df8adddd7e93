"""What commits give away."""

import subprocess

import pytest
from checked import read

from themeloom.checking.history import check_history
from themeloom.core.project import Project


def _git(project: Project, *words: str) -> None:
    subprocess.run(["git", "-C", str(project.root), *words], check=True, capture_output=True)


def _commit(project: Project, author: str, message: str) -> None:
    _git(project, "init", "--quiet")
    _git(project, "add", ".")
    settings = ("-c", f"user.name={author}", "-c", "user.email=someone@example.org")
    _git(project, *settings, "commit", "--quiet", "--allow-empty", "-m", message)


def test_names_and_numbers_in_commits(
    clean: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A listed name as author, a name and a number in a message: one note each, and no name."""
    path = tmp_path_factory.mktemp("elsewhere") / "names.txt"
    path.write_text("Barnaby Fictitious\n", encoding="utf-8")
    monkeypatch.setenv("THEMELOOM_NAMES", str(path))
    _commit(clean, "Barnaby Fictitious", "Add what Barnaby Fictitious said")
    _commit(clean, "Synthia Madeup", "Ring 020 7946 0958\n\nSigned-off-by: S <s@example.org>")
    found = list(check_history(read(clean)))
    assert [one.severity for one in found] == ["note"] * 3
    said = " ".join(one.message for one in found)
    assert "Barnaby" not in said
    assert "7946" not in said
    assert "telephone number" in said


def test_a_study_outside_git(clean: Project) -> None:
    """Where there is no history, nothing is said of it."""
    assert list(check_history(read(clean))) == []
