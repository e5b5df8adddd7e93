"""The rows of what is told of themes: subthemes, relations, questions, constructs, the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.deriving.tables import Evidence
    from themeloom.study.interpretation import Subtheme, Theme
    from themeloom.study.model import Study

    Row = tuple[Any, ...]


def subthemes(evidence: Evidence) -> Iterator[Row]:
    """Every subtheme, in the order of the store."""
    study = evidence.study
    every = [(theme, sub) for theme in study.themes for sub in theme.subthemes]
    for order, (theme, sub) in enumerate(every, 1):
        counts = len(sub.quotations), len(study.resting_on(sub))
        yield order, sub.id, theme.id, sub.title, sub.statement or None, *counts


def relations(evidence: Evidence) -> Iterator[Row]:
    """Every relation between themes, with the words that say so and where they stand."""
    for order, one in enumerate(evidence.study.relations, 1):
        place = evidence.place("relation", one.id)
        yield order, one.theme, one.relation, one.other, one.because, one.source, *place


def questions(evidence: Evidence) -> Iterator[Row]:
    """Every research question, with the themes that answer it."""
    for order, one in enumerate(evidence.study.questions, 1):
        themes = ";".join(one.answered_by)
        yield order, one.id, one.text, themes or None, one.answer or None


def constructs(evidence: Evidence) -> Iterator[Row]:
    """Every construct of the study's frameworks, with the themes that name it."""
    for framework in evidence.study.frameworks:
        for one in framework.constructs:
            naming = [sub for _, sub in evidence.study.all_themes if one.id in sub.constructs]
            quoted = {quote.id for sub in naming for quote in sub.evidence}
            themes = ";".join(sub.id for sub in naming)
            yield framework.id, one.id, one.domain or None, one.title, themes or None, len(quoted)


def evidence_map(evidence: Evidence) -> Iterator[Row]:
    """Every path from a theme or subtheme past a quotation to an implication."""
    for theme in evidence.study.themes:
        for part in (theme, *theme.subthemes):
            yield from _paths(evidence.study, theme, part)


def _paths(study: Study, theme: Theme, part: Subtheme) -> Iterator[Row]:
    """The paths through one theme or subtheme: what rests on a theme rests on all of it."""
    subtheme = None if part is theme else part.id
    supports: dict[str | None, str | None] = {}
    for theme_id in dict.fromkeys((part.id, theme.id)):
        for item in study.implications:
            for support in item.rests_on:
                if support.theme == theme_id:
                    supports.setdefault(item.id, support.because)
    if part is theme and not part.quotations and theme.subthemes:
        return
    for quote in part.quotations or (None,):
        for name, because in (supports or {None: None}).items():
            yield theme.id, quote.id if quote else None, name, because, subtheme
