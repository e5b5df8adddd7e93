"""The flagship, copied and built once for all tests that look at its outputs."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT

from themeloom.cli import main
from themeloom.core.project import Project

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = (
    "data-raw",
    "study.yml",
    "analysis",
    "manuscript",
    "poster",
    "slides",
    "_quarto.yml",
    "_extensions",
)


def copy_flagship(folder: Path) -> Project:
    """The sources of the compendium without anything that was built."""
    for name in _PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return Project(folder)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The flagship with every output, built from nothing."""
    project = copy_flagship(tmp_path_factory.mktemp("flagship"))
    assert main(["--project", str(project.root), "render"]) == 0
    return project
