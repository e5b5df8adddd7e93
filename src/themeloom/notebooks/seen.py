"""What code reads and writes of the project, noted in its kernel, for whoever guards it.

Python tells of every file that it opens, changes or lists, and of every program that it starts.
What a library opens by itself a witness tells of, on Linux; what such a program does nobody.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import (
    BuiltinFunctionType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import TYPE_CHECKING, Any

from themeloom.core.expressions import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Where a notebook's metadata hold it.
SEEN = "seen"
#: What it has: the files that were opened at all, those that were written from the beginning,
#: what was named by its path in the project's own folder, of which the code has a copy, what was
#: read or asked that is part of no study, what of this package the code has replaced, and what of
#: the project it tried to change in vain (`witness.py`).
READ, WRITTEN, STRAYED, BEYOND, REPLACED, TRIED = (
    *("read", "written", "strayed", "beyond", "replaced", "tried"),
)
NOTHING: dict[str, dict[str, int]] = {
    kind: {} for kind in (READ, WRITTEN, STRAYED, BEYOND, REPLACED, TRIED)
}
#: Beside the notes, what libraries opened of which Python does not tell (`witness.py`).
UNTOLD = "untold.txt"
_LISTING = frozenset({"os.listdir", "os.scandir"})
_READING = _LISTING | {"open", "sqlite3.connect"}
#: Which arguments of an event are paths.
_PATHS = {
    **dict.fromkeys(_READING, (0,)),
    **dict.fromkeys(("os.chdir", "os.remove", "os.rmdir", "os.mkdir", "os.truncate"), (0,)),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink"), (0, 1)),
}
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})
#: A whole path among the words of a program: if a file is there, that is read.
_WHOLE = re.compile(r"(?<![\w.~/:-])~?/[^\s'\"<>|;&()]+")
_OURS = str(Path(__file__).parents[1])
_PACKAGE = f"{__name__.partition('.')[0]}."
#: Where systems keep what is theirs.
_SYSTEMS = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc", "/proc", "/sys", "/dev", "/opt"),
    *("/nix", "/snap", "/var", "/System", "/Library", "/Applications", "/private/var"),
    *(os.environ[name] for name in ("WINDIR", "PROGRAMFILES", "PROGRAMDATA") if name in os.environ),
)
#: Functions of a cell have a file of such a name.
_OF_CELLS = re.compile(r"ipykernel_\d+[/\\]\d+\.py$")


class _Notes:
    """What was seen so far.

    Args:
        root: the copy in which code runs.
        project: the folder of which it is a copy.
        untold: the file with what else the kernel opened.
    """

    def __init__(self, root: str, project: str, untold: Path) -> None:
        self._untold = untold
        self.root = root
        self.project = project
        self.found: dict[str, set[str]] = {kind: set() for kind in NOTHING}
        self._looked: set[str] = set()
        self._modules: set[str] = set()
        self._named_once = cache(self._name)
        self._named = re.compile(rf"{re.escape(project)}(?![\w.-])[^\s'\"]*")

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note one thing that Python does."""
        if event == "socket.getaddrinfo" and not _is_this_machine(arguments[0]):
            self.found[BEYOND].add(f"the network ({_words(arguments[0])})")
        if event in _PROGRAMS:
            words = " ".join(map(_words, arguments))
            for path in self._named.findall(words):
                self._note_strayed(path)
            self.found[READ].update(map(os.path.expanduser, _WHOLE.findall(words)))
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
        new = {*sys.modules} - self._modules
        self._modules |= new
        modules = (getattr(sys.modules.get(name), "__file__", None) for name in new)
        if self._untold.is_file():
            self.found[READ].update(self._untold.read_text("utf-8", "replace").splitlines())
        self._look_beyond()
        self.found[READ].update(path for path in modules if isinstance(path, str))
        names = {
            kind: sorted({*map(self._named_once, [*self.found[kind]])} - {""})
            for kind in (READ, WRITTEN)
        }
        others = {kind: sorted(self.found[kind]) for kind in (STRAYED, BEYOND)}
        return {**names, **others, REPLACED: sorted(_replaced(self.root))}

    def _look_beyond(self) -> None:
        """Note files that are neither of the study nor of the system or a program, each once."""
        own = (self.root, self.project, sys.prefix, sys.base_prefix, _OURS, *_caches())
        known = (*own, tempfile.gettempdir(), *filter(None, sys.path), *_SYSTEMS)
        begin, home = tuple(f"{one}{os.sep}" for one in known), f"{Path.home()}{os.sep}"
        for path in self.found[READ] - self._looked:
            # Folders with a dot before their names hold settings, and what libraries keep.
            hidden = f"{os.sep}." in path.rpartition(os.sep)[0]
            if not hidden and not path.startswith(begin) and os.path.isfile(path):  # noqa: PTH113 - fast
                said = f"~{os.sep}{path.removeprefix(home)}" if path.startswith(home) else path
                self.found[BEYOND].add(said)
        self._looked |= self.found[READ]

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
    notes = _Notes(root, project, Path(file).with_name(UNTOLD))

    def tell(*_: object) -> None:
        Path(file).write_text(json.dumps(notes.told()), encoding="utf-8")

    tell()
    sys.addaudithook(notes.note)
    return tell


