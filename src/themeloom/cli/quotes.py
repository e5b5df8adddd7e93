"""The commands about quotations: finding words, listing what was coded, writing them down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.cli.telling import columns, project_of, tell
from themeloom.core.errors import Exit, ThemeloomError
from themeloom.core.text import counted, shortened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from themeloom.importers.candidates import Candidate, Listed, Voice

#: How much of a passage a list shows.
_SHOWN = 320
_UNKNOWN = "?"


def quotes_find(arguments: argparse.Namespace) -> Exit:
    """Print where words stand in the sources."""
    from themeloom.importers.quoting import find_words

    places = find_words(project_of(arguments), " ".join(arguments.words))
    for one in places:
        speaker = f", {one.speaker}" if one.speaker else ""
        print(f"{one.source}, {one.file}:{one.line}{speaker}\n  “{one.words}”")
    if not places:
        raise ThemeloomError(
            "these words stand in no source that is at hand",
            "try fewer of them; themeloom check names the nearest words of a quotation",
        )
    return Exit.FINE


def quotes_list(arguments: argparse.Namespace) -> Exit:
    """Print coded passages that could be quoted, and the balance of voices."""
    from themeloom.importers.candidates import Choice, list_candidates

    asked = arguments.code, arguments.participant, arguments.theme
    listed = list_candidates(project_of(arguments), Choice(*asked, unused=arguments.unused))
    tell(_listed(listed, arguments.theme))
    return Exit.FINE


def _listed(listed: Listed, theme: str) -> Iterator[str]:
    rows = columns(map(_row, listed.candidates))
    for row, one in zip(rows, listed.candidates, strict=True):
        yield row
        words = shortened(one.words, _SHOWN)
        yield f"    “{words}”" if words else "    (the source is not here, or has lost these words)"
    yield counted(len(listed.candidates), "passage")
    if listed.refused:
        yield f"{listed.refused} more are of participants whose words may not be quoted"
    heads = ("voice", "quoted", *(("under " + theme,) if theme else ()), "could be quoted")
    table = columns([heads, *(_voice(one, theme) for one in listed.voices)])
    yield ""
    yield from (f"  {row}" for row in table)


def _row(one: Candidate) -> tuple[str, ...]:
    more = f" +{len(one.codings) - 1}" if len(one.codings) > 1 else ""
    quoted = f"quoted: {', '.join(one.quoted)}" if one.quoted else ""
    who = ", ".join(one.participants) or _UNKNOWN
    return one.codings[0] + more, who, ", ".join(one.codes), one.place, quoted


def _voice(one: Voice, theme: str) -> tuple[str, ...]:
    here = (str(one.here),) if theme else ()
    return one.name or _UNKNOWN, str(one.quotations), *here, str(one.candidates)


def quotes_add(arguments: argparse.Namespace) -> Exit:
    """Write a quotation into the store."""
    from themeloom.importers.quoting import add_coding, add_quotation, is_coding

    project, words = project_of(arguments), " ".join(arguments.words)
    if not words or is_coding(project, arguments.id):
        _refuse("--source", arguments.source, "a coding is of one source")
        added = add_coding(project, arguments.id, words, arguments.theme, arguments.named)
    else:
        _refuse("--as", arguments.named, f"{arguments.id} is no coding, so it names the quotation")
        added = add_quotation(project, arguments.id, words, arguments.theme, arguments.source)
    print(f"study.yml:{added.line}: {added.id}, under {arguments.theme}\n  “{added.words}”")
    return Exit.FINE


def _refuse(option: str, value: str, why: str) -> None:
    if value:
        raise ThemeloomError(f"{option} {value} means nothing here: {why}", "leave it out")
