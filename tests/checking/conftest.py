"""Projects whose derived files are there, without the checks that `derive` makes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import copied, looked_at

from themeloom.checking.freshness import would_derive
from themeloom.core.files import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from themeloom.core.project import Project


@pytest.fixture(autouse=True)
def _no_list_of_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a list of real names; it is not ours to look into."""
    monkeypatch.delenv("THEMELOOM_NAMES", raising=False)


@pytest.fixture(scope="session")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Gives a project of `tests/projects/`, derived once for all tests; not to be changed."""
    made: dict[str, Project] = {}

    def derive(name: str) -> Project:
        if name not in made:
            project = copied(name, tmp_path_factory.mktemp(name))
            for path, data in would_derive(looked_at(project)).items():
                put(path, data)
            made[name] = project
        return made[name]

    return derive


@pytest.fixture
def clean(tmp_path: Path) -> Project:
    """A copy of the clean twin, ready to be changed; nothing is derived."""
    return copied("leaky-clean", tmp_path)
