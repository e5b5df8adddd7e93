"""What tests share: small projects, clearly synthetic, copied to a temporary folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from themeloom.checking.context import Context
from themeloom.core.project import Project
from themeloom.core.version import Version
from themeloom.documents.formats import FORMATS
from themeloom.session import Session
from themeloom.steps.build import Build
from themeloom.steps.publishing import alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.documents.formats import Format
    from themeloom.documents.plan import Output
    from themeloom.engines.reporting import Made, Reporter

HERE = Path(__file__).parent
ROOT = HERE.parent
PROJECTS = HERE / "projects"
#: `make test-long` sets it: everything that is drawn at random is drawn in full.
LONG = bool(os.environ.get("THEMELOOM_TEST_LONG"))
#: What a meeting program wrote of a synthetic talk, real names (made up) in it.
CAPTIONS = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Jo Brown: How was it at St Testing, Maya?

2
00:00:04.000 --> 00:00:06.000
Maya Testname: I waited and waited

3
00:00:07.000 --> 00:00:09.000
Maya Testname: until somebody called my name.
"""


class Results(NamedTuple):
    """All outputs of a render, in the order they were planned."""

    made: tuple[Made, ...]

    @property
    def skipped(self) -> int:
        """How many were left as they were."""
        return sum(one.skipped for one in self.made)


def copied(name: str, folder: Path) -> Project:
    """A copy of a mini project of `tests/projects/`, ready to be changed."""
    shutil.copytree(PROJECTS / name, folder / name, ignore=shutil.ignore_patterns(".themeloom"))
    return Project(folder / name)


def with_extensions(project: Project) -> Project:
    """Give a project the extensions of this repository."""
    shutil.copytree(ROOT / "_extensions", project.extensions)
    return project


def changed(path: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def planned(
    project: Project, selection: Sequence[str] = (), to: Sequence[str] = ()
) -> list[Output]:
    """The outputs that are asked for, of what lies there now."""
    return Session(project).plan(selection, to)


def render(
    project: Project,
    outputs: Sequence[Output],
    reporter: Reporter | None = None,
    *,
    epoch: int,
    workers: int | None = None,
) -> Results:
    """Make outputs of what lies there, and put them in their places; nothing is derived."""
    version = Version("", epoch, frozenset())
    with alone(project):
        build = Build(Session.begin(project, version), reporter, workers)
        build.stage(outputs)
        build.typeset(outputs)
        build.publish()
    return Results(build.outputs())


def looked_at(project: Project, *, outputs: bool = True, derived_now: bool = False) -> Context:
    """What checks are given."""
    output = project.output if outputs else None
    return Context(project, output=output, derived_now=derived_now)


def format_of(key: str) -> Format:
    """The format that the renderer's own parts call so."""
    return next(one for one in FORMATS.values() if one.key == key)
