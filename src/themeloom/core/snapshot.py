"""What lay in a folder when a command began: every file is read once, and never again.

What was made since is laid on top, so that whoever reads through a snapshot finds the
files of one moment and of one build, whatever happens on the disk meanwhile.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from bisect import bisect_left
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import ABSENT, combined, digest, digest_of, lay, named_below, put_link
from themeloom.core.kept import recalled, remember

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: Texts are held whatever their size; of other files only their hash and path.
_TEXTS = frozenset(
    {".qmd", ".md", ".ipynb", ".txt", ".yml", ".yaml", ".csv", ".json", ".bib", ".csl"}
    | {".lua", ".css", ".js", ".html", ".typ", ".xml", ".svg", ".openxml", ".jats", ".revealjs"}
)
#: Files that are no texts are held up to this many bytes.
_SMALL = 1 << 20
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)
#: From this size on, the hash of a file is remembered with its size and times.
LARGE = 16 << 20
#: A change within so many nanoseconds after another may not be seen in the times of a file.
_SETTLED = 2_000_000_000

#: What is remembered of a large file, and under this name: its size, its times, its number on the
#: disk; its hash.
_OF_LARGE = "size, changed, changed in any way, number; hash"
_Stat = tuple[int, int, int, int]


class Snapshot:
    """The files of a folder: their hashes, and their bytes where they are small or texts."""

    def __init__(
        self,
        root: Path,
        hashes: Mapping[str, str],
        held: Mapping[str, bytes],
        made: frozenset[str] = frozenset(),
    ) -> None:
        self.root = root
        #: The names of what was made since.
        self.made = made
        #: The hash of every file, by its path from the folder, sorted.
        self.hashes = dict(sorted(hashes.items()))
        self._names = list(self.hashes)
        self._held = dict(held)

    @classmethod
    def take(cls, root: Path, memory: Path, only_hashed: Iterable[Path] = ()) -> Snapshot:
        """Read everything below a folder.

        Args:
            root: the folder.
            memory: the working file with the hashes of large files.
            only_hashed: the folders of which no bytes are held.
        """
        known: dict[str, tuple[_Stat, str]] = recalled(memory, _OF_LARGE) or {}
        large: dict[str, tuple[_Stat, str]] = {}
        hashes: dict[str, str] = {}
        held: dict[str, bytes] = {}
        unheld = tuple(f"{folder.relative_to(root).as_posix()}/" for folder in only_hashed)
        for name in named_below(root):
            # Plain texts and files without an object: there may be thousands.
            path = f"{root}/{name}"
            try:
                found = os.stat(path)  # noqa: PTH116 - as above
                size = found.st_size
                if not stat.S_ISREG(found.st_mode):
                    continue
                if size >= LARGE:
                    large[name] = _of_large(root / name, known.get(name))
                    hashes[name] = large[name][1]
                    continue
                data = _all_of(path, size)
            except OSError:
                hashes[name] = digest_of(root / name)
                continue
            hashes[name] = digest(data)
            if size <= _SMALL or os.path.splitext(name)[1] in _TEXTS:  # noqa: PTH122 - as above
                if name.startswith(unheld):
                    continue
                held[name] = data
        if large != known:
            settled = {name: one for name, one in large.items() if _is_settled(one[0])}
            remember(memory, settled, _OF_LARGE)
        return cls(root, hashes, held)

    def having(self, made: Mapping[str, bytes], gone: Iterable[str] = ()) -> Snapshot:
        """The same files with what was made since, and without what is no longer made."""
        without = {*gone}
        hashes = {name: one for name, one in self.hashes.items() if name not in without}
        held = {name: data for name, data in self._held.items() if name not in without}
        hashes |= {name: digest(data) for name, data in made.items()}
        return Snapshot(self.root, hashes, {**held, **made}, self.made | made.keys())

    def lent(self, files: Mapping[str, bytes]) -> Snapshot:
        """The same files, and others as if they lay among them."""
        hashes = {**self.hashes, **{name: digest(data) for name, data in files.items()}}
        return Snapshot(self.root, hashes, {**self._held, **files}, self.made)

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            FileNotFoundError: if there was none.
            ThemeloomError: if it was not held, and is another one now.
        """
        if name in self._held:
            return self._held[name]
        if name not in self.hashes:
            raise FileNotFoundError(name)
        data = (self.root / name).read_bytes()
        if digest(data) != self.hashes[name]:
            raise ThemeloomError(
                f"{name} was changed while it was needed", "run the command again", file=name
            )
        return data

    def holds(self, name: str) -> bool:
        """Whether the bytes of a file are in memory."""
        return name in self._held

    def content(self, name: str) -> str:
        """The hash of a file, or of the names that a folder has in it, or `absent`."""
        if name in self.hashes:
            return self.hashes[name]
        folder = "" if name == "." else name
        start = f"{folder}/" if folder else ""
        below = {one[len(start) :].split("/")[0] for one in self.below(folder)}
        names = sorted(one for one in below if one[0] != "_")
        return combined({"names": names}) if below else "absent"

    def below(self, folder: str) -> list[str]:
        """The files below a folder, sorted; all if it is named by nothing."""
        if not folder:
            return self._names
        # "0" follows "/".
        start, end = bisect_left(self._names, f"{folder}/"), bisect_left(self._names, f"{folder}0")
        return self._names[start:end]

    def lay_out(self, names: Iterable[str], folder: Path, *, linked: bool = True) -> None:
        """Write some files into another folder; those that are too large for it may be linked."""
        there = [name for name in names if self.hashes[name] != ABSENT]
        for above in {name.rpartition("/")[0] for name in there}:
            (folder / above).mkdir(parents=True, exist_ok=True)
        for name in there:
            path = folder / name
            source = self.root / name
            if name not in self._held and source.is_file() and source.stat().st_size >= LARGE:
                if linked:
                    put_link(path, source)
                else:
                    shutil.copyfile(source, path)
            else:
                lay(path, self.read(name))


def _all_of(path: str, size: int) -> bytes:
    """The bytes of a file, of which there are most likely so many."""
    handle = os.open(path, _READING)
    try:
        data = os.read(handle, size + 1)
        # It was changed just now, or is read in parts.
        while len(data) != size and (more := os.read(handle, _SMALL)):
            data += more
    finally:
        os.close(handle)
    return data


def _of_large(path: Path, known: tuple[_Stat, str] | None) -> tuple[_Stat, str]:
    found = path.stat()
    now = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    if known and known[0] == now:
        return known
    return now, digest_of(path)


def _is_settled(known: _Stat) -> bool:
    """Whether a later change would be seen in the times of a file."""
    return max(known[1], known[2]) < time.time_ns() - _SETTLED
