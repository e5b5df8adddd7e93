"""Files: hashes of what lies there, reading with a remedy, and the only writer of whole files."""

from __future__ import annotations

import errno
import hashlib
import json
import marshal
import os
import re
import shutil
import stat
import sys
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Stands in the place of the digest of a file that is not there.
ABSENT = "absent"
#: Hidden files, caches, and what a desktop, an editor, an office program or a shared folder
#: leaves beside the file that somebody works on: locks, copies of conflicts, what is half saved.
_NOBODYS = re.compile(
    r"\..* | ~\$.* | \#.*\# | .*(?:\.tmp|\.sw[op]|~) | __pycache__"
    r" | .*\.sync-conflict-.* | .*_conflict-\d{8}-\d+.* | .*\bconflicted\ copy\b.*"
    # As a shared folder names a copy in German, French, Spanish, Italian, Portuguese, Dutch.
    r" | .*\((?:[^()]*\ )?(?:in\ konflikt\ stehende\ kopie|copie\ en\ conflit"
    r"|copia\ en\ conflicto|copia\ in\ conflitto|c[oó]pia\ em\ conflito|conflictkopie)\b[^()]*\).*"
    r" | .*\.(?:wbk|asd|crdownload|laccdb|pyc|kate-swp|tmp\.drive(?:down|up)load)"
    r" | desktop\.ini | (?:eh)?thumbs\.db | icon\r"
    r" | __macosx | \$recycle\.bin | system\ volume\ information",
    re.IGNORECASE | re.VERBOSE,
)

#: The folder of programs in what Quarto lays beside a document that it renders.
_LIBRARIES = "libs"
#: What is longer is not read at once.
_MUCH = 1 << 20
#: How many files a link may bring into a project: every one of them is read.
_MANY = 20_000
#: Where one of these lies, packages are installed, and nothing is anybody's work.
_INSTALLED = frozenset({"pyvenv.cfg", ".package-lock.json"})


def digest(data: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path | str) -> str:
    """The digest of a file, or `absent`; a pipe, which would keep us waiting, is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - plain and without a buffer: there are hundreds
        if not stat.S_ISREG(found.st_mode):
            return ABSENT
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
            if found.st_size < _MUCH:
                return digest(file.readall())
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):  # a name with a zero in it is none
        return ABSENT


def digests(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """The digest of each file, by its path from `root`, sorted."""
    return {path.relative_to(root).as_posix(): digest_of(path) for path in sorted(paths)}


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, sorted; those that are nobody's work left out."""
    return [Path(f"{folder}/{name}") for name in named_below(folder)]


def named_below(folder: Path) -> list[str]:
    """The same files by their paths from the folder: texts cost less where there are many."""
    return sorted(_below(str(folder), "", {os.path.realpath(folder)}), key=_in_parts)


def _in_parts(name: str) -> str:
    """By this a path comes where its parts say: what lies in `a` before `a-b`."""
    return name.replace("/", "\0")


def _below(folder: str, start: str, seen: set[str], but: str = "") -> Iterator[str]:
    """The files below a folder, each with what its name starts with."""
    try:
        with os.scandir(folder) as entries:
            there = [
                entry for entry in entries if not (is_nobodys(entry.name) or entry.name == but)
            ]
    except OSError:
        return
    if start and _INSTALLED.intersection(entry.name for entry in there):
        return
    for entry in there:
        if not _is_folder(entry):
            yield start + entry.name
            continue
        if entry.is_symlink():  # raw data may lie elsewhere; a link must not lead in a circle
            real = os.path.realpath(entry.path)
            if real in seen or f"{os.path.realpath(folder)}{os.sep}".startswith(real + os.sep):
                continue
            seen.add(real)
            yield from _linked(entry.path, f"{start}{entry.name}", seen)
            continue
        libraries = _LIBRARIES if _is_of_document(entry) else ""
        yield from _below(entry.path, f"{start}{entry.name}/", seen, libraries)


def _linked(folder: str, name: str, seen: set[str]) -> list[str]:
    """The files below a folder that a link leads to, if they can be a study's."""
    found = list(islice(_below(folder, f"{name}/", seen), _MANY + 1))
    if len(found) > _MANY:
        raise ThemeloomError(
            f"{name} is a link to a folder with more than {_MANY:,} files in it",
            "let it lead to the folder that has the study's own files, or copy these",
        )
    return found


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path leads out of a folder by way of a link."""
    return not f"{os.path.realpath(path)}{os.sep}".startswith(f"{os.path.realpath(folder)}{os.sep}")


def _is_of_document(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is what Quarto lays beside a document; a run that fails leaves it there."""
    document, beside, _ = entry.path.rpartition("_files")
    return bool(beside) and any(os.path.exists(document + one) for one in (".qmd", ".ipynb"))  # noqa: PTH110


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to where one may not look
        return False


def is_nobodys(name: str) -> bool:
    """Whether a file or folder of this name is no work of anybody's: hidden, a lock, a cache."""
    return _NOBODYS.fullmatch(name) is not None


