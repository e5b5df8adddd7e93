"""Bringing what was read into the study: sources matched, words found, codings merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.importers.coded.codebooks import Codes
from themeloom.importers.coded.merging import Ledger
from themeloom.importers.coded.offsets import found_rule
from themeloom.importers.coded.placing import (
    Placed,
    Stored,
    by_length,
    by_offsets,
    by_words,
)
from themeloom.importers.naming import free
from themeloom.study.noun import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from themeloom.checking.context import Context
    from themeloom.importers.coded.coders import Coders
    from themeloom.importers.coded.offsets import Evidence
    from themeloom.importers.coded.reading import CodedReading, ReadCoding, ReadSource
    from themeloom.importers.pseudonyms import Key, Replacement

#: Endings that the names of sources carry along.
_ENDINGS = (".txt", ".docx", ".doc", ".rtf", ".pdf", ".odt", ".md", ".vtt", ".srt", ".html")


class Bringing:
    """Takes one file after the other in.

    Args:
        context: the study.
        coders: the pseudonyms.
        key: the real names and what replaces them, if there is a key.
        marked: whether replacements stand in brackets.
    """

    def __init__(
        self, context: Context, coders: Coders, key: Key | None, *, marked: bool = False
    ) -> None:
        self._context = context
        self._coders = coders
        self._key = key
        self._marked = marked
        self._texts = {name: one.text for name, one in context.corpus.texts.items()}
        #: What the file that is taken in calls its sources.
        self._called: dict[str, str] = {}
        self.codes = Codes(context.coded.codebook, self.renamed)
        self.ledger = Ledger(context.coded)
        #: The texts of new sources, by their ids.
        self.new: dict[str, str] = {}
        #: Where names were replaced, by source.
        self.replaced: dict[str, list[Replacement]] = {}
        #: What was not taken over of each file, and why.
        self.left_out: dict[str, list[str]] = {}
        #: How many codings were found by their words elsewhere than their file says, by file.
        self.moved: dict[str, int] = {}
        #: How places were counted, by file.
        self.rules: dict[str, Evidence] = {}
        #: Those who take part, with what is known of them.
        self.cases: dict[str, dict[str, str]] = {}

    def renamed(self, text: str) -> str:
        """A text without real names."""
        return self._key.replaced(text, marked=self._marked)[0] if self._key else text

    def bring(self, reading: CodedReading) -> None:
        """Take all of one file in.

        Raises:
            ThemeloomError: if no way of counting makes sense of its places.
        """
        left_out = self.left_out.setdefault(reading.name, list(reading.left_out))
        ids = self.codes.bring(reading.codes)
        raw = {one.key: one.text for one in reading.sources if one.text is not None}
        evidence = found_rule(reading.name, raw, reading.codings, reading.rules)
        if evidence:
            self.rules[reading.name] = evidence
        stored = {key: self._stored(text) for key, text in raw.items()}
        sources = {one.key: self._source(one, stored.get(one.key)) for one in reading.sources}
        self._called = {one.key: one.name for one in reading.sources}
        moved = 0
        for one in reading.codings:
            placed = self._placed(one, stored, sources, evidence)
            if placed.why:
                left_out.append(f"{one.place}: {placed.why}")
                continue
            moved += placed.moved
            place = (placed.start, placed.end, ids[one.code], self._coders.of(one.coder))
            text = self._texts[placed.source]
            self.ledger.enter(placed.source, text, place, self.renamed(one.memo))
        if moved:
            self.moved[reading.name] = moved
        if reading.whole:
            coders = {self._coders.of(one.coder) for one in reading.codings}
            self.ledger.let_go(coders, {*sources.values()} - {""}, self._texts)
        for case in reading.cases:
            known = self.cases.setdefault(self.renamed(case.name), {})
            known.update({key: self.renamed(said) for key, said in case.attributes.items()})

    def _stored(self, text: str) -> Stored:
        bare = Stored(text)
        moves = self._key.moves(bare.plain_ends, marked=self._marked) if self._key else ()
        return Stored(text, tuple(moves))

    def _source(self, one: ReadSource, stored: Stored | None) -> str:
        """The id of a source: the one that has its text, or its name, or else a new one."""
        if stored:
            same = [name for name, text in self._texts.items() if text == stored.text]
            if same:
                return same[0]
        name = slug(self.renamed(_stem(one.name)))
        known = self._named(name)
        if known and known not in self.new:
            return known
        if stored is None or not stored.text.strip():
            return known
        taken = {source.id for source in self._context.study.sources} | self._texts.keys()
        # The codebook lies beside the codings of sources.
        taken.add(self._context.project.codebook.stem)
        new = free(name or "source", taken)
        self.new[new] = self._texts[new] = stored.text
        if self._key:
            found = self._key.replaced(stored.plain_ends, marked=self._marked)
            self.replaced[new] = found[1]
        return new

    def _named(self, name: str) -> str:
        """The source that is called so, by id, file or title."""
        for one in self._context.study.sources:
            stem = one.file.rpartition("/")[2].rpartition(".")[0]
            if name and name in (one.id, slug(stem), slug(one.title)):
                return one.id
        return name if name in self.new else ""

    def _placed(
        self,
        one: ReadCoding,
        stored: Mapping[str, Stored],
        sources: Mapping[str, str],
        evidence: Evidence | None,
    ) -> Placed:
        """Where a coding stands: by its places where there is a text for them, else by words."""
        source = sources.get(one.source, "")
        if one.source in sources and not source:
            name = self._called[one.source]
            why = f"the text of “{name}” is neither in the file nor in the study: import it first"
            return Placed(why=why)
        if source and source not in self._texts:
            return Placed(why=f"the text of “{source}” is not at hand here")
        if evidence and one.source in stored and one.start is not None:
            text = self._texts[source]
            return by_offsets(one, stored[one.source], evidence.rule, source, text)
        if not one.words or (one.cut and not one.length):
            return Placed(why="neither its words nor the text of its source are in the file")
        texts = [(source, self._texts[source])] if source else [*self._texts.items()]
        placed = by_words(self.renamed(one.words), texts, one.start)
        return by_length(placed, one.length, self._texts) if one.cut else placed


def _stem(name: str) -> str:
    """The name of a source without the ending of a file."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    ending = next((one for one in _ENDINGS if bare.casefold().endswith(one)), "")
    return bare[: len(bare) - len(ending)]
