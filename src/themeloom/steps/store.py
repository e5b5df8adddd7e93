"""Contents by their hash, and a sealed record of each step: `.themeloom/objects/`, `records/`.

What is read is verified: contents that are not what their name says, and records whose seal
does not fit, are as good as absent. The folders hold what transcripts once said, so only
their owner can read them.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.files import digest, digest_of, make_room, put
from themeloom.core.kept import keep, kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NAME_DIGITS = 24
#: What the names begin with of that which only other steps read.
INSIDE = ":"


class Record(NamedTuple):
    """How a step was done last.

    Args:
        step: its name.
        does: what it does, in a few words.
        tools: the packages that take part.
        facts: a hash of each fact that it depends on besides files, by the fact's name.
        reads: the hash of each file that it names as what it reads.
        found: the hash of each file or folder that it turned out to read besides.
        made: the hash of each file that it made.
        warnings: what a person was to be shown with it.
        seconds: how long it took.
    """

    step: str
    does: str
    tools: tuple[str, ...]
    facts: dict[str, str]
    reads: dict[str, str]
    found: dict[str, str]
    made: dict[str, str]
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


class Store:
    """The contents and records of one project."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._objects, self._records = folder / "objects", folder / "records"
        #: The records that were read or written: nobody else changes one meanwhile.
        self._known: dict[Path, Record | None] = {}

    def put(self, data: bytes) -> str:
        """Keep contents; their hash."""
        key = digest(data)
        path = self._object(key)
        if not path.is_file() or self.get(key) is None:
            self._private()
            make_room(path)
            put(path, data)
        return key

    def get(self, key: str) -> bytes | None:
        """The contents of a hash, if they are there and whole."""
        try:
            data = self._object(key).read_bytes()
        except OSError:
            return None
        return data if digest(data) == key else None

    def note(self, record: Record) -> None:
        """Keep the record of a step."""
        self._private()
        self._known[keep(self._record(record.step), record)] = record

    def record(self, step: str) -> Record | None:
        """How a step was done last, if that is known."""
        found = self._read(self._record(step))
        return found if found and found.step == step else None

    def _read(self, path: Path) -> Record | None:
        if path not in self._known:
            self._known[path] = kept(path, Record)
        return self._known[path]

    def records(self) -> list[Record]:
        """Every record, by the step's name."""
        found = map(self._read, sorted(self._records.glob("*.json")))
        return sorted(filter(None, found), key=lambda one: one.step)

    def mark(self) -> list[str]:
        """A hash of every record: what tells that none is another one."""
        return [digest_of(path) for path in sorted(self._records.glob("*.json"))]

    def inside(self) -> tuple[str, ...]:
        """The hashes of what was made and lies in no place but here."""
        made = (item for one in self.records() for item in one.made.items())
        return tuple(sorted({key for name, key in made if name.startswith(INSIDE)}))

    def forget(self, steps: Iterable[str]) -> None:
        """Let go of records."""
        for step in steps:
            self._record(step).unlink(missing_ok=True)
            self._known.pop(self._record(step), None)

    def collect(self, needed: Iterable[str] = ()) -> None:
        """Let go of contents that no record and nobody who needs them names."""
        named = {key for record in self.records() for key in record.made.values()} | {*needed}
        for path in (*self._objects.glob("*/*"), *self._records.glob(".*")):
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()

    def clear(self) -> None:
        """Let go of everything."""
        for folder in (self._objects, self._records):
            shutil.rmtree(folder, ignore_errors=True)
        self._known.clear()

    def _private(self) -> None:
        if not self._objects.is_dir() or not self._records.is_dir():
            for folder in (self._folder, self._objects, self._records):
                if folder.is_file():
                    folder.unlink()
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)

    def _object(self, key: str) -> Path:
        return self._objects / key[:2] / key

    def _record(self, step: str) -> Path:
        return self._records / f"{digest(step.encode())[:_NAME_DIGITS]}.json"
