"""The visible list of steps: derive → notebooks → plan → check → render → explore."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from themeloom.checking.findings import Report  # noqa: TC001 - msgspec reads it
from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import (
    combined,
    digest_of,
    digests,
    files_below,
    keep,
    kept,
    package_digest,
)
from themeloom.core.packages import installed
from themeloom.core.written import Written
from themeloom.engines.reporting import Made

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.documents.plan import Output
    from themeloom.engines.reporting import Reporter
    from themeloom.notebooks.run import NotebookRun


@dataclass(frozen=True)
class Built:
    """What `render` did.

    Args:
        made: the outputs, in the order in which they were planned.
        report: what the checks found; no errors, for these stop a build.
        warnings: what deriving and notebooks warned of, each with its hint on a line of its own.
    """

    made: tuple[Made, ...]
    report: Report
    warnings: tuple[str, ...] = ()


class _Asked(NamedTuple):
    """What is to be built: documents by name, formats by name or ending; none means all."""

    selection: Sequence[str]
    to: Sequence[str]
    engine: str


def _key(project: Project, files: dict[str, str], asked: _Asked, version: Version) -> str:
    """Every file but working files, what was asked for, the commit, the tools."""
    names = os.environ.get("THEMELOOM_NAMES", "")
    return combined(
        {
            "asked": [sorted(asked.selection), sorted(asked.to), asked.engine],
            "files": files,
            "names": [names, digest_of(project.root / names)],
            "version": [version.commit, sorted(version.changed)],
            "package": package_digest(),
            "tools": installed(),
        }
    )


def check(project: Project) -> Report:
    """All checks: store, sources, documents, derived files and outputs; nothing is written."""
    from themeloom.checking.run import check_project
    from themeloom.steps.derivation import is_fresh

    return check_project(project, derived_now=is_fresh(project))


def render(
    project: Project,
    selection: Sequence[str],
    to: Sequence[str],
    engine: str,
    reporter: Reporter,
    version: Version | None = None,
) -> Built:
    """Derive, check, and build what is asked for into `_output/`.

    Args:
        project: the compendium.
        selection: documents by name (`paper`); none means all.
        to: formats by name or ending; none means all.
        engine: `builtin` or `quarto`.
        reporter: told of everything that happens.
        version: what the outputs are built from; what git says if not given.

    Raises:
        ThemeloomError: every mistake found; the outputs of the last build are untouched.
    """
    from themeloom.core.version import version_of

    asked = _Asked(selection, to, engine)
    file = project.state / "build.json"
    before = digests(files_below(project.root), project.root)
    key = _key(project, before, asked, version or version_of(project))
    if last := kept(file, Built, key):
        made = tuple(replace(one, seconds=0.0, skipped=True) for one in last.made)
        return replace(last, made=made)
    built = _render(project, asked, reporter, version)
    after = digests(files_below(project.root), project.root)
    if _is_of(project, before, after):
        # Deriving may have changed what git sees as changed.
        keep(file, built, _key(project, after, asked, version_of(project)))
    return built


def _is_of(project: Project, before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether what lies there is what was built, and nobody changed anything meanwhile."""
    written = Written(project)
    made = {project.derived, project.output}
    return all(map(written.is_as_written, written.files(project.output))) and all(
        after.get(name) == digest
        for name, digest in before.items()
        if not made & {*(project.root / name).parents}
    )


def _render(project: Project, asked: _Asked, reporter: Reporter, version: Version | None) -> Built:
    from themeloom.checking.run import check_project
    from themeloom.core.version import version_of
    from themeloom.notebooks.cells import with_cells
    from themeloom.notebooks.execute import Limits
    from themeloom.notebooks.run import run_notebooks
    from themeloom.pages.publish import publish_explorer
    from themeloom.steps.derivation import derive, stage_styles
    from themeloom.steps.derived_record import put_record
    from themeloom.steps.output_record import put_output_record
    from themeloom.study.store import read_study

    everything = not asked.selection and not asked.to
    derived = derive(project)
    for correction in derived.corrections:
        reporter.said(f"warning: {correction}")
    stage_styles(project)
    limits = Limits(seconds=read_study(project)[0].settings.notebooks.seconds)
    pages: tuple[Made, ...] = ()
    warnings = derived.warnings
    if everything:
        notebooks = run_notebooks(project, limits, reporter.said)
        pages, warnings = _pages(project, notebooks), (*warnings, *notebooks.warnings)
        put_record(project)
    # Only now: what was derived anew is a change that outputs must tell of.
    version = version or version_of(project)
    outputs = _planned(project, asked)
    if asked.engine == "builtin":
        outputs = with_cells(project, outputs, limits, reporter.said)
    _check_references(project, outputs)
    # The outputs are about to be replaced; they are looked at on the stage.
    report = check_project(project, outputs=False, derived_now=True)
    raise_all(report.errors)
    signed = _signed(project, outputs, version, asked.engine)
    if asked.engine == "quarto":
        made = _with_quarto(project, outputs, version, reporter, asked)
    else:
        made = _with_builtin(project, signed, version, reporter)
    if everything:
        made += pages + publish_explorer(
            project,
            report,
            version,
            lambda lists: _with_builtin(
                project, _signed(project, lists, version, "builtin"), version, reporter
            ),
        )
    # Last, for it records the pages about the study as well.
    put_output_record(project, signed, version, asked.engine)
    return Built(made, report, warnings)


