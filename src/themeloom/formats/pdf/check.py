"""Whether every page of a paper can be read: no words or pictures over others or off its edge.

A table of more columns than a page has room for is the usual cause. The template shares its
columns out anew, sets it smaller and hyphenates it; what still does not fit stops the build.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.nested import grouped
from themeloom.documents.shortcodes import TOKEN
from themeloom.engines.typst import Ask, Judge
from themeloom.finished.pdf import Picture, sheets
from themeloom.formats.blocks import TABLE, blocks_of, letters
from themeloom.formats.overlaps import below, beyond, covered, overlaps, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from themeloom.documents.document import Document
    from themeloom.finished.pdf import Sheet, TextRun
    from themeloom.formats.blocks import Block

#: What may be a matter of rounding, in points.
_SLACK = 1.0
#: How far above and below, in points, the words stand that tell where a text is from.
_AROUND = 30.0
_CODE = "begin a new line of the code sooner"
_WORD = "a word breaks where a soft hyphen (&shy;) stands in it"
_PICTURE = "give it less room (width=50%, height=8cm), or a paragraph of its own"


@dataclass(frozen=True)
class _Wrong:
    """Words that cannot be read or a picture that cannot be seen, and the page they stand on."""

    message: str
    runs: tuple[TextRun | Picture, ...]
    page: int

    @property
    def words(self) -> set[str]:
        """What is said there, in letters: the words, and what the pictures show."""
        said = (one.words if isinstance(one, Picture) else one.text for one in self.runs)
        return set(filter(None, map(letters, said)))


class PagesCheck(Judge):
    """Judges the pages of a PDF.

    Args:
        document: what they are made from.
        name: the file that they are in.
        evidence: the folder of the fragments that it cites.
    """

    def __init__(self, document: Document, name: str, evidence: Path) -> None:
        self._document = document
        self._name = name
        self._evidence = evidence

    def after(self, pdf: bytes, picture: bytes, ask: Ask) -> None:  # noqa: ARG002 - as others are
        """See that no words or pictures lie over others, or beyond the edge of the page.

        Args:
            pdf: the pages.
            picture: none is made of papers.
            ask: would evaluate an expression in the document.

        Raises:
            ThemeloomError: one for each table, picture or paragraph with such words.
        """
        pages = sheets(pdf)
        found = [one for number, page in enumerate(pages, 1) for one in _unreadable(page, number)]
        if found:
            blocks = list(blocks_of(self._document, self._evidence))
            told = grouped((_origin(one, pages[one.page - 1].runs, blocks), one) for one in found)
            raise_all(self._error(block, some) for block, some in told.items())

    def _error(self, block: Block | None, some: Sequence[_Wrong]) -> ThemeloomError:
        first = some[0]
        more = f" (and {len(some) - 1} more like it)" if len(some) > 1 else ""
        return ThemeloomError(
            f"{self._name}, page {first.page}: {first.message}{more}",
            _hint(first, block),
            file=block.place.file if block else self._document.path,
            line=block.place.line if block else None,
        )


def _hint(wrong: _Wrong, block: Block | None) -> str:
    """What to do about it, by what it is."""
    if isinstance(wrong.runs[0], Picture):
        return _PICTURE
    if block and block.text.lstrip().startswith(("```", "~~~")):
        return _CODE
    plain = block and "|" not in block.text and not TOKEN.search(block.text)
    return _WORD if plain else f"{TABLE}; {_WORD}"


def _unreadable(page: Sheet, number: int) -> Iterator[_Wrong]:
    for run, other, _ in overlaps(page.runs, _SLACK):
        message = f"{quoted(run.text)} and {quoted(other.text)} are printed over one another"
        yield _Wrong(message, (run, other), number)
    for picture, what in covered(page, _SLACK):
        yield _Wrong(f"a picture lies over {below(what)}", (picture, what), number)
    shown: list[TextRun | Picture] = [*page.pictures]
    for one in shown + [run for run in page.runs if not run.drawn]:
        by = beyond(one, (page.width, page.height))
        if by > _SLACK:
            said = "a picture" if isinstance(one, Picture) else quoted(one.text)
            message = f"{said} runs off the page by {by / 72 * 25.4:.0f} mm"
            yield _Wrong(message, (one,), number)


def _origin(wrong: _Wrong, page: Sequence[TextRun], blocks: Sequence[Block]) -> Block | None:
    """Where it comes from: the block that says it, and most of what is printed round it."""
    own, first = wrong.words, wrong.runs[0]
    low, high = (first.bottom, first.top) if isinstance(first, Picture) else (first.baseline,) * 2
    near = {letters(run.text) for run in page if low - _AROUND < run.baseline < high + _AROUND}

    def weight(block: Block) -> int:
        if own and not any(said in block.letters for said in own):
            return 0
        return sum(len(said) for said in near | own if said in block.letters)

    best = max(blocks, key=weight, default=None)
    return best if best and weight(best) else None
