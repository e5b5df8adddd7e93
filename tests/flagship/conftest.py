"""The flagship with every output, for all tests that look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from themeloom.core.project import Project


@pytest.fixture(scope="session")
def built(flagship: Project) -> Project:
    """The flagship with every output, built from nothing."""
    return flagship
