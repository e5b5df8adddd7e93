"""Is every quotation, and every other passage, in the source it names?"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from themeloom.core.text import difference, shortened
from themeloom.study.model import Access
from themeloom.study.quoting import Grade, has_brackets, is_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.findings import Finding
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.quoting import Found

_SHOWN = 300
#: What a hint says as well where the source has words in brackets.
_BRACKETS = (
    "; brackets of the source are words: keep them whole, or leave them out with … alone, "
    "and put no others in their place"
)


def check_quotations(context: Context) -> Iterator[Finding]:
    """Yield what is not in its source, with the nearest true wording."""
    recorded = _recorded_quotations(context) if None in context.found.values() else set()
    for excerpt, place in context.found.items():
        if place is None:
            kind = "recorded" if _is_recorded(context, excerpt, recorded) else "unverifiable"
            words = {"what": _what(excerpt), "source": excerpt.source}
            yield context.finding(excerpt.path, f"verbatim-{kind}", **words)
        elif place.grade is Grade.BEYOND:
            yield _beyond(context, excerpt, place)
        elif place.grade is Grade.NEAR:
            yield _near(context, excerpt, place)
        elif place.grade is Grade.ABSENT:
            yield _absent(context, excerpt)
        else:
            yield from _cuts(context, excerpt, place)


def _is_recorded(context: Context, excerpt: Excerpt, recorded: set[str]) -> bool:
    """Whether a holder of a restricted source has looked these words up, by what is derived.

    Only the table of quotations tells of each; the source's hash must be recorded for all.
    """
    source = context.study.source(excerpt.source)
    if source.access is not Access.RESTRICTED or not source.sha256:
        return False
    return excerpt.kind != "quotation" or excerpt.text in recorded


def _recorded_quotations(context: Context) -> set[str]:
    table = context.project.derived / "quotations.csv"
    if not context.project.has(table):
        return set()
    text = context.project.text_of(table)
    rows = csv.DictReader(io.StringIO(text))
    return {row["text"] for row in rows if row.get("text") and row.get("sha256")}


def _cuts(context: Context, excerpt: Excerpt, place: Found) -> Iterator[Finding]:
    """Cuts that may turn round what was said."""
    source = context.corpus.texts[excerpt.source]
    for offset in place.after_negation:
        words = {"file": source.file, "line": source.line_of(offset)}
        yield context.finding(excerpt.path, "verbatim-negation", what=_what(excerpt), **words)


def _beyond(context: Context, excerpt: Excerpt, place: Found) -> Finding:
    source = context.corpus.texts[excerpt.source]
    return context.finding(
        excerpt.path,
        "verbatim-beyond",
        what=_what(excerpt),
        file=source.file,
        line=source.line_of(place.start),
        why=place.why,
    )


def _near(context: Context, excerpt: Excerpt, place: Found) -> Finding:
    source = context.corpus.texts[excerpt.source]
    differs = _short(difference(excerpt.text, place.wording))
    shown = f"\n  source says: {_short(place.wording)}\n  difference:  {differs}"
    return context.finding(
        excerpt.path,
        "verbatim-near",
        what=_what(excerpt),
        file=source.file,
        line=source.line_of(place.start),
        alike=f"{place.similarity:.0f}",
        shown=shown if context.is_open(excerpt.source) else "",
        brackets=_BRACKETS if has_brackets(place.wording) else "",
    )


def _absent(context: Context, excerpt: Excerpt) -> Finding:
    elsewhere = _elsewhere(context, excerpt)
    return context.finding(
        excerpt.path,
        "verbatim-absent",
        what=_what(excerpt),
        file=context.corpus.texts[excerpt.source].file,
        words=_short(excerpt.text),
        hint=f"it stands in the source “{elsewhere}”: name that one"
        if elsewhere
        else "name the source it is in, or take it out",
    )


def _elsewhere(context: Context, excerpt: Excerpt) -> str:
    """Another source in which the words stand, if there is one."""
    others = (one for name, one in sorted(context.corpus.texts.items()) if name != excerpt.source)
    found = (one.id for one in others if is_in(excerpt.text, one.text))
    return next(found, "")


def _what(excerpt: Excerpt) -> str:
    return f"{excerpt.kind} “{excerpt.id}”"


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), _SHOWN)
