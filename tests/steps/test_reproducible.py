"""Same inputs, same bytes: whoever builds, where, when, and however."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from compendium import built
from helpers import LONG
from machine_typefaces import planted

from themeloom.core.files import digests, files_below
from themeloom.core.project import Project

if TYPE_CHECKING:
    from pathlib import Path

#: What a matplotlibrc of somebody else may say.
_HOSTILE = "font.family: monospace\nfigure.facecolor: red\nlines.linewidth: 9\nsavefig.dpi: 30\n"


def _bytes(project: Project) -> dict[str, str]:
    """The digest of every derived file and every output."""
    files = [*files_below(project.derived), *files_below(project.output), project.schema]
    return digests(files, project.root)


def _environment(**variables: str) -> dict[str, str]:
    """Nothing but what programs and the package need to be found, and these."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {**kept, **variables}


@pytest.fixture(scope="module")
def first(flagship: Project) -> Project:
    """A clone, derived and committed, then rendered as anybody would."""
    return flagship


@pytest.fixture(scope="module")
def expected(first: Project) -> dict[str, str]:
    """What every other build must give."""
    found = _bytes(first)
    assert len(found) > 80, "derived files and outputs"
    return found


def _copied(first: Project, folder: Path) -> Project:
    """The same commit elsewhere, with nothing that a build leaves behind."""
    shutil.copytree(first.root, folder, ignore=shutil.ignore_patterns(".themeloom", "_output"))
    return Project(folder.resolve())


#: The folder, and what the environment says there, besides the machine's own typefaces.
_PLACES = {
    "zwei Stöcke/deep": {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONUTF8": "0"},
    "zwölf deep/er folder": {
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "SOURCE_DATE_EPOCH": "1900000000",
    },
}


@pytest.mark.parametrize("place", _PLACES if LONG else ["zwei Stöcke/deep"])
def test_elsewhere_every_byte_is_the_same(
    place: str, first: Project, expected: dict[str, str], tmp_path: Path
) -> None:
    """In a strange folder, of another user, with typefaces and settings of the machine's own.

    One output after the other, on one processor, nothing derived.
    """
    (tmp_path / "matplotlibrc").write_text(_HOSTILE, encoding="utf-8")
    own = {"USER": "somebody", "MPLCONFIGDIR": str(tmp_path), "PYTHONHASHSEED": str(len(place))}
    environment = _environment(**_PLACES[place], **own, **planted(tmp_path / "home"))
    project = _copied(first, tmp_path / place)
    shutil.rmtree(project.derived)
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    try:
        if before:
            os.sched_setaffinity(0, {min(before)})
        built(project, environment)
    finally:
        if before:
            os.sched_setaffinity(0, before)
    assert _bytes(project) == expected


def test_a_warm_cache_gives_what_a_cold_one_gives(first: Project, expected: dict[str, str]) -> None:
    """Outputs that are missing are made from what is staged already, the same as before."""
    shutil.rmtree(first.output if LONG else first.output / "poster")
    assert _bytes(built(first)) == expected


def test_nothing_changed_means_that_nothing_is_written(
    first: Project, expected: dict[str, str]
) -> None:
    """A second build leaves every file alone, and the clone clean."""
    times = {path: path.stat().st_mtime_ns for path in files_below(first.output)}
    assert _bytes(built(first)) == expected
    assert {path: path.stat().st_mtime_ns for path in files_below(first.output)} == times
