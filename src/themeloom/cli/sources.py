"""The commands about sources: taking files over, finding words in them, quoting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.cli.coded import bring_in_coded, coded_apart
from themeloom.cli.telling import agreed, listed, project_of, tell
from themeloom.core.errors import Exit
from themeloom.core.text import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.importers.plan import Incoming, Plan
    from themeloom.importers.pseudonyms import Replacement
    from themeloom.importers.voices import Voice
    from themeloom.importers.write import Done

#: How many lines at which something is unclear are shown.
_SHOWN = 12


def bring_in(arguments: argparse.Namespace) -> Exit:
    """Show what files become, ask where something is in doubt, and write them."""
    from themeloom.importers.plan import Wanted, plan
    from themeloom.importers.write import carry_out
    from themeloom.steps.publishing import alone

    project = project_of(arguments)
    files = coded_apart(arguments)
    if not files:
        return bring_in_coded(arguments, project)
    wanted = Wanted(
        files,
        arguments.into,
        arguments.named,
        arguments.encoding,
        arguments.key,
        arguments.mark,
        arguments.interviewer,
        arguments.pseudonyms,
    )
    with alone(project):
        planned = plan(project, wanted)
        ended = agreed(planned, _shown(planned), arguments)
        if ended is not None:
            return ended
        tell(_told(carry_out(project, planned, arguments.key)))
    return Exit.FINE


def _shown(planned: Plan) -> Iterator[str]:
    """What each file becomes, and what is entered into the store."""
    for one in planned.incoming:
        state = "new" if one.before is None else "changed" if one.changes else "unchanged"
        yield f"{one.name} → {one.target} ({state})"
        for what, lines in (("read", one.reading.read), ("left out", one.reading.left_out)):
            yield from listed(what, lines)
        yield from _replaced(one.replaced)
        yield from listed("layout", list(_layout(one.layout)))
        yield from listed("speaks", list(map(_voice, one.voices)) or _nobody(one))
        yield from listed("changes", one.changes)
        findings = [f"line {f.line}: {f.message}" for f in one.findings]
        findings += one.called.lines
        yield from listed("identity", findings or ["nothing found"])
    yield from _replaced(planned.replaced, "study.yml, ")
    for recoded in planned.coded:
        yield from _replaced(recoded.replaced, f"{recoded.file}, ")
    for line in planned.added:
        yield f"study.yml: {line}"


def _replaced(found: Sequence[Replacement], before: str = "") -> Iterator[str]:
    """Every name for the eye: one that is not seen may be somebody's."""
    return listed("replaced", list(map(_place, found)), before, len(found))


def _place(one: Replacement) -> str:
    by = one.by or "stays; is it a name?"
    return f"line {one.line}: {' '.join(one.around.split())} → {by}"


def _layout(found: Mapping[str, int]) -> Iterator[str]:
    """What in a text is no difference to a quotation, and how that is chosen otherwise."""
    from themeloom.study.layout import CALLED

    if found:
        said = ", ".join(f"{CALLED[kind]} ({count})" for kind, count in found.items())
        choice = ", ".join(f"{kind}: words" for kind in found)
        yield f"{said}: stays in the file, is no difference to a quotation and is never printed;"
        yield f"otherwise, in study.yml: settings: transcripts: {{{choice}}}"


def _voice(one: Voice) -> str:
    if one.lines:
        lines = ", ".join(map(str, one.lines[:_SHOWN]))
        return (
            f"unclear: “{one.label}” (line {lines}); say whose it is in study.yml, under the "
            f'source: speakers: {{"{one.label}": interviewer}}, or a participant, or nobody'
        )
    who = f", participant {one.who}" if one.who not in {"", "asks"} else ""
    who = ", who asks" if one.who == "asks" else who
    return f"{one.label}{who}: {counted(one.turns, 'turn')}, {counted(one.words, 'word')}"


def _nobody(one: Incoming) -> list[str]:
    is_text = one.target.endswith(".txt")
    return ["no speakers are recognised; whose words are quoted cannot be checked"] * is_text


def _told(done: Done) -> Iterator[str]:
    if not done.written:
        yield "everything was there already"
    for name in done.written:
        yield f"written: {name}"
    if done.log is not None:
        yield f"the log of replacements, as secret as the key: {done.log}"
    if done.named:
        yield from listed("", ["real names still stand in:", *done.named])
        yield "  what is built is free of them after: themeloom render"
