"""The steps that make what is about the outputs: the checklists, the explorer and the index."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import combined, digest_of, files_below, package_digest
from themeloom.core.version import renderer_name
from themeloom.steps.letting_go import let_go
from themeloom.steps.runner import Made, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from themeloom.checking.findings import Report
    from themeloom.core.project import Project
    from themeloom.documents.plan import Output
    from themeloom.finished.library import Published
    from themeloom.session import Session
    from themeloom.steps.build import Build
    from themeloom.steps.store import Record

_SHOWING = (
    *("core", "study", "coding", "deriving", "documents", "finished", "guidelines", "checking"),
    "pages",
)
#: What the explorer and the index are called, from the folder of outputs.
EXPLORER, INDEX = "evidence/index.html", "index.html"
_OLDER = "older outputs"


def tell_about(build: Build, report: Report, others: Collection[str], fonts: Path) -> None:
    """Make the checklists, the explorer and the index; let go of what nobody makes any more.

    Args:
        build: with all other outputs.
        report: what the checks found.
        others: the outputs that something else makes, from the root.
        fonts: the folder of the typefaces of pages.
    """
    from themeloom.finished.library import Library
    from themeloom.steps.documents import signed

    project = build.project
    books = Library(build.session.project).read_all()
    build.typeset(signed(build.session, checklists(build.session, books), "builtin"))
    own = [project.name(project.output / name) for name in (EXPLORER, INDEX)]
    kept = (*others, *own, project.name(project.output_record))
    build.gone_for_good += let_go(build.runner, project, kept)
    left = [one for one in books if build.session.project.has(project.root / one.name)]
    build.runner.run([exploring(build.session, report, fonts, left)])
    build.runner.run([indexing(build.session, fonts, ())])


def checklists(session: Session, books: Sequence[Published]) -> list[Output]:
    """The checklists of the guidelines that the study follows, to be typeset like documents."""
    from themeloom.checking.context import Context
    from themeloom.pages.checklists import checklist_outputs
    from themeloom.pages.explorer_data import study_checklists

    context = Context.of(session, output=None, derived_now=True)
    if context.configuration is None:
        return []
    return checklist_outputs(context.configuration, study_checklists(context, books))


def exploring(session: Session, report: Report, fonts: Path, books: Sequence[Published]) -> Step:
    """The step that writes the evidence explorer.

    Args:
        session: with all outputs.
        report: what the checks found.
        fonts: the folder of the typefaces of pages.
        books: the finished files, as `Library.read_all` gives them.
    """
    from themeloom.finished.outputs import list_finished

    project = session.project
    page = f"{project.name(project.output)}/{EXPLORER}"
    derived, colophon = _derived(project), _colophon(session)

    def make(session: Session) -> bytes:
        from themeloom.checking.context import Context
        from themeloom.checking.run import facts
        from themeloom.pages.explorer import explorer_page
        from themeloom.pages.explorer_data import gather

        context = Context.of(session, output=None, derived_now=True)
        told = replace(report, facts=tuple(facts(context)))
        return explorer_page(gather(context, told, books, colophon, fonts))

    reads = (*(book.name for book in books), *map(project.name, (*derived, project.study)))
    asked = {
        "may not be quoted": sorted(session.refusing),
        "the outputs": sorted(one.path for one in list_finished(project, session.documents)),
        "the findings": msgspec.to_builtins(report),
        "the colophon": colophon,
    }
    return _writing("explore", page, make, (*reads, *session.coded.files), fonts, asked)


def _derived(project: Project) -> list[Path]:
    """The derived files but the record, which names versions of tools and is no evidence."""
    return [path for path in project.below(project.derived) if path != project.record]


def _colophon(session: Session) -> str:
    evidence = session.project.digests(_derived(session.project))
    return session.version.colophon(renderer_name("builtin"), evidence)


def indexing(session: Session, fonts: Path, old: Sequence[str]) -> Step:
    """The step that writes the index of outputs.

    Args:
        session: with all outputs.
        fonts: the folder of the typefaces of pages.
        old: the outputs that are of an older store or document, from the root.
    """
    from themeloom.finished.outputs import list_finished

    project = session.project
    page, explorer = project.output / INDEX, project.output / EXPLORER
    finished = tuple(list_finished(project, session.documents, old))
    colophon = _colophon(session)
    size = len(project.bytes_of(explorer)) if project.has(explorer) else 0

    def make(session: Session) -> bytes:
        from themeloom.pages.explorer import index_page
        from themeloom.pages.explorer_data import style_of

        return index_page(session.study, finished, size, colophon, style_of(fonts))

    facts = {
        "the outputs": [msgspec.to_builtins(one) for one in finished],
        "the size of the explorer": size,
        "the colophon": colophon,
        _OLDER: [*old],
    }
    reads = (project.name(project.study),)
    return _writing("index", project.name(page), make, reads, fonts, facts)


def _writing(
    name: str,
    page: str,
    make: Callable[[Session], bytes],
    reads: tuple[str, ...],
    fonts: Path,
    facts: Mapping[str, object],
) -> Step:
    """The step that writes a page about the study."""
    always = {
        "code": package_digest(*_SHOWING),
        "typefaces": [digest_of(path) for path in files_below(fonts)],
    }
    return Step(
        name,
        "write pages about the study",
        lambda session: Made({page: make(session)}),
        reads,
        {**always, **facts},
        ("jinja2",),
        (page,),
    )


def tells_of(index: Record | None, old: Sequence[str]) -> bool:
    """Whether the index tells of just these older outputs."""
    return index is not None and index.facts.get(_OLDER) == combined({"is": [*old]})
