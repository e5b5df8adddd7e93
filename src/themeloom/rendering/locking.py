"""One render at a time: two would write into each other's working files."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from themeloom.errors import ThemeloomError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.project import Project


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Hold the project's lock; the system lets go of it however this process ends.

    Raises:
        ThemeloomError: if another process holds it.
    """
    project.state.mkdir(parents=True, exist_ok=True)
    with (project.state / "lock").open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise ThemeloomError(
                "another render of this project is running",
                "wait until it has ended, or end it with Ctrl-C",
            ) from None
        yield


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
