"""What the built-in renderer does to finished files, done to those that Quarto wrote.

Quarto starts `themeloom finish` as the project's post-render step and names the
files. The extension's Lua leaves a mark in each, with what is needed to finish it; a file
without it is not ours. Of a deck the document is read again, for the classes of its headings, and
of a paper's PDF, to name the line of what cannot be read. Every finished file is looked through by
the same checks as those of the built-in renderer; one with an error is set aside. In the end
what Quarto does not make is made: pictures of posters, checklists, explorer, index, the record.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.context import Context
from themeloom.checking.run import check_arrived, check_outputs
from themeloom.core.errors import ThemeloomError, flat, raise_all
from themeloom.core.files import put
from themeloom.core.packages import packages
from themeloom.core.text import some_of
from themeloom.core.written import Written
from themeloom.formats.make import finish_quartos, read_again
from themeloom.notebooks.cells import without_cells
from themeloom.steps.before_quarto import listed_by_quarto, session_of
from themeloom.steps.documents import step_of
from themeloom.steps.inputs import Inputs
from themeloom.steps.last_good import LastGood
from themeloom.steps.prov import recorded
from themeloom.steps.publishing import alone
from themeloom.steps.record import output_record
from themeloom.steps.saved_by_quarto import put_notebooks_back
from themeloom.steps.store import Record
from themeloom.typefaces.check import check_coverage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output
    from themeloom.session import Session
    from themeloom.steps.build import Build


def finish_quarto(project: Project) -> list[str]:
    """Finish and judge what Quarto has just written, as the built-in renderer would have.

    Returns:
        What to say of all that lies there: which of it is of this build.

    Raises:
        ThemeloomError: every output with an error, which is set aside; derived files that what
            Quarto ran has changed.
    """
    with alone(project):
        if not project.colophon.is_file():
            raise ThemeloomError(
                "nothing was prepared for Quarto, so nothing of its making can be finished",
                "run: quarto render, whose step before the render prepares it "
                "(_quarto.yml: project: pre-render)",
            )
        put_notebooks_back(project)
        session = session_of(project, "OUTPUT")
        files = listed_by_quarto(project, "OUTPUT")
        outputs = [one for one in session.plan() if project.root / one.paths[0] in files]
        beside = [project.root / name for one in outputs for name in one.paths[1:]]
        last = LastGood(project)
        said: list[str] = []
        errors = _judged(session, files, last, said)
        good = [path for path in (*files, *beside) if path.is_file()]
        Written(project).note(good)
        last.forget()
        if errors:
            raise_all(errors)
        return [*said, *_completed(project, outputs, good)]


def _judged(
    session: Session, files: Sequence[Path], last: LastGood, said: list[str]
) -> list[ThemeloomError]:
    """Finish all files, run the output checks on each, and set those aside that have an error.

    Args:
        session: what was read.
        files: what Quarto wrote.
        last: what lay there before.
        said: gets what authors must know of what is made all the same.
    """
    project = session.project
    context = Context.of(session, output=None, derived_now=True)
    planned = {project.root / one.paths[0]: one for one in session.plan()}
    errors: list[ThemeloomError] = []
    for path in sorted(path for path in files if path.is_file()):
        try:
            finish_quartos(project, path, session.version.epoch)
            made = {project.name(path): path.read_bytes()}
            read, lost = _not_arrived(context, planned.get(path), made, said)
            raise_all([*check_outputs(context, made, read).errors, *lost])
        except ThemeloomError as error:
            aside = last.refuse(path)
            errors += [*flat(error), ThemeloomError(aside, "mend the above, then: quarto render")]
    return errors


def _not_arrived(
    context: Context, output: Output | None, made: Mapping[str, bytes], said: list[str]
) -> tuple[bytes, list[ThemeloomError]]:
    """What pandoc reads of a document, and what is not in its file; nothing of what is Quarto's."""
    if output is None or output.document.beyond:
        return b"", []
    # What its cells gave, only Quarto knows.
    known = msgspec.structs.replace(output, document=without_cells(output.document))
    read = read_again(context.project, known)
    lacking = check_coverage(context.project, known, read.decode("utf-8"))
    said += [f"warning: {output.name}: {one}" for one in lacking]
    arrived = check_arrived(context, known, read, made)
    said += [f"warning: {one}" for one in arrived.warnings]
    return read, arrived.errors


def _completed(project: Project, outputs: Sequence[Output], good: Sequence[Path]) -> Iterator[str]:
    """Make what is about the outputs, and tell which of those that lie there are older."""
    from themeloom.steps.build import Build
    from themeloom.steps.status import evidence_status

    build = Build(session_of(project, "OUTPUT"))
    evidence_status(build)
    if changed := build.corrected():
        raise ThemeloomError(
            f"derived files were changed while Quarto rendered: {some_of(changed)}",
            "no notebook and no cell may write there: take that out, then run: themeloom derive",
        )
    if os.environ.get("QUARTO_PROJECT_RENDER_ALL"):
        _make_pages(build, [*(project.name(path) for path in good), *_of_plan(build.session)])
        yield from build.gone_for_good
    Written(project).note([record_of_quarto(build.session, outputs)])
    lying = {project.root / name for one in build.session.plan() for name in one.paths}
    before = sorted(project.name(path) for path in lying - {*good} if path.is_file())
    if good and before:
        yield f"not of this build, but of an earlier one: {', '.join(before)}"
    for one in outputs:
        if one.format.name == one.format.base:
            yield (
                f"{one.name} is in Quarto's own format {one.format.name}, without the look of the "
                f"others; for ours: {one.format.extension}-{one.format.base}"
            )


def _of_plan(session: Session) -> Iterator[str]:
    """The outputs that documents ask for, and the folders of what lies beside them."""
    for one in session.plan():
        yield from one.paths
        yield from (f"{path.rpartition('.')[0]}_files/" for path in one.paths)


def _make_pages(build: Build, made: Sequence[str]) -> None:
    """The checklists, the explorer and the index, of what Quarto has made."""
    build.derive()
    build.stage()
    build.tell_about(build.check(), made)
    build.record()
    build.publish()


def record_of_quarto(session: Session, outputs: Iterable[Output]) -> Path:
    """Write down what the outputs that Quarto has just made are made from; the record's path."""
    project = session.project.now()
    inputs = Inputs.of(project)
    records = [
        Record(
            step_of(one),
            "typeset a document",
            packages("render"),
            {},
            {name: project.digest_named(name) for name in inputs.read(one)},
            {},
            {
                name: project.digest_named(name)
                for name in one.paths
                if project.has(project.root / name)
            },
        )
        for one in outputs
    ]
    signed = project.text_of(project.colophon).partition("\n")[0]
    told = dict.fromkeys((one.step for one in records), signed)
    now = replace(session, project=project).at(session.version)
    before = recorded(project, project.output_record)
    record = output_record(now, records, told, "quarto", before)
    return put(project.output_record, record.after(before))
