"""What programs read: the compendium as it was when the command began, and what was made since.

pandoc, Typst and kernels read files, not our memory. So they get a copy of the project in
`.themeloom/tree/`, which no edit reaches while they run, and in which what they should not
touch can be written without harm.
"""

from __future__ import annotations

import os
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.files import ABSENT, named_below
from themeloom.core.kept import kept, remember
from themeloom.core.project import Project

if TYPE_CHECKING:
    from themeloom.core.snapshot import Snapshot

#: Size, time of the last change and number of a file that was laid out, and its hash.
_Laid = tuple[int, int, int, str]


class Tree:
    """The copy of a project in its own working folder, kept from command to command.

    Args:
        project: the compendium.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.root = project.state / "tree"
        self._memory = project.state / "tree.json"
        #: What this command has laid out so far; nobody else writes there meanwhile.
        self._held: dict[str, str] | None = None

    def hold(self, read: Snapshot) -> Project:
        """Bring the copy up to date with what was read and made, all but finished outputs.

        Returns:
            The copy as a project of its own, with the same bytes in memory.
        """
        outputs = f"{self._project.name(self._project.output)}/"
        wanted = {
            name: one
            for name, one in read.hashes.items()
            if one != ABSENT and not name.startswith(outputs)
        }
        if self._held is None:
            known = kept(self._memory, dict[str, _Laid]) or {}
            stale = [name for name, one in wanted.items() if not self._is_laid(name, one, known)]
            others = [name for name in named_below(self.root) if name not in wanted]
        else:
            stale = [name for name, one in wanted.items() if self._held.get(name) != one]
            others = [name for name in self._held if name not in wanted]
        self._make_room([*others, *stale])
        read.lay_out(stale, self.root)
        if stale or others:
            laid = {name: self._laid(name, one) for name, one in wanted.items()}
            remember(self._memory, {name: one for name, one in laid.items() if one})
        self._held = wanted
        return Project(self.root, read)

    def _is_laid(self, name: str, wanted: str, known: dict[str, _Laid]) -> bool:
        return (
            name in known and known[name][3] == wanted and self._laid(name, wanted) == known[name]
        )

    def _laid(self, name: str, digest: str) -> _Laid | None:
        try:
            found = os.stat(f"{self.root}/{name}")  # noqa: PTH116 - there are many
        except OSError:
            return None
        return found.st_size, found.st_ctime_ns, found.st_ino, digest

    def _make_room(self, names: list[str]) -> None:
        """Let files be laid out where folders or links are now."""
        folders = map(PurePosixPath, {name.rpartition("/")[0] for name in names})
        above = {one for folder in folders for one in (folder, *folder.parents)}
        for folder in sorted(above - {PurePosixPath()}):
            place = self.root / folder
            if place.is_symlink() or place.is_file():
                place.unlink()
        for path in (self.root / name for name in names):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
