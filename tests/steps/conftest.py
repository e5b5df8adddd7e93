"""A tiny synthetic project, with this repository's extension, in a temporary folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from helpers import copied, with_extensions

from themeloom.formats.assets import stage

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Typefaces and styles, made once, for every project to copy."""
    project = with_extensions(copied("tiny-synthetic", tmp_path_factory.mktemp("staged")))
    stage(project, {})
    return project.state


@pytest.fixture
def ready(tiny: Project, staged: Path) -> Project:
    """The tiny project with typefaces and styles in place, ready to be rendered."""
    shutil.copytree(staged, tiny.state)
    return tiny
