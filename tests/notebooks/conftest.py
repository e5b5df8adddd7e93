"""A small synthetic project for each test, and a guard that counts kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import copied

from themeloom.notebooks import cache

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A synthetic project, ready to be changed."""
    return copied("store-synthetic", tmp_path)


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many kernels each call started, one number for a call."""
    started: list[int] = []
    run_jobs = cache.run_jobs

    def counted(jobs, limits):  # noqa: ANN001, ANN202 - as in execute.py
        started.append(len(jobs))
        return run_jobs(jobs, limits)

    monkeypatch.setattr(cache, "run_jobs", counted)
    return started
