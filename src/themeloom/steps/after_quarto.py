"""What the built-in renderer does to finished files, done to those that Quarto wrote.

Quarto starts `themeloom finish` as the project's post-render step and names the
files. The extension's Lua leaves a mark in each, with what is needed to finish it; a file
without it is not ours. Of a deck the document is read again, for the classes of its headings, and
of a paper's PDF, to name the line of what cannot be read.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import files_below, put
from themeloom.core.packages import packages
from themeloom.core.version import renderer_name
from themeloom.core.written import Written
from themeloom.documents.configuration import merged, metadata_for_quarto, read_mapping
from themeloom.documents.dates import day_of, moves
from themeloom.documents.document import flat, in_order, read_document
from themeloom.documents.formats import formats_of
from themeloom.documents.places import Place
from themeloom.formats.make import finish_quartos
from themeloom.session import Session
from themeloom.steps.documents import step_of
from themeloom.steps.inputs import Inputs
from themeloom.steps.prov import recorded
from themeloom.steps.publishing import settle
from themeloom.steps.record import output_record
from themeloom.steps.store import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output


def prepare_quarto(project: Project) -> None:
    """Put typefaces, styles and the colophon in place, if Quarto is about to render.

    What somebody changed in an output that it will replace is kept beside that.

    Raises:
        ThemeloomError: for a date of a document that is no day, which Quarto would not tell.
    """
    from themeloom.formats.assets import stage

    if os.environ.get("QUARTO_PROJECT_OUTPUT_DIR"):
        session = Session.begin(project)
        check_dates(session.project)
        try:
            metadata = session.configuration.metadata if session.configuration else {}
        except ThemeloomError:
            # Quarto takes more than we do; what is staged needs only what we derived ourselves.
            metadata = read_mapping(session.project, project.name(project.metadata))
        stage(session.project, metadata)
        put_colophon(session)
        about_to_write(project, about_to_be_written(session))


def about_to_write(project: Project, paths: Iterable[Path]) -> None:
    """Keep what somebody changed in outputs that Quarto is about to replace."""
    written = Written(project)
    for path in paths:
        written.keep_edits(path)


def put_colophon(session: Session) -> None:
    """Write the colophon that the extension shows when Quarto renders.

    It is one for all documents, for Quarto does not say which of them it is about to render.
    """
    project, version = session.project, session.version
    outputs = planned(session)
    if outputs is None:
        # Only Quarto can read the documents: then it is of all that they may name.
        documents = (path for path in project.below(project.root) if path.suffix == ".qmd")
        named = project.digests([*project.below(project.evidence), *documents])
    else:
        inputs = Inputs(project)
        named = {name: key for one in outputs for name, key in inputs.named(one).items()}
    colophon = version.colophon(renderer_name("quarto"), named)
    put(project.colophon, f"{colophon}\n".encode())


def record_of_quarto(session: Session, outputs: Iterable[Output]) -> Path:
    """Write down what the outputs that Quarto has just made are made from; the record's path."""
    project = session.project.now()
    inputs = Inputs(project)
    records = [
        Record(
            step_of(one),
            "typeset a document",
            packages("render"),
            {},
            {name: project.digest_named(name) for name in inputs.read(one)},
            made={name: project.digest_named(name) for name in one.paths[:1]},
        )
        for one in outputs
    ]
    told = dict.fromkeys((one.step for one in records), project.text_of(project.colophon).strip())
    now = replace(session, project=project).at(session.version)
    before = recorded(project, project.output_record)
    record = output_record(now, records, told, "quarto", before)
    return put(project.output_record, record.after(before))


def planned(session: Session) -> list[Output] | None:
    """All outputs; None while a document has a mistake, for Quarto takes more than we do."""
    try:
        return session.plan()
    except ThemeloomError:
        return None


def finish_quarto(project: Project) -> list[str]:
    """Finish what Quarto has just written, as the built-in renderer would have.

    Returns:
        What to say of all that lies there: which of it is of this build.

    Raises:
        ThemeloomError: every slide on which not everything fits; derived files that what
            Quarto ran has changed.
    """
    from themeloom.steps.build import Build, listed
    from themeloom.steps.status import evidence_status

    settle(project)
    session = Session.begin(project)
    files = outputs_of_quarto(project)
    try:
        finish(session.project, files, session.version.epoch)
    finally:
        Written(project).note(files)
    build = Build(session)
    evidence_status(build)
    if changed := build.corrected():
        raise ThemeloomError(
            f"derived files were changed while Quarto rendered: {listed(changed)}",
            "no notebook and no cell may write there: take that out, then run: themeloom derive",
        )
    return list(_told(session, files))


def _told(session: Session, files: Iterable[Path]) -> Iterator[str]:
    """Which of the outputs that lie there Quarto has written now, and which before."""
    project = session.project
    here = {path for path in files if path.is_file()}
    outputs = planned(session) or ()
    paths = {project.root / name for one in outputs for name in one.paths}
    before = sorted(project.name(path) for path in paths - here if path.is_file())
    if here and before:
        yield f"not of this build, but of an earlier one: {', '.join(before)}"


def outputs_of_quarto(project: Project) -> list[Path]:
    """The files that Quarto says it has just written; none if it did not start us."""
    return _listed(project, "OUTPUT")


#: The step after a render as a project names it: the program, or the extension's script.
_FINISHES = re.compile(r"themeloom(?:[\"']? finish|[/\\]+finish\.lua)")


def about_to_be_written(session: Session) -> list[Path]:
    """The files that lie where Quarto will put the outputs of the documents it says it renders.

    Only where `themeloom finish` is told what Quarto wrote can be known what others changed.
    """
    project = session.project
    settings = read_mapping(project, project.quarto.name).get("project")
    steps = settings.get("post-render") if isinstance(settings, dict) else None
    if not _FINISHES.search(str(steps)):
        return []
    named = _listed(project, "INPUT") or project.root.glob("*/*.qmd")
    inputs = {project.named(path) for path in named}
    stems = {(project.output / name).with_suffix("") for name in inputs}
    found = {path for path in files_below(project.output) if path.with_suffix("") in stems}
    # Where only Quarto can read a document, an output-file: is not known.
    outputs = [one for one in planned(session) or () if one.document.path in inputs]
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
        document = read_document(project, project.named(path), for_quarto=True)
        everything = metadata_for_quarto(project, document)
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
