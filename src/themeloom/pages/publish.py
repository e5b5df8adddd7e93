"""Putting the checklists, the explorer and the index in their places, when anything changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import combined, digests, keep, kept, package_digest
from themeloom.core.version import renderer_name
from themeloom.core.written import Written
from themeloom.engines.reporting import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from themeloom.checking.findings import Report
    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.documents.plan import Output


class _Kept(msgspec.Struct):
    """What was made the last time, and the hashes of its files."""

    files: dict[str, str]
    made: tuple[Made, ...]


def publish_explorer(
    project: Project,
    report: Report,
    version: Version,
    render: Callable[[Sequence[Output]], tuple[Made, ...]],
) -> tuple[Made, ...]:
    """Bring everything that is about the outputs up to date with them.

    Args:
        project: the compendium, its documents built.
        report: what the checks found.
        version: what the outputs were built from.
        render: makes outputs of checklists.

    Returns:
        What was made, or left because nothing changed.
    """
    stamp = project.state / "explorer.json"
    key = _key(project, report, version)
    last = kept(stamp, _Kept, key)
    if last is not None and last.files == _made_digests(project):
        return last.made
    made = _publish(project, report, version, render)
    unchanged = tuple(replace(one, seconds=0.0, skipped=True) for one in made)
    keep(stamp, _Kept(_made_digests(project), unchanged), key)
    return made


def _publish(
    project: Project,
    report: Report,
    version: Version,
    render: Callable[[Sequence[Output]], tuple[Made, ...]],
) -> tuple[Made, ...]:
    from themeloom.checking.context import make_context
    from themeloom.finished.library import Library
    from themeloom.pages.checklists import checklist_outputs
    from themeloom.pages.explorer import build_explorer
    from themeloom.pages.explorer_data import gather, study_checklists

    context = make_context(project, outputs=False, derived_now=True)
    books = Library(project).read_all()
    made = render(checklist_outputs(project, study_checklists(context, books)))
    # The record names versions of tools: evidence is the same with others.
    evidence = [path for path in Written(project).files(project.derived) if path != project.record]
    inputs = digests(evidence, project.root)
    colophon = version.colophon(renderer_name("builtin"), inputs)
    pages = build_explorer(project, gather(context, report, books, colophon))
    Written(project).put(pages)
    shown = ((project.named(path), len(data)) for path, data in pages.items())
    return (*made, *(Made("", "html", (name,), (size,), 0.0) for name, size in shown))


def _about(project: Project) -> list[Path]:
    """The files that this module answers for."""
    written = Written(project)
    folders = [project.output / "evidence", project.output / "guidelines"]
    found = [path for folder in folders for path in written.files(folder)]
    return [*found, project.output / "index.html"]


def _made_digests(project: Project) -> dict[str, str]:
    return digests(_about(project), project.root)


def _key(project: Project, report: Report, version: Version) -> str:
    about = set(_about(project)) | {project.output_record}
    written = Written(project)
    outputs = [path for path in written.files(project.output) if path not in about]
    return combined(
        {
            "outputs": digests(outputs, project.root),
            "derived": digests(written.files(project.derived), project.root),
            "store": digests([project.study, project.quarto], project.root),
            "report": msgspec.to_builtins(report),
            "version": [version.commit, sorted(version.changed)],
            "package": package_digest(),
        }
    )
