"""Which files this package wrote, so that nobody's words are overwritten and no other file is ours.

Each file is remembered by its hash in `.themeloom/written.json`; where that is gone, the
provenance records that lie beside the files still know it. A file that is about to be replaced
and is not as it was written is copied first: an output beside itself, a derived file into
`.themeloom/edited/`.
"""

from __future__ import annotations

import json
import shutil
import warnings
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from themeloom.core.errors import EditsKept, ThemeloomError
from themeloom.core.files import digest
from themeloom.core.kept import keep, kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from themeloom.core.project import Project

_FILE = "written.json"
#: The hashes that each file may have, by its path from the root.
_Noted = dict[str, list[str]]
_SOURCES = (".qmd", ".ipynb")


class Written:
    """What was written into one project. Short-lived: another part of a build may write as well."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._file = project.state / _FILE
        self._noted = kept(self._file, _Noted) or {}

    def files(self, folder: Path) -> list[Path]:
        """The files below a folder that are ours, whoever changed them; all if none is known."""
        start = f"{self._name(folder)}/"
        made = self._project.read.made if self._project.read else ()
        known = {n for n in {*self._noted, *self._recorded, *made} if n.startswith(start)}
        found = [path for path in self._project.below(folder) if self._project.has(path)]
        return [path for path in found if self._name(path) in known] if known else found

    def known(self, folder: Path) -> set[str]:
        """The names of all files below a folder that were ever written here, from the root."""
        start = f"{self._name(folder)}/"
        return {name for name in {*self._noted, *self._recorded} if name.startswith(start)}

    def digest(self, name: str) -> str:
        """The hash of a file as it was written last, by its path from the root; "" if unknown."""
        return (self._noted.get(name) or [self._recorded.get(name, "")])[-1]

    def may_go(self, path: Path) -> bool:
        """Whether a file that is no longer made can be removed, if need be after it is copied.

        One that somebody else wrote or changed stays in `_output/`; in `data-derived/`, where a
        document could cite it as evidence, it does not.
        """
        return path.is_file() and (self._is_derived(path) or self.is_as_written(path))

    def forget(self, names: Iterable[str]) -> None:
        """Let go of files that are gone."""
        self._note({name: [] for name in names})

    @contextmanager
    def writing(self, made: Mapping[str, str]) -> Iterator[None]:
        """Note files before they are written, and after: whatever ends it between, both are known.

        Args:
            made: the hash that each file will have, by its path from the root.
        """
        self._note({name: [*self._noted.get(name, []), new] for name, new in made.items()})
        yield
        self._note({name: [new] for name, new in made.items()})

    def note(self, paths: Iterable[Path]) -> None:
        """Note files as they lie there: another program wrote them at our request."""
        there = [path for path in paths if path.is_file()]
        self._note({self._name(path): [digest(path.read_bytes())] for path in there})

    def is_as_written(self, path: Path) -> bool:
        """Whether a file is there and nobody has changed it."""
        try:
            return self._knows(path, path.read_bytes())
        except OSError:
            return False

    def keep_edits(self, path: Path) -> None:
        """Copy a file that is about to be replaced, unless it is as it was written.

        Raises:
            ThemeloomError: if it cannot be copied.
        """
        try:
            data = path.read_bytes()
            if self._knows(path, data):
                return
            copy = self._kept(path, data)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise ThemeloomError(
                f"{self._name(path)} is about to be replaced and cannot be kept: "
                f"{(error.strerror or str(error)).lower()}",
                "move it to another place, then run the command again",
            ) from None
        name = self._name(path)
        self._note({name: [*self._noted.get(name, []), digest(data)]})
        warnings.warn(
            f"{name} is not as Themeloom wrote it; it is kept as {self._name(copy)}\n"
            f"  hint: what is to stay belongs into {self._source(name)}; then delete the copy",
            EditsKept,
            stacklevel=2,
        )

    def _is_derived(self, path: Path) -> bool:
        return path.is_relative_to(self._project.derived) or path == self._project.schema

    def _source(self, name: str) -> str:
        """What an author would have to change for an output to be another."""
        below = self._project.root / name.partition("/")[2]
        found = (below.with_suffix(kind) for kind in _SOURCES)
        named = (self._name(path) for path in found if path.is_file())
        return next(named, "study.yml or the documents")

    def _kept(self, path: Path, data: bytes) -> Path:
        """Write a copy under a name that no file has."""
        folder = self._project.state / "edited" if self._is_derived(path) else path.parent
        folder.mkdir(parents=True, exist_ok=True)
        today = datetime.now(UTC).astimezone().date()
        for number in count(1):
            when = f"edited {today}" if number == 1 else f"edited {today}, {number}"
            copy = folder / f"{path.stem} ({when}){path.suffix}"
            try:
                file = copy.open("xb")
            except FileExistsError:
                continue
            try:
                with file:
                    file.write(data)
                shutil.copystat(path, copy)
            except OSError:
                copy.unlink()
                raise
            return copy
        raise AssertionError

    def _knows(self, path: Path, data: bytes) -> bool:
        name = self._name(path)
        known = {*self._noted.get(name, []), self._recorded.get(name)}
        # Git may have given a text the line ends of this machine.
        return not known.isdisjoint({digest(data), digest(data.replace(b"\r\n", b"\n"))})

    def _note(self, made: Mapping[str, list[str]]) -> None:
        noted = {**(kept(self._file, _Noted) or {}), **made}
        self._noted = {name: hashes for name, hashes in noted.items() if hashes}
        keep(self._file, self._noted)

    @cached_property
    def _recorded(self) -> dict[str, str]:
        """The hashes in the provenance records of derived files and of outputs."""
        found: dict[str, str] = {}
        for record in (self._project.record, self._project.output_record):
            try:
                told = json.loads(record.read_text(encoding="utf-8"))
                # A record is ours as well, and cannot hold its own hash.
                found[self._name(record)] = ""
                for made in told["wasGeneratedBy"].values():
                    if value := told["entity"][made["prov:entity"]].get("themeloom:sha256"):
                        found[made["prov:entity"].removeprefix("file:")] = value
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue
        return found

    def _name(self, path: Path) -> str:
        # A link stays what the project calls it, wherever it leads.
        if path.is_relative_to(self._project.root):
            return path.relative_to(self._project.root).as_posix()
        return self._project.named(path)
