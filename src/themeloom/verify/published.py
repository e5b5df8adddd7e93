"""What was published: a folder of outputs, or a zip archive that holds one."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError
from themeloom.fingerprint import files_below, is_nobodys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Files = dict[str, bytes]
#: No file of a compendium is as large; an archive that says so is an attack.
_LARGEST = 500_000_000


@dataclass(frozen=True)
class Publication:
    """What was found in a folder or an archive.

    Args:
        outputs: the finished files, by their path below `_output/`.
        derived: the files of `data-derived/`, if an archive brings its own.
    """

    outputs: Files
    derived: Files = field(default_factory=dict)


def files_of(folder: Path, paths: Iterable[Path]) -> Files:
    """Files below a folder, by their paths from there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read_publication(path: Path, known: Iterable[str], output: str, derived: str) -> Publication:
    """Read what was published.

    Args:
        path: a folder, or an archive ending in .zip.
        known: the outputs that this study gives, by their path below the output folder.
        output: the name of the output folder.
        derived: the name of the folder of derived files.

    Raises:
        ThemeloomError: nothing is there, it is no archive, or no output is in it.
    """
    if path.is_dir():
        files = files_of(path, files_below(path))
    elif path.is_file():
        files = _unpacked(path)
    else:
        raise ThemeloomError(
            f"there is no {path}", "give a folder of outputs or a .zip: --output _output"
        )
    inside = _below(files, output) or _below_top(files, set(known))
    if not inside:
        raise ThemeloomError(
            f"no output of this study is in {path.name}",
            f"give the folder that holds {next(iter(sorted(known)), 'them')}",
        )
    return Publication(inside, _below(files, derived))


def _unpacked(path: Path) -> Files:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise ThemeloomError(
                    f"{path.name} unpacks to more than {_LARGEST // 1_000_000} MB",
                    "unpack it yourself and give the folder: --output FOLDER",
                )
            return {
                entry.filename: archive.read(entry)
                for entry in entries
                if not _unseen(entry.filename)
            }
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise ThemeloomError(
            f"{path.name} is not a zip archive that can be opened: {error}",
            "fetch it again, or unpack it yourself and give the folder: --output FOLDER",
        ) from None


def _unseen(name: str) -> bool:
    return any(is_nobodys(part) or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _below(files: Mapping[str, bytes], folder: str) -> Files:
    """The files below the first folder of a name, wherever that lies."""
    found: Files = {}
    for name, data in files.items():
        parts = PurePosixPath(name).parts
        if folder in parts[:-1]:
            found["/".join(parts[parts.index(folder) + 1 :])] = data
    return found


def _below_top(files: Mapping[str, bytes], known: set[str]) -> Files:
    """The files as they are, or without the one folder that holds all of them."""
    if known & set(files):
        return dict(files)
    tops = {name.partition("/")[0] for name in files}
    if len(tops) == 1:
        inner = {name.partition("/")[2]: data for name, data in files.items()}
        if known & set(inner):
            return inner
    return {}
