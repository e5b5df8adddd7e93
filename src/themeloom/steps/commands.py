"""The commands that build: derive, check, render, status, clean.

Each takes a session, does the steps that are stale, and puts what they made in its places at
once; whatever stops it leaves everything as it was.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import combined, digest_of
from themeloom.core.kept import recalled, remember
from themeloom.core.packages import installed, package_mark
from themeloom.core.processes import open_enough
from themeloom.core.version import state_of, timed
from themeloom.engines.reporting import Made
from themeloom.steps.publishing import alone, settle
from themeloom.steps.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from themeloom.checking.findings import Report
    from themeloom.core.project import Project
    from themeloom.core.version import Version
    from themeloom.documents.plan import Output
    from themeloom.engines.reporting import Reporter
    from themeloom.session import Session
    from themeloom.steps.build import Build
    from themeloom.steps.status import Stale

_WHOLE = "whole.json"


class Built(NamedTuple):
    """What a build did.

    Args:
        made: the outputs, in the order in which they were planned.
        warnings: what deriving and notebooks warned of, each with its hint on a line of its own.
        found: what is told of what the checks found, by lines; no errors, for these stop a build.
        notes: how many notes of the checks there are besides.
    """

    made: tuple[Made, ...] = ()
    warnings: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    notes: int = 0


class _Last(NamedTuple):
    """What the last build of what is asked for did, as long as nothing that it depends on changed.

    Args:
        built: what it did.
        inside: the hashes of what it made that lies in no place but the store.
        besides: the hash of each file that it read and that no snapshot holds, from the root.
        until: the last day on which participants' consents are what they were; if any ends.
    """

    built: Built
    inside: tuple[str, ...]
    besides: dict[str, str]
    until: str

    def holds(self, root: Path, store: Store) -> bool:
        """Whether all of it is as it was."""
        today = datetime.now(UTC).date().isoformat()
        return (
            today <= (self.until or today)
            and all(digest_of(root / name) == key for name, key in self.besides.items())
            and all(store.get(key) is not None for key in self.inside)
        )

    def as_before(self) -> Built:
        """What is told where nothing had to be done."""
        made = [one._replace(seconds=0.0, skipped=True) for one in self.built.made]
        return self.built._replace(made=tuple(made))


class Derived(NamedTuple):
    """What `derive` did: the files that changed, from the root, and what to know of them.

    The warnings are those of the time when the files were derived; the corrections tell of
    files that somebody had changed, this time only.
    """

    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()


class _Asked(NamedTuple):
    """What is to be built: documents by name, formats by name or ending; none means all."""

    selection: Sequence[str]
    to: Sequence[str]
    engine: str

    @property
    def key(self) -> str:
        """What tells it from whatever else can be asked for."""
        return combined({"asked": [sorted(self.selection), sorted(self.to), self.engine]})


def derive(project: Project) -> Derived:
    """Bring `data-derived/` up to date with `data-raw/` and `study.yml`.

    Raises:
        ThemeloomError: what is wrong with the store or a source; nothing is written then.
    """
    from themeloom.session import Session
    from themeloom.steps.build import Build

    with alone(project):
        build = Build(Session.begin(project))
        build.derive()
        build.record()
        corrections = build.corrections()
        return Derived(build.publish(), build.warnings(), corrections)


def check(project: Project) -> Report:
    """All checks: store, sources, documents, derived files and outputs; nothing is built."""
    from themeloom.checking.run import check_project
    from themeloom.session import Session
    from themeloom.steps.build import Build
    from themeloom.steps.status import evidence_status

    settle(project)
    session = Session.begin(project)
    build = Build(session)
    stale = [one for one in evidence_status(build) if not one.step.startswith(("run-", "page-"))]
    derived_now = not stale and not build.corrected()
    return check_project(session, derived_now=derived_now, older=build.older())


def render(  # noqa: PLR0913 - whatever a person can ask for
    project: Project,
    selection: Sequence[str],
    to: Sequence[str],
    engine: str,
    reporter: Reporter,
    version: Version | None = None,
    *,
    fresh: bool = False,
) -> Built:
    """Derive, check, and build what is asked for into `_output/`.

    Args:
        project: the compendium.
        selection: documents by name (`paper`); none means all.
        to: formats by name or ending; none means all.
        engine: `builtin` or `quarto`.
        reporter: told of everything that happens.
        version: what the outputs are built from; what git says if not given.
        fresh: whether all of it is made anew, also what has not changed.

    Raises:
        ThemeloomError: every mistake found; what was built last is untouched.
    """
    asked = _Asked(selection, to, engine)
    with alone(project):
        there, store = project.now(), Store(project.state)
        of = version or state_of(project)
        before = None if fresh else _as_before(there, store, asked, of)
        if before:
            return before
        open_enough()
        # Whoever has nothing to do does not wait for these.
        from themeloom.session import Session
        from themeloom.steps.build import Build

        session = Session(there, given_version=version, for_quarto=engine == "quarto")
        build = Build(session.at(timed(project, of)), reporter, store=store)
        build.runner.fresh = fresh
        built = _built(build, asked)
    if engine == "quarto":
        return built._replace(made=_with_quarto(project, asked, build, reporter))
    return built


def _built(build: Build, asked: _Asked) -> Built:
    """Make what is asked for, put it in its places, and say what else a person should know."""
    built = _evidence(build, asked)
    corrections = build.corrections()
    if asked.engine == "builtin":
        built = _documents(build, asked, built)
    _publish(build, asked, built)
    for told in (*corrections, *build.gone_for_good):
        build.reporter.said(f"warning: {told}")
    return built


def _as_before(project: Project, store: Store, asked: _Asked, version: Version) -> Built | None:
    """What the last build of what is asked for did, if nothing changed since."""
    told = recalled(project.state / _WHOLE, _key(project, store, version)) or {}
    if asked.key not in told:
        return None
    (made, *others), *more = told[asked.key]
    last = _Last(Built(tuple(Made(*one) for one in made), *others), *more)
    return last.as_before() if last.holds(project.root, store) else None


def _key(project: Project, store: Store, version: Version) -> str:
    """Every file but working files, the commit, the tools."""
    return combined(
        {
            "files": project.snapshot.hashes,
            "names": os.environ.get("THEMELOOM_NAMES", ""),
            "version": [version.commit, sorted(version.changed)],
            "kept": [store.mark(), (project.state / "tree").is_dir()],
            "package": package_mark(),
            "tools": installed(),
        }
    )


def _evidence(build: Build, asked: _Asked) -> Built:
    """Bring `data-derived/` up to date, and what notebooks show if all is asked for."""
    build.derive()
    # Checks read every document: what another one cites has to be there as well.
    if not (asked.selection or asked.to) or _lacks_results(build.session):
        build.stage()
        build.run_notebooks()
    return Built(warnings=build.warnings())


def _lacks_results(session: Session) -> bool:
    """Whether documents cite what a notebook would show, had it been run."""
    from themeloom.documents.references import fragment_names

    cited = (one for document in session.documents for one in document.shortcodes)
    names = (name for one in cited if one.name == "notebook" for name in fragment_names(one)[:1])
    return any(session.project.fragment(name) is None for name in names)


def _documents(build: Build, asked: _Asked, built: Built) -> Built:
    from themeloom.checking.findings import Severity
    from themeloom.checking.report import in_short
    from themeloom.steps.documents import signed
    from themeloom.steps.planning import planned, referring

    # Only now: what was derived anew is a change that outputs must tell of.
    build.tell_version()
    outputs = planned(build.session, asked.selection, asked.to)
    build.stage(outputs)
    outputs = build.compute(outputs)
    outputs = referring(build.session, outputs)
    report = build.check()
    build.typeset(signed(build.session, outputs, "builtin"))
    everything = not asked.selection and not asked.to
    if everything:
        build.tell_about(report)
        build.forget_others()
    else:
        build.mark_older()
    build.record()
    made = (*build.outputs(),)
    if everything:
        lists = len(outputs)
        made = (
            *made[:lists],
            *build.pages("page-"),
            *made[lists:],
            *build.pages("explore", "index"),
        )
    notes = len(report.of_severity(Severity.NOTE))
    return Built(made, built.warnings, tuple(in_short(report)), notes)


def _publish(build: Build, asked: _Asked, built: Built) -> None:
    """Put everything in its place, and remember that there is nothing to do."""
    from themeloom.checking.names import list_of_names

    if asked.engine == "quarto":
        build.check()
        build.record()
    changed = build.publish()
    if asked.engine == "builtin":
        session = build.session
        version = (
            state_of(build.project) if _are_versioned(session.version, changed) else session.version
        )
        key, path = _key(session.project, build.store, version), build.project.state / _WHOLE
        names = list_of_names(session.study.settings.identity)
        besides = {names: digest_of(session.project.root / names)}
        last = _Last(built, build.store.inside(), besides, session.lasts)
        remember(path, {**(recalled(path, key) or {}), asked.key: last}, key)


def _are_versioned(version: Version, changed: Sequence[str]) -> bool:
    """Whether files that were changed can make the version another: those that git looks at."""
    ignored = tuple(name if name.endswith("/") else f"{name}\0" for name in version.ignored)
    return bool(version.commit) and not all(f"{name}\0".startswith(ignored) for name in changed)


def _with_quarto(
    project: Project, asked: _Asked, build: Build, reporter: Reporter
) -> tuple[Made, ...]:
    from themeloom.engines.quarto import render_with_quarto
    from themeloom.steps.planning import planned

    session = build.session
    outputs = planned(session, asked.selection, asked.to)
    calls: list[tuple[str, ...]] = [()]
    if asked.to:
        # Quarto would render a document in formats that it does not ask for.
        calls = [(output.document.path, "--to", output.format.name) for output in outputs]
    elif asked.selection:
        calls = [(document,) for document in dict.fromkeys(one.document.path for one in outputs)]
    render_with_quarto(project, calls, reporter, epoch=session.version.epoch)
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


def status(project: Project) -> list[Stale]:
    """What is out of date, and because of what; nothing is built.

    Raises:
        ThemeloomError: what keeps it from being told.
    """
    settle(project)
    there, store, of = project.now(), Store(project.state), state_of(project)
    if _as_before(there, store, _Asked((), (), "builtin"), of):
        return []
    from themeloom.session import Session
    from themeloom.steps.build import Build
    from themeloom.steps.status import evidence_status, output_status

    build = Build(Session(there).at(timed(project, of)), store=store)
    found = evidence_status(build)
    if build.session.configuration is None:
        return found
    return found + output_status(build, build.session.plan(), found)


def clean(project: Project) -> list[str]:
    """Take away what was kept to be quick: contents, records, copies, working files.

    What `.themeloom/edited/` and `set-aside/` hold is people's and stays.

    Returns:
        What was removed, from the root, sorted.
    """
    people = {"edited", "set-aside", "lock", "written.json"}
    with alone(project):
        Store(project.state).clear()
        removed = []
        for path in sorted(project.state.iterdir()):
            if path.name in people:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            removed.append(project.name(path))
    return removed
