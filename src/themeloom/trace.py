"""The chain of a quotation: outputs ← documents ← store ← source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from themeloom.coding.voices import Voices
from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.files import digest
from themeloom.documents.outline import outline
from themeloom.documents.shortcode_text import saying
from themeloom.documents.shortcodes import TOKEN
from themeloom.study.model import Access

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from themeloom.checking.context import Context
    from themeloom.core.project import Project
    from themeloom.finished.library import Published
    from themeloom.finished.segments import Segment
    from themeloom.study.excerpts import Excerpt
    from themeloom.study.interpretation import Quotation, Theme
    from themeloom.study.model import Source, SourceText
    from themeloom.study.quoting import Found

#: How many characters of the source are shown on either side of a quotation.
_AROUND = 240
#: Control characters, but for the end of a line and the tabulator.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Use:
    """A place where a document cites a quotation.

    Args:
        document: the document, from the project's root.
        file: the file it was written in: the document or one that it includes.
        line: the line in that file.
        section: number and title of the section; empty in front of the first heading.
    """

    document: str
    file: str
    line: int
    section: str

    @property
    def named(self) -> str:
        """The section as a person reads it."""
        return f"section {self.section}" if self.section else "before the first heading"


@dataclass(frozen=True)
class Appearance:
    """A finished file in which the words stand, and where in it.

    Args:
        output: the file, from the project's root.
        places: the pages, slides or sections.
    """

    output: str
    places: tuple[Segment, ...]


@dataclass(frozen=True)
class Surroundings:
    """A quotation where its source has it; `…` where the source goes on."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Trace:
    """Everything that is known of a quotation.

    Args:
        quotation: as the store has it.
        said: whose words it is said to be.
        theme: the theme it stands under.
        thread: that theme's place in the store, from 1.
        source: the source it names.
        store: the file and line of the store.
        found: where the source has it; None where the source cannot be read here.
        file: the source's file, from the root; empty where there is none.
        line: the source's line; 0 where it is not known.
        words_sha256: the hash of the source's words; empty where they cannot be read.
        file_sha256: the hash of the source's file; empty where there is none.
        surroundings: the passage around it; None unless the source is open.
        uses: where documents cite it.
        appearances: where finished files have it.
    """

    quotation: Quotation
    said: str
    theme: Theme
    thread: int
    source: Source
    store: tuple[str, int]
    found: Found | None
    file: str
    line: int
    words_sha256: str
    file_sha256: str
    surroundings: Surroundings | None
    uses: tuple[Use, ...]
    appearances: tuple[Appearance, ...]

    @property
    def verified(self) -> bool:
        """Whether the source has these words, as they are or edited by the rules."""
        return self.found is not None and self.found.grade.holds

    def lines(self) -> Iterator[str]:
        """The chain for people, from the outputs back to the source."""
        return map(seen, self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"quotation {self.quotation.id}"
        yield f"  “{self.quotation.text}”"
        if translation := self.quotation.translation:
            yield f"  “{translation.text}” (translated by {translation.by})"
        if self.said:
            yield f"  — {self.said}"
        yield "outputs"
        outputs = [(one.output, [place.label for place in one.places]) for one in self.appearances]
        yield from _table(outputs, "in none that was built; run: themeloom render")
        yield "← documents"
        uses = [(f"{use.file}:{use.line}", [use.named]) for use in self.uses]
        how = f"none cites it; to cite it, write: {shortcode(self.quotation.id)}"
        yield from _table(uses, how)
        yield "← store"
        file, line = self.store
        yield f"  {file}:{line}  under the theme “{self.theme.title}” ({self.theme.id})"
        yield "← source"
        yield from self._source()

    def _source(self) -> Iterator[str]:
        name = f"{self.source.title} ({self.source.access})"
        if self.found is None or not self.verified:
            why = "it cannot be read here" if self.found is None else "it does not have these words"
            yield f"  {name}: {why}"
            return
        yield f"  {self.file}:{self.line}  {name}, {self.found.grade}"
        yield f"  characters {self.found.start} to {self.found.end}"
        yield f"  SHA-256 of the words  {self.words_sha256}"
        yield f"  SHA-256 of the file   {self.file_sha256}"
        if self.surroundings is None:
            yield f"  the passage around it is not shown: the source is {self.source.access}"
        else:
            around = self.surroundings
            yield "  context"
            for line in f"{around.before}⟦{around.words}⟧{around.after}".strip().split("\n"):
                if line.strip():
                    yield f"    {line.strip()}"


def _table(rows: Sequence[tuple[str, Sequence[str]]], lacking: str) -> Iterator[str]:
    """Where something stands, each file with its places; if it stands nowhere, what to say."""
    wide = max((len(file) for file, _ in rows), default=0)
    yield from (f"  {file:<{wide}}  {'; '.join(places)}" for file, places in rows)
    if not rows:
        yield f"  {lacking}"


def seen(text: str) -> str:
    """A text without the characters that command a terminal instead of being seen."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def shortcode(name: str) -> str:
    """What an author writes to cite a quotation."""
    return f"{{{{< quote {name} >}}}}"


class Tracer:
    """Traces the quotations of one project; documents and outputs are looked at once.

    Args:
        context: the project as it was read.
        books: the finished files that quotations are looked up in.
    """

    def __init__(self, context: Context, books: Sequence[Published]) -> None:
        self._context = context
        self._books = books

    def trace(self, name: str) -> Trace:
        """The chain of one quotation.

        Raises:
            ThemeloomError: if there is no quotation of that name.
        """
        found = self._quotations.get(name)
        if found is None:
            hint = did_you_mean(name, self._quotations)
            raise ThemeloomError(f'there is no quotation "{name}"', hint)
        return self._trace(*found)

    def all(self) -> tuple[Trace, ...]:
        """The chain of every quotation, in the order of the store."""
        return tuple(self._trace(*one) for one in self._quotations.values())

    @cached_property
    def _quotations(self) -> dict[str, tuple[int, Theme, Quotation]]:
        """Every quotation, with its theme and that theme's place in the store."""
        themes = enumerate(self._context.study.themes, 1)
        return {quote.id: (n, theme, quote) for n, theme in themes for quote in theme.evidence}

    @cached_property
    def _found(self) -> dict[str, tuple[Excerpt, Found | None]]:
        """Every quotation as it is looked up, and where its source has it."""
        found = self._context.found.items()
        return {one.id: (one, place) for one, place in found if one.kind == "quotation"}

    def _trace(self, thread: int, theme: Theme, quote: Quotation) -> Trace:
        located = self._context.located
        source = self._context.study.source(quote.source)
        excerpt, found = self._found[quote.id]
        text = self._context.corpus.texts.get(source.id)
        known = found if found is not None and found.wording else None
        return Trace(
            quote,
            self._context.study.attribution(quote),
            theme,
            thread,
            source,
            (located.file, located.line(excerpt.path[:-1])),
            found,
            text.file if text else "",
            text.line_of(known.start) if text and known else 0,
            digest(known.wording.encode()) if known else "",
            text.sha256 if text else source.sha256,
            self._surroundings(text, known)
            if text and known and source.access is Access.OPEN
            else None,
            self._uses.get(quote.id, ()),
            tuple(self._appearances(quote.wordings)),
        )

    def _surroundings(self, text: SourceText, found: Found) -> Surroundings:
        """The passage around a quotation, as far as nobody speaks in it who refused."""
        start, end = max(found.start - _AROUND, 0), min(found.end + _AROUND, len(text.text))
        refusing = self._context.refusing
        for one in self._voices.stretches(text.id, start, found.start) if refusing else ():
            start = start if one.may_be_shown(refusing) else one.end
        for one in self._voices.stretches(text.id, found.end, end) if refusing else ():
            end = end if one.may_be_shown(refusing) else min(end, one.start)
        return _surroundings(text.text, found, start, end)

    @cached_property
    def _voices(self) -> Voices:
        return Voices(self._context.study, self._context.corpus)

    @cached_property
    def _uses(self) -> dict[str, tuple[Use, ...]]:
        uses: dict[str, tuple[Use, ...]] = {}
        say = saying(self._context.study, self._context.values)
        for document in self._context.documents:
            sections = outline(document, say)
            offsets = {int(token[1]): token.start() for token in TOKEN.finditer(document.body)}
            for one in document.shortcodes:
                if one.name == "quote" and one.args:
                    section = sections.at(offsets.get(one.index, 0))
                    name = section.name if section else ""
                    use = Use(document.path, one.file, one.line, name)
                    uses[one.args[0]] = (*uses.get(one.args[0], ()), use)
        return uses

    def _appearances(self, wordings: Iterable[str]) -> Iterable[Appearance]:
        for book in self._books:
            places = dict.fromkeys(place for words in wordings for place in book.places(words))
            if places:
                yield Appearance(book.name, tuple(places))


def _surroundings(text: str, found: Found, start: int, end: int) -> Surroundings:
    """A quotation and what is around it between two places, cut at words."""
    before, after = text[start : found.start], text[found.end : end]
    if start:
        before = "…" + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Surroundings(before, text[found.start : found.end], after)


def trace(project: Project, name: str) -> Trace:
    """The chain of a quotation, from the finished outputs back to the source.

    Args:
        project: the compendium.
        name: the id of the quotation in the store.

    Raises:
        ThemeloomError: if there is no such quotation, with the one that was perhaps meant.
    """
    from themeloom.checking.context import Context
    from themeloom.finished.library import Library

    context = Context.begin(project)
    Tracer(context, ()).trace(name)
    return Tracer(context, Library(context.project).read_all()).trace(name)
