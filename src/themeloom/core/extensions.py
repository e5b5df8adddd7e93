"""The Quarto extensions that a compendium is built with: its own, or those of this package.

Quarto looks for them in `_extensions/`, below the folder of an owner where `quarto add` took
them from a repository. A compendium without them is built with those that the installed
package brings; whoever reads it finds them in their place either way.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import files_below

if TYPE_CHECKING:
    from themeloom.core.snapshot import Snapshot

#: Where Quarto looks for extensions.
FOLDER = "_extensions"
#: What an extension says of itself.
DESCRIPTION = "_extension.yml"
NAMES = ("themeloom", "themeloom-poster", "themeloom-slides")

_PACKAGE = Path(__file__).resolve().parents[1]
_VERSION = re.compile(rb"^version:\s*[\"']?([\w.+-]+)", re.MULTILINE)


def brought() -> Path:
    """The folder with the extensions of this package: in the wheel, or in the repository."""
    installed = _PACKAGE / FOLDER
    return installed if installed.is_dir() else _PACKAGE.parents[1] / FOLDER


def whole(name: str) -> dict[str, bytes]:
    """Every file of an extension of this package, by its path in a project.

    Also those whose names begin with a dot: an office document has one, and without it is none.
    """
    return {
        f"{FOLDER}/{path.relative_to(brought()).as_posix()}": path.read_bytes()
        for path in sorted((brought() / name).rglob("*"))
        if path.is_file()
    }


def how_to_add() -> str:
    """The command that puts the package's extensions into a project, for Quarto."""
    return f'quarto add --no-prompt "{brought().parent}"'


def oldest_quarto() -> str:
    """The oldest version of Quarto that the extensions work with, as they say it themselves."""
    description = (brought() / NAMES[0] / DESCRIPTION).read_text(encoding="utf-8")
    found = re.search(r'^quarto-required: ">=([\d.]+)"$', description, re.MULTILINE)
    return found[1] if found else "0"


def _place_of(read: Snapshot, name: str) -> str:
    """The folder of an extension in a project, below that of an owner or not; else nothing."""
    own = f"{FOLDER}/{name}"
    if f"{own}/{DESCRIPTION}" in read.hashes:
        return own
    below_owner = re.compile(rf"({FOLDER}/[^/]+/{re.escape(name)})/{re.escape(DESCRIPTION)}")
    found = map(below_owner.fullmatch, read.below(FOLDER))
    return next((one[1] for one in found if one), "")


def folder_of(root: Path, name: str) -> Path:
    """Where an extension that a project is built with lies on the disk."""
    owners = sorted((root / FOLDER).glob(f"*/{name}/{DESCRIPTION}"))
    own = root / FOLDER / name / DESCRIPTION
    found = (own, *owners) if own.is_file() else owners
    return found[0].parent if found else brought() / name


def with_extensions(read: Snapshot) -> Snapshot:
    """What was read of a project, with each extension at `_extensions/<name>/`.

    Raises:
        ThemeloomError: if one in the project is of another version than this package.
    """
    lent: dict[str, bytes] = {}
    for name in NAMES:
        own, place = f"{FOLDER}/{name}", _place_of(read, name)
        if not place:
            folder = brought() / name
            lent |= {
                f"{own}/{path.relative_to(folder).as_posix()}": path.read_bytes()
                for path in files_below(folder)
            }
            continue
        _check_version(place, read.read(f"{place}/{DESCRIPTION}"))
        if place != own:
            lent |= {f"{own}{one[len(place) :]}": read.read(one) for one in read.below(place)}
    return read.lent(lent) if lent else read


#: What brings an extension up that lies in the project, and back what it lacks.
UPDATE = "bring it up: themeloom update; it shows what changes, and keeps what you changed"


def _taken_over(place: str) -> str:
    """How an extension comes to be of the package's version."""
    if place.count("/") == 1:
        return UPDATE
    return f"take the package's extension: delete {place}, and for Quarto run: {how_to_add()}"


def _check_version(place: str, description: bytes) -> None:
    found = _VERSION.search(description)
    version = found[1].decode() if found else "of no number"
    if version != __version__:
        raise ThemeloomError(
            f"the extension in {place} has version {version}, the package themeloom {__version__}; "
            "they go together",
            _taken_over(place),
            file=f"{place}/{DESCRIPTION}",
        )
