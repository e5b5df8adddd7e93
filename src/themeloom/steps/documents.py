"""The steps that make `_output/`: cells run, checked, typeset, looked through, told about."""

from __future__ import annotations

import glob
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from themeloom.checking.caveats import brief, caveats
from themeloom.checking.context import Context
from themeloom.checking.findings import Finding, Report
from themeloom.checking.names import list_of_names
from themeloom.checking.run import check_arrived, check_outputs, check_project
from themeloom.core.errors import raise_all
from themeloom.core.files import digest, digest_of, emptied, files_below, holds, package_digest, put
from themeloom.core.packages import packages
from themeloom.core.version import renderer_name
from themeloom.formats.branding import brand_in
from themeloom.formats.make import make_output, read_of, read_through
from themeloom.notebooks.cells import Computed, code_of, run_cells, with_results
from themeloom.notebooks.finding import find_cells
from themeloom.notebooks.markdown import picture_name
from themeloom.steps.evidence import LOOKED_UP
from themeloom.steps.inputs import Inputs
from themeloom.steps.notebooks import CELLS, code_facts, read_by, room_of
from themeloom.steps.runner import Made, Step
from themeloom.steps.store import INSIDE
from themeloom.weaving.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output
    from themeloom.notebooks.finding import Cell
    from themeloom.session import Session
    from themeloom.steps.notebooks import Ties

#: The rooms whose code can change the bytes of an output.
_TYPESETTING = (
    *("core", "documents", "engines", "finished"),
    *("formats", "look", "typefaces", "checking"),
)
_CHECKING = ("core", "study", "documents", "deriving", "finished", "guidelines", "checking")
_REPORT = f"{INSIDE}report"
#: What the commit is called that outputs tell of.
VERSION = "the version that it tells of"


def computing(
    session: Session, documents: Iterable[Document], ties: Callable[[], Ties]
) -> list[Step]:
    """The steps that run the cells of documents, each document in a kernel of its own."""
    with_cells = [(one, cells) for one in documents if (cells := find_cells(one))]
    if not with_cells:
        return []
    known = ties()
    return [_compute(session, one, cells, known) for one, cells in with_cells]


def _result(document: Document) -> str:
    return f"{INSIDE}cells/{document.key}"


def _compute(session: Session, document: Document, cells: tuple[Cell, ...], ties: Ties) -> Step:
    folder = (session.project.root / document.path).parent
    step = f"{CELLS}{document.key}"
    # Notebooks have run before: whatever they wrote can be read.
    results = {name for name, maker in ties.maker.items() if not maker.startswith(CELLS)}

    def make(session: Session) -> Made:
        room = room_of(session, folder, step, ties, results)
        given = run_cells(session.project, document, cells, room)
        result = msgspec.json.encode(given.notebook)
        told = (f"{cells[cell].place}: {what}" for cell, what in given.unproved)
        return Made({_result(document): result, **given.own}, given.seen, tuple(told))

    return Step(
        step,
        "run the cells of a document",
        make,
        read_by(session, folder, ties, results),
        {**code_facts(session), "the cells": code_of(document, cells)},
        (*packages("derive"), *packages("run")),
        (_result(document), *map(glob.escape, ties.own(step))),
        writes=("*",),
        weight=3.0,
        told=f"running the cells of {document.path}",
    )


def results_of(session: Session, documents: Iterable[Document]) -> dict[str, Computed]:
    """The documents whose cells have run, by their paths."""
    found: dict[str, Computed] = {}
    for document in documents:
        if cells := find_cells(document):
            notebook = msgspec.json.decode(session.results[_result(document)])
            given = [list(cell["outputs"]) for cell in notebook["cells"]]
            found[document.path] = Computed(document, cells, given)
    return found


def computed(session: Session, outputs: Sequence[Output], tree: Project) -> list[Output]:
    """The outputs with what the cells of their documents gave, whose steps are done.

    Args:
        session: with the results.
        outputs: as they were planned.
        tree: the copy of the project in which pictures of cells are put.
    """
    documents = {one.document.path: one.document for one in outputs}
    found = results_of(session, documents.values())

    def keep_picture(content: bytes, suffix: str) -> str:
        path = tree.state / "cells" / picture_name(content, suffix)
        if not holds(path, content):
            put(path, content)
        return f"/{tree.name(path)}"

    return with_results(outputs, found, keep_picture) if found else list(outputs)


