"""One command's build of a project: chapters of steps, and in the end one publication."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import combined, digest
from themeloom.core.kept import kept, remember
from themeloom.core.project import Project
from themeloom.core.text import some_of
from themeloom.core.version import after_making
from themeloom.core.written import Written
from themeloom.engines.reporting import Made, Reporter
from themeloom.formats.branding import web_fonts_of
from themeloom.notebooks.run import key_of
from themeloom.steps.evidence import deriving
from themeloom.steps.notebooks import CELLS, Ties, run_in_rounds
from themeloom.steps.prov import SHA256, recorded
from themeloom.steps.publishing import Publication, check_writable
from themeloom.steps.record import RUN, derived_record, output_record
from themeloom.steps.runner import NEVER, Listener, Runner
from themeloom.steps.store import INSIDE, Store
from themeloom.steps.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from themeloom.checking.findings import Report
    from themeloom.documents.plan import Output
    from themeloom.session import Session
    from themeloom.steps.runner import Step
    from themeloom.steps.store import Record

#: What the record of derived files was made from, and its own hash.
_NOTED = "recorded.json"


class _Told(Listener):
    """Tells whoever reports what a runner does."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        #: The outputs that steps make, by the step's name.
        self.outputs: dict[str, Output] = {}

    def began(self, step: Step) -> None:
        if step.name in self.outputs:
            self._reporter.started(self.outputs[step.name].name)
        elif step.told:
            self._reporter.said(step.told)

    def ended(self, step: Step, record: Record, *, fresh: bool) -> None:
        if output := self.outputs.get(step.name):
            tell = self._reporter.skipped if fresh else self._reporter.finished
            tell(_made(output, record, (0,) * len(output.paths), fresh=fresh))

    def failed(self, step: Step) -> None:
        if output := self.outputs.get(step.name):
            self._reporter.failed(output.name)


def _made(output: Output, record: Record, sizes: tuple[int, ...], *, fresh: bool) -> Made:
    """What is told of an output."""
    seconds, document = 0.0 if fresh else record.seconds, output.document.path
    return Made(document, output.format.name, output.paths, sizes, seconds, record.warnings, fresh)


