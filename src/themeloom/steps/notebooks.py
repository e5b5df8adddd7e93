"""The steps that run notebooks and show what they gave; which notebook waits for which."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.context import Context
from themeloom.checking.run import check_shown
from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.files import package_digest
from themeloom.core.packages import installed, packages
from themeloom.notebooks import FOLDER, PREFIX, style_files
from themeloom.notebooks.chart_style import chart_style
from themeloom.notebooks.execute import Limits
from themeloom.notebooks.run import (
    key_of,
    lying_beside,
    name_of,
    notebooks_of,
    readable_by,
    run_notebook,
    shown,
)
from themeloom.steps.evidence import DERIVING
from themeloom.steps.prov import recorded
from themeloom.steps.record import RUN
from themeloom.steps.runner import Made, Step
from themeloom.steps.store import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.notebooks.guard import Room
    from themeloom.session import Session
    from themeloom.steps.runner import Runner
    from themeloom.steps.store import Record

#: What the names of steps begin with that run cells of documents.
CELLS = f"{RUN}cells:"
#: The rooms whose code a notebook may run, and that which runs it.
_RUNNING = (*DERIVING, "documents", "notebooks", "notebook.py", "session.py")
_SHOWING = (*DERIVING, "documents", "engines", "notebooks", "finished", "checking")


@dataclass
class Ties:
    """Which code wrote which file, and what each looked for.

    Args:
        maker: the step that wrote a file, by its path from the root.
        sought: the files and folders that a step read or looked for.
    """

    maker: dict[str, str] = field(default_factory=dict)
    sought: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, records: Iterable[Record]) -> Ties:
        """What is known from the last build, and of others' from the record of derived files."""
        ties = cls()
        record = recorded(project, project.record)
        derived = f"{project.name(project.derived)}/"
        for entity in record.entity:
            name = entity.removeprefix("file:")
            for step in record.joined("wasGeneratedBy", entity):
                if step.startswith(f"step:{RUN}") and not name.startswith(derived):
                    ties.maker[name] = step.removeprefix("step:")
        for one in records:
            ties.learn(one)
        return ties

    def learn(self, record: Record) -> None:
        """Take over what a step did."""
        if record.step.startswith(RUN):
            made = (name for name in record.made if not name.startswith(INSIDE))
            self.maker |= dict.fromkeys(made, record.step)
            self.seek(record.step, (*record.reads, *record.found))

    def seek(self, step: str, names: Iterable[str]) -> None:
        """Note what a step looked for."""
        self.sought.setdefault(step, set()).update(names)

    def own(self, step: str) -> frozenset[str]:
        """The files that a step wrote."""
        return frozenset(name for name, maker in self.maker.items() if maker == step)

    def needs(self, step: str, source: str = "") -> dict[str, str]:
        """The files of others that a step looked for, or that its code names, with their makers."""
        sought, own = self.sought.get(step, set()), {_base(name) for name in self.own(step)}
        return {
            name: maker
            for name, maker in self.maker.items()
            if maker != step
            and not maker.startswith(CELLS)
            and (
                name in sought
                or PurePosixPath(name).parent.as_posix() in sought
                or (_base(name) in source and _base(name) not in own)
            )
        }


def _base(name: str) -> str:
    return PurePosixPath(name).name


def running(session: Session, typefaces: Path, ties: Ties) -> list[Step]:
    """The steps that run the notebooks, and that make files of what they show.

    Args:
        session: with all that is derived.
        typefaces: the folder of the web fonts.
        ties: what is known of who reads whose files.

    Raises:
        ThemeloomError: notebooks that need each other's files.
    """
    project, paths = session.project, notebooks_of(session.project)
    steps = {path: step_of(project, path) for path in paths}
    there = {*steps.values()}
    named = {step: ties.needs(step, project.text_of(path)) for path, step in steps.items()}
    seen = {step: ties.needs(step) for step in there}
    needs = named if _cycle(named) is None else seen
    if circle := _cycle(needs):
        files = sorted(
            {name for one in circle for name, maker in needs[one].items() if maker in circle}
        )
        named_by_step = {step: project.name(path) for path, step in steps.items()}
        first, *others = (named_by_step[one] for one in circle)
        raise ThemeloomError(
            f"it and {', '.join(others)} need each other's files: {', '.join(files)}",
            "let one of them write what the other reads, and read nothing of it",
            file=first,
        )
    made = []
    for path, step in steps.items():
        results = {name for name, maker in needs[step].items() if maker in there}
        made += [_run(session, path, ties, results), _show(session, path, typefaces)]
    return made


