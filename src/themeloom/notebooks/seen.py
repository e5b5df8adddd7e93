"""What code reads of the project, noted in its kernel: results are out of date when it changes.

Python tells of every file that it opens and of every folder that it lists. What a program
that a cell starts reads, or a library that opens files by itself, it does not tell of.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where a notebook's metadata hold it.
SEEN = "seen"
#: What it has: the files that were opened at all, and those that were opened to be written.
READ, WRITTEN = "read", "written"
_LISTING = frozenset({"os.listdir", "os.scandir"})
_OPENING = frozenset({"open", "sqlite3.connect"})
_OURS = str(Path(__file__).parents[1])


def watched(root: str, file: str) -> Callable[..., None]:
    """Begin to note what is read below a folder.

    Returns:
        A function that writes the names of what was read and written so far into the file.
    """
    noted: set[str] = set()
    written: set[str] = set()
    told: set[str] = set()

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _OPENING or (event in _LISTING and not _of_imports()):
            path = arguments[0]
            if isinstance(path, str | bytes | os.PathLike):
                whole = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - fast, and links stay
                noted.add(whole)
                if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR):
                    written.add(whole)

    def tell(*_: object) -> None:
        modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
        noted.update(path for path in modules if isinstance(path, str))
        names = {name for path in list(noted) if (name := _named(path, root))}
        own = {name for path in list(written) if (name := _named(path, root))}
        if not names <= told:
            told.update(names)
            seen = {READ: sorted(told), WRITTEN: sorted(own)}
            Path(file).write_text(json.dumps(seen), encoding="utf-8")

    Path(file).write_text(json.dumps({READ: [], WRITTEN: []}), encoding="utf-8")
    sys.addaudithook(note)
    return tell


def _of_imports() -> bool:
    """Whether a folder is listed because a module is looked for."""
    return "importlib" in sys._getframe(2).f_code.co_filename  # noqa: SLF001 - there is no other way


def _named(path: str, root: str) -> str:
    """The name of a path within the project; nothing for what is no part of the study."""
    name = path.removeprefix(root + os.sep)
    installed = [one + os.sep for one in (sys.prefix, _OURS) if one.startswith(root)]
    if name == path or path.startswith(tuple(installed)):
        return ""
    hidden = any(part.startswith(".") or part == "__pycache__" for part in Path(name).parts)
    return "" if hidden else Path(name).as_posix()