def is_hidden(name: str) -> bool:
    """Whether a path, given from a project's root, is nobody's or lies below what is."""
    return any(map(is_nobodys, name.split("/")))


@cache
def package_digest(*rooms: str) -> str:
    """The digest of some rooms of this package: other ones may weave differently."""
    folder = Path(__file__).parents[1]
    return combined({room: _room_digest(folder / room) for room in rooms})


@cache
def _room_digest(room: Path) -> str:
    if not room.is_dir():
        return digest_of(room)
    return combined({name: digest_of(f"{room}/{name}") for name in named_below(room)})


def combined(parts: Mapping[str, object]) -> str:
    """One digest of named parts."""
    return digest(json.dumps(parts, sort_keys=True, default=str).encode())


#: What a disk without room answers.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def put(path: Path, data: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Raises:
        ThemeloomError: if its folder cannot be written to.
    """
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritten(path, error) from None
    return path


def _unwritten(path: Path, error: OSError) -> ThemeloomError:
    """Why a file could not be written, in words."""
    return ThemeloomError(
        f"cannot write {path.name} in {path.parent}: {error.strerror}",
        "make room on the disk"
        if error.errno in _FULL
        else "make the folder writable, or close the program that holds the file",
    )


def put_link(path: Path, target: Path) -> None:
    """Let a path lead to a file; where no links can be made, copy it."""
    path.unlink(missing_ok=True)
    try:
        path.symlink_to(target)
    except OSError:
        shutil.copyfile(target, path)


def lay(path: Path, data: bytes) -> None:
    """Write a file that nobody reads before we are done with it: no care is taken of its place."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _unwritten(path, error) from None


def make_room(path: Path) -> None:
    """Let a working file be written where a folder is now, or where a file is a folder above."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    for folder in path.parents:
        if folder.is_dir():
            return
        # A link that leads nowhere now is somebody's, to a disk that is not at hand.
        if folder.is_file():
            folder.unlink()


def emptied(folder: Path) -> Path:
    """A working folder with nothing in it, whatever was in its place."""
    if folder.is_dir() and not folder.is_symlink():
        for path in folder.iterdir():
            make_room(path)
            path.unlink(missing_ok=True)
        return folder
    make_room(folder)
    folder.unlink(missing_ok=True)
    folder.mkdir(parents=True)
    return folder


def beside(module: str, name: str) -> dict[str, Any]:
    """The data of a TOML file that lies beside a module, whose `__file__` is given.

    What it says is kept as Python keeps what it compiled: every command asks for dozens.
    """
    path = Path(module).with_name(name)
    cached = path.parent / "__pycache__" / f"{name}.cached"
    there = path.stat()
    mark = [there.st_mtime_ns, there.st_size, sys.version]
    with suppress(OSError, EOFError, ValueError, TypeError):
        of, data = marshal.loads(cached.read_bytes())  # noqa: S302 - as trusted as our own .pyc
        if of == mark:
            return dict(data)
    import tomllib

    data = tomllib.loads(path.read_text(encoding="utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError, ValueError, ThemeloomError):
            put(cached, marshal.dumps([mark, data]))
    return data


def holds(path: Path, data: bytes) -> bool:
    """Whether a file is there and has just this content."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def is_special(path: Path) -> bool:
    """Whether something that is no file lies here, such as a pipe, and reading it would wait."""
    return path.exists() and not path.is_file() and not path.is_dir()


def read_bytes(path: Path, named: str) -> bytes:
    """The bytes of a file; `named` is how a message calls it.

    Raises:
        ThemeloomError: if it is missing or may not be read.
    """
    if is_special(path):
        raise ThemeloomError(
            f"{named} is no file but a pipe, a socket or a device, which cannot be read twice",
            "put a file in its place",
            file=named,
        )
    if path.is_dir():
        raise ThemeloomError(
            f"{named} is a folder, and a file is to be there", "move it away", file=named
        )
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ThemeloomError(
            f"the file {named} is missing",
            "put it back (git checkout), or correct the path",
            file=named,
        ) from None
    except OSError as error:
        raise ThemeloomError(
            f"the file {named} cannot be read: {error.strerror}",
            "check its permissions",
            file=named,
        ) from None


def decode(data: bytes, named: str, remedy: str = "") -> str:
    """Text from UTF-8 bytes, every character kept, byte order mark and line ends included.

    Args:
        data: the bytes.
        named: what the file is called.
        remedy: how to make it UTF-8, where there is a better way than an editor's. Which
            encoding it is in instead nobody can tell without looking at its letters.

    Raises:
        ThemeloomError: if the bytes are not UTF-8, with the line of the first that is not.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ThemeloomError(
            f"{named} is not UTF-8: byte {error.start} (0x{data[error.start]:02x}) "
            "belongs to no character",
            remedy or "open it in the editor that wrote it, and save it there as UTF-8",
            file=named,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None


def read_text(path: Path, named: str) -> str:
    """The text of a UTF-8 file."""
    return decode(read_bytes(path, named), named)
