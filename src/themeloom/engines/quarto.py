"""Rendering with Quarto, where it is installed: the same sources, the same places."""

from __future__ import annotations

import os
import shutil
from collections import deque
from typing import TYPE_CHECKING

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError
from themeloom.documents.configuration import read_configuration
from themeloom.documents.plan import select_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.core.project import Project
    from themeloom.engines.reporting import Reporter

#: How many of Quarto's last lines are shown when it fails.
_LAST_LINES = 12
_HOW_TO_GET = (
    "install it (the package quarto of conda-forge, or an installer from quarto.org), or name the "
    "program in the variable QUARTO; without it: themeloom render --engine builtin"
)


def find_quarto() -> str | None:
    """The program: what the variable QUARTO names, else what is on the path."""
    return shutil.which(os.environ.get("QUARTO") or "quarto")


def render_with_quarto(
    project: Project,
    selection: Sequence[str],
    to: Sequence[str],
    reporter: Reporter,
    *,
    epoch: int,
) -> None:
    """Render documents with Quarto, in the formats they ask for or in those given.

    Args:
        project: the compendium.
        selection: documents by name, folder or path; none means all.
        to: formats by Quarto's names; none means all.
        reporter: told what Quarto says.
        epoch: the time, in seconds since 1970, that outputs carry where Quarto heeds it.

    Raises:
        ThemeloomError: if Quarto is missing or fails, with its last lines.
    """
    program = find_quarto()
    if program is None:
        named = os.environ.get("QUARTO")
        raise ThemeloomError(
            f'Quarto is not at "{named}", which the variable QUARTO names'
            if named
            else "Quarto is not installed",
            _HOW_TO_GET,
        )
    chosen = select_documents(read_configuration(project.root).render, selection)
    targets: list[list[str]] = [[]] if not selection else [[document] for document in chosen]
    for target in targets:
        for format_ in to or [""]:
            _run(
                project,
                [program, "render", *target, *(["--to", format_] if format_ else [])],
                reporter,
                epoch,
            )


def _run(project: Project, command: list[str], reporter: Reporter, epoch: int) -> None:
    last: deque[str] = deque(maxlen=_LAST_LINES)

    def heard(line: str) -> None:
        if line.strip():
            last.append(line)
            reporter.said(line)

    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    code, _ = processes.run(command, cwd=project.root, env=environment, heard=heard)
    if code:
        told = "\n".join(f"    {line}" for line in last) or "    (it said nothing)"
        raise ThemeloomError(
            f"Quarto ended with code {code}; its last lines:\n{told}",
            "mend what it names, or see what the built-in renderer says: "
            "themeloom render --engine builtin",
        )
