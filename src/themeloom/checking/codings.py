"""Do the codings stand in their sources word for word, and do themes and quotations name them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.coding.anchoring import Standing, anchored
from themeloom.core.errors import did_you_mean
from themeloom.core.text import shortened
from themeloom.documents.places import Place
from themeloom.study.interpretation import Subtheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.coding.anchoring import Anchor
    from themeloom.coding.nouns import Coding, Codings
    from themeloom.study.found import Found
    from themeloom.study.interpretation import Quotation
    from themeloom.study.located import Path

_SHOWN = 80


def check_codings(context: Context) -> Iterator[Finding]:
    """Yield codings that are not as they were, and what names codes or codings that are not."""
    seen: dict[str, str] = {}
    known = {one.id for one in context.study.sources}
    for codings in context.coded.each():
        if codings.source not in known:
            hint = did_you_mean(codings.source, known)
            yield _at(codings, 1, "coding-unknown-source", source=codings.source, hint=hint)
        yield from _of_file(context, codings, seen)
        yield from _standing(context, codings)
        yield from _closed(context, codings)
    yield from _of_themes(context)
    yield from _of_quotations(context)


def _at(codings: Codings, line: int, kind: str, /, **words: object) -> Finding:
    return Finding.at(Place(codings.file, line), kind, **words)


def _of_file(context: Context, codings: Codings, seen: dict[str, str]) -> Iterator[Finding]:
    """Yield codes that the codebook does not have, and ids that another file has as well."""
    codes = context.coded.codebook.by_id
    told: set[str] = set()
    for name, code, line in ((one.id, one.code, one.line) for one in codings):
        if code not in codes and code not in told:
            told.add(code)
            hint = did_you_mean(code, codes)
            yield _at(codings, line, "coding-unknown-code", code=code, hint=hint)
        if name in seen:
            yield _at(codings, line, "coding-twice", coding=name, other=seen[name])
        seen[name] = f"{codings.file}:{line}"


def _standing(context: Context, codings: Codings) -> Iterator[Finding]:
    """Yield codings whose words are not where they can be told."""
    source = context.corpus.texts.get(codings.source)
    if source is None:
        return
    for coding in codings:
        anchor = anchored(coding, source.text)
        if not anchor.is_exact:
            how = _how(anchor)
            if coding.quote and context.is_open(codings.source):
                how += f": “{shortened(' '.join(coding.quote.split()), _SHOWN)}”"
            words = {"coding": coding.id, "code": coding.code, "how": how}
            yield _at(codings, coding.line, "coding-inexact", file=source.file, **words)


def _how(anchor: Anchor) -> str:
    if anchor.standing is Standing.TWINS:
        return f"its words stand there {anchor.twins} times, and not where they were"
    if anchor.standing is Standing.WORDLESS:
        return "it has no words to be looked up"
    return "its words are not there any more"


def _closed(context: Context, codings: Codings) -> Iterator[Finding]:
    """Yield words that only who holds the source may read, and rows that are not as theirs."""
    coded = context.coded
    if coded.keeps_words(codings.source):
        return
    shown = coded.for_all(codings.source)
    for one in shown:
        if one.quote or one.before or one.memo:
            yield _at(shown, one.line, "coding-closed-words", source=codings.source)
            break
    if codings.file != shown.file and [*map(_row, codings)] != [*map(_row, shown)]:
        words = {"source": codings.source, "file": codings.file}
        yield _at(shown, 1, "coding-closed-differs", **words)


def _row(one: Coding) -> tuple[object, ...]:
    return one.id, one.start, one.end, one.code, one.coder


def _of_themes(context: Context) -> Iterator[Finding]:
    """Yield codes that a theme names and the codebook does not have."""
    codes = context.coded.codebook.by_id
    for path, theme in context.study.each(Subtheme):
        for at, code in enumerate(theme.codes):
            if code not in codes:
                words = {"theme": theme.id, "code": code, "hint": did_you_mean(code, codes)}
                yield context.finding((*path, "codes", at), "theme-unknown-code", **words)


def _of_quotations(context: Context) -> Iterator[Finding]:
    """Yield quotations that name a coding which is not there, or is not of them or their theme."""
    places = {excerpt.id: place for excerpt, place in context.found.items() if place}
    for where, theme in context.study.each(Subtheme):
        for at, quote in enumerate(theme.quotations):
            if not quote.coding:
                continue
            path = (*where, "quotations", at, "coding")
            found = context.coded.find(quote.coding)
            if found is None:
                hint = did_you_mean(quote.coding, context.coded.names)
                words = {"quote": quote.id, "coding": quote.coding, "hint": hint}
                yield context.finding(path, "quotation-unknown-coding", **words)
                continue
            yield from _of_another(context, path, theme, quote.id, found[1])
            if _is_elsewhere(context, quote, *found, places.get(quote.id)):
                told = {"quote": quote.id, "coding": quote.coding}
                yield context.finding(path, "quotation-other-words", **told)


def _codes(context: Context, where: Path, theme: Subtheme) -> tuple[str, ...]:
    """The codes of a theme; of a subtheme its own, and those of the theme that it stands under."""
    above = context.study.themes[int(where[1])]
    return theme.codes if above is theme else (*theme.codes, *above.codes)


def _of_another(
    context: Context, path: Path, theme: Subtheme, quote: str, coding: Coding
) -> Iterator[Finding]:
    """Yield a coding whose code is none of those that a theme is made of."""
    named = _codes(context, path, theme)
    codes = frozenset[str]().union(*map(context.coded.codebook.below, named))
    if coding.code not in codes:
        words = {"quote": quote, "coding": coding.id, "code": coding.code, "theme": theme.id}
        listed = ", ".join(named) or "it names none"
        yield context.finding(path, "quotation-other-code", codes=listed, **words)


def _is_elsewhere(
    context: Context, quote: Quotation, source: str, coding: Coding, place: Found | None
) -> bool:
    """Whether a quotation and its coding have no word in common."""
    if source != quote.source:
        return True
    text = context.corpus.texts.get(source)
    if text is None or place is None or not place.grade.holds:
        return False
    anchor = anchored(coding, text.text)
    return anchor.is_exact and (place.end <= anchor.start or anchor.end <= place.start)
