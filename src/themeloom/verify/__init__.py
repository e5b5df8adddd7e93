"""`themeloom verify`: rebuild from the data and the store, and compare with what is there."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import (
    combined,
    digest_of,
    digests,
    files_below,
    is_nobodys,
    package_digest,
)
from themeloom.core.project import Project
from themeloom.core.version import sources_of, version_of
from themeloom.core.written import Written
from themeloom.deriving.recorded import sources_of_rows
from themeloom.deriving.tables import TABLES
from themeloom.notebooks import PREFIX
from themeloom.steps.commands import derive, render
from themeloom.steps.prov import recorded
from themeloom.steps.record import unread_sources
from themeloom.study.model import Access
from themeloom.study.store import read_study
from themeloom.verify.cells import read_table, row_named
from themeloom.verify.compare import compare
from themeloom.verify.findings import Group, Unread, Verdict
from themeloom.verify.outputs import Publication, compare_outputs, files_of, read_publication
from themeloom.verify.report_text import sentence, told, write_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.version import Version
    from themeloom.engines.reporting import Reporter
    from themeloom.study.model import Source, Study
    from themeloom.verify.outputs import Files


__all__ = ["Verdict", "sentence", "told", "verify", "write_report"]


_ANOTHER = (
    "The package that rebuilt is not the one in this folder’s src/: "
    "install that one (make render does), then verify again."
)


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
    if any(source.access is Access.RESTRICTED for source in unread_sources(clean, study)):
        clean.derived.mkdir(parents=True, exist_ok=True)
        for table in sorted(project.derived.glob("*.csv")):
            shutil.copyfile(table, clean.derived / table.name)
        Written(clean).note(clean.derived.glob("*.csv"))
    return clean


class Rebuilt(NamedTuple):
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


def unverifiable_cells(project: Project, study: Study, source: Source) -> tuple[str, ...]:
    """The rows of derived tables that say where in this source words stand.

    A withheld source is not looked into by anybody's build, so nothing rests on it.
    """
    if source.access is Access.WITHHELD:
        return ()
    found = []
    for schema, _ in TABLES:
        path = project.derived / f"{schema.name}.csv"
        named = sources_of_rows(study, schema.name)
        _, rows = read_table(path.read_bytes() if path.is_file() else b"")
        found += [
            f"{schema.name}.csv, row {row_named(schema.key, row)}"
            for row in rows
            if (row.get("source") or named.get(row.get("id", ""))) == source.id
        ]
    return tuple(found)


def verify(project: Project, output: Path | None, reporter: Reporter) -> Verdict:
    """Rebuild a study in a clean place and compare every file.

    Args:
        project: the study as it lies here.
        output: a folder or an archive that was published; the study's own outputs, if
            there are any, when it is not given.
        reporter: told what is going on.

    Raises:
        ThemeloomError: what keeps the study from being built, or an archive from being read.
    """
    published = read_publication(project, output)
    version = version_of(project)
    with tempfile.TemporaryDirectory(prefix="themeloom-verify-") as folder:
        reporter.said("copying the sources to a clean place")
        clean = copied(project, Path(folder))
        # Notebooks weave evidence, and run only with the documents.
        outputs = published is not None or any(project.evidence.glob(f"{PREFIX}*"))
        rebuilt = rebuild(project, clean, version, reporter, outputs=outputs)
        reporter.said("comparing")
        return _compared(project, clean, rebuilt, published, version)


def _compared(
    project: Project,
    clean: Project,
    rebuilt: Rebuilt,
    published: Publication | None,
    version: Version,
) -> Verdict:
    groups = [_derived(project, rebuilt.there, rebuilt.given, "committed")]
    notes = [_ANOTHER] if _is_another_package(project) else []
    if published is not None and published.derived:
        start = f"{project.derived.name}/"
        there = {f"{start}{name}": data for name, data in published.derived.items()}
        there = derived_only(project, there) if rebuilt.failure else there
        given = {name: data for name, data in rebuilt.given.items() if name.startswith(start)}
        groups.append(_derived(project, there, given, "published"))
    if published is not None and published.outputs and not rebuilt.failure:
        made = files_of(clean.output, files_below(clean.output))
        group, told_of = compare_outputs(project.output.name, published.outputs, made, version)
        groups.append(group)
        notes += told_of
    return Verdict(
        tuple(groups),
        version.named,
        tuple(sorted(name for name in version.changed if _matters(name))),
        tuple(_unread(project, clean)),
        tuple(_versions(project, clean)),
        tuple(notes),
        rebuilt.failure,
    )


def _derived(project: Project, there: Files, rebuilt: Files, called: str) -> Group:
    """The derived files, each by its path from the project's root."""
    names = sorted({*there, *rebuilt})
    files = tuple(compare(name, there.get(name), rebuilt.get(name)) for name in names)
    return Group(project.derived.name, called, "derived file", files)


def _unread(project: Project, clean: Project) -> Iterator[Unread]:
    study, _ = read_study(project)
    for source in unread_sources(clean, study):
        cells = unverifiable_cells(project, study, source)
        yield Unread(source.id, source.title, str(source.access), source.sha256, cells)


def _versions(project: Project, clean: Project) -> Iterator[tuple[str, str, str]]:
    """Tools whose version here is not the one that the record names."""
    here = recorded(clean, clean.record).versions()
    for name, version in recorded(project, project.record).versions().items():
        if here.get(name, version) != version:
            yield name, version, here[name]


def _is_another_package(project: Project) -> bool:
    """Whether the study brings a package of its own that is not the one that runs."""
    own = project.root / "src" / "themeloom"
    return own.is_dir() and combined(digests(files_below(own), own)) != package_digest()


def _matters(name: str) -> bool:
    """Whether a changed file can have anything to do with what is built."""
    nobodys = is_nobodys(name.rpartition("/")[2])
    return not nobodys and not name.startswith(("tests/", "bench/", "docs/", ".ci/"))
