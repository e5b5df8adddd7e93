"""Rendering with Quarto, where it is installed: the same sources, the same places."""

from __future__ import annotations

import os
import re
import shutil
from collections import deque
from typing import TYPE_CHECKING

from themeloom.core import processes
from themeloom.core.errors import ThemeloomError

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


def version_of_quarto(program: str) -> str | None:
    """The version that a program says it has; nothing if it is no Quarto that can be run."""
    said = processes.answer([program, "--version"]) or ""
    return said if re.fullmatch(r"\d+(?:\.\d+)+\S*", said) else None


def render_with_quarto(
    project: Project, asked: Sequence[tuple[str, ...]], reporter: Reporter, *, epoch: int
) -> None:
    """Render documents with Quarto, one after the other.

    Args:
        project: the compendium.
        asked: the arguments of each call: a document, a format; none is the whole project.
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
    if version_of_quarto(program) is None:
        raise ThemeloomError(f"{program} is there, but cannot be run as Quarto", _HOW_TO_GET)
    for arguments in asked:
        _run(project, [program, "render", *arguments], reporter, epoch)


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