def _caches() -> list[str]:
    """Folders of libraries' own, and the kernel's."""
    return [os.environ[one] for one in ("MPLCONFIGDIR", "JUPYTER_DATA_DIR") if one in os.environ]


def _is_this_machine(host: object) -> bool:
    name = _words(host)
    return not name or name == "localhost" or name.startswith(("127.", "::1", "0.0.0.0"))  # noqa: S104 - compared


#: What is only data.
_PLAIN = frozenset(
    {
        *(str, int, float, bool, bytes, tuple, list, dict, set, frozenset, type(None)),
        *(ModuleType, MemberDescriptorType, GetSetDescriptorType, WrapperDescriptorType),
        # The last kind would compile what nothing in a kernel uses if it were asked for a function.
        *(BuiltinFunctionType, re.Pattern, type(later(""))),
    }
)


def _replaced(root: str) -> Iterator[str]:
    """The names of this package under which lies what a cell, or a file of the study, brought."""
    for name, module in list(sys.modules.items()):
        if not f"{name}.".startswith(_PACKAGE):
            continue
        if not str(getattr(module, "__file__", None) or _OURS).startswith(_OURS):
            yield name
            continue
        for key, value in list(vars(module).items()):
            if type(value) in _PLAIN:
                continue
            if _is_brought(value, root):
                yield f"{name}.{key}"
            elif isinstance(value, type) and value.__module__ == name:
                for one, member in vars(value).items():
                    if type(member) not in _PLAIN and _is_brought(member, root):
                        yield f"{name}.{key}.{one}"


def _is_brought(value: Any, root: str) -> bool:  # noqa: ANN401 - anything that a name can have
    """Whether code of a cell or of the study made a function, a class or what one of them gives."""
    if type(value) is FunctionType:  # most are; this is asked after each cell
        return _is_of_study(value.__code__.co_filename, root)
    kind = value if isinstance(value, type) else type(value)
    if kind in _PLAIN:
        return False
    if kind.__module__ == "__main__" or kind.__module__.startswith("unittest.mock"):
        return True
    if kind is value:
        return False
    function = getattr(value, "fget", None) or getattr(value, "func", value)
    return _is_of_study(getattr(getattr(function, "__code__", None), "co_filename", ""), root)


@cache
def _is_of_study(file: str, root: str) -> bool:
    """Whether a file of code is a cell or lies in the copy in which code runs."""
    return bool(_OF_CELLS.search(file)) or file.startswith(f"{root}{os.sep}")


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
