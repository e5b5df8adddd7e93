"""The commit of a released archive, which carries it in `.git_archival.txt`.

`git archive`, and whoever makes archives of tags, writes the commit and the hash of all its
files into that file, where `.gitattributes` says `.git_archival.txt export-subst`. With that
hash an archive is known to be as it was released, without a repository.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.files import is_nobodys
from themeloom.core.git import name_of

if TYPE_CHECKING:
    from pathlib import Path

_NAME = ".git_archival.txt"
#: What git is asked to put in the place of each value.
_FORMATS = {
    "node": "%H",
    "tree": "%T",
    "node-date": "%cI",
    "describe-name": "%(describe:tags=true)",
    "ref-names": "%D",
}
#: What git calls a folder in one.
_FOLDER = b"40000"
_LINE = re.compile(r"^([a-z-]+): (.*)$", re.MULTILINE)
#: What is made in a folder after it was unpacked, besides what `.gitignore` names.
_MADE = frozenset({".git", ".themeloom", "_output", ".quarto", ".DS_Store"})


class Released(NamedTuple):
    """The commit that an archive tells of.

    Args:
        commit: its full hash.
        epoch: its time in seconds since 1970.
        whole: whether all files are as they were released, none more and none less.
    """

    commit: str
    epoch: int
    whole: bool


def released(folder: Path) -> Released | None:
    """What an archive says that a folder, or one above it, was unpacked from."""
    for top in (folder, *folder.parents):
        if (top / _NAME).is_file():
            return _read(top)
        if (top / ".git").exists():
            return None
    return None


def _read(top: Path) -> Released | None:
    data = (top / _NAME).read_bytes().replace(b"\r\n", b"\n")
    told = dict(_LINE.findall(data.decode("utf-8", "replace")))
    commit, tree = told.get("node", ""), told.get("tree", "")
    try:
        epoch = int(datetime.fromisoformat(told.get("node-date", "")).timestamp())
    except ValueError:
        return None
    if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
        return None
    return Released(commit, epoch, tree == _Tree(top, len(commit)).hash())


class _Tree:
    """The hash that git gives to all files of a folder."""

    def __init__(self, top: Path, digits: int) -> None:
        self._top, self._digits = top, digits
        ignore = top / ".gitignore"
        lines = ignore.read_text("utf-8", "replace").splitlines() if ignore.is_file() else []
        self._ignored = [line.strip() for line in lines if line.strip() and line[0] not in "#!"]

    def hash(self) -> str:
        """The hash, as hexadecimal digits."""
        return self._of_folder(self._top)

    def _of_folder(self, folder: Path) -> str:
        """The hash of a folder; empty of one that holds no file, which git does not keep."""
        entries = []
        for path in folder.iterdir():
            mode, value = (b"", "") if self._is_left_out(path) else self._held(path)
            if value:
                name = path.name.encode("utf-8", "surrogateescape")
                entry = b"%s %s\0%s" % (mode, name, bytes.fromhex(value))
                entries.append((name + b"/" * (mode == _FOLDER), entry))
        data = b"".join(entry for _, entry in sorted(entries))
        return name_of(data, self._digits, b"tree") if data or folder == self._top else ""

    def _held(self, path: Path) -> tuple[bytes, str]:
        """What stands at a path, as git tells it, and its hash."""
        if path.is_symlink():
            target = str(path.readlink()).encode("utf-8", "surrogateescape")
            return b"120000", name_of(target, self._digits)
        if path.is_dir():
            return _FOLDER, self._of_folder(path)
        data = path.read_bytes()
        if path == self._top / _NAME:
            # As it was committed, git's own words in the place of what it put there.
            data = _LINE.sub(_asked, data.decode("utf-8", "replace")).encode()
        mode = b"100755" if path.stat().st_mode & 0o100 else b"100644"
        return mode, name_of(data, self._digits)

    def _is_left_out(self, path: Path) -> bool:
        name = path.name
        if name in _MADE or (is_nobodys(name) and not name.startswith(".")):
            return True
        if path.is_dir() and (path / "pyvenv.cfg").is_file():
            return True
        below = path.relative_to(self._top)
        return any(_matches(below, path.is_dir(), one) for one in self._ignored)


def _asked(line: re.Match[str]) -> str:
    format_ = _FORMATS.get(line[1])
    return f"{line[1]}: $Format:{format_}$" if format_ else line[0]


def _matches(path: Path, is_folder: bool, pattern: str) -> bool:  # noqa: FBT001 - a fact, no switch
    """Whether a line of `.gitignore` names a path; `**` alone stands for any folders."""
    if pattern.endswith("/") and not is_folder:
        return False
    plain = pattern.strip("/").removeprefix("**/")
    if pattern.startswith("/") or "/" in plain:
        return path.match(plain) and len(path.parts) == plain.count("/") + 1
    return path.match(plain)
