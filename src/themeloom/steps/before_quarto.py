"""What is done before Quarto renders: all that the built-in renderer does before it typesets.

Quarto starts `themeloom derive` as the project's pre-render step and names the documents. What
keeps the built-in renderer from building keeps Quarto from it, all in one round; only what
Quarto alone supports is let be. Then typefaces, styles, drawings in pixels and the colophon are
put in place, and copies of the outputs that Quarto is about to replace.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.caveats import brief, caveats
from themeloom.checking.context import Context
from themeloom.checking.findings import known_kinds
from themeloom.checking.kernels import check_kernels
from themeloom.core.errors import OnlyQuartoError, ThemeloomError, flat, in_order, raise_all
from themeloom.core.files import files_below, put
from themeloom.core.version import renderer_name
from themeloom.core.written import Written
from themeloom.documents.cells_as_text import ENDING, ENDINGS, begins_with_heading
from themeloom.documents.configuration import merged, metadata_for_quarto, read_mapping
from themeloom.documents.dates import day_of
from themeloom.documents.formats import formats_of
from themeloom.documents.places import Place
from themeloom.notebooks.chart_style import OURS, UNDER_QUARTO
from themeloom.session import Session
from themeloom.steps.commands import Derived
from themeloom.steps.inputs import Inputs
from themeloom.steps.last_good import LastGood
from themeloom.steps.notebooks import limits_of
from themeloom.steps.planning import planned, referring
from themeloom.steps.publishing import alone
from themeloom.steps.saved_by_quarto import keep_notebooks, put_notebooks_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from themeloom.checking.findings import Report
    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output
    from themeloom.steps.build import Build


def is_before_quarto() -> bool:
    """Whether Quarto has started us."""
    return bool(os.environ.get("QUARTO_PROJECT_OUTPUT_DIR"))


def prepare_quarto(project: Project) -> Derived:
    """Derive and check everything, and put in place what Quarto needs to render.

    Raises:
        ThemeloomError: every mistake found; nothing is changed then.
    """
    from themeloom.steps.build import Build

    with alone(project):
        last = LastGood(project)
        back = last.put_back()
        put_notebooks_back(project)
        build = Build(session_of(project, "INPUT"))
        build.derive()
        if os.environ.get("QUARTO_PROJECT_RENDER_ALL"):
            build.stage()
            build.run_notebooks()
        found = _check(build)
        build.record()
        corrections = build.corrections()
        changed = build.publish()
        session = build.session
        _stage(session)
        paths = about_to_be_written(session)
        last.keep(paths)
        keep_notebooks(project, listed_by_quarto(project, "INPUT"))
        written = Written(project)
        for path in paths:
            written.keep_edits(path)
    said = (f"the last render by Quarto did not end well; put back: {', '.join(back)}",)
    warnings = (*build.warnings(), *found)
    return Derived(changed, warnings, (*corrections, *(said if back else ())))


#: What nobody sees in an output: what is not as it was wanted there.
_UNSEEN = ("Brand", "Settings")


def session_of(project: Project, what: str) -> Session:
    """The compendium as Quarto renders it, with documents that only its command names.

    Args:
        project: the compendium.
        what: INPUT for the documents that Quarto names, OUTPUT for the files that it has written.
    """
    session = Session.begin(project, for_quarto=True)
    named = (project.named(path) for path in listed_by_quarto(project, what))
    if what == "OUTPUT":
        named = (name.removeprefix(f"{project.name(project.output)}/") for name in named)
    stems = {PurePosixPath(name).with_suffix("") for name in named}
    sources = sorted(f"{stem}{ending}" for stem in stems for ending in ENDINGS)
    notebooks = f"{project.name(project.analysis)}/"
    there = (one for one in sources if project.has(project.root / one))
    return session.also(one for one in there if not one.startswith(notebooks))


def _check(build: Build) -> tuple[str, ...]:
    """Every check that the built-in renderer runs before it typesets; what is told."""
    errors: list[ThemeloomError] = []
    reports: list[Report] = []

    def heard(check: Callable[[], None]) -> None:
        try:
            check()
        except ThemeloomError as error:
            errors.extend(flat(error))

    heard(lambda: check_dates(build.session))
    heard(lambda: check_notebooks(build.session))
    if build.session.configuration:
        heard(lambda: _check_documents(build))
    if not errors:
        heard(lambda: reports.append(build.check()))
    raise_all([*in_order(errors), *(one for report in reports for one in report.errors)])
    # Nothing of these is in the outputs for a reader to see.
    return tuple(
        f"{one.file}:{one.line}: {one.message}\n  hint: {one.hint}"
        for report in reports
        for one in report.findings
        if known_kinds()[one.kind].question in _UNSEEN and one.severity == "warning"
    )


def _check_documents(build: Build) -> None:
    """What documents cite, run and refer to; pandoc reads each of them once."""
    outputs = planned(build.session)
    known = [one for one in outputs if _is_known(one.document)]
    build.stage(outputs)
    known = build.compute(known)
    known = referring(build.session, known)
    _list_elsewhere(build.session.project, known)
    leading = {one.document.path: one for one in sorted(known, key=lambda one: one.format.leads)}
    build.read_through([*leading.values()])


def _list_elsewhere(project: Project, outputs: Iterable[Output]) -> None:
    """Write down, for Quarto, what documents mean of other ones, by document and format."""
    listed: dict[str, dict[str, object]] = {}
    for one in outputs:
        if one.elsewhere:
            listed.setdefault(one.document.path, {})[one.format.base] = one.elsewhere
    put(project.state / "elsewhere.json", msgspec.json.encode(listed, order="sorted"))


def _is_known(document: Document) -> bool:
    """Whether the built-in renderer knows all that a document says."""
    from themeloom.notebooks.finding import find_cells

    try:
        find_cells(document)
    except OnlyQuartoError:
        return False
    return not document.beyond


def _stage(session: Session) -> None:
    """Put typefaces, styles, drawings in pixels and the colophon where Quarto's Lua looks."""
    from themeloom.formats.assets import stage
    from themeloom.formats.branding import list_documents
    from themeloom.formats.pixels import put_pixels

    project = session.project
    outputs = session.plan() if session.configuration else []
    brands = [session.brand, *(one.brand for one in outputs)]
    stage(project, session.configuration.metadata if session.configuration else {}, brands)
    list_documents(project, outputs, session.brand)
    for one in session.documents:
        put_pixels(project.root, one.body, PurePosixPath(one.path).parent.as_posix(), one.path)
    charts = project.state / "quarto"
    put(charts / OURS.name, (limits_of(session).style or OURS.read_text("utf-8")).encode())
    put(charts / UNDER_QUARTO.name, UNDER_QUARTO.read_bytes())
    put_colophon(session)


