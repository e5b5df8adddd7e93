"""Outputs that no document makes any more: taken away where they are still what we wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.text import some_of
from themeloom.core.written import Written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from themeloom.core.project import Project
    from themeloom.steps.runner import Runner


def let_go(runner: Runner, project: Project, others: Collection[str]) -> Iterator[str]:
    """Take out the outputs that nothing makes any more, and say which go and which stay.

    Args:
        runner: with the records of all that a whole build makes.
        project: the compendium as it lies there.
        others: what else is made: files from the root, or beginnings of their names.
    """
    made = {name for record in runner.records.values() for name in record.made}
    written, root = Written(project), project.root
    former = [
        name
        for name in sorted(written.known(project.output) - made)
        if not name.startswith(tuple(others)) and (root / name).is_file()
    ]
    going = [name for name in former if written.may_go(root / name)]
    runner.drop(going)
    if going:
        yield f"no document makes them any more, and they are gone: {some_of(going)}"
    if staying := [name for name in former if name not in going]:
        yield (
            f"no document makes them any more, and somebody changed them: {some_of(staying)}\n"
            "  hint: take what is wanted of them into a document, then delete them"
        )
