"""Where the parts of a document were written: the file and line of each."""

from __future__ import annotations

from functools import cached_property
from itertools import count, repeat
from typing import TYPE_CHECKING

from themeloom.documents.places import Place
from themeloom.documents.shortcodes import TOKEN
from themeloom.finished.alike import Signs, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from themeloom.documents.document import Document
    from themeloom.documents.holding import Part
    from themeloom.documents.shortcodes import Shortcode

#: What stands before the words that are in it.
_BEFORE = frozenset({"table", "item", "note"})


class Written:
    """Finds where the parts of a document were written; only if somebody asks."""

    def __init__(
        self, document: Document, parts: Sequence[Part], cited: Callable[[Shortcode], str]
    ) -> None:
        self._document = document
        self._parts = parts
        self._cited = cited

    def place(self, number: int) -> Place:
        """The file and line of a part, or of the nearest one that is known."""
        if self._parts[number].above:
            return Place(self._document.path, 1)
        one = self._parts[number]
        before = sorted(
            range(number), key=lambda at: (self._parts[at].stream == one.stream, at), reverse=True
        )
        # A table begins with its first cell, an item with its first words.
        after = range(number, min(number + 3, len(self._parts)))
        nearest = (*after, *before) if one.kind in _BEFORE else (number, *before)
        known = next((at for one in nearest if (at := self._found.get(one, -1)) >= 0), None)
        return self._document.spliced.place(0 if known is None else self._source[1][known])

    @cached_property
    def _found(self) -> dict[int, int]:
        """Where each part begins among the letters of the source."""
        streams: dict[str, list[int]] = {}
        for number, one in enumerate(self._parts):
            if not one.above and one.kind not in {"table", "named"}:
                streams.setdefault(one.around, []).append(number)
        found: dict[int, int] = {}
        for numbers in streams.values():
            stretches = [Signs.of(_begins(self._parts[number])) for number in numbers]
            found |= zip(numbers, in_order(stretches, self._source[0]), strict=True)
        return found

    @cached_property
    def _source(self) -> tuple[Signs, list[int]]:
        """The text of the document with what it cites, and where each of its letters is from."""
        text = self._document.body
        letters: list[str] = []
        offsets: list[int] = []
        done = 0

        def add(said: str, places_of: Iterable[int]) -> None:
            some = [(sign, at) for sign, at in zip(said, places_of, strict=False) if sign.isalnum()]
            letters.extend(sign for sign, _ in some)
            offsets.extend(at for _, at in some)

        for match in TOKEN.finditer(text):
            add(text[done : match.start()], count(done))
            add(self._cited(self._document.shortcodes[int(match[1])]), repeat(match.start()))
            done = match.end()
        add(text[done:], count(done))
        return Signs("".join(letters)), offsets


def _begins(part: Part) -> str:
    """By what a part can be found in the source: mark-up may stand further on."""
    return part.text[:40]
