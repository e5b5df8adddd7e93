"""What the built-in renderer does to finished files, done to those that Quarto wrote.

Quarto starts `themeloom finish` as the project's post-render step and names the
files. The extension's Lua leaves a mark in each, with what is needed to finish it; a file
without it is not ours. Of a deck the document is read again, for the classes of its headings, and
of a paper's PDF, to name the line of what cannot be read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import files_below
from themeloom.documents.configuration import merged, metadata_for_quarto, read_mapping
from themeloom.documents.dates import day_of, moves
from themeloom.documents.document import flat, in_order, read_document
from themeloom.documents.formats import formats_of
from themeloom.documents.places import Place
from themeloom.formats.make import finish_quartos
from themeloom.steps.inputs import planned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.core.project import Project


def outputs_of_quarto(project: Project) -> list[Path]:
    """The files that Quarto says it has just written; none if it did not start us."""
    return _listed(project, "OUTPUT")


def about_to_be_written(project: Project) -> list[Path]:
    """The files that lie where Quarto will put the outputs of the documents it says it renders.

    Only where `themeloom finish` is told what Quarto wrote can be known what others changed.
    """
    settings = read_mapping(project.root, project.quarto.name).get("project")
    steps = settings.get("post-render") if isinstance(settings, dict) else None
    if "themeloom finish" not in str(steps):
        return []
    named = _listed(project, "INPUT") or project.root.glob("*/*.qmd")
    inputs = {project.named(path) for path in named}
    stems = {(project.output / name).with_suffix("") for name in inputs}
    found = {path for path in files_below(project.output) if path.with_suffix("") in stems}
    # Where only Quarto can read a document, an output-file: is not known.
    outputs = [one for one in planned(project) or () if one.document.path in inputs]
    return sorted(found | {project.root / path for one in outputs for path in one.paths})


def check_dates(project: Project) -> None:
    """See that the documents that Quarto is about to render are of days that there are.

    Quarto writes another day, or none, for those that are not.

    Raises:
        ThemeloomError: one for each such date.
    """
    errors: list[ThemeloomError] = []
    for path in _listed(project, "INPUT"):
        if path.suffix != ".qmd":
            continue
        document = read_document(project.root, project.named(path), for_quarto=True)
        everything = metadata_for_quarto(project.root, document)
        for options in ({}, *formats_of(everything).values()):
            metadata = merged(everything, options)
            try:
                if not moves(metadata):
                    day_of(metadata, Place(document.path, 1))
            except ThemeloomError as error:
                errors.append(error)
    raise_all(in_order(errors))


def _listed(project: Project, what: str) -> list[Path]:
    """The files that Quarto names in a variable, or in a file that a variable names."""
    listed = os.environ.get(f"QUARTO_PROJECT_{what}_FILES", "")
    file = os.environ.get(f"QUARTO_USE_FILE_FOR_PROJECT_{what}_FILES")
    if not listed and file and Path(file).is_file():
        listed = Path(file).read_text(encoding="utf-8")
    return [project.root / line.strip() for line in listed.splitlines() if line.strip()]


def finish(project: Project, files: Iterable[Path], epoch: int) -> None:
    """Finish those of the files that are Word documents, decks or articles of ours.

    The pages of a paper are only looked at.

    Args:
        project: the compendium, whose staged typefaces and styles are used.
        files: what Quarto has written, of any kind.
        epoch: the time, in seconds since 1970, that the files carry.

    Raises:
        ThemeloomError: every slide on which not everything fits and every page that cannot be
            read, once all files are finished.
    """
    errors: list[ThemeloomError] = []
    for path in sorted(files):
        if not path.is_file():
            continue
        try:
            finish_quartos(project, path, epoch)
        except ThemeloomError as error:
            errors += flat(error)
    raise_all(errors)
