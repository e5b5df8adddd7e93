"""Importing coded data: what is shown of it, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.cli.telling import agreed, listed
from themeloom.core.errors import Exit, ThemeloomError
from themeloom.core.text import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.importers.coded.kinds import Told
    from themeloom.importers.coded.plan import CodedPlan


def coded_apart(arguments: argparse.Namespace) -> list[Path]:
    """The files that hold no coded data; none if all do.

    Raises:
        ThemeloomError: if some do and some do not.
    """
    from themeloom.importers.coded.kinds import is_coded

    told = _told(arguments)
    coded = {path for path in arguments.files if is_coded(path, told)}
    others = [path for path in arguments.files if path not in coded]
    if coded and others:
        raise ThemeloomError(
            f"{counted(len(coded), 'file')} of these hold what was coded, and "
            f"{counted(len(others), 'file')} texts or participants",
            "import the texts first, then what was coded in them",
        )
    return others


def _told(arguments: argparse.Namespace) -> Told:
    from themeloom.importers.coded.kinds import Told

    columns: dict[str, str] = {}
    for kind, head in _pairs(arguments.column, "--column", "quote=Excerpt"):
        # Codes may stand in several columns.
        columns[kind] = (
            f"{columns[kind]}\n{head}" if columns.get("code") and kind == "code" else head
        )
    return Told(arguments.codings, columns, arguments.between, arguments.encoding)


def _pairs(words: Sequence[str], option: str, example: str) -> Iterator[tuple[str, str]]:
    for one in words:
        name, equals, value = one.rpartition("=") if option == "--coder" else one.partition("=")
        if option == "--coder" and not equals and value:
            # Nobody is named in the file, and this is who coded.
            yield "", value
            continue
        if not (name and equals and value):
            raise ThemeloomError(f"{option} {one} says nothing", f"write {option} {example}")
        yield name, value


def bring_in_coded(arguments: argparse.Namespace, project: Project) -> Exit:
    """Show what was coded becomes, ask where something is in doubt, and write it."""
    from themeloom.importers.coded.plan import CodedWanted, carry_out_coded, plan_coded
    from themeloom.steps.publishing import alone

    coders = dict(_pairs(arguments.coder, "--coder", "'Jo Brown=coder-1'"))
    told = _told(arguments)
    wanted = CodedWanted(
        arguments.files,
        told,
        arguments.into,
        arguments.key,
        arguments.mark,
        coders,
        arguments.pseudonyms,
    )
    with alone(project):
        planned = plan_coded(project, wanted)
        ended = agreed(planned, _lines(planned), arguments)
        if ended is not None:
            return ended
        written = carry_out_coded(project, planned)
    for name in written:
        print(f"written: {name}")
    if not written:
        print("everything was there already")
    return Exit.FINE


def _lines(planned: CodedPlan) -> Iterator[str]:
    """What was read, what becomes of it, and what does not."""
    for name, read in planned.read.items():
        yield name
        yield from listed("read", read)
        yield from listed("left out", planned.left_out.get(name, ()))
    coders = [f"{who} is “{name}”" for name, who in planned.coders.items() if name]
    yield from listed("coders", coders)
    yield from listed("codes", planned.codes)
    changes = sorted(planned.changes.items())
    yield from listed("codings", [_change(*one) for one in changes])
    for source, places in planned.replaced.items():
        lines = [f"{source}, line {one.line}: {one.around} → {one.by}" for one in places]
        yield from listed("replaced", lines)
    findings = [f"{f.file}:{f.line}: {f.message}" for f in planned.findings]
    findings += planned.called.lines
    yield from listed("identity", findings or ["nothing found"])
    for line in planned.added:
        yield f"study.yml: {line}"


def _change(where: tuple[str, str], change: object) -> str:
    source, coder = where
    said = {"kept": "kept that these files do not have"}
    numbers = [f"{count} {said.get(what, what)}" for what, count in vars(change).items() if count]
    return f"{source}, {coder}: {', '.join(numbers) or 'nothing'}"
