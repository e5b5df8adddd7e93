"""What readers must know of what was not checked as usual, for every output's colophon."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from themeloom.checking.context import Context
from themeloom.checking.findings import known_kinds
from themeloom.checking.spoken import Said
from themeloom.core.text import counted
from themeloom.study.excerpts import excerpts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from themeloom.session import Session

#: The page on which all of them stand, from the folder of outputs.
PAGE = "evidence/index.html"
#: What is said of a source where quotations could not be checked for who says them.
_UNKNOWN = {
    Said.UNREAD: "Who speaks is not known in",
    Said.UNCLEAR: "Who speaks is not clear everywhere in",
}


def caveats(session: Session) -> tuple[str, ...]:
    """One sentence or two for each, in a fixed order; none where all was checked as usual."""
    return tuple(dict.fromkeys(one for tell in CAVEATS for one in tell(session)))


def brief(told: tuple[str, ...]) -> str:
    """What stands where there is room for a line only: how many, and where all of them stand."""
    return f" Exceptions to what was checked: {len(told)}, told in {PAGE}." if told else ""


def lowered(session: Session) -> Iterator[str]:
    """Every kind of finding that the study lowers, and why."""
    for kind, choice in sorted(session.study.settings.checks.items()):
        if kind in known_kinds():
            now = "is not reported" if choice.chosen == "off" else f"counts as a {choice.chosen}"
            yield f"{known_kinds()[kind].title} ({kind}) {now}. Reason: {_said(choice.reason)}"


def accepted(session: Session) -> Iterator[str]:
    """Every single finding that the study accepts, and who does so."""
    for one in session.study.settings.accepted:
        if one.kind in known_kinds():
            what = f"{known_kinds()[one.kind].title} ({one.kind}) is accepted once in {one.file}"
            yield f"{what} by {one.by}. Reason: {_said(one.reason)}"


def not_verified(session: Session) -> Iterator[str]:
    """The sources whose words nobody has looked up, or only whoever holds them."""
    texts = session.corpus.texts
    absent = [one for one in excerpts(session.study) if one.source not in texts]
    recorded = [one for one in absent if session.attested.covers(session.study, one)]
    for source, count in Counter(one.source for one in absent if one not in recorded).items():
        title = session.study.source(source).title
        yield f"Not verified, because the source is not at hand: {_passages(count)} from “{title}”."
    record = session.attested
    by = f"signed by {record.signed}" if record.signed else "not signed"
    for source, count in Counter(one.source for one in recorded).items():
        title = session.study.source(source).title
        yield (
            f"Verified only where the source is kept, by the record of {record.date}, {by}: "
            f"{_passages(count)} from “{title}”."
        )


def unknown_speakers(session: Session) -> Iterator[str]:
    """The sources of which it is not known who speaks in them, or not clear who says what."""
    said = Context.of(session).spoken
    for state, how in _UNKNOWN.items():
        for source, count in Counter(o.quote.source for o in said if o.said is state).items():
            title = session.study.source(source).title
            whose = "whose words they are" if count > 1 else "whose words it is"
            yield f"{how} “{title}”: {counted(count, 'quotation')} not checked for {whose}."


def translated(session: Session) -> Iterator[str]:
    """How many quotations are translated, and by whom: no source can bear a translation out."""
    made = [one for _, quote in session.study.quotations if (one := quote.translation)]
    if made:
        by = "; ".join(sorted({one.by for one in made}))
        many = counted(len(made), "quotation")
        yield f"Translated by {by}: {many}. What was looked up are the originals."


def _passages(count: int) -> str:
    return counted(count, "passage")


def _said(reason: str) -> str:
    """A reason on one line, with an end."""
    words = " ".join(reason.split())
    return words if words.endswith((".", "!", "?")) else f"{words}."


#: What tells of caveats; a new sort of them is a function and a row.
CAVEATS: tuple[Callable[[Session], Iterator[str]], ...] = (
    lowered,
    accepted,
    not_verified,
    unknown_speakers,
    translated,
)
