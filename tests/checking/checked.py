"""A project as checks see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import looked_at

if TYPE_CHECKING:
    from themeloom.checking.context import Context
    from themeloom.core.project import Project


def read(project: Project) -> Context:
    """Everything but `data-derived/`, which these tests do not derive."""
    return looked_at(project, derived_now=True)