def run_in_rounds(runner: Runner, typefaces: Path, ties: Ties) -> None:
    """Run the notebooks, those again that turn out to need what others have written just now.

    Raises:
        ThemeloomError: every mistake of theirs; notebooks that need each other's files.
    """
    steps = running(runner.session, typefaces, ties)
    error: ThemeloomError | None = None
    for _ in steps:
        error = None
        try:
            runner.run(steps)
        except ThemeloomError as caught:
            error = caught
        for record in runner.records.values():
            ties.learn(record)
        before, steps = steps, running(runner.session, typefaces, ties)
        if [one.reads for one in steps] == [one.reads for one in before]:
            break
    if error:
        raise error


def _cycle(needs: Mapping[str, Mapping[str, str]]) -> list[str] | None:
    """Steps that wait for each other, sorted; nothing if there are none."""
    order = TopologicalSorter({step: {*files.values()} for step, files in needs.items()})
    try:
        order.prepare()
    except CycleError as error:
        return sorted({*error.args[1]})
    return None


def step_of(project: Project, path: Path) -> str:
    """The name of the step that runs a notebook."""
    return f"{RUN}{key_of(project, path)}"


def limits_of(session: Session) -> Limits:
    """What running code may use."""
    said = session.study.settings.notebooks
    return Limits(said.seconds, said.environment, _chart_style(session))


def _chart_style(session: Session) -> str:
    return chart_style(session.brand.look) if session.brand else ""


def room_of(session: Session, folder: Path, step: str, ties: Ties, results: set[str]) -> Room:
    """What the code of a step may do.

    Args:
        session: with all that is derived.
        folder: where the code lies.
        step: the name of the step that runs it.
        ties: what is known of who writes what.
        results: the files of notebooks that it may read.
    """
    from themeloom.notebooks.guard import Room

    project, others = session.project, session.study.settings.notebooks.reads
    read = {*readable_by(project, folder, others), *lying_beside(project, folder)}
    return Room(frozenset((read - ties.maker.keys()) | results), ties.own(step), limits_of(session))


def read_by(session: Session, folder: Path, ties: Ties, results: set[str]) -> list[str]:
    """The files that decide what code gives, as far as that is known before it runs."""
    read = readable_by(session.project, folder, session.study.settings.notebooks.reads)
    return sorted(({*read} - ties.maker.keys()) | results)


def _run(session: Session, path: Path, ties: Ties, results: set[str]) -> Step:
    project, step = session.project, step_of(session.project, path)
    result = f"{INSIDE}{RUN}{key_of(project, path)}"

    def make(session: Session) -> Made:
        room = room_of(session, path.parent, step, ties, results)
        given = run_notebook(session.project, path, room, lambda names: ties.seek(step, names))
        files = {result: msgspec.json.encode(given.notebook), **given.own}
        named = project.name(path)
        told = (f"{named}: cell {cell + 1}: {what}" for cell, what in given.unproved)
        return Made(files, given.seen, tuple(told))

    own = map(glob.escape, ties.own(step))
    return Step(
        step,
        "run a notebook",
        make,
        (project.name(path), *read_by(session, path.parent, ties, results)),
        code_facts(session),
        (*packages("derive"), *packages("run")),
        (result, *own),
        writes=("*",),
        weight=3.0,
        told=f"running {project.name(path)}",
    )


def code_facts(session: Session) -> dict[str, object]:
    """What decides the results of code besides what it reads: this package, what is installed."""
    return {
        "code": package_digest(*_RUNNING),
        "settings: notebooks: environment": session.study.settings.notebooks.environment,
        **({"the style of charts": style} if (style := _chart_style(session)) else {}),
        **{f"the package {one.removesuffix('.dist-info')}": one for one in installed()},
    }


def _show(session: Session, path: Path, typefaces: Path) -> Step:
    project = session.project
    key = key_of(project, path)
    result = f"{INSIDE}{RUN}{key}"

    def make(session: Session) -> Made:
        data = msgspec.json.decode(session.results[result])
        made = shown(session.project, path, data, typefaces)
        context = Context.of(session, output=None, derived_now=True)
        notebook = (session.project.name(path), session.results[result])
        raise_all(check_shown(context, notebook, made.files).errors)
        return Made(made.files, made.pictures, made.warnings)

    page = project.name(project.output / FOLDER / f"{key}.html")
    kept = f"{project.name(project.derived)}/*/{PREFIX}{name_of(project, path)}-*"
    return Step(
        f"page-{key}",
        "weave what a notebook shows",
        make,
        (project.name(path), result, project.name(project.metadata)),
        {
            "code": package_digest(*_SHOWING),
            "what identifies people": Context.of(session, output=None).looked_for,
            "look": [project.digest(one) for one in style_files(project, typefaces)],
        },
        (*packages("derive"), *packages("run")),
        (page, kept),
        weight=0.5,
    )
