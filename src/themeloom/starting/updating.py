"""Bringing a study up to this version of the package: `themeloom update`."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom import __version__
from themeloom.core.extensions import FOLDER, NAMES, whole
from themeloom.core.files import digest, put
from themeloom.study.versions import brought_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from themeloom.core.project import Project

#: Which files of the extensions were laid, with their hashes: whatever differs somebody changed.
LAID = f"{FOLDER}/laid.json"
_PINNED = re.compile(r"(?m)^themeloom==[^\s;#]+")


@dataclass(frozen=True)
class Change:
    """A file that becomes another one.

    Args:
        name: its path from the root.
        old: what is there; None if nothing is.
        new: what it becomes; None if it goes.
        edited: whether somebody changed it since it was laid, or whether that cannot be told.
    """

    name: str
    old: bytes | None
    new: bytes | None
    edited: bool = False

    def shown(self) -> Iterator[str]:
        """What changes, line by line; of what is no text only that it does."""
        old, new = (_lines(one) for one in (self.old, self.new))
        if old is None or new is None:
            yield f"{self.name}: another file"
        else:
            sides = (f"{self.name} (yours)", f"{self.name} (new)")
            yield from difflib.unified_diff(old, new, *sides, lineterm="")


def _lines(data: bytes | None) -> list[str] | None:
    try:
        return (data or b"").decode().splitlines()
    except UnicodeDecodeError:
        return None


@dataclass(frozen=True)
class Update:
    """What bringing a study up changes: its files, and what is said of its store."""

    changes: tuple[Change, ...]
    told: tuple[str, ...]

    @property
    def edited(self) -> list[Change]:
        """The files that somebody changed, whose changes are kept."""
        return [one for one in self.changes if one.edited]


def plan_update(root: Path) -> Update:
    """What is to be changed in a study; nothing is written."""
    store = (root / "study.yml").read_bytes().decode("utf-8-sig")
    text, told = brought_up(store)
    changes = [Change("study.yml", store.encode(), text.encode())] if text != store else []
    return Update((*changes, *_pinned(root), *_extensions(root)), tuple(told))


def _pinned(root: Path) -> Iterator[Change]:
    """The version that `requirements.txt` asks for."""
    path = root / "requirements.txt"
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    new = _PINNED.sub(f"themeloom=={__version__}", old)
    if new != old:
        yield Change(path.name, old.encode(), new.encode())


def _extensions(root: Path) -> Iterator[Change]:
    """The files of extensions that lie in the study, not below another owner's folder."""
    laid = _laid(root)
    for name in NAMES:
        folder = root / FOLDER / name
        if not folder.is_dir():
            continue
        new = whole(name)
        there = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for file in sorted({*new, *there}):
            old = there.get(file)
            # What was never laid is somebody's own, and stays.
            if old == new.get(file) or (file not in new and file not in laid):
                continue
            edited = old is not None and laid.get(file) != digest(old)
            yield Change(file, old, new.get(file), edited)


def _laid(root: Path) -> Mapping[str, str]:
    path = root / LAID
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def laid_record(files: Mapping[str, bytes]) -> bytes:
    """The record of what was laid, to be known again as nobody's edits."""
    told = {name: digest(data) for name, data in sorted(files.items())}
    return (json.dumps(told, indent=1) + "\n").encode()


def carry_out(project: Project, update: Update) -> list[str]:
    """Write what was planned; what somebody changed is kept first.

    Returns:
        Where each edit that was replaced lies now.
    """
    root, kept = project.root, []
    for one in update.edited:
        aside = project.state / "set-aside" / one.name.replace("/", "--")
        put(aside, one.old or b"")
        kept.append(aside.relative_to(root).as_posix())
    for one in update.changes:
        if one.new is None:
            (root / one.name).unlink()
        else:
            put(root / one.name, one.new)
    there = [name for name in NAMES if (root / FOLDER / name).is_dir()]
    if there:
        put(root / LAID, laid_record({k: v for name in there for k, v in whole(name).items()}))
    return kept
