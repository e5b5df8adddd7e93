"""What a rebuild begins from: what is committed, laid out in a clean place; nothing that is made.

Sources that no commit holds (they are restricted, on another disk, behind a link) come in by the
hash that the store records. Without version control the files of the folder are taken.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.files import digest_of, is_hidden, lay
from themeloom.core.git import contents, held, pointed_at, prefix_below, stands_for, twin
from themeloom.core.project import Project
from themeloom.core.version import is_in_repository
from themeloom.core.written import Written
from themeloom.steps.notebooks import Ties
from themeloom.steps.record import unread_sources
from themeloom.study.model import Access
from themeloom.study.store import read_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from themeloom.core.version import Version

_LINK = "120000"
_READ_ONLY = 0o444


@dataclass(frozen=True)
class Beginning:
    """What a rebuild begins from.

    Args:
        clean: the sources alone, in a folder of their own.
        made: what is committed of all that is made, in another; None without a repository.
        hashes: of every file in the clean place as it was laid out.
        outside: sources that no commit holds and that came in by their hash.
    """

    clean: Project
    made: Project | None
    hashes: dict[str, str]
    outside: tuple[str, ...]


def begin(project: Project, version: Version, folder: Path) -> Beginning:
    """Lay the sources out.

    Args:
        project: the study as it lies here.
        version: its commit.
        folder: an empty one.

    Raises:
        ThemeloomError: the repository cannot be read, or the store.
    """
    in_repository = bool(version.commit) and is_in_repository(project)
    below = prefix_below(project.root) if in_repository else ""
    clean, made = Project(folder.resolve() / "clean" / below), Project(folder.resolve() / "made")
    clean.root.mkdir(parents=True)
    if in_repository:
        twin(project.root, clean.root)
        _lay_committed(project, clean, made)
    else:
        for path in project.below(project.root):
            if not is_made(project, name := project.name(path)):
                _lay(clean.root / name, path.read_bytes())
    outside = tuple(_let_in(project, clean)) if clean.study.is_file() else ()
    hashes = {clean.name(path): digest_of(path) for path in clean.below(clean.root)}
    # What notebooks wrote they write again; before that, no other one finds it.
    written = Ties.of(made if in_repository else project, ()).maker
    for path in clean.below(clean.root):
        if clean.name(path) in written:
            path.unlink()
    begun = Beginning(clean, made if in_repository else None, hashes, outside)
    _take_over(begun.made or project, clean)
    return begun


def is_made(project: Project, name: str) -> bool:
    """Whether a file is derived or an output, or a working file, by its path from the root."""
    folders = (project.derived, project.output, project.state)
    return name.startswith(tuple(f"{project.name(one)}/" for one in folders)) or (
        name == project.name(project.schema)
    )


def as_committed(here: bytes | None, committed: bytes) -> bool:
    """Whether a file that lies here is as its commit has it, but for the line ends of a machine.

    Git says that of any file which a filter turns into what was committed.
    """
    return here is None or here.replace(b"\r\n", b"\n") == committed.replace(b"\r\n", b"\n")


def _lay_committed(project: Project, clean: Project, made: Project) -> None:
    """Write what the commit holds: the sources into one place, what is made into another."""
    wanted = {name: one for name, one in held(project.root).items() if not is_hidden(name)}
    links = {}
    for name, data in contents(wanted):
        root = made.root if is_made(project, name) else clean.root
        if wanted[name].mode == _LINK:
            links[name] = data.decode("utf-8", "surrogateescape")
        elif (fetched := _fetched(project, name, data)) is not None:
            _lay(root / name, fetched)
    for name, target in links.items():
        # One that leads out of the study leads nowhere in a clone.
        to = os.path.normpath(PurePosixPath(name).parent / target)
        path = clean.root / name
        if (clean.root / to).exists() and not to.startswith(("..", "/")):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)


def _lay(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lay(path, data)


def _fetched(project: Project, name: str, data: bytes) -> bytes | None:
    """The contents; where they only stand for a file, that one, if it was fetched and is it."""
    if not stands_for(data):
        return data
    path = project.root / name
    return path.read_bytes() if digest_of(path) == pointed_at(data) else None


def _let_in(project: Project, clean: Project) -> Iterator[str]:
    """Copy the sources that no commit holds and that are what the store records, read-only."""
    study, located = read_study(clean)
    for number, source in enumerate(study.sources):
        path, there = clean.raw / source.file, project.raw / source.file
        if not source.file or path.is_file() or not there.is_file():
            continue
        if not source.sha256:
            if source.access is Access.OPEN:
                raise located.error(
                    ("sources", number, "file"),
                    f"{project.name(there)} is in no commit, so a clone lacks it",
                    "commit it; or, where it is to stay outside, record its sha256 in the store",
                )
            continue
        if digest_of(there) != source.sha256:
            raise located.error(
                ("sources", number, "sha256"),
                f"{project.name(there)}, which is in no commit, is not the file that the store "
                "records",
                "put that file there, or take this one away to verify without it",
            )
        _lay(path, there.read_bytes())
        path.chmod(_READ_ONLY)
        yield project.name(there)


def _take_over(there: Project, clean: Project) -> None:
    """Take over as recorded what only the holder of a restricted source can find in it."""
    study, _ = read_study(clean)
    if any(source.access is Access.RESTRICTED for source in unread_sources(clean, study)):
        for table in sorted(there.derived.glob("*.csv")):
            _lay(clean.derived / table.name, table.read_bytes())
        Written(clean).note(clean.derived.glob("*.csv"))
