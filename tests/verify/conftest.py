"""A study whose every claim is true, built once for all who copy it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from compendia import study

if TYPE_CHECKING:
    from themeloom.core.project import Project


@pytest.fixture(scope="session")
def true_study(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Committed and rendered; only to be copied."""
    return study(tmp_path_factory.mktemp("true"))
