"""Is what the store says of its themes borne out: subthemes, questions, words quoted once?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.text import plain
from themeloom.study.interpretation import Question, Quotation, Subtheme, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.checking.findings import Finding
    from themeloom.study.located import Path

#: So many words are hardly said twice by one person.
_SAID_ONCE = 5


def check_interpretation(context: Context) -> Iterator[Finding]:
    """Yield bare subthemes, questions that no theme answers, and words that are quoted twice."""
    for path, theme in context.study.each(Subtheme):
        if not isinstance(theme, Theme) and not theme.quotations:
            yield context.finding(path, "subtheme-without-evidence", subtheme=theme.id)
    for path, question in context.study.each(Question):
        if not question.answered_by:
            yield context.finding(path, "question-unanswered", question=question.id)
    yield from _quoted_twice(context)


def _quoted_twice(context: Context) -> Iterator[Finding]:
    """The same words of the same source, wherever they stand; a few may have been said twice."""
    seen: dict[tuple[str, ...], tuple[Path, str]] = {}
    for path, quote in context.study.each(Quotation):
        said = quote.source, quote.participant, plain(quote.text)
        if len(said[-1].split()) < _SAID_ONCE:
            continue
        if said in seen:
            before, other = seen[said]
            words = {
                "quotation": quote.id,
                "other": other,
                "line": context.located.line((*before, "text")),
            }
            yield context.finding((*path, "text"), "quotation-twice", **words)
        seen.setdefault(said, (path, quote.id))
