"""What the explorer shows of codes and codings: only what may be published.

Words and memos are of sources whose words go with the study, and of participants who may be
quoted. All other codings are counted, and nothing else is told of them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from themeloom.coding.tally import Tally, codes_of
from themeloom.coding.voices import Voices
from themeloom.core.nested import grouped
from themeloom.core.text import counted
from themeloom.deriving.codes import shown_amounts
from themeloom.deriving.participants import HIDDEN
from themeloom.trace import seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.checking.context import Context
    from themeloom.coding.nouns import Code, Coding
    from themeloom.coding.voices import Passage


@dataclass(frozen=True)
class CodeRow:
    """A code as the explorer lists it.

    Args:
        code: the code.
        level: how deep it stands, from 1.
        themes: the ids of the themes that it is part of.
        thread: the thread of the first of these; 0 where it is part of none.
        passages: how many passages are coded with it or below it.
        sources: in how many sources, small counts hidden.
        participants: of how many participants, small counts hidden; empty where nobody is known.
    """

    code: Code
    level: int
    themes: tuple[str, ...]
    thread: int
    passages: int
    sources: str
    participants: str


@dataclass(frozen=True)
class PersonRow:
    """A participant as the explorer lists them: what is coded of them, and what is quoted."""

    name: str
    codings: int
    quotations: int


@dataclass(frozen=True)
class CodedData:
    """All that the explorer shows of what was coded.

    Args:
        codes: each code before those below it.
        themes: how much is coded with the codes that a theme or subtheme names, by its id.
        coders: who coded, by pseudonym.
        people: those of whom words are shown.
        sources: the sources of which words are shown: id and title.
        codings: the codings that are shown, as JSON for the page's script.
        shown: how many these are.
        withheld: how many are not shown.
        memos: whether any of those shown has a memo.
    """

    codes: tuple[CodeRow, ...]
    themes: Mapping[str, str]
    coders: tuple[str, ...]
    people: tuple[PersonRow, ...]
    sources: tuple[tuple[str, str], ...]
    codings: str
    shown: int
    withheld: int
    memos: bool


def coded_data(context: Context) -> CodedData | None:
    """What of the codings may be shown; None where the study has none."""
    if not context.coded.sources and not context.coded.codebook.codes:
        return None
    voices = Voices(context.study, context.corpus)
    tally = Tally(context.coded, voices)
    shown = list(_shown(context, voices))
    total = sum(len(one) for one in context.coded.each())
    names = {one.id: one.pseudonym or one.turn for one in context.study.participants}
    titles = {one.id: one.title for one in context.study.sources}
    used = dict.fromkeys(one.source for one in shown)
    return CodedData(
        tuple(_codes(context, tally)),
        dict(_themes(context, tally)),
        tuple(dict.fromkeys(sorted(str(one.coding.coder) for one in shown if one.coding.coder))),
        tuple(_people(context, shown, names)),
        tuple((one, titles[one]) for one in used),
        _as_json(context, shown, names, titles),
        len(shown),
        total - len(shown),
        any(one.coding.memo for one in shown),
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """A coding that may be shown, with the passage that it is of."""

    source: str
    coding: Coding
    passage: Passage


def _shown(context: Context, voices: Voices) -> Iterator[_Shown]:
    refusing = context.refusing
    known = {one.id for one in context.study.sources}
    for codings in context.coded.each():
        source = codings.source
        if source not in known or not context.coded.keeps_words(source):
            continue
        for coding in codings:
            passage = voices.of(source, coding)
            if passage is not None and passage.may_be_shown(refusing):
                yield _Shown(source, coding, passage)


def _themes(context: Context, tally: Tally) -> Iterator[tuple[str, str]]:
    """What themes are made of, and how much that is, in words."""
    codes = context.coded.codebook.by_id
    for _, theme in context.study.all_themes:
        if named := codes_of(theme):
            names = ", ".join(codes[one].name for one in named if one in codes)
            amount = tally.of(named)
            sources, people = shown_amounts(context.study, amount)
            told = (counted(amount.passages, "passage"), _few(sources, "source"))
            counts = " · ".join(filter(None, (*told, _few(people, "participant"))))
            yield theme.id, f"{names}: {counts}"


def _few(count: str | None, noun: str) -> str:
    """A count that may be hidden; nothing where it is not known."""
    if count == HIDDEN:
        return f"few {noun}s"
    return counted(int(count), noun) if count else ""


def _codes(context: Context, tally: Tally) -> Iterator[CodeRow]:
    book, study = context.coded.codebook, context.study
    made_of = [
        (theme.id, frozenset[str]().union(*map(book.below, codes_of(theme))))
        for theme in study.themes
    ]
    threads = {theme: order for order, (theme, _) in enumerate(made_of, 1)}
    for level, code in book.walk():
        themes = tuple(theme for theme, codes in made_of if code.id in codes)
        amount = tally.of((code.id,))
        sources, people = (one or "–" for one in shown_amounts(study, amount))
        thread = threads[themes[0]] if themes else 0
        yield CodeRow(code, level, themes, thread, amount.passages, sources, people)


def _people(
    context: Context, shown: Sequence[_Shown], names: Mapping[str, str]
) -> Iterator[PersonRow]:
    coded = Counter(name for one in shown for name in one.passage.participants)
    said = (context.participant(quote.participant) for _, quote in context.study.quotations)
    quoted = Counter(one.id for one in said if one)
    for name, called in names.items():
        if coded[name]:
            yield PersonRow(called, coded[name], quoted[name])


class _Numbered:
    """Values by their number, so that each is written once however often it stands."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}

    def __call__(self, value: str) -> int:
        return self.values.setdefault(value, len(self.values))


def _as_json(
    context: Context, shown: Sequence[_Shown], names: Mapping[str, str], titles: Mapping[str, str]
) -> str:
    """The codings in columns; nothing in it can end the element that it stands in."""
    quoted = grouped((quote.coding, quote.id) for _, quote in context.study.quotations)
    code, source, person, coder = _Numbered(), _Numbered(), _Numbered(), _Numbered()
    texts = context.corpus.texts
    rows: list[list[Any]] = []
    for one in shown:
        words = texts[one.source].text[one.passage.start : one.passage.end]
        row: list[Any] = [
            one.coding.id,
            code(one.coding.code),
            source(one.source),
            [person(names[name]) for name in one.passage.participants],
            coder(one.coding.coder),
            one.passage.line,
            seen(" ".join(words.split())),
            seen(one.coding.memo),
            quoted.get(one.coding.id, []),
        ]
        rows.append(row)
    told = {
        "rows": rows,
        "codes": list(code.values),
        "sources": [[name, titles[name]] for name in source.values],
        "people": list(person.values),
        "coders": list(coder.values),
    }
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