def checking(session: Session) -> Step:
    """The step that looks at everything but outputs, which are about to be replaced."""
    project = session.project
    outputs = f"{project.name(project.output)}/"
    read = project.read.hashes if project.read else ()
    names = list_of_names(session.study.settings.identity)

    def make(session: Session) -> Made:
        store = msgspec.json.decode(session.results[LOOKED_UP], type=list[Finding])
        report = check_project(session, outputs=False, derived_now=True, store=store)
        raise_all(report.errors)
        return Made({_REPORT: msgspec.json.encode(report)})

    return Step(
        "check",
        "look for what must not be published",
        make,
        (LOOKED_UP, *(name for name in read if not name.startswith(outputs))),
        {
            "code": package_digest(*_CHECKING),
            "the list of names": [names, digest_of(project.root / names)],
            "may not be quoted": sorted(session.refusing),
        },
        owns=(_REPORT,),
    )


def report_of(session: Session) -> Report:
    """What the checks found."""
    return msgspec.json.decode(session.results[_REPORT], type=Report)


def typesetting(
    session: Session, outputs: Sequence[Output], tree: Project, staged: Mapping[str, str]
) -> list[Step]:
    """The steps that make outputs, each from its document.

    Args:
        session: with all that documents cite.
        outputs: what is to be made, signed.
        tree: the copy of the project that pandoc and Typst read.
        staged: the typefaces, styles and codes that every output may be made with.
    """
    inputs = Inputs.of(session.project)
    looked_through = Context.of(session, output=None, derived_now=True)
    return [_typeset(one, tree, inputs, staged, looked_through) for one in outputs]


def step_of(output: Output) -> str:
    """The name of the step that makes an output."""
    return f"render-{output.document.key}-{output.format.key}"


def _typeset(
    output: Output,
    tree: Project,
    inputs: Inputs,
    staged: Mapping[str, str],
    context: Context,
) -> Step:
    def make(_: Session) -> Made:
        with _staging(tree, output) as stage:
            warnings = make_output(tree, output, stage, context.version.epoch)
            made = {path.relative_to(stage).as_posix(): path for path in files_below(stage)}
            files = {name: path.read_bytes() for name, path in made.items()}
        read = read_of(tree, output)
        arrived = check_arrived(context, output, read, files)
        raise_all([*check_outputs(context, files, read).errors, *arrived.errors])
        return Made(files, warnings=(*warnings, *arrived.warnings))

    return Step(
        step_of(output),
        "typeset a document",
        make,
        inputs.read(output),
        {
            "code": package_digest(*_TYPESETTING),
            "what identifies people": context.looked_for,
            VERSION: [context.version.epoch, output.metadata.get("colophon")],
            "typefaces and styles": _concerning(output, staged),
            **inputs.facts(output),
        },
        packages("render"),
        (*output.paths, *inputs.beside(output)),
        weight=output.format.weight,
    )


@contextmanager
def _staging(tree: Project, output: Output) -> Iterator[Path]:
    """A folder in which an output is made, gone afterwards."""
    stage = tree.state / "stage" / digest(output.name.encode())[:12]
    emptied(stage)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        with suppress(OSError):
            stage.parent.rmdir()


def reading(session: Session, outputs: Sequence[Output], tree: Project) -> list[Step]:
    """The steps that let pandoc read documents, each as for one of its outputs."""
    inputs = Inputs.of(session.project)
    return [_read(one, tree, inputs) for one in outputs]


def _read(output: Output, tree: Project, inputs: Inputs) -> Step:
    result = f"{INSIDE}{step_of(output)}"

    def make(session: Session) -> Made:
        with _staging(tree, output) as stage:
            read_through(tree, output, stage, session.version.epoch)
        return Made({result: b""})

    return Step(
        f"read-{step_of(output)}",
        "read a document",
        make,
        inputs.read(output),
        {"code": package_digest(*_TYPESETTING), **inputs.facts(output)},
        packages("render"),
        (result,),
    )


def _concerning(output: Output, staged: Mapping[str, str]) -> dict[str, str]:
    """What is staged for an output: of what lies there for brands, only its own."""
    own = output.brand.key if output.brand else None
    return {name: key for name, key in staged.items() if brand_in(name) in (None, own)}


def signed(session: Session, outputs: Sequence[Output], engine: str) -> list[Output]:
    """The same outputs, each with the colophon that says what it was built from."""
    inputs, told = Inputs.of(session.project), caveats(session)
    made = []
    for output in outputs:
        built = session.version.colophon(renderer_name(engine), inputs.named(output))
        added: dict[str, object] = {"colophon": built + brief(told)}
        if told:
            added["caveats"] = [escape(one) for one in told]
        if output.format.leads:
            added["evidence-page"] = _evidence_page(session.project, output)
        made.append(replace(output, metadata={**output.metadata, **added}))
    return made


def _evidence_page(project: Project, output: Output) -> str:
    """The way from a web page to the explorer, where its quotations lead to their sources."""
    page = project.output / "evidence" / "index.html"
    return os.path.relpath(page, (project.root / output.name).parent).replace(os.sep, "/")
