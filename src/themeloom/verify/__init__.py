"""`themeloom verify`: rebuild what is committed on an empty store, and compare."""

from __future__ import annotations

import platform
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.extensions import NAMES, brought, folder_of
from themeloom.core.files import digests, files_below
from themeloom.core.text import counted
from themeloom.core.version import version_of
from themeloom.deriving.recorded import sources_of_rows
from themeloom.deriving.tables import TABLES
from themeloom.notebooks import PREFIX
from themeloom.steps.prov import recorded
from themeloom.steps.record import unread_sources
from themeloom.study.model import Access
from themeloom.study.store import read_study
from themeloom.verify.beginning import as_committed
from themeloom.verify.cells import read_table, row_named
from themeloom.verify.chance import may_differ, told_apart
from themeloom.verify.compare import compare
from themeloom.verify.findings import Compared, Difference, Group, Ran, Unread, Verdict
from themeloom.verify.history import changed_since_first, is_cut
from themeloom.verify.outputs import compare_outputs, own_outputs, read_publication, strangers
from themeloom.verify.rebuilding import derived_files, rebuilt, without_notebooks
from themeloom.verify.uncommitted import aside, lacking, uncommitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.engines.reporting import Reporter
    from themeloom.study.model import Source, Study
    from themeloom.verify.beginning import Beginning
    from themeloom.verify.outputs import Publication
    from themeloom.verify.rebuilding import Files, Rebuilt


__all__ = ["Verdict", "verify"]


_ANOTHER = (
    "The package that rebuilt is not the one in this folder’s src/: "
    "install that one (make render does), then verify again."
)


_OWN_LUA = (
    "The extensions in _extensions/ are not as this package brings them, and both sides were made "
    "with them. To have what they write checked: themeloom update, render, commit."
)
_CUT = (
    "Earlier commits were not fetched, so nobody looked whether raw data changed since they "
    "were first committed: git fetch --unshallow, then verify again."
)


def verify(project: Project, output: Path | None, reporter: Reporter) -> Verdict:
    """Rebuild what is committed of a study in a clean place, and compare every file.

    Args:
        project: the study as it lies here.
        output: a folder or an archive that was published; the study's own outputs, if
            there are any, when it is not given.
        reporter: told what is going on.

    Raises:
        ThemeloomError: the repository or an archive cannot be read.
    """
    began = time.time()
    published = read_publication(project, output)
    version = version_of(project)
    # Notebooks weave evidence, and run only with the documents.
    documents = published is not None or any(project.evidence.glob(f"{PREFIX}*"))
    with ExitStack() as places:

        def again() -> Rebuilt:
            return places.enter_context(rebuilt(project, version, reporter, documents=documents))

        try:
            given = again()
        except ThemeloomError as error:
            ran = _ran(began, (f"lay out {version.named or 'the files of this folder'}",))
            return Verdict(commit=version.named, failure=str(error), ran=ran)
        reporter.said("comparing")
        verdict = _compared(project, given, published, version)
        if may_differ(verdict, given):
            reporter.said("rebuilding once more, to tell chance from change")
            verdict = told_apart(verdict, given, again())
        return replace(verdict, ran=_ran(began, _steps(given, version), given.begun.clean))


def _steps(given: Rebuilt, version: Version) -> tuple[str, ...]:
    """What was done, in order, as a reader would have to do it again."""
    count = len(given.begun.hashes)
    began = f"commit {version.named}" if version.commit else "the files of this folder"
    steps = [f"lay out {counted(count, 'source file')} of {began} in an empty folder"]
    steps.append(f"themeloom derive: {counted(len(given.derived), 'derived file')}")
    if given.outputs:
        made = given.outputs.keys() - {given.begun.clean.name(given.begun.clean.output_record)}
        steps.append(f"themeloom render: {counted(len(made), 'output')}, notebooks run anew")
    return (*steps, "compare every file with what is committed and published")


