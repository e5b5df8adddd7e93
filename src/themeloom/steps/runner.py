"""One runner for all steps: what is stale and why, in which order, side by side.

Nothing is put in its place here: what steps make goes into the store, and onto the snapshot
that the next steps read. `publishing` puts all of it in place at once.
"""

from __future__ import annotations

import fnmatch
import re
import time
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError, flat, in_order, raise_all
from themeloom.core.files import ABSENT, combined, digest
from themeloom.core.packages import versions
from themeloom.core.workers import Started, processors, side_by_side
from themeloom.steps.store import INSIDE, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from themeloom.session import Session
    from themeloom.steps.store import Store

#: Why a step is done for the first time, and why it is though nothing has changed.
NEVER = "it was never made here"
ASKED = "it is made anew, as was asked"


class Made(msgspec.Struct, frozen=True):
    """What a step gave.

    Args:
        files: what is in each file, by its path from the root.
        found: what it turned out to read besides what it names: files, or folders it listed.
        warnings: what a person should know of it.
    """

    files: Mapping[str, bytes]
    found: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One step of a build.

    Args:
        name: what tells it from other steps.
        does: what it does, in a few words.
        make: what it makes of what was read, and of what the steps before it made.
        reads: the files that it reads.
        facts: what it depends on besides: options, the hash of its code.
        tools: the packages that take part; their versions are facts as well.
        owns: patterns of what it makes: whatever else lies there is no longer made.
        writes: patterns of what it may make besides, and that stays if it is no longer made.
        after: names of steps that come before it, whatever they make.
        weight: how long it takes beside others, as long as nothing was measured.
        told: what is told when it begins; nothing of what is done in silence.
    """

    name: str
    does: str
    make: Callable[[Session], Made]
    reads: Sequence[str] = ()
    facts: Mapping[str, object] = msgspec.field(default_factory=dict)
    tools: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    weight: float = 1.0
    told: str = ""

    def could_make(self, name: str) -> bool:
        """Whether a file is one of those that it owns; a pattern that begins with ! takes away."""
        if not name.startswith(self.beginnings):
            return False
        return bool(self._owned.match(name)) and not self._others.match(name)

    def may_make(self, name: str) -> bool:
        """Whether a file may come of it at all."""
        return self.could_make(name) or bool(_any_of(self.writes).match(name))

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """What the names of all that it owns begin with: most files are ruled out by it."""
        return tuple(re.split(r"[*?\[]", one, maxsplit=1)[0] for one in self.owns if one[0] != "!")

    @cached_property
    def _owned(self) -> re.Pattern[str]:
        return _any_of(pattern for pattern in self.owns if pattern[0] != "!")

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return _any_of(pattern[1:] for pattern in self.owns if pattern[0] == "!")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression for several patterns; without any, one that nothing matches."""
    return re.compile("|".join(map(fnmatch.translate, patterns)) or r"(?!)")


class Listener:
    """Told what a runner does, by the thread that waits; this one keeps it to itself."""

    def began(self, step: Step) -> None:
        """A step is being done."""

    def ended(self, step: Step, record: Record, *, fresh: bool) -> None:
        """A step is done, or had not to be done."""

    def failed(self, step: Step) -> None:
        """A step cannot be done; the error follows when all others have ended."""


