"""The outputs as they were before Quarto replaces them, to be put back where one has an error.

Before Quarto renders, copies of what lies in the places of its outputs are laid into
`.themeloom/last/`. An output with an error goes to `.themeloom/refused/`, and its copy back. The
copies are gone when Quarto's render was looked through; where they are not, it ended before that.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import files_below
from themeloom.core.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from themeloom.core.project import Project

_LAST, _REFUSED = "last", "refused"


class LastGood:
    """What lay in the places of Quarto's outputs before it began.

    Args:
        project: the compendium.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._kept = project.state / _LAST

    def keep(self, paths: Iterable[Path]) -> None:
        """Copy those that are there as they were written last, with all that lies beside them.

        Args:
            paths: the outputs that are about to be replaced.
        """
        self.forget()
        written = Written(self._project)
        for path in paths:
            if path.is_file() and written.is_as_written(path):
                copy = self._kept / self._project.name(path)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, copy)

    def put_back(self) -> list[str]:
        """Put back all that an earlier render replaced that ended before it was looked through.

        Returns:
            The files that are back, from the root, sorted.
        """
        back = []
        for copy in files_below(self._kept):
            path = self._project.root / copy.relative_to(self._kept)
            if not path.is_file() or path.read_bytes() != copy.read_bytes():
                self._put(copy, path)
                back.append(self._project.name(path))
        self.forget()
        return sorted(back)

    def refuse(self, path: Path) -> str:
        """Set an output aside, and put back the last good one in its place.

        Returns:
            What to say of it.
        """
        name = self._project.name(path)
        aside, copy = self._project.state / _REFUSED / name, self._kept / name
        aside.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, aside)
        told = f"{name} is set aside as {self._project.name(aside)}; "
        if not copy.is_file():
            return f"{told}there was no earlier one to put in its place"
        self._put(copy, path)
        return f"{told}the last good one is back"

    def forget(self) -> None:
        """Let go of the copies."""
        shutil.rmtree(self._kept, ignore_errors=True)

    def _put(self, copy: Path, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(copy, path)
        except OSError as error:
            raise ThemeloomError(
                f"the last good {self._project.name(path)} cannot be put back: "
                f"{(error.strerror or str(error)).lower()}",
                f"it lies in {self._project.name(copy)}",
            ) from None
