"""Building the study anew in a clean place: its sources, and nothing that was made before."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.build import render
from themeloom.derivation import derive
from themeloom.errors import ThemeloomError
from themeloom.fingerprint import combined, digest_of, digests, files_below, package_digest
from themeloom.project import Project
from themeloom.provenance.steps import unread_sources
from themeloom.provenance.version import sources_of
from themeloom.reading.study import read_study
from themeloom.written import Written

if TYPE_CHECKING:
    from themeloom.provenance.version import Version
    from themeloom.rendering.reporting import Reporter
    from themeloom.verify.published import Files


def copied(project: Project, folder: Path) -> Project:
    """Copy what is under version control or new, and the raw data, but nothing that is made."""
    clean = Project(folder.resolve())
    made = tuple(
        f"{project.named(path)}/" for path in (project.derived, project.output, project.state)
    )
    raw = [project.named(path) for path in files_below(project.raw)]
    for name in sorted({*sources_of(project), *raw, project.named(project.study)}):
        if name.startswith(made) or name == project.named(project.schema):
            continue
        target = clean.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / name, target)
    # What only the holder of a restricted source can find in it is taken over as recorded.
    study, _ = read_study(clean)
    if any(access == "restricted" for _, access, _ in unread_sources(clean, study)):
        clean.derived.mkdir(parents=True, exist_ok=True)
        for table in sorted(project.derived.glob("*.csv")):
            shutil.copyfile(table, clean.derived / table.name)
        Written(clean).note(clean.derived.glob("*.csv"))
    return clean


@dataclass(frozen=True)
class Rebuilt:
    """The derived files, by their paths from the root.

    Args:
        there: as they were before anything ran.
        given: as they are rebuilt; what notebooks show is among them if all could be rendered.
        failure: why it could not; empty if it could, or had not to.
    """

    there: Files
    given: Files
    failure: str = ""


def rebuild(
    project: Project, clean: Project, version: Version, reporter: Reporter, *, outputs: bool
) -> Rebuilt:
    """Derive, and render if outputs are to be compared.

    What is derived is read before any notebook runs, for no notebook has a say in it.

    Raises:
        ThemeloomError: what keeps the study from being derived at all.
    """
    there = _derived_files(project)
    reporter.said("deriving tables, figures and fragments from data-raw/ and study.yml")
    derive(clean)
    given = _derived_files(clean)
    failure = ""
    if outputs:
        reporter.said("rendering the documents")
        try:
            render(clean, [], [], "builtin", reporter, _without_edits(project, clean, version))
        except ThemeloomError as error:
            failure = str(error)
    if failure:
        return Rebuilt(derived_only(project, there), derived_only(clean, given), failure)
    return Rebuilt(there, {**_derived_files(clean), **derived_only(clean, given)})


def _derived_files(project: Project) -> Files:
    paths = [*files_below(project.derived), *(p for p in [project.schema] if p.is_file())]
    return {project.named(path): path.read_bytes() for path in paths}


def derived_only(project: Project, files: Files) -> Files:
    """Without what notebooks show, and without the record, which tells of them."""
    record = project.named(project.record)
    return {
        name: data
        for name, data in files.items()
        if name != record and not project.is_of_notebook(Path(name))
    }


def _without_edits(project: Project, clean: Project, version: Version) -> Version:
    """The version, without derived files that were changed by hand: these are made anew."""
    start = f"{project.named(project.derived)}/"
    kept = {
        name
        for name in version.changed
        if not name.startswith(start)
        or digest_of(project.root / name) == digest_of(clean.root / name)
    }
    return replace(version, changed=frozenset(kept))


def another_package(project: Project) -> bool:
    """Whether the study brings a package of its own that is not the one that runs."""
    own = project.root / "src" / "themeloom"
    return own.is_dir() and combined(digests(files_below(own), own)) != package_digest()