def _ran(began: float, steps: tuple[str, ...], clean: Project | None = None) -> Ran:
    tools = recorded(clean, clean.record).versions() if clean else {}
    if clean:
        tools |= recorded(clean, clean.output_record).versions()
    return Ran(
        steps,
        datetime.fromtimestamp(began, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        round(time.time() - began),
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        tools,
    )


def _compared(
    project: Project, given: Rebuilt, published: Publication | None, version: Version
) -> Verdict:
    begun = given.begun
    groups = _derived(project, given, version)
    notes = [_ANOTHER] if is_another_package(project) else []
    foreign = _has_other_extensions(begun.clean)
    notes += [_OWN_LUA] if foreign else []
    notes += [_CUT] if is_cut(project, begun) else []
    missing: list[str] = []
    if published is not None and published.derived:
        there = _comparable(given, published.derived)
        groups.append(_group(project, "published", there, _comparable(given, given.derived)))
    if published is not None and published.outputs and not given.failure:
        if published.own:
            own = own_outputs(project, begun.made, version, given.outputs)
            published = replace(published, outputs=own)
        group, told, missing = compare_outputs(
            project, published, given.outputs, version, begun.clean
        )
        groups.append(group)
        notes += told
    return Verdict(
        tuple(groups),
        version.named,
        tuple(uncommitted(project, version, given)),
        tuple(_unread(project, begun)),
        tuple(_versions(project, begun.clean)),
        tuple(notes),
        given.failure,
        lacking=tuple(lacking(project, given)),
        outside=begun.outside,
        rewritten=tuple(changed_since_first(project, begun)),
        missing=tuple(missing),
        unproved=given.unproved,
        strangers=tuple(strangers(project, published)),
        foreign=foreign,
        aside=tuple(aside(project, version)),
    )


def _derived(project: Project, given: Rebuilt, version: Version) -> list[Group]:
    """The derived files as they are committed, and those that lie here as no commit has them."""
    made = given.begun.made
    here, rebuilt = derived_files(project), _comparable(given, given.derived)
    committed = _comparable(given, derived_files(made) if made else here)
    other = {
        name: here.get(name, b"")
        for name in _comparable(given, here | committed)
        if made
        and (
            name not in committed
            or not as_committed(here.get(name), committed[name])
            or (name not in here and name in version.changed)
        )
    }
    # What notebooks wrote for themselves is theirs to give again.
    own = {name: path.read_bytes() for name in given.own if (path := project.root / name).is_file()}
    rebuilt |= {name: data for name, data in given.own.items() if name in own}
    groups = [_group(project, "committed" if made else "present", {**committed, **own}, rebuilt)]
    if given.changed:
        note = "notebooks changed it after it was derived"
        wrong = tuple(
            Compared(name, (Difference("the whole file", note=note),)) for name in given.changed
        )
        groups.append(Group(project.derived.name, "rebuilt", "derived file", wrong))
    if other:
        same = {name: rebuilt[name] for name in other if name in rebuilt}
        groups.append(_group(project, "uncommitted", other, same))
    return [one for one in groups if one.files]


def _comparable(given: Rebuilt, files: Files) -> Files:
    """The derived files that can be compared: without notebooks where these did not run."""
    return without_notebooks(given.begun.clean, files) if given.failure else files


def _group(project: Project, called: str, there: Files, rebuilt: Files) -> Group:
    """The derived files, each by its path from the project's root."""
    names = sorted({*there, *rebuilt})
    files = tuple(compare(name, there.get(name), rebuilt.get(name)) for name in names)
    return Group(project.derived.name, called, "derived file", files)


def _unread(project: Project, begun: Beginning) -> Iterator[Unread]:
    study, _ = read_study(begun.clean)
    for source in unread_sources(begun.clean, study):
        cells = unverifiable_cells(begun.made or project, study, source)
        yield Unread(source.id, source.title, str(source.access), source.sha256, cells)


def unverifiable_cells(there: Project, study: Study, source: Source) -> tuple[str, ...]:
    """The rows of derived tables that say where in this source words stand.

    A withheld source is not looked into by anybody's build, so nothing rests on it.
    """
    if source.access is Access.WITHHELD:
        return ()
    found = []
    for schema, _ in TABLES:
        path = there.derived / f"{schema.name}.csv"
        named = sources_of_rows(study, schema.name)
        _, rows = read_table(path.read_bytes() if path.is_file() else b"")
        found += [
            f"{schema.name}.csv, row {row_named(schema.key, row)}"
            for row in rows
            if (row.get("source") or named.get(row.get("id", ""))) == source.id
        ]
    return tuple(found)


def _versions(project: Project, clean: Project) -> Iterator[tuple[str, str, str]]:
    """Tools whose version here is not the one that the record names."""
    here = recorded(clean, clean.record).versions()
    for name, version in recorded(project, project.record).versions().items():
        if here.get(name, version) != version:
            yield name, version, here[name]


def is_another_package(project: Project) -> bool:
    """Whether the study brings a package of its own that is not the one that runs."""
    own = project.root / "src" / "themeloom"
    return own.is_dir() and _contents(own) != _contents(Path(__file__).parents[1])


def _has_other_extensions(project: Project) -> bool:
    """Whether the study brings extensions that are not those of the package that runs."""
    pairs = ((folder_of(project.root, name), brought() / name) for name in NAMES)
    return any(_contents(one) != _contents(other) for one, other in pairs)


def _contents(folder: Path) -> dict[str, str]:
    return digests(files_below(folder), folder)
