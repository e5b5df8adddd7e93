"""Staging typefaces and styles in a process of its own, while this one derives.

Both are slow only the first time, and both keep one processor busy. What the other
process cannot do yet, `stage` does afterwards; what it did is not done again.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.project import Project
from themeloom.rendering import processes

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALL = "from themeloom.rendering.styles.beside import main; main()"


@contextmanager
def staging_beside(project: Project) -> Iterator[None]:
    """Stage in the background if nothing was ever staged; it is finished when this ends."""
    from themeloom.rendering.styles.staging import NOTED

    if (project.state / NOTED).is_file() or not project.metadata.is_file():
        yield
        return
    command = [sys.executable, "-c", _CALL, str(project.root)]
    # The other process must find the package where this one found it.
    package = str(Path(__file__).parents[3])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([package, os.environ.get("PYTHONPATH", "")])}
    work = threading.Thread(
        target=lambda: processes.run(command, cwd=project.root, env=env), daemon=True
    )
    work.start()
    try:
        yield
    except BaseException:
        processes.stop_all()
        raise
    finally:
        work.join()


def main() -> None:
    """Stage for the project that is named; whatever keeps it from that is told by `stage`."""
    from themeloom.documents import read_configuration
    from themeloom.errors import ThemeloomError
    from themeloom.rendering.styles import stage

    project = Project(Path(sys.argv[1]))
    try:
        stage(project, read_configuration(project.root).metadata)
    except ThemeloomError:
        sys.exit(1)
