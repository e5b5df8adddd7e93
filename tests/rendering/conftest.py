"""A tiny synthetic project, with this repository's extension, in a temporary folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from helpers import ROOT, copied

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.project import Project


@pytest.fixture
def tiny(tmp_path: Path) -> Project:
    """A copy of the tiny project, ready to be changed and rendered."""
    return with_extensions(copied("tiny-synthetic", tmp_path))


def with_extensions(project: Project) -> Project:
    """Give a project the extensions of this repository."""
    shutil.copytree(ROOT / "_extensions", project.extensions)
    return project
