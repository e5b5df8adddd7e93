"""What is there, what is missing, and how to get it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.errors import ThemeloomError
from themeloom.core.extensions import NAMES, folder_of, how_to_add, oldest_quarto
from themeloom.core.packages import ABSENT, purposes, version_of_package
from themeloom.core.processes import answer
from themeloom.core.project import Project
from themeloom.engines.quarto import find_quarto, version_of_quarto

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_OLDEST = (3, 11)
_INSTALL = "make render sets it up, or: pip install --require-hashes -r requirements.lock"
_GET_QUARTO = (
    "conda env create -f environment.yml, pip install quarto-cli (it fetches Quarto from GitHub), "
    "or an installer from quarto.org"
)


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
    return [_python(), *_packages(), *_quarto(), *_project(folder)]


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


def _quarto() -> Iterator[Row]:
    """Which Quarto is there, what it will do, and which extensions it can be given."""
    row = partial(Row, needed=False)
    oldest, program = oldest_quarto(), find_quarto()
    if program is None:
        yield row("Quarto", "not here; only `--engine quarto` needs it", remedy=_GET_QUARTO)
    elif (version := version_of_quarto(program)) is None:
        said = f"{program} does not say its version: it is not whole, or nothing that can be run"
        yield row("Quarto", said, remedy=_GET_QUARTO)
    elif _numbers(version) < _numbers(oldest):
        remedy = f"{oldest} or newer is needed: {_GET_QUARTO}"
        yield row("Quarto", f"{version} ({program})", remedy=remedy)
    else:
        yield row("Quarto", f"{version} ({program}): quarto render, or --engine quarto")
        yield _python_of_quarto()


def _python_of_quarto() -> Row:
    """Whether Quarto's own steps and cells find this package."""
    python = os.environ.get("QUARTO_PYTHON") or shutil.which("python3") or shutil.which("python")
    row = partial(Row, "its Python", needed=False)
    asked = (python or "", "-c", "import themeloom; print(themeloom.__version__)")
    if python is None:
        return row("none is on the PATH", remedy="activate an environment, or set QUARTO_PYTHON")
    if (version := answer(asked)) != __version__:
        found = f"has themeloom {version}" if version else "has no themeloom"
        remedy = f'activate the environment of this one, or set QUARTO_PYTHON to "{sys.executable}"'
        return row(f"{python} {found}", remedy=remedy)
    return row(f"{python} (themeloom {version})")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:3]))


def _project(folder: Path) -> Iterator[Row]:
    try:
        project = Project.find(folder)
    except ThemeloomError as error:
        yield Row("study.yml", error.message, needed=False, remedy=error.hint)
        yield _extensions(None)
        return
    yield Row("study.yml", str(project.study))
    for name, path in (
        ("data-raw/", project.raw),
        ("_quarto.yml", project.quarto),
    ):
        there = path.exists()
        remedy = "" if there else "put it back (git checkout)"
        yield Row(name, "there" if there else "missing", remedy=remedy)
    yield _extensions(project)
    yield _writable(project)


def _extensions(project: Project | None) -> Row:
    """Which extensions a study is built with, and how Quarto gets them."""
    row = partial(Row, "_extensions/", needed=False)
    lacking: Sequence[str] = NAMES
    if project:
        try:
            project.now()
        except ThemeloomError as error:
            return Row("_extensions/", error.message, remedy=error.hint)
        there = [folder_of(project.root, name).parents for name in NAMES]
        lacking = [
            one for one, above in zip(NAMES, there, strict=True) if project.root not in above
        ]
    if not lacking:
        return row("there, of this version")
    return row(f"of this package: {', '.join(lacking)}; for Quarto, in the study: {how_to_add()}")


def _writable(project: Project) -> Row:
    """Whether outputs can be written; looks at the folder that is there."""
    folder = project.output if project.output.exists() else project.root
    if os.access(folder, os.W_OK):
        return Row("_output/", "can be written")
    return Row("_output/", "cannot be written", remedy=f"make {folder} writable")
