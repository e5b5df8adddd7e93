"""Running the steps on an empty store, and what there was to compare with before."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.errors import EditsKept, ThemeloomError
from themeloom.core.files import digest_of
from themeloom.core.version import Version
from themeloom.notebooks import UNPROVED
from themeloom.steps.commands import derive, render
from themeloom.verify.beginning import begin, is_made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.project import Project
    from themeloom.engines.reporting import Reporter
    from themeloom.verify.beginning import Beginning

    Files = dict[str, bytes]


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild gave, each file by its path from the root.

    Args:
        begun: what it began from.
        derived: the derived files; what notebooks show is among them if all could be rendered.
        changed: those that were derived, and were others after notebooks had run.
        own: what notebooks wrote for themselves.
        outputs: the finished files.
        unproved: what notebooks show or use that no rebuild bears out, in a line each.
        failure: why not all could be rebuilt; empty if it could, or had not to.
    """

    begun: Beginning
    derived: Files = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    own: Files = field(default_factory=dict)
    outputs: Files = field(default_factory=dict)
    failure: str = ""
    unproved: tuple[str, ...] = ()


@contextmanager
def rebuilt(
    project: Project, version: Version, reporter: Reporter, *, documents: bool
) -> Iterator[Rebuilt]:
    """Lay out what is committed, derive, and render if that is wanted; the place goes afterwards.

    What is derived is read before any notebook runs, for no notebook has a say in it.

    Args:
        project: the study as it lies here.
        version: its commit.
        reporter: told what is going on.
        documents: whether notebooks and documents are to be rebuilt as well.

    Raises:
        ThemeloomError: what is committed cannot be laid out.
    """
    with tempfile.TemporaryDirectory(prefix="themeloom-verify-") as folder:
        reporter.said("laying out what is committed")
        begun = begin(project, version, Path(folder))
        reporter.said("deriving tables, figures and fragments from data-raw/ and study.yml")
        with warnings.catch_warnings():
            # A committed file that a notebook writes anew is an edit of nobody here.
            warnings.simplefilter("ignore", EditsKept)
            given = _rebuilt(begun, version, reporter, documents=documents)
        yield given


def _rebuilt(begun: Beginning, version: Version, reporter: Reporter, *, documents: bool) -> Rebuilt:
    clean = begun.clean
    try:
        derive(clean)
    except ThemeloomError as error:
        return Rebuilt(begun, failure=str(error))
    derived = derived_files(clean)
    if not documents:
        return Rebuilt(begun, derived)
    reporter.said("rendering the documents")
    committed = Version(version.commit, version.epoch, frozenset())
    try:
        built = render(clean, [], [], "builtin", reporter, committed)
    except ThemeloomError as error:
        return Rebuilt(begun, without_notebooks(clean, derived), failure=str(error))
    after = derived_files(clean)
    given = without_notebooks(clean, derived)
    changed = tuple(name for name, data in given.items() if after.get(name) != data)
    own = {
        name: path.read_bytes()
        for path in clean.below(clean.root)
        if not is_made(clean, name := clean.name(path))
        and begun.hashes.get(name) != digest_of(path)
    }
    outputs = files_of(clean, clean.output)
    told = (one.partition("\n")[0] for one in built.warnings)
    unproved = tuple(one for one in told if any(word in one for word in UNPROVED))
    return Rebuilt(begun, {**after, **given}, changed, own, outputs, unproved=unproved)


def derived_files(project: Project) -> Files:
    """The derived files, by their paths from the root."""
    schema = [project.schema] if project.schema.is_file() else []
    paths = [*project.below(project.derived), *schema]
    return {project.name(path): path.read_bytes() for path in paths}


def files_of(project: Project, folder: Path) -> Files:
    """The files below a folder of a project, by their paths from the root."""
    return {project.name(path): path.read_bytes() for path in project.below(folder)}


def without_notebooks(project: Project, files: Files) -> Files:
    """Without what notebooks show, and without the record, which tells of them."""
    record = project.name(project.record)
    return {
        name: data
        for name, data in files.items()
        if name != record and not project.is_of_notebook(Path(name))
    }