def _pages(project: Project, run: NotebookRun) -> tuple[Made, ...]:
    """The pages of the notebooks, as outputs like any other."""
    made = []
    for name in sorted((*run.ran, *run.remade, *run.fresh)):
        page = project.output / "analysis" / f"{name}.html"
        size = page.stat().st_size
        skipped = name in run.fresh
        paths = (project.named(page),)
        made.append(Made(f"analysis/{name}.ipynb", "html", paths, (size,), 0.0, (), skipped))
    return tuple(made)


def _planned(project: Project, asked: _Asked) -> list[Output]:
    """The outputs that are asked for, everything that they cite being there."""
    from themeloom.documents.configuration import read_configuration
    from themeloom.documents.plan import plan
    from themeloom.documents.references import check_evidence_names, citable

    outputs = plan(project, asked.selection, asked.to)
    documents = {output.document.path: output.document for output in outputs}
    cited = [*read_configuration(project.root).shortcodes]
    cited += (one for document in documents.values() for one in document.shortcodes)
    known = citable(path.stem for path in project.evidence.glob("*.md"))
    raise_all(check_evidence_names(cited, known))
    return outputs


def _check_references(project: Project, outputs: Sequence[Output]) -> None:
    """Every cross-reference leads somewhere, also to what cells and fragments label."""
    from themeloom.documents.references import check_cross_references

    # In slides for PowerPoint tables carry no label.
    labelled = [output for output in outputs if output.format.key != "pptx"]
    documents = {output.document.path: output.document for output in labelled}
    raise_all(check_cross_references(documents.values(), lambda name: _fragment(project, name)))


def _with_builtin(
    project: Project, outputs: Sequence[Output], version: Version, reporter: Reporter
) -> tuple[Made, ...]:
    """Make outputs; those with direct identifiers in them are not published."""
    from themeloom.checking.run import check_outputs
    from themeloom.steps.builtin import render as render_outputs

    return render_outputs(
        project,
        outputs,
        reporter,
        epoch=version.epoch,
        inspect=lambda folder: raise_all(check_outputs(project, folder).errors),
    ).made


def _with_quarto(
    project: Project, outputs: Sequence[Output], version: Version, reporter: Reporter, asked: _Asked
) -> tuple[Made, ...]:
    from themeloom.engines.quarto import render_with_quarto
    from themeloom.steps.output_record import put_colophon

    put_colophon(project, version)
    paths = [project.root / path for output in outputs for path in output.paths]
    for path in paths:
        Written(project).keep_edits(path)
    calls: list[tuple[str, ...]] = [()]
    if asked.to:
        # Quarto would render a document in formats that it does not ask for.
        calls = [(output.document.path, "--to", output.format.name) for output in outputs]
    elif asked.selection:
        calls = [(document,) for document in dict.fromkeys(one.document.path for one in outputs)]
    render_with_quarto(project, calls, reporter, epoch=version.epoch)
    Written(project).note(paths)
    return tuple(_made_by_quarto(project, outputs))


def _made_by_quarto(project: Project, outputs: Sequence[Output]) -> Iterator[Made]:
    """The outputs, each of its main file, which is all that Quarto makes."""
    for output in outputs:
        path = project.root / output.name
        if not path.is_file():
            raise ThemeloomError(
                f"Quarto has not made {output.name}, though it ended well",
                f"see what it says: quarto render {output.document.path}",
                file=output.document.path,
            )
        size = path.stat().st_size
        yield Made(output.document.path, output.format.name, (output.name,), (size,), 0.0)


def _signed(
    project: Project, outputs: Sequence[Output], version: Version, engine: str
) -> list[Output]:
    """The same outputs, each with the colophon that says what it was built from."""
    from themeloom.core.version import renderer_name
    from themeloom.steps.inputs import Inputs

    inputs = Inputs(project, version.epoch)
    signed = []
    for output in outputs:
        added = {"colophon": version.colophon(renderer_name(engine), inputs.named(output))}
        if output.format.key == "html":
            added["evidence-page"] = _evidence_page(project, output)
        signed.append(replace(output, metadata={**output.metadata, **added}))
    return signed


def _evidence_page(project: Project, output: Output) -> str:
    """The way from a web page to the explorer, where its quotations lead to their sources."""
    page = project.output / "evidence" / "index.html"
    return os.path.relpath(page, (project.root / output.name).parent).replace(os.sep, "/")


def _fragment(project: Project, name: str) -> str | None:
    try:
        return (project.evidence / f"{name}.md").read_text(encoding="utf-8")
    except OSError:
        return None
