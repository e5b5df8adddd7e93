"""What is there, what is missing, and how to get it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.packages import ABSENT, purposes, version_of_package
from themeloom.core.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OLDEST = (3, 11)
_INSTALL = "make render sets it up, or: pip install --require-hashes -r requirements.lock"


@dataclass(frozen=True)
class Row:
    """One thing that was looked for.

    Args:
        name: what it is called.
        found: what was found, in a few words.
        ok: whether it is as it should be.
        needed: whether nothing can be built without it.
        remedy: how to get it; empty if it is there.
    """

    name: str
    found: str
    ok: bool = True
    needed: bool = True
    remedy: str = ""


def examine(folder: Path) -> list[Row]:
    """Look at Python, packages, Quarto and the project around `folder`."""
    return [_python(), *_packages(), _quarto(), *_project(folder)]


def _python() -> Row:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= _OLDEST:
        return Row("Python", found)
    return Row("Python", found, ok=False, remedy="install Python 3.11 or newer")


def _packages() -> Iterator[Row]:
    for name, purpose in purposes().items():
        if (found := version_of_package(name)) == ABSENT:
            yield Row(name, f"missing ({purpose})", ok=False, remedy=_INSTALL)
        else:
            yield Row(name, f"{found} ({purpose})")


def _quarto() -> Row:
    path = shutil.which("quarto")
    if path is not None:
        return Row("Quarto", path, needed=False)
    return Row(
        "Quarto",
        "not here; only `--engine quarto` needs it",
        ok=False,
        needed=False,
        remedy="conda env create -f environment.yml, or quarto.org",
    )


def _project(folder: Path) -> Iterator[Row]:
    try:
        project = Project.find(folder)
    except ThemeloomError as error:
        yield Row("study.yml", error.message, ok=False, needed=False, remedy=error.hint)
        return
    yield Row("study.yml", str(project.study))
    for name, path in (
        ("data-raw/", project.raw),
        ("_quarto.yml", project.quarto),
        ("_extensions/", project.extensions),
    ):
        there = path.exists()
        remedy = "" if there else "put it back (git checkout)"
        yield Row(name, "there" if there else "missing", ok=there, remedy=remedy)
    yield _writable(project)


def _writable(project: Project) -> Row:
    """Whether outputs can be written; looks at the folder that is there."""
    import os

    folder = project.output if project.output.exists() else project.root
    if os.access(folder, os.W_OK):
        return Row("_output/", "can be written")
    return Row("_output/", "cannot be written", ok=False, remedy=f"make {folder} writable")
