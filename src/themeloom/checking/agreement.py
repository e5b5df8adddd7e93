"""Whose words are quoted, and does every output tell of the same themes?"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.words import paragraphs
from themeloom.core.text import plain
from themeloom.documents.places import Place
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.documents.document import Document
    from themeloom.documents.shortcodes import Shortcode


#: Below this many quotations a share says nothing.
_FEW = 4


def check_voices(context: Context) -> Iterator[Finding]:
    """Yield themes, and studies, that rest on one participant; only where they are known."""
    study = context.study
    for position, theme in enumerate(study.themes):
        speaker, *others = {quote.participant for quote in theme.quotations} or {""}
        count = len(theme.quotations)
        if count > 1 and speaker and not others:
            words = {"count": count, "theme": theme.id, "speaker": speaker}
            yield context.finding(("themes", position), "voice-theme", **words)
    counts = Counter(quote.participant for _, quote in study.quotations if quote.participant)
    total = sum(counts.values())
    if total >= _FEW and len(counts) > 1:
        name, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if most * 2 > total:
            yield context.finding(("themes",), "voice-study", speaker=name, count=most, all=total)


#: From this likeness (0 to 100) on, a heading is meant to be the title of a theme.
_ALIKE = 82
#: A heading, an item of a list, or nothing but a shortcode.
_PRESENTED = re.compile(rf"[ \t>]*(?:#{{1,6}}\s|[-*+]\s|\d+[.)]\s|{TOKEN.pattern}\s*$)")


def check_evidence(context: Context) -> Iterator[Finding]:
    """Yield themes without quotations, and implications that rest on such themes only."""
    bare = {theme.id for theme in context.study.themes if not theme.quotations}
    for position, theme in enumerate(context.study.themes):
        if theme.id in bare:
            yield context.finding(("themes", position), "theme-without-evidence", theme=theme.id)
    for position, item in enumerate(context.study.implications):
        if all(support.theme in bare for support in item.rests_on):
            themes = ", ".join(f"“{support.theme}”" for support in item.rests_on)
            words = {"implication": item.id, "themes": themes}
            yield context.finding(("implications", position), "implication-unsupported", **words)


def check_themes(context: Context) -> Iterator[Finding]:
    """Yield documents that show the themes in part, in another order, or in other words."""
    for document in context.documents:
        shown = _presented(document)
        yield from _missing(context, document, shown)
        yield from _misplaced(context, shown)
        yield from _reworded(context, document)


def _presented(document: Document) -> dict[str, Shortcode]:
    """The themes that a document presents: in headings, in lists, or in blocks of their own.

    A theme that is only mentioned in a sentence is not presented there, unless the
    document presents none in any other way.
    """
    uses = [
        (document.shortcodes[int(match[1])], bool(_PRESENTED.match(line)))
        for line in document.body.split("\n")
        for match in TOKEN.finditer(line)
    ]
    themes = [(one, alone) for one, alone in uses if one.name == "theme" and one.args]
    chosen = [one for one, alone in themes if alone] or [one for one, _ in themes]
    shown: dict[str, Shortcode] = {}
    for shortcode in chosen:
        shown.setdefault(shortcode.args[0], shortcode)
    return shown


def _missing(
    context: Context, document: Document, shown: dict[str, Shortcode]
) -> Iterator[Finding]:
    absent = [theme.id for theme in context.study.themes if theme.id not in shown]
    if shown and absent:
        first = next(iter(shown.values()))
        yield Finding.at(
            first if first.file == document.path else Place(document.path, 1),
            "theme-missing",
            document=document.stem,
            shown=len(shown),
            all=len(context.study.themes),
            missing=", ".join(f"“{name}”" for name in absent),
        )


def _misplaced(context: Context, shown: dict[str, Shortcode]) -> Iterator[Finding]:
    order = {theme.id: position for position, theme in enumerate(context.study.themes)}
    known = [one for name, one in shown.items() if name in order]
    for before, after in pairwise(known):
        if order[after.args[0]] < order[before.args[0]]:
            yield Finding.at(after, "theme-order", theme=after.args[0], before=before.args[0])
            return


def _reworded(context: Context, document: Document) -> Iterator[Finding]:
    from rapidfuzz import fuzz

    for paragraph in paragraphs(document):
        if not paragraph.heading or TOKEN.search(paragraph.text):
            continue
        said = paragraph.text.strip()
        for theme in context.study.themes:
            title = plain(theme.title)
            if said != title and fuzz.ratio(said.casefold(), title.casefold()) >= _ALIKE:
                words = {"said": said, "theme": theme.id, "title": theme.title}
                yield Finding.at(paragraph.place(0), "theme-wording", **words)
