"""Is every participant called by one name, and every name one participant's?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.model import Participant


def check_pseudonyms(context: Context) -> Iterator[Finding]:
    """Yield shared pseudonyms, and quotations under a name that is not their participant's."""
    if not context.study.participants:
        return
    yield from _shared(context)
    for n, theme in enumerate(context.study.themes):
        for m, quote in enumerate(theme.quotations):
            if not quote.participant:
                continue
            line = context.located.line(("themes", n, "quotations", m, "participant"))
            one = context.participant(quote.participant)
            if one is None:
                known = [other.id for other in context.study.participants]
                yield Finding(
                    context.located.file,
                    line,
                    "participant-unknown",
                    f"the quotation “{quote.id}” is of a participant who is not in the store",
                    did_you_mean(quote.participant, known),
                )
            elif _is_another(context, one, quote.attribution):
                yield Finding(
                    context.located.file,
                    line,
                    "pseudonym-inconsistent",
                    f"the quotation “{quote.id}” is of “{one.id}”, and its attribution "
                    "calls another participant",
                    f"write {one.pseudonym or one.turn} in the attribution",
                )


def _names(one: Participant) -> set[str]:
    return {name.casefold() for name in (one.pseudonym, one.turn) if name}


def _shared(context: Context) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for position, one in enumerate(context.study.participants):
        for name in sorted(_names(one)):
            if name in seen:
                yield Finding(
                    context.located.file,
                    context.located.line(("participants", position)),
                    "pseudonym-shared",
                    f"the participants “{seen[name]}” and “{one.id}” are called the same",
                    "give each a pseudonym and a label of its own",
                )
            seen.setdefault(name, one.id)


def _is_another(context: Context, one: Participant, attribution: str) -> bool:
    """Whether an attribution calls somebody else, and not this participant."""
    words = set(re.findall(r"[\w-]+", attribution.casefold()))

    def called(other: Participant) -> bool:
        return any(set(re.findall(r"[\w-]+", name)) <= words for name in _names(other))

    others = [other for other in context.study.participants if other.id != one.id]
    return not called(one) and any(called(other) for other in others)
