"""People work at the same time: on branches of their own, and with commands beside each other."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from compendium import commit, git
from helpers import changed
from small import begun, holds_lock, made, rendered, run, small_study

if TYPE_CHECKING:
    from themeloom.core.project import Project

_IGNORED = "_output/\n.themeloom/\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small study, rendered and committed."""
    project = small_study(tmp_path_factory.mktemp("branches"))
    (project.root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    git(project.root, "init", "--quiet", "--initial-branch=main")
    rendered(project)
    commit(project)
    return project


def test_branches_that_edit_two_sections_merge(project: Project) -> None:
    """One edits the paper and the poster, another the paper elsewhere: no conflict, no trace."""
    paper, poster = "manuscript/paper.qmd", "poster/poster.qmd"
    edits = {
        "first": {paper: ("says what is known", "says what was known")},
        "second": {
            paper: ("# Sample\n", "# Sample\n\nSix people.\n"),
            poster: ("is work", "works"),
        },
    }
    for branch, texts in edits.items():
        git(project.root, "checkout", "--quiet", "-b", branch, "main")
        for name, (old, new) in texts.items():
            changed(project.root / name, old, new)
        rendered(project)
        told = git(project.root, "status", "--porcelain").splitlines()
        assert sorted(line.split()[-1] for line in told) == sorted(texts)
        commit(project)
    git(project.root, "merge", "--quiet", "--no-edit", "first")
    rendered(project)
    assert git(project.root, "status", "--porcelain") == ""
    page = (project.output / "manuscript" / "paper.html").read_text(encoding="utf-8")
    assert "what was known" in page
    assert "Six people." in page


def test_two_renders_at_once(project: Project) -> None:
    """The second one says that there is a first, in one sentence; that one is not disturbed."""
    changed(project.root / "manuscript" / "references.bib", "invented", "imagined")
    with begun(project, "render") as first:
        while first.poll() is None and not holds_lock(first, project):
            time.sleep(0.005)
        others = {words: run(project, words) for words in ("render", "derive", "check", "status")}
        running = first.poll() is None
        said = first.communicate(timeout=100)[1]
    assert first.returncode == 0, said
    for words in ("render", "derive"):
        other = others[words]
        assert other.returncode == 0 or other.stderr.splitlines() == [
            "error: another command is building this project",
            "  hint: wait until it has ended, or end it with Ctrl-C",
        ]
    assert others["render"].returncode == 1 or not running
    for words in ("check", "status"):
        assert others[words].returncode in {0, 1}
        assert "defect" not in others[words].stderr
    expected = made(project)
    rendered(project)
    assert made(project) == expected
    assert run(project, "status").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="another way of locking")
def test_whoever_only_tidies_is_waited_for(project: Project) -> None:
    """A lock that is let go of in a moment stops no command."""
    held = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys, time; file = open(sys.argv[1], 'a+b'); "
            "fcntl.flock(file, fcntl.LOCK_EX); print('held', flush=True); time.sleep(0.3)",
            str(project.state / "lock"),
        ],
        stdout=subprocess.PIPE,
    )
    assert held.stdout is not None
    assert held.stdout.readline() == b"held\n"
    from themeloom.steps.publishing import alone

    with alone(project):
        assert held.poll() is not None or held.wait(5) == 0
    held.stdout.close()
    held.wait()
