"""How long it takes to count again, in every finished file, what its document holds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from themeloom.checking.context import Context
from themeloom.checking.run import check_arrived
from themeloom.core.project import Project
from themeloom.formats.make import read_of
from themeloom.session import Session

if TYPE_CHECKING:
    from pathlib import Path


def seconds_to_count(root: Path) -> float:
    """Seconds of the processor for all outputs of a project that was just built."""
    session = Session.begin(Project(root))
    context = Context.of(session, output=None, derived_now=True)
    tree = Project(session.project.state / "tree")
    took = 0.0
    for output in session.plan():
        files = {name: (root / name).read_bytes() for name in output.paths}
        read = read_of(tree, output)
        began = time.process_time()
        found = check_arrived(context, output, read, files).errors
        took += time.process_time() - began
        if found:
            raise SystemExit("\n".join(map(str, found)))
    return took
