"""How the tests run: those that share a build in one worker, random ones from a seed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from compendium import built, cloned, commit, themeloom
from helpers import LONG, copied, with_extensions
from hypothesis import settings

from themeloom.formats.assets import stage

if TYPE_CHECKING:
    from pathlib import Path

    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

    from themeloom.core.project import Project

#: Tests that share what was built once for all of them, in groups.
_TOGETHER = (
    ("tests/checking/",),
    ("tests/flagship/", "tests/steps/test_reproducible.py", "tests/verify/test_verify.py"),
)
#: Where whole studies are built: these begin first, so that no worker waits for one in the end.
_LONG = ("tests/flagship/", "tests/formats/", "tests/steps/", "tests/verify/", "tests/notebooks/")

# A sample is the same at every run, so that a failure is the change's and nobody else's.
settings.register_profile("sample", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile("long" if LONG else "sample")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Give a file's tests, or those of a group that shares a build, to one worker."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False  # it would begin with the files of most tests

    class ByBuild(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            groups = (group[0] for group in _TOGETHER if nodeid.startswith(group))
            return next(groups, nodeid.partition("::")[0])

    return ByBuild(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.fixture
def tiny(tmp_path: Path) -> Project:
    """A copy of the tiny project, ready to be changed and planned."""
    return with_extensions(copied("tiny-synthetic", tmp_path))


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
    shutil.copytree(staged, tiny.state / "tree" / ".themeloom")
    return tiny


@pytest.fixture(scope="session")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A clone of the flagship, derived, committed, and built as anybody would; only to be read."""
    project = cloned(tmp_path_factory.mktemp("flagship"))
    themeloom(project, "derive")
    commit(project)
    return built(project)