def put_colophon(session: Session) -> None:
    """Write the colophon that the extension shows when Quarto renders.

    It is one for all documents, for Quarto does not say which of them it is about to render.
    """
    project, inputs = session.project, Inputs.of(session.project)
    named = {name: key for one in session.plan() for name, key in inputs.named(one).items()}
    told = caveats(session)
    colophon = session.version.colophon(renderer_name("quarto"), named) + brief(told)
    put(project.colophon, "".join(f"{line}\n" for line in (colophon, *told)).encode())


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
    every = (path for ending in ENDINGS for path in project.root.glob(f"*/*{ending}"))
    named = listed_by_quarto(project, "INPUT") or every
    inputs = {project.named(path) for path in named}
    stems = {(project.output / name).with_suffix("") for name in inputs}
    found = {path for path in files_below(project.output) if path.with_suffix("") in stems}
    outputs = [one for one in session.plan() if one.document.path in inputs]
    return sorted(found | {project.root / path for one in outputs for path in one.paths})


def check_dates(session: Session) -> None:
    """See that the documents that Quarto is about to render are of days that there are.

    Quarto writes another day, or none, for those that are not.

    Raises:
        ThemeloomError: one for each such date.
    """
    documents = _about_to_be_rendered(session)
    raise_all(in_order(error for one in documents for error in _wrong_dates(session.project, one)))


def check_notebooks(session: Session) -> None:
    """See that Quarto runs the notebooks, and gives those that are documents their own titles.

    Raises:
        ThemeloomError: one for each that it would not.
    """
    project = session.project
    documents = [one for one in _about_to_be_rendered(session) if one.path.endswith(ENDING)]
    listed = map(project.named, listed_by_quarto(project, "INPUT"))
    named = {*listed, *(one.path for one in documents)}
    nameless = (one for one in check_kernels(Context.of(session, output=None)) if one.file in named)
    told = [ThemeloomError(one.message, one.hint, file=one.file) for one in nameless]
    raise_all([*told, *(error for one in documents for error in _as_quarto_takes(session, one))])


def _as_quarto_takes(session: Session, document: Document) -> Iterator[ThemeloomError]:
    """What Quarto would make of a document that is a notebook, and nobody would notice."""
    project, named = session.project, document.path
    if "{python" in document.body and not _is_run(metadata_for_quarto(project, document)):
        yield ThemeloomError(
            "Quarto does not run this notebook, and would show what was saved in it, or nothing",
            "add to its front matter: execute: {enabled: true}",
            file=named,
        )
    text = project.text_of(project.root / named)
    if "title" not in document.metadata and begins_with_heading(text):
        yield ThemeloomError(
            "Quarto takes the heading with which this notebook begins for its title",
            'add to its front matter: title: "…", the same as in study.yml',
            file=named,
        )


def _is_run(metadata: Mapping[str, object]) -> bool:
    options = metadata.get("execute")
    return isinstance(options, dict) and options.get("enabled") is True


def _about_to_be_rendered(session: Session) -> list[Document]:
    """The documents that Quarto names; all of them if it names none."""
    named = {session.project.named(path) for path in listed_by_quarto(session.project, "INPUT")}
    return [one for one in session.documents if not named or one.path in named]


def _wrong_dates(project: Project, document: Document) -> Iterator[ThemeloomError]:
    everything = metadata_for_quarto(project, document)
    for options in ({}, *formats_of(everything).values()):
        metadata = merged(everything, options)
        try:
            day_of(metadata, Place(document.path, 1))
        except ThemeloomError as error:
            yield error


def listed_by_quarto(project: Project, what: str) -> list[Path]:
    """The files that Quarto names in a variable, or in a file that a variable names."""
    listed = os.environ.get(f"QUARTO_PROJECT_{what}_FILES", "")
    file = os.environ.get(f"QUARTO_USE_FILE_FOR_PROJECT_{what}_FILES")
    if not listed and file and Path(file).is_file():
        listed = Path(file).read_text(encoding="utf-8")
    return [project.root / line.strip() for line in listed.splitlines() if line.strip()]
