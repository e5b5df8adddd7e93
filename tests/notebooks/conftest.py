"""A small synthetic project for each test, and a guard that counts kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import copied

from themeloom.notebooks import guard

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A synthetic project, ready to be changed."""
    return copied("store-synthetic", tmp_path)


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was run in a kernel, by its name, sorted."""
    started: list[str] = []
    run = guard.run

    def counted(project, name, job_in, room):  # noqa: ANN001, ANN202 - as in guard.py
        started.append(name)
        started.sort()
        return run(project, name, job_in, room)

    monkeypatch.setattr(guard, "run", counted)
    return started
