"""Writing what was planned, and taking away what it makes superfluous."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.files import files_below, put
from themeloom.core.written import Written
from themeloom.importers.pseudonyms import log_beside, read_key

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.importers.plan import Plan


@dataclass(frozen=True)
class Done:
    """What importing wrote.

    Args:
        written: the files, from the root.
        log: the log of replacements; None if there were none.
        named: files of the project in which names of the key still stand.
    """

    written: tuple[str, ...]
    log: Path | None
    named: tuple[str, ...]


def carry_out(project: Project, planned: Plan, key: Path | None) -> Done:
    """Write a plan: the texts first, then `study.yml`, which names them.

    What working files hold of the names of a key is taken away; in which other files of the
    project they still stand is told.
    """
    written = []
    for one in planned.incoming:
        for name, data in one.files.items():
            path = project.root / name
            if not path.is_file() or path.read_bytes() != data:
                put(path, data)
                written.append(name)
    Written(project).note(project.root / name for one in planned.incoming for name in one.files)
    for recoded in planned.coded:
        put(project.root / recoded.file, recoded.data)
        written.append(recoded.file)
    if planned.store:
        put(project.study, planned.store.encode())
        written.append(project.name(project.study))
    if key is None:
        return Done(tuple(written), None, ())
    made = [(one.target, place) for one in planned.incoming for place in one.replaced]
    made += [(project.name(project.study), place) for place in planned.replaced]
    made += [(one.file, place) for one in planned.coded for place in one.replaced]
    log = log_beside(key, made) if made else None
    return Done(tuple(written), log, _still_named(project, key))


def _still_named(project: Project, key: Path) -> tuple[str, ...]:
    """Let go of working files with real names in them; other files that have some are named."""
    names = read_key(key, project.root)
    kept = [
        path
        for path in sorted(project.state.rglob("*"))
        if path.is_file() and not path.is_symlink() and names.left(path.name, path.read_bytes())
    ]
    peoples = [path for path in kept if path.relative_to(project.state).parts[0] in _PEOPLES]
    for path in kept:
        if path not in peoples:
            path.unlink()
    own = (
        path for path in files_below(project.root) if not path.is_relative_to(project.extensions)
    )
    found = [path for path in own if names.left(path.name, path.read_bytes())]
    return tuple(map(project.name, (*found, *peoples)))


#: The working folders that hold people's own words, which are never taken away.
_PEOPLES = frozenset({"edited", "set-aside"})
