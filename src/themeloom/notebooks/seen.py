"""What code reads and writes of the project, noted in its kernel, for whoever guards it.

Python tells of every file that it opens, changes or lists, and of every program that it starts.
What such a program does, or a library that opens files by itself, it does not tell of.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where a notebook's metadata hold it.
SEEN = "seen"
#: What it has: the files that were opened at all, those that were written from the beginning, and
#: what was named by its path in the project's own folder, of which the code has a copy.
READ, WRITTEN, STRAYED = "read", "written", "strayed"
NOTHING: dict[str, dict[str, int]] = {READ: {}, WRITTEN: {}, STRAYED: {}}
#: Which arguments of an event are paths.
_PATHS = {
    "open": (0,),
    "sqlite3.connect": (0,),
    "os.listdir": (0,),
    "os.scandir": (0,),
    "os.chdir": (0,),
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.mkdir": (0,),
    "os.truncate": (0,),
    "os.rename": (0, 1),
    "os.link": (0, 1),
    "os.symlink": (0, 1),
}
_READING = frozenset({"open", "sqlite3.connect", "os.listdir", "os.scandir"})
_LISTING = frozenset({"os.listdir", "os.scandir"})
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})
_OURS = str(Path(__file__).parents[1])


class _Notes:
    """What was seen so far.

    Args:
        root: the copy in which code runs.
        project: the folder of which it is a copy.
    """

    def __init__(self, root: str, project: str) -> None:
        self.root = root
        self.project = project
        self.found: dict[str, set[str]] = {READ: set(), WRITTEN: set(), STRAYED: set()}
        self._named = re.compile(rf"{re.escape(project)}(?![\w.-])[^\s'\"]*")

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note one thing that Python does."""
        if event in _PROGRAMS:
            for path in self._named.findall(" ".join(map(_words, arguments))):
                self._note_strayed(path)
        if event not in _PATHS or (event in _LISTING and _of_imports()):
            return
        for at in _PATHS[event]:
            path = arguments[at]
            if not isinstance(path, str | bytes | os.PathLike):
                continue
            whole = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - fast, and links stay
            if event in _READING:
                self.found[READ].add(whole)
            if event == "open" and arguments[2] & os.O_TRUNC:
                self.found[WRITTEN].add(whole)
            self._note_strayed(whole)

    def _note_strayed(self, path: str) -> None:
        """Note what lies in the project's own folder, and is no program or library there."""
        below = f"{path}{os.sep}".startswith(f"{self.project}{os.sep}")
        if below and not f"{path}{os.sep}".startswith(f"{self.root}{os.sep}"):
            own = (f"{one}{os.sep}" for one in {sys.prefix, _OURS, *_caches(), *sys.path} if one)
            if not f"{path}{os.sep}".startswith(tuple(own)):
                self.found[STRAYED].add(path)

    def told(self) -> dict[str, list[str]]:
        """Everything, by what the project calls it."""
        modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        self.found[READ].update(path for path in modules if isinstance(path, str))
        names = {
            kind: sorted({name for path in [*self.found[kind]] if (name := self._name(path))})
            for kind in (READ, WRITTEN)
        }
        return {**names, STRAYED: sorted(self.found[STRAYED])}

    def _name(self, path: str) -> str:
        """The name of a path within the project; nothing for what is no part of the study."""
        if path == self.root:
            return "."
        name = path.removeprefix(self.root + os.sep)
        installed = [one + os.sep for one in (sys.prefix, _OURS) if one.startswith(self.root)]
        if name == path or path.startswith(tuple(installed)):
            return ""
        hidden = any(part.startswith(".") or part == "__pycache__" for part in Path(name).parts)
        return "" if hidden else Path(name).as_posix()


def watched(root: str, project: str, file: str) -> Callable[..., None]:
    """Begin to note what is read below a folder.

    Args:
        root: the copy in which code runs.
        project: the folder of which it is a copy.
        file: where the notes are put.

    Returns:
        A function that writes what was seen so far into the file.
    """
    notes = _Notes(root, project)

    def tell(*_: object) -> None:
        Path(file).write_text(json.dumps(notes.told()), encoding="utf-8")

    tell()
    sys.addaudithook(notes.note)
    return tell


def _caches() -> list[str]:
    """Folders of libraries' own that stay from run to run."""
    return [os.environ[name] for name in ("MPLCONFIGDIR",) if name in os.environ]


def _words(value: object) -> str:
    """A program, its arguments and its folder as one text."""
    if isinstance(value, bytes):
        return os.fsdecode(value)
    if isinstance(value, list | tuple):
        return " ".join(map(_words, value))
    return str(value) if isinstance(value, str | os.PathLike) else ""


def _of_imports() -> bool:
    """Whether a folder is listed because a module is looked for."""
    return "importlib" in sys._getframe(2).f_code.co_filename  # noqa: SLF001 - there is no other way
