"""`themeloom verify`: rebuild from the data and the store, and compare with what is there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.fingerprint import files_below, is_nobodys
from themeloom.provenance.prov import read_prov
from themeloom.provenance.steps import unread_sources
from themeloom.provenance.version import version_of
from themeloom.reading.study import read_study
from themeloom.verify.compare import compare
from themeloom.verify.findings import Compared, Difference, Group, Unread, Verdict
from themeloom.verify.outputs import compare_outputs
from themeloom.verify.published import Publication, files_of, read_publication
from themeloom.verify.rebuild import another_package, copied, derived_only, rebuild
from themeloom.verify.report import write_report
from themeloom.verify.telling import sentence, told
from themeloom.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.project import Project
    from themeloom.provenance.version import Version
    from themeloom.rendering.reporting import Reporter
    from themeloom.verify.rebuild import Rebuilt

__all__ = ["Verdict", "sentence", "told", "verify", "write_report"]


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
    published = _published(project, output)
    version = version_of(project)
    with tempfile.TemporaryDirectory(prefix="themeloom-verify-") as folder:
        reporter.said("copying the sources to a clean place")
        clean = copied(project, Path(folder))
        outputs = _renders(project, published)
        rebuilt = rebuild(project, clean, version, reporter, outputs=outputs)
        reporter.said("comparing")
        return _compared(project, clean, rebuilt, published, version)


def _published(project: Project, output: Path | None) -> Publication | None:
    if output is None and not project.output.is_dir():
        return None
    from themeloom.rendering.outputs import plan

    start = f"{project.output.name}/"
    known = [path.removeprefix(start) for one in plan(project) for path in one.paths]
    if output is None or output.resolve() == project.output.resolve():
        files = files_of(project.output, Written(project).files(project.output))
        if files or output is None:
            return Publication(files) if files else None
    return read_publication(output, known, project.output.name, project.derived.name)


def _renders(project: Project, published: Publication | None) -> bool:
    """Whether documents must be built: outputs to compare, or notebooks that weave evidence."""
    from themeloom.notebooks.weave import PREFIX

    return published is not None or any(project.evidence.glob(f"{PREFIX}*"))


def _compared(
    project: Project,
    clean: Project,
    rebuilt: Rebuilt,
    published: Publication | None,
    version: Version,
) -> Verdict:
    groups = [_derived(project, rebuilt.there, rebuilt.given, "committed")]
    notes = list(_notes(project))
    if published is not None and published.derived:
        start = f"{project.derived.name}/"
        there = {f"{start}{name}": data for name, data in published.derived.items()}
        there = derived_only(project, there) if rebuilt.failure else there
        given = {name: data for name, data in rebuilt.given.items() if name.startswith(start)}
        groups.append(_derived(project, there, given, "published"))
    if published is not None and published.outputs and not rebuilt.failure:
        group, told_of = compare_outputs(
            project.output.name,
            published.outputs,
            files_of(clean.output, files_below(clean.output)),
            version,
        )
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


def _derived(
    project: Project, there: Mapping[str, bytes], given: Mapping[str, bytes], called: str
) -> Group:
    """The derived files, each by its path from the project's root."""
    return Group(project.derived.name, called, "derived file", tuple(_each(there, given)))


def _each(there: Mapping[str, bytes], rebuilt: Mapping[str, bytes]) -> Iterator[Compared]:
    for name in sorted({*there, *rebuilt}):
        if name not in rebuilt:
            yield Compared(name, (Difference("the whole file", only="there"),))
        elif name not in there:
            yield Compared(name, (Difference("the whole file", only="rebuilt"),))
        else:
            yield compare(name, there[name], rebuilt[name])


def _unread(project: Project, clean: Project) -> Iterator[Unread]:
    from themeloom.verify.resting import cells_resting_on

    study, _ = read_study(project)
    titles = {source.id: source.title for source in study.sources}
    for name, access, sha256 in unread_sources(clean, study):
        yield Unread(name, titles[name], access, sha256, cells_resting_on(project, study, name))


def _versions(project: Project, clean: Project) -> Iterator[tuple[str, str, str]]:
    """Tools whose version here is not the one that the record names."""
    recorded, here = (
        read_prov(one.record.read_text(encoding="utf-8", errors="replace")).versions()
        if one.record.is_file()
        else {}
        for one in (project, clean)
    )
    for name, version in recorded.items():
        if here.get(name, version) != version:
            yield name, version, here[name]


def _notes(project: Project) -> Iterator[str]:
    if another_package(project):
        yield (
            "The package that rebuilt is not the one in this folder’s src/: "
            "install that one (make render does), then verify again."
        )


def _matters(name: str) -> bool:
    """Whether a changed file can have anything to do with what is built."""
    nobodys = is_nobodys(name.rpartition("/")[2])
    return not nobodys and not name.startswith(("tests/", "bench/", "docs/", ".ci/"))
