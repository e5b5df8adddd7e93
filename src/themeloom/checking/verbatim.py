"""Is every quotation, and every other passage, in the source it names?"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.core.text import difference, shortened
from themeloom.documents.places import Place
from themeloom.study.attested import FILE
from themeloom.study.model import Access
from themeloom.study.quoting import Grade, has_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.quoting import Found

_SHOWN = 300
#: What a hint says as well where the source has words in brackets.
_BRACKETS = (
    "; brackets of the source are words: keep them whole, or leave them out with … alone, "
    "and put no others in their place"
)


#: What is said of words of a source that is not open.
_UNSHOWN = "a bracket or a cut stands where words say more than a name"


def check_quotations(context: Context) -> Iterator[Finding]:
    """Yield what is not in its source, with the nearest true wording."""
    recorded = _derived_before(context) if None in context.found.values() else set()
    if context.attested.edited:
        yield Finding.at(Place(FILE, 1), "record-edited")
    elif context.attested.passages and not context.attested.satisfies(context.study):
        signers = " or ".join(context.study.settings.records.signers)
        by = context.attested.signed or "nobody"
        yield Finding.at(Place(FILE, 1), "record-unsigned", by=by, signers=signers)
    for excerpt, place in context.found.items():
        if place is None:
            yield _unread(context, excerpt, recorded)
        elif place.grade is Grade.BEYOND:
            yield _beyond(context, excerpt, place)
        elif place.grade is Grade.NEAR:
            yield _near(context, excerpt, place)
        elif place.grade is Grade.ABSENT:
            yield _absent(context, excerpt)
        else:
            yield from _cuts(context, excerpt, place)


def _unread(context: Context, excerpt: Excerpt, recorded: set[str]) -> Finding:
    """What is known of words whose source cannot be read here."""
    record = context.attested
    words = {"what": _what(excerpt), "source": excerpt.source}
    if record.covers(context.study, excerpt):
        by = f", signed by {record.signed}" if record.signed else ", not signed"
        return context.finding(
            excerpt.path, "verbatim-recorded", record=f"{FILE} of {record.date}{by}", **words
        )
    is_restricted = context.study.source(excerpt.source).access is Access.RESTRICTED
    kind = "unproved" if is_restricted and excerpt.text in recorded else "unverifiable"
    return context.finding(excerpt.path, f"verbatim-{kind}", **words)


def _derived_before(context: Context) -> set[str]:
    """The words that derived tables had of sources that could be read when they were derived."""
    found: set[str] = set()
    for path in context.project.below(context.project.derived):
        if path.suffix == ".csv":
            rows = csv.DictReader(io.StringIO(context.project.text_of(path)))
            placed = (row for row in rows if row.get("start"))
            found |= {one for row in placed for one in row.values() if isinstance(one, str)}
    return found


def _cuts(context: Context, excerpt: Excerpt, place: Found) -> Iterator[Finding]:
    """Cuts that may turn round what was said."""
    for offset in place.after_negation:
        words = _standing(context, excerpt, offset)
        yield context.finding(excerpt.path, "verbatim-negation", **words)
    for why in place.doubts:
        words = _standing(context, excerpt, place.start)
        shown = why if context.is_open(excerpt.source) else _UNSHOWN
        yield context.finding(excerpt.path, "verbatim-doubtful", why=shown, **words)


def _standing(context: Context, excerpt: Excerpt, offset: int) -> dict[str, object]:
    """What is looked at, and where in its source."""
    source = context.corpus.texts[excerpt.source]
    return {"what": _what(excerpt), "file": source.file, "line": source.line_of(offset)}


def _beyond(context: Context, excerpt: Excerpt, place: Found) -> Finding:
    words = _standing(context, excerpt, place.start)
    return context.finding(excerpt.path, "verbatim-beyond", why=place.why, **words)


def _near(context: Context, excerpt: Excerpt, place: Found) -> Finding:
    wording = context.transcript(excerpt.source).printed(place.start, place.end)
    differs = _short(difference(excerpt.text, wording))
    shown = f"\n  source says: {_short(wording)}\n  difference:  {differs}"
    return context.finding(
        excerpt.path,
        "verbatim-near",
        **_standing(context, excerpt, place.start),
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
    others = (name for name in sorted(context.corpus.texts) if name != excerpt.source)
    found = (name for name in others if context.transcript(name).has(excerpt.text))
    return next(found, "")


def _what(excerpt: Excerpt) -> str:
    return f"{excerpt.kind} “{excerpt.id}”"


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), _SHOWN)
