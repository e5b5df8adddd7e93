"""Building the study anew in a clean place: its sources, and nothing that was made before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from themeloom.build import render
from themeloom.derivation import derive
from themeloom.fingerprint import combined, digest_of, digests, files_below, package_digest
from themeloom.project import Project
from themeloom.provenance.steps import unread_sources
from themeloom.provenance.version import sources_of
from themeloom.reading.study import read_study
from themeloom.written import Written

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.provenance.version import Version
    from themeloom.rendering.reporting import Reporter


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


def rebuild(
    project: Project, clean: Project, version: Version, reporter: Reporter, *, outputs: bool
) -> None:
    """Derive, and render if outputs are to be compared.

    Raises:
        ThemeloomError: what keeps the study from being built at all.
    """
    reporter.said("deriving tables, figures and fragments from data-raw/ and study.yml")
    derive(clean)
    if outputs:
        reporter.said("rendering the documents")
        render(clean, [], [], "builtin", reporter, _without_edits(project, clean, version))


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
