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
        needed: whether nothing can be built without it.
        remedy: how to get it; empty if it is there.
    """

    name: str
    found: str
    needed: bool = True
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is as it should be."""
        return not self.remedy


def examine(folder: Path) -> list[Row]:
    """Look at Python, packages, Quarto and the project around `folder`."""
    return [_python(), *_packages(), _quarto(), *_project(folder)]


def _python() -> Row:
    found = ".".join(map(str, sys.version_info[:3]))
    remedy = "" if sys.version_info >= _OLDEST else "install Python 3.11 or newer"
    return Row("Python", found, remedy=remedy)


def _packages() -> Iterator[Row]:
    for name, purpose in purposes().items():
        if (found := version_of_package(name)) == ABSENT:
            yield Row(name, f"missing ({purpose})", remedy=_INSTALL)
        else:
            yield Row(name, f"{found} ({purpose})")


def _quarto() -> Row:
    if path := shutil.which("quarto"):
        return Row("Quarto", path, needed=False)
    remedy = "conda env create -f environment.yml, or quarto.org"
    return Row("Quarto", "not here; only `--engine quarto` needs it", needed=False, remedy=remedy)


def _project(folder: Path) -> Iterator[Row]:
    try:
        project = Project.find(folder)
    except ThemeloomError as error:
        yield Row("study.yml", error.message, needed=False, remedy=error.hint)
        return
    yield Row("study.yml", str(project.study))
    for name, path in (
        ("data-raw/", project.raw),
        ("_quarto.yml", project.quarto),
        ("_extensions/", project.extensions),
    ):
        there = path.exists()
        remedy = "" if there else "put it back (git checkout)"
        yield Row(name, "there" if there else "missing", remedy=remedy)
    yield _writable(project)


def _writable(project: Project) -> Row:
    """Whether outputs can be written; looks at the folder that is there."""
    import os

    folder = project.output if project.output.exists() else project.root
    if os.access(folder, os.W_OK):
        return Row("_output/", "can be written")
    return Row("_output/", "cannot be written", remedy=f"make {folder} writable")