class Runner:
    """Does the steps of one command.

    Args:
        session: what was read; `session` has what was made on top of it.
        store: where contents and records are kept.
        listener: told what happens.
        workers: how many steps to do side by side; as many as there are processors if not given.
    """

    def __init__(
        self,
        session: Session,
        store: Store,
        listener: Listener | None = None,
        workers: int | None = None,
    ) -> None:
        self.session = session
        self.records: dict[str, Record] = {}
        #: The steps that had to be done, with the reason.
        self.reasons: dict[str, str] = {}
        #: Whether every step is done, whatever was done before.
        self.fresh = False
        #: The files that are no longer made.
        self.gone: list[str] = []
        self._store = store
        self._known: dict[str, Record | None] = {}
        self._listener = listener or Listener()
        self._workers = workers or processors()

    def run(self, steps: Sequence[Step]) -> None:
        """Do those of the steps that are stale; what they made is in the session then.

        Raises:
            ThemeloomError: every mistake, once all that does not depend on it has ended.
        """
        before = {step: self._before(step, steps) for step in steps}
        errors: list[ThemeloomError] = []
        work = sorted(steps, key=self._weight, reverse=True)
        processes.begin()
        try:
            for one in side_by_side(work, self._do, self._workers, before.__getitem__):
                step = one.task
                if isinstance(one, Started):
                    continue
                if isinstance(one.error, ThemeloomError):
                    errors += flat(one.error)
                    self._listener.failed(step)
                else:
                    record, made = one.result() or _NOTHING
                    self._take(step, record, made)
                    self._listener.ended(step, record, fresh=step.name not in self.reasons)
        except BaseException:
            processes.stop_all()
            raise
        raise_all(in_order(errors))
        self._drop_others(steps)

    def why(self, step: Step) -> str:
        """Why a step has to be done: the first difference; empty if it has not."""
        last = self.last(step.name)
        if last is None:
            return NEVER
        facts, reads = self._key(step)
        found = {name: self._content(name) for name in last.found}
        for now, then in ((reads, last.reads), (found, last.found), (facts, last.facts)):
            for name in sorted({*now, *then}):
                if now.get(name) != then.get(name):
                    return _differs(name, then.get(name), now.get(name))
        for name, key in sorted(last.made.items()):
            if self._content(name) != key and self._store.get(key) is None:
                return f"{name} is lost"
        return ""

    def recall(self, step: Step) -> None:
        """Lay what a fresh step made on top of what was read, as if it had been done."""
        if record := self.last(step.name):
            self._take(step, record, self._lacking(record))

    def _do(self, step: Step) -> tuple[Record, dict[str, bytes]]:
        reason = self.why(step) or (ASKED if self._is_asked(step) else "")
        if not reason:
            record = self.last(step.name)
            if record is not None:
                return record, self._lacking(record)
        self.reasons[step.name] = reason
        self._listener.began(step)
        return self._made(step)

    def _is_asked(self, step: Step) -> bool:
        return self.fresh and step.name not in self.reasons

    def _made(self, step: Step) -> tuple[Record, dict[str, bytes]]:
        session, (facts, reads) = self.session, self._key(step)
        begun = time.perf_counter()
        made = step.make(session)
        for name in made.files:
            if not step.may_make(name):
                message = f"the step {step.name} makes {name}, which is not its own"
                raise RuntimeError(message)
        found = {
            name: self._content(name)
            for name in made.found
            if name not in made.files and name not in reads
        }
        record = Record(
            step.name,
            step.does,
            step.tools,
            facts,
            {name: key for name, key in reads.items() if name not in made.files},
            found,
            {name: self._store.put(data) for name, data in sorted(made.files.items())},
            made.warnings,
            round(time.perf_counter() - begun, 3),
        )
        self._store.note(record)
        self._known[step.name] = record
        return record, dict(made.files)

    def _take(self, step: Step, record: Record, made: Mapping[str, bytes]) -> None:
        """Lay what a step made on top of what was read."""
        self.records[step.name] = record
        inside = {name: data for name, data in made.items() if name.startswith(INSIDE)}
        files = {name: data for name, data in made.items() if name not in inside}
        self.session = self.session.having(files, results=inside)

    def _drop_others(self, steps: Sequence[Step]) -> None:
        """Take out what lies where these steps make files and none of them makes any more."""
        made = {name for step in steps for name in self.records[step.name].made}
        beginnings = tuple({one for step in steps for one in step.beginnings})
        self.drop(
            name
            for name in self.session.project.snapshot.hashes
            if name.startswith(beginnings)
            and name not in made
            and any(step.could_make(name) for step in steps)
        )

    def drop(self, names: Iterable[str]) -> None:
        """Take out files that are no longer made."""
        self.gone += [name for name in names if name not in self.gone]
        self.session = self.session.having({}, self.gone)

    def _lacking(self, record: Record) -> dict[str, bytes]:
        """What a fresh step made and is not there as it was made."""
        names = (name for name, key in record.made.items() if self._content(name) != key)
        found = {name: self._store.get(record.made[name]) for name in names}
        return {name: data for name, data in found.items() if data is not None}

    @staticmethod
    def _before(step: Step, steps: Iterable[Step]) -> set[Step]:
        """The steps that make what a step reads, and those that it says come before it."""
        return {
            other
            for other in steps
            if other is not step
            and (other.name in step.after or any(map(other.could_make, step.reads)))
        }

    def _key(self, step: Step) -> tuple[dict[str, str], dict[str, str]]:
        facts = {name: combined({"is": one}) for name, one in step.facts.items()}
        facts |= {f"the version of {name}": one for name, one in versions(step.tools).items()}
        return facts, {name: self._content(name) for name in sorted({*step.reads})}

    def _content(self, name: str) -> str:
        if name.startswith(INSIDE):
            data = self.session.results.get(name)
            return ABSENT if data is None else digest(data)
        read = self.session.project.read
        return read.content(name) if read else ABSENT

    def _weight(self, step: Step) -> float:
        last = self.last(step.name)
        return last.seconds if last else step.weight

    def last(self, name: str) -> Record | None:
        """How a step was done last, by its name, if that is known."""
        if name not in self._known:
            self._known[name] = self._store.record(name)
        return self._known[name]


_NOTHING: tuple[Record, dict[str, bytes]] = (Record("", "", (), {}, {}, {}, {}), {})


def _differs(name: str, then: str | None, now: str | None) -> str:
    if name.startswith(INSIDE):
        return f"{name.removeprefix(INSIDE)} changed"
    if then in {None, ABSENT}:
        return f"{name} is new"
    return f"{name} is gone" if now in {None, ABSENT} else f"{name} changed"
