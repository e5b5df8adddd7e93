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

    from themeloom.checking.findings import Report
    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.documents.plan import Output


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
    if last := kept(stamp, tuple[Made, ...], _key(project, report, version)):
        return tuple(replace(one, seconds=0.0, skipped=True) for one in last)
    made = _publish(project, report, version, render)
    keep(stamp, made, _key(project, report, version))
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


def _key(project: Project, report: Report, version: Version) -> str:
    """Everything that is shown, and what was made of it as it lies there."""
    written = Written(project)
    # The record is written last, and tells of the pages as well.
    outputs = set(written.files(project.output)) - {project.output_record}
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
