"""Whose words are quoted, and does every output tell of the same themes?"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.core.expressions import later
from themeloom.core.text import plain
from themeloom.documents.places import Place
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.checking.context import Context
    from themeloom.checking.words import Paragraph
    from themeloom.documents.document import Document
    from themeloom.documents.shortcodes import Shortcode


#: Below this many quotations a share says nothing.
_FEW = 4


def check_voices(context: Context) -> Iterator[Finding]:
    """Yield themes, and studies, that rest on one participant; only where they are known."""
    study = context.study
    for position, theme in enumerate(study.themes):
        speaker, *others = {quote.participant for quote in theme.evidence} or {""}
        count = len(theme.evidence)
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
#: From this likeness on, the words of a title stand in another order.
_TURNED = 90
#: Of the beginnings of words, so many must be the same in a paraphrase; how long these are.
_SHARED, _STEM, _SMALL_WORD = 0.75, 4, 3
#: An item of a list with its title, the first cell of a row, what stands behind “themes:”.
_ITEM = later(
    r"(?:^|\s)(?:[-*+]|\d+[.)])\s+([^:.;|]{4,90}?)(?=\s*(?:[:.;]|$|\s[-*+]\s|\s\d+[.)]\s))"
)
_CELL = later(r"(?:^|\|\s)\|\s([^|]{4,90}?)\s\|")
_LISTED = later(
    r"(?<!\w)(?:themes|themen|thèmes|temas|temi|thema's)(?:\s\w+){0,4}:\s", re.IGNORECASE
)
_PART = later(r"\s*(?:and\s|und\s|et\s|y\s|e\s|en\s)?([^,;.]{4,90}?)(?=\s*(?:[,;.]|$|\sand\s))")
#: A heading, an item of a list, or nothing but a shortcode.
_PRESENTED = later(rf"[ \t>]*(?:#{{1,6}}\s|[-*+]\s|\d+[.)]\s|{TOKEN.pattern}\s*$)")


def check_evidence(context: Context) -> Iterator[Finding]:
    """Yield themes without quotations, and implications that rest on such themes only."""
    bare = {theme.id for _, theme in context.study.all_themes if not theme.evidence}
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
    themes = [theme.id for theme in context.study.themes]
    absent = [name for name in themes if name not in shown]
    if len(absent) < len(themes) and absent:
        first = next(one for name, one in shown.items() if name in themes)
        yield Finding.at(
            first if first.file == document.path else Place(document.path, 1),
            "theme-missing",
            document=document.stem,
            shown=len(themes) - len(absent),
            all=len(themes),
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
    """Yield titles of themes in other words, and titles that are typed in another order."""
    every = [theme for _, theme in context.study.all_themes]
    titles = {theme.id: (theme.title, plain(theme.title)) for theme in every}
    ordered = [theme.id for theme in context.study.themes]
    for paragraph in context.paragraphs(document):
        named: list[str] = []
        for start, said in _entitled(paragraph):
            theme = _meant(said, titles)
            if theme and said.casefold() != titles[theme][1].casefold():
                words = {"said": said, "theme": theme, "title": titles[theme][0]}
                yield Finding.at(paragraph.place(start), "theme-wording", **words)
            if theme in ordered and theme not in named:
                named.append(theme)
                order = [one for one in ordered if one in named]
                if order != named:
                    place = paragraph.place(start)
                    yield Finding.at(place, "theme-order", theme=theme, before=named[-2])
                    break


def _meant(said: str, titles: Mapping[str, tuple[str, str]]) -> str:
    """The theme or subtheme whose title words are, or else mean to be; empty if none."""
    same = (one for one, (_, title) in titles.items() if said.casefold() == title.casefold())
    like = (one for one, (_, title) in titles.items() if _is_like(said, title))
    return next(same, "") or next(like, "")


def _entitled(paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """What stands where a title stands: a heading, an item, a list behind “themes”."""
    text = paragraph.text
    if TOKEN.search(text):
        return
    if paragraph.heading:
        yield 0, text.strip()
        return
    listed = _LISTED.search(text)
    for form in (_ITEM, _CELL) if "|" in text else (_ITEM,):
        for match in form.finditer(text):
            yield match.start(1), match[1].strip()
    if listed:
        at = listed.end()
        for match in _PART.finditer(text, at):
            yield match.start(1), match[1].strip()


def _is_like(said: str, title: str) -> bool:
    """Whether words are a title, or mean to be: a letter off, turned round, or paraphrased."""
    one, other = (" ".join(text.casefold().split()) for text in (said, title))
    if _share_letters(one, other):
        from rapidfuzz import fuzz

        if fuzz.ratio(one, other) >= _ALIKE or fuzz.token_sort_ratio(one, other) >= _TURNED:
            return True
    ours, theirs = _stems(one), _stems(other)
    both = ours & theirs
    return len(both) > 1 and len(both) >= _SHARED * len(ours | theirs)


def _share_letters(one: str, other: str) -> bool:
    """Whether so many letters are in both that the two can be as like as is asked for."""
    least = min(_ALIKE, _TURNED) / 100 * (len(one) + len(other))
    if 2 * min(len(one), len(other)) < least:
        return False
    return 2 * sum((Counter(one) & Counter(other)).values()) >= least


@lru_cache(maxsize=256)
def _stems(text: str) -> frozenset[str]:
    """The beginnings of its words, small words left out: “waiting” and “waits” begin alike."""
    words = re.findall(r"[^\W\d_]+", text)
    return frozenset(word[:_STEM] for word in words if len(word) > _SMALL_WORD)