class Build:
    """A build of one project.

    Args:
        session: what was read.
        reporter: told of everything that happens.
        workers: how many steps to do side by side; as many as there are processors if not given.
        store: where contents and records are kept, with what was read of it.
    """

    def __init__(
        self,
        session: Session,
        reporter: Reporter | None = None,
        workers: int | None = None,
        store: Store | None = None,
    ) -> None:
        self.reporter = reporter or Reporter()
        self.project = session.project
        self.store = store or Store(self.project.state)
        self._told = _Told(self.reporter)
        self.runner = Runner(session, self.store, self._told, workers)
        self._tree = Tree(self.project)
        self._web_fonts = web_fonts_of(Project(self._tree.root), session.brand)
        self._outputs: list[Output] = []
        self._records: dict[str, bytes] = {}
        self._noted: tuple[str, str] | None = None
        self.staged: dict[str, str] = {}
        #: What to say of outputs that no document makes any more.
        self.gone_for_good: list[str] = []

    @property
    def session(self) -> Session:
        """What was read, and what was made since."""
        return self.runner.session

    @property
    def tree(self) -> Project:
        """The copy of the project that programs read, as it is now."""
        return self._tree.hold(self.session.project.snapshot)

    @property
    def last_tree(self) -> Project:
        """The copy as it was left last."""
        return Project(self._tree.root, self.session.project.read)

    @property
    def ties(self) -> Ties:
        """Which notebook and which document wrote which files, and what each looked for."""
        return Ties.of(self.project, self.store.records())

    def derive(self) -> None:
        """Look the store up, derive tables, draw figures, weave fragments."""
        self.runner.run(deriving(self.session))

    def stage(self, outputs: Iterable[Output] = ()) -> None:
        """Put typefaces, styles, brands and the code to scan where programs find them."""
        from themeloom.formats.assets import stage

        metadata = self.session.configuration.metadata if self.session.configuration else {}
        self.staged = stage(self.tree, metadata, [self.session.brand, *(o.brand for o in outputs)])

    def run_notebooks(self) -> None:
        """Run the notebooks, and weave what they show."""
        from themeloom.notebooks.guard import changed_outside, leave_nothing

        leave_nothing(self.project)
        try:
            run_in_rounds(self.runner, self._web_fonts, self.ties)
        finally:
            ran = sorted(one for one in self.runner.reasons if one.startswith(RUN))
            changed = changed_outside(self.project) if ran else []
        self._drop_notebooks()
        if changed:
            raise ThemeloomError(
                f"files changed in {', '.join(ran)} by a program: {some_of(changed)}",
                "nothing may write there; what was written lies in .themeloom/set-aside/",
            )

    def _drop_notebooks(self) -> None:
        """Take out what notebooks made that are no longer there."""
        project, steps = self.session.project, self.runner.records
        made = {name for one in steps.values() for name in one.made}
        known = [one for one in self.store.records() if one.step.startswith(("run-", "page-"))]
        former = [one for one in known if one.step not in steps and not one.step.startswith(CELLS)]
        output = f"{project.name(project.output)}/"
        gone = [name for one in former for name in one.made if name.startswith(output)]
        gone += [
            project.name(path)
            for path in project.below(project.derived)
            if project.is_of_notebook(path)
        ]
        self.runner.drop(name for name in gone if name not in made)
        self.store.forget(one.step for one in former)

    def compute(self, outputs: Sequence[Output]) -> list[Output]:
        """Run the cells of documents; the outputs with what they gave."""
        from themeloom.steps.documents import computed, computing

        documents = {one.document.path: one.document for one in outputs}
        if not (steps := computing(self.session, documents.values(), lambda: self.ties)):
            return list(outputs)
        self.runner.run(steps)
        return computed(self.session, outputs, self.tree)

    def check(self) -> Report:
        """Look at everything but outputs; what is wrong stops the build."""
        from themeloom.steps.documents import checking, report_of

        self.runner.run([checking(self.session)])
        return report_of(self.session)

    def read_through(self, outputs: Sequence[Output]) -> None:
        """Let pandoc read documents, for all that is wrong with them, and make nothing."""
        from themeloom.steps.documents import reading

        self.runner.run(reading(self.session, outputs, self.tree))

    def typeset(self, outputs: Sequence[Output]) -> None:
        """Make outputs."""
        from themeloom.steps.documents import step_of, typesetting

        check_writable(self.project, (name for one in outputs for name in one.paths))
        self._outputs += outputs
        self._told.outputs |= {step_of(one): one for one in outputs}
        self.runner.run(typesetting(self.session, outputs, self.tree, self.staged))

    def tell_about(self, report: Report, others: Collection[str] = ()) -> None:
        """Make the checklists, the explorer and the index; let go of what nobody makes any more.

        Args:
            report: what the checks found.
            others: the outputs that something else makes, from the root.
        """
        from themeloom.steps.about import tell_about

        tell_about(self, report, others, self._web_fonts)

    def tell_version(self) -> None:
        """Let outputs tell of derived files that are not as the commit has them."""
        session, project = self.session, self.session.project
        there, here = self.project.snapshot.hashes, project.snapshot.hashes
        derived = f"{project.name(project.derived)}/", project.name(project.schema)
        anew = [n for n, key in here.items() if n.startswith(derived) and there.get(n) != key]
        if session.given_version is None and (anew or self.runner.gone):
            made: dict[str, bytes | None] = dict.fromkeys(self.runner.gone)
            made |= {name: project.bytes_of(project.root / name) for name in anew}
            self.runner.session = session.at(after_making(project, session.version, made))

    def record(self) -> None:
        """Write down what derived files and outputs are made from."""
        project, session = self.session.project, self.session
        records = [*self.runner.records.values()]
        every = [*records, *self._of_notebooks()]
        own = [one for one in every if not one.step.startswith(("render-", "check", "index"))]
        key = combined({one.step: [one.reads, one.found, one.made, one.tools] for one in own})
        files = {}
        noted = kept(project.state / _NOTED, list[str])
        if noted != [key, project.digest(project.record)]:
            before = recorded(project, project.record)
            files[project.name(project.record)] = derived_record(session, own, before).after(before)
            self._noted = key, digest(files[project.name(project.record)])
        if self._outputs:
            from themeloom.steps.documents import step_of

            told = {step_of(one): str(one.metadata.get("colophon", "")) for one in self._outputs}
            before = recorded(project, project.output_record)
            made = output_record(session, records, told, "builtin", before)
            files[project.name(project.output_record)] = made.after(before)
        self._records = files
        self.runner.session = session.having(files)

    def _of_notebooks(self) -> list[Record]:
        """The records of notebooks that had not to be looked at this time."""
        project, done = self.project, self.runner.records
        there = [path for path in project.below(project.analysis) if path.suffix == ".ipynb"]
        names = [f"{kind}-{key_of(project, path)}" for path in there for kind in ("run", "page")]
        return [*filter(None, (self.store.record(one) for one in names if one not in done))]

    def publish(self) -> tuple[str, ...]:
        """Put everything that was made in its place.

        Returns:
            The files that were written or removed, from the root, sorted.
        """
        project = self.session.project
        made = {
            name: key
            for record in self.runner.records.values()
            for name, key in record.made.items()
            if not name.startswith(INSIDE)
        }
        for name, data in self._records.items():
            made[name] = self.store.put(data)
            path = project.root / name
            # No record holds its own hash, and git may have brought the one of derived files:
            # what is in the form that it is given here is ours.
            there = self.project.bytes_of(path) if self.project.has(path) else data
            ours = there != data and not Written(project).is_as_written(path)
            if ours and recorded(self.project, path).as_json().encode() == there:
                Written(project).note([path])
        with processes.uninterrupted():
            changed = Publication(project).put(made, self.store.get, self.runner.gone)
        if self._noted:
            remember(self.project.state / _NOTED, self._noted)
        self.store.collect()
        return tuple(changed)

    def forget_others(self) -> None:
        """Let go of what is known of steps that a whole build no longer has."""
        known = (one.step for one in self.store.records())
        self.store.forget(step for step in known if step not in self.runner.records)

    def outputs(self) -> tuple[Made, ...]:
        """What is told of the outputs, in the order in which they were planned."""
        from themeloom.steps.documents import step_of

        steps, records = {step_of(one): one for one in self._outputs}, self.runner.records
        return tuple(
            _made(one, records[name], self._sizes(one.paths), fresh=name not in self.runner.reasons)
            for name, one in steps.items()
        )

    def pages(self, *kinds: str) -> tuple[Made, ...]:
        """What is told of pages that are no documents, of steps whose names begin like this."""
        output = f"{self.project.name(self.project.output)}/"
        return tuple(
            Made(
                f"analysis/{name.removeprefix('page-')}.ipynb" if name.startswith("page-") else "",
                "html",
                (path,),
                self._sizes((path,)),
                0.0,
                (),
                name not in self.runner.reasons,
            )
            for name, record in sorted(self.runner.records.items())
            for path in record.made
            if name.startswith(kinds) and path.startswith(output)
        )

    def _sizes(self, names: Iterable[str]) -> tuple[int, ...]:
        project = self.session.project
        return tuple(len(project.bytes_of(project.root / name)) for name in names)

    def warnings(self) -> tuple[str, ...]:
        """What steps warned of, when they were done or now; not those of outputs."""
        records = self.runner.records.items()
        told = (
            one
            for name, record in records
            if name not in self._told.outputs
            for one in record.warnings
        )
        return tuple(dict.fromkeys(told))

    def corrected(self) -> list[str]:
        """The derived files that were not what had been derived, sorted."""
        project, there = self.project, self.project.snapshot.hashes
        derived = f"{project.name(project.derived)}/", project.name(project.schema)
        fresh = [one for name, one in self.runner.records.items() if self._is_settled(name)]
        made = {name: key for one in fresh for name, key in one.made.items()}
        names = [name for name, key in made.items() if there.get(name, key) != key]
        if len(fresh) == len(self.runner.records):
            names += self.runner.gone
        written = Written(project)
        # What we put there last is nobody's doing: what was made since has only no place yet.
        return sorted(
            name
            for name in names
            if name.startswith(derived) and there.get(name) != written.digest(name)
        )

    def corrections(self) -> tuple[str, ...]:
        """What to say of them once they are in their places."""
        if not (names := self.corrected()):
            return ()
        return (
            f"not what data-raw/ and study.yml give, and derived anew: {some_of(names)}\n"
            "  hint: nobody and no notebook writes there; what readers are to see follows from "
            "study.yml and data-raw/",
        )

    def _is_settled(self, step: str) -> bool:
        """Whether all that goes into a step is what derived files say that they were made from."""
        return step not in self.runner.reasons or (
            self.runner.reasons[step] == NEVER and self._is_recorded
        )

    @cached_property
    def _is_recorded(self) -> bool:
        """Whether raw data and store are those of the record in `data-derived/`."""
        project = self.project
        entity = recorded(project, project.record).entity
        raw = [
            path for path in project.below(project.raw) if f"file:{project.name(path)}" in entity
        ]
        here = project.digests([*raw, project.study])
        return all(entity.get(f"file:{name}", {}).get(SHA256) == here[name] for name in here)

    def older(self) -> list[str]:
        """The outputs that lie there and are of an older store or document."""
        from themeloom.steps.documents import step_of
        from themeloom.steps.status import output_status

        if self.session.configuration is None:
            return []
        done = {step_of(one) for one in self._outputs}
        try:
            left = [one for one in self.session.plan() if step_of(one) not in done]
        except ThemeloomError:
            return []  # what cannot be planned is told by whoever builds it
        stale = output_status(self, left)
        project = self.session.project
        files = {step_of(one): one.paths for one in left}
        older = {one.step for one in stale if not one.only_version and not one.only_displaced}
        names = (name for step in older for name in files[step])
        return sorted(name for name in names if project.has(project.root / name))

    def mark_older(self) -> None:
        """Say on the index of outputs which of them are of an older store or document."""
        from themeloom.steps.about import INDEX, indexing, tells_of

        index = self.project.output / INDEX
        if not Written(self.project).is_as_written(index):
            return
        old = self.older()
        if not tells_of(self.store.record("index"), old):
            self.runner.run([indexing(self.session, self._web_fonts, old)])
