"""The commands about codings: bringing them back to their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.cli.telling import confirmed, project_of, tell
from themeloom.core.errors import Exit
from themeloom.core.text import counted, shortened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from themeloom.coding.reanchoring import Moved, Reanchored

#: How much of a coded passage is shown.
_SHOWN = 160


def reanchor(arguments: argparse.Namespace) -> Exit:
    """Show where coded words are now, ask, and write it."""
    from themeloom.coding.reanchoring import reanchor
    from themeloom.core.files import put
    from themeloom.session import Session
    from themeloom.steps.publishing import alone

    project = project_of(arguments)
    with alone(project):
        session = Session.begin(project)
        done = reanchor(session.project, session.coded, session.corpus)
        tell(_told(done))
        if not done.files or arguments.dry_run:
            print("nothing is written (--dry-run)" if done.files else "nothing to write")
            return Exit.FINDINGS if done.lost else Exit.FINE
        changed = counted(len(done.found), "coding")
        doubts = [f"{changed} will have other words, as shown above"] if done.found else []
        if not arguments.yes and not confirmed(doubts):
            return Exit.FINDINGS
        for name, data in done.files.items():
            put(project.root / name, data)
            print(f"written: {name}")
    return Exit.FINDINGS if done.lost else Exit.FINE


def export(arguments: argparse.Namespace) -> Exit:
    """Write what was coded for other tools."""
    from pathlib import Path

    from themeloom.coding.exporting import export
    from themeloom.core.files import put
    from themeloom.session import Session

    session = Session.begin(project_of(arguments))
    told = session.project, session.study, session.corpus, session.coded
    done = export(*told, arguments.to)
    for name, data in done.files.items():
        print(f"written: {put(Path(arguments.output) / name, data)}")
    codes = counted(len(session.coded.codebook.codes), "code")
    in_it = f", {counted(done.codings, 'coding')} of {counted(done.sources, 'source')}"
    print(f"  {codes}{in_it if arguments.to != 'qdc' else ''}")
    for one in done.left_out:
        print(f"  left out: {one}")
    return Exit.FINE


def _told(done: Reanchored) -> Iterator[str]:
    if done.hints:
        moved = counted(done.hints, "coding")
        yield f"{moved} word for word as before, at another place of the source"
    for one in done.moved:
        yield from _shown(one)


def _shown(one: Moved) -> Iterator[str]:
    where = f"{one.file}:{one.coding.line}: {one.coding.id} ({one.coding.code})"
    if not one.now:
        yield f"{where}: lost; code the passage anew, or delete this row"
        yield f"  was  “{_briefly(one.coding.quote)}”"
        return
    how = f"{one.anchor.standing}, {one.anchor.similarity:.0f} % alike"
    if one.anchor.twins > 1:
        how = f"ambiguous: there {one.anchor.twins} times; the nearest to where it was"
    yield f"{where}: {how}, line {one.line} of {one.source}"
    yield f"  was  “{_briefly(one.coding.quote)}”"
    yield f"  now  “{_briefly(one.now)}”"


def _briefly(words: str) -> str:
    return shortened(" ".join(words.split()), _SHOWN)
