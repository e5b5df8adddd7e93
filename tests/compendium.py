"""The flagship as a clone of its own: its sources, committed, in a folder of the test's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from helpers import ROOT

from themeloom.core.files import named_below
from themeloom.core.project import Project
from themeloom.core.version import is_in_repository

if TYPE_CHECKING:
    from pathlib import Path

#: The same commit whenever and wherever it is made.
_WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (
        ("NAME", "Synthia Madeup"),
        ("EMAIL", "synthia@example.org"),
        ("DATE", "2026-03-01T12:00:00+0000"),
    )
}
#: What a build does not need: a commit without it is made in a moment.
_LEFT_OUT = ("tests/", "bench/", "docs/", ".ci/")


def git(folder: Path, *arguments: str) -> str:
    """Run git without the settings of whoever runs the tests."""
    environment = {**os.environ, **_WHO, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "core.autocrlf=false", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return done.stdout.strip()


def commit(project: Project) -> str:
    """Commit everything; the commit's hash."""
    git(project.root, "add", "--all")
    git(project.root, "commit", "--quiet", "--allow-empty", "--message", "As it is")
    return git(project.root, "rev-parse", "HEAD")


def _sources() -> list[str]:
    """The flagship's files that are under version control or new; all where it has no commit."""
    if not is_in_repository(Project(ROOT)):
        return named_below(ROOT)
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [name for name in listed.split("\0") if (ROOT / name).is_file()]


def cloned(folder: Path) -> Project:
    """The flagship's sources as they are, committed."""
    for name in _sources():
        if not name.startswith(_LEFT_OUT):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    git(folder, "init", "--quiet", "--initial-branch=main")
    project = Project(folder.resolve())
    commit(project)
    return project


def themeloom(
    project: Project, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line on a project, in an environment of its own if one is given."""
    return subprocess.run(
        [sys.executable, "-m", "themeloom", "--project", str(project.root), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull} if environment is None else environment,
        cwd="/",
        check=False,
    )


def said_by(folder: Path, *arguments: str | Path) -> tuple[int, str]:
    """How a command ends on the project of a folder, and all that it says."""
    done = themeloom(Project(folder), *map(str, arguments))
    return done.returncode, done.stdout + done.stderr


def built(project: Project, environment: dict[str, str] | None = None) -> Project:
    """Render everything, and see that it went well."""
    done = themeloom(project, "render", environment=environment)
    assert done.returncode == 0, done.stderr
    return project
