"""The steps that make `data-derived/`: looked up, derived, drawn, woven; notebooks run and shown.

It depends on raw data, the store and `analysis/` only: no document can change it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import raise_all
from themeloom.core.files import combined, package_digest
from themeloom.core.packages import installed, packages
from themeloom.notebooks import FOLDER, PREFIX, style_files
from themeloom.notebooks.execute import Limits
from themeloom.notebooks.run import notebooks_of, readable_by, run_notebook, shown
from themeloom.steps.runner import Made, Step
from themeloom.steps.store import INSIDE
from themeloom.study.attested import FILE
from themeloom.weaving.derived_files import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.session import Session
    from themeloom.weaving.derived_files import Part

#: The rooms whose code decides what is derived.
DERIVING = ("core", "study", "look", "deriving", "typefaces", "figures", "weaving")
_LOOKING_UP = (*DERIVING, "documents", "checking")
#: The rooms whose code a notebook may run, and that which runs it.
_RUNNING = (*DERIVING, "documents", "notebooks", "notebook.py", "session.py")
_SHOWING = (*DERIVING, "documents", "engines", "notebooks")
_LOOKED_UP = f"{INSIDE}store"


def deriving(session: Session) -> list[Step]:
    """The steps from raw data and store to tables, figures and fragments."""
    project = session.project
    raw = (project.raw / one.file for one in session.study.sources if one.file)
    read = [*raw, project.study]
    looked_up = Step(
        "check the store",
        "look every passage of the store up in its source",
        _look_up,
        tuple(map(project.name, read)),
        {"code": package_digest(*_LOOKING_UP), "recorded": _recorded(session)},
        owns=(_LOOKED_UP,),
    )
    return [
        looked_up,
        *(
            _woven(session, part)
            for part in parts(project, session.study, lambda: session.evidence)
        ),
    ]


def _woven(session: Session, part: Part) -> Step:
    def make(_: Session) -> Made:
        woven = part.weave()
        files = {session.project.name(path): data for path, data in woven.files.items()}
        return Made(files, warnings=woven.warnings)

    project = session.project
    others = f"!{project.name(project.record)}", f"!*/{PREFIX}*"
    return Step(
        part.name,
        part.does,
        make,
        tuple(map(project.name, part.reads)),
        {"code": package_digest(*DERIVING), "recorded": _recorded(session), **part.told},
        packages("derive"),
        (*part.owns, *others),
        after=("check the store",),
    )


def _recorded(session: Session) -> str:
    """The tables of the last build, of which rows are taken over where a source is not at hand."""
    project = session.project
    if all(not one.file or project.has(project.raw / one.file) for one in session.study.sources):
        return ""
    tables = (path for path in project.below(project.derived) if path.suffix == ".csv")
    # A signature may come, go or be broken beside a record that is as it was.
    told = {"signed": session.attested.signed, "edited": session.attested.edited}
    return combined({**project.digests([*tables, project.root / FILE]), **told})


def _look_up(session: Session) -> Made:
    from themeloom.checking.context import Context
    from themeloom.checking.run import check_store

    raise_all(check_store(Context.of(session)).errors)
    return Made({_LOOKED_UP: b""})


def running(session: Session, typefaces: Path, own: Iterable[str]) -> list[Step]:
    """The steps that run the notebooks, and that make files of what they show.

    Args:
        session: with all that is derived.
        typefaces: the folder of the web fonts.
        own: the files that notebooks wrote for themselves.
    """
    steps = []
    limits = limits_of(session)
    for path in notebooks_of(session.project):
        steps += [
            _run(session.project, path, limits, {*own}),
            _show(session.project, path, typefaces),
        ]
    return steps


def limits_of(session: Session) -> Limits:
    """What one cell may use."""
    return Limits(seconds=session.study.settings.notebooks.seconds)


def _run(project: Project, path: Path, limits: Limits, own: set[str]) -> Step:
    result = f"{INSIDE}run/{path.stem}"

    def make(session: Session) -> Made:
        given = run_notebook(session.project, path, limits)
        return Made({result: msgspec.json.encode(given.notebook), **given.own}, given.seen)

    named = project.name(path)
    read = [name for name in readable_by(project, project.root / FOLDER) if name not in own]
    return Step(
        f"run-{path.stem}",
        "run a notebook",
        make,
        (named, *read),
        code_facts(),
        (*packages("derive"), *packages("run")),
        (result,),
        writes=("*",),
        weight=3.0,
        quiet=False,
    )


def code_facts() -> dict[str, object]:
    """What decides the results of code besides what it reads: this package, what is installed."""
    return {"code": package_digest(*_RUNNING), "the installed packages": installed()}


def _show(project: Project, path: Path, typefaces: Path) -> Step:
    result = f"{INSIDE}run/{path.stem}"

    def make(session: Session) -> Made:
        data = msgspec.json.decode(session.results[result])
        made = shown(session.project, path, data, typefaces)
        return Made(made.files, made.pictures, made.warnings)

    page = project.name(project.output / FOLDER / f"{path.stem}.html")
    kept = f"{project.name(project.derived)}/*/{PREFIX}{path.stem}-*"
    return Step(
        f"page-{path.stem}",
        "weave what a notebook shows",
        make,
        (project.name(path), result, project.name(project.metadata)),
        {
            "code": package_digest(*_SHOWING),
            "look": [project.digest(one) for one in style_files(project, typefaces)],
        },
        (*packages("derive"), *packages("run")),
        (page, kept),
        weight=0.5,
    )


def own_files(made: Iterable[tuple[str, Sequence[str]]]) -> set[str]:
    """The files that notebooks wrote for themselves, of what each step made."""
    return {
        name
        for step, names in made
        if step.startswith("run-")
        for name in names
        if not name.startswith(INSIDE)
    }


__all__ = ["code_facts", "deriving", "own_files", "running"]
