"""Everything the pages show, gathered before a page is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from themeloom.checking.caveats import caveats
from themeloom.core.files import files_below
from themeloom.core.text import counted
from themeloom.documents.cells_as_text import ENDINGS
from themeloom.finished.outputs import Finished, list_finished
from themeloom.guidelines.checklist import checklists
from themeloom.pages.coded_data import coded_data
from themeloom.study.model import Access
from themeloom.trace import Tracer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from themeloom.checking.context import Context
    from themeloom.checking.findings import Report
    from themeloom.finished.library import Published
    from themeloom.guidelines.checklist import Checklist
    from themeloom.pages.coded_data import CodedData
    from themeloom.study.interpretation import Quotation, Subtheme
    from themeloom.study.model import Study
    from themeloom.trace import Trace


#: What stands for all speakers of whom nothing is known.
UNKNOWN = "Speaker not named"


@dataclass(frozen=True)
class Cell:
    """What one voice says under one theme.

    Args:
        thread: the theme's place in the store, from 1.
        quotations: how many.
        words: how many words they have.
        share: the words in per cent of the most wordy cell, for the length of a bar.
    """

    thread: int
    quotations: int
    words: int
    share: int


@dataclass(frozen=True)
class Voice:
    """A participant, or all speakers who are not named.

    Args:
        name: how outputs call it.
        known: whether it is a participant of the study.
        cells: one for each theme.
    """

    name: str
    known: bool
    cells: tuple[Cell, ...]

    @property
    def quotations(self) -> int:
        """How many quotations in all."""
        return sum(cell.quotations for cell in self.cells)

    @property
    def words(self) -> int:
        """How many words in all."""
        return sum(cell.words for cell in self.cells)


@dataclass(frozen=True)
class Balance:
    """All voices, most words first, those not named last."""

    voices: tuple[Voice, ...]

    @property
    def unnamed(self) -> int:
        """How many quotations have no named speaker."""
        return sum(voice.quotations for voice in self.voices if not voice.known)

    @property
    def quotations(self) -> int:
        """How many quotations there are."""
        return sum(voice.quotations for voice in self.voices)

    @property
    def sentence(self) -> str:
        """What can be said of the balance, and what cannot."""
        known = sum(voice.known for voice in self.voices)
        if not self.quotations:
            return "Nobody is quoted."
        if self.unnamed == self.quotations:
            return (
                "No speaker is named. The quotations may come from several people or from one, "
                "so how evenly voices are heard cannot be seen."
            )
        heard = f"{counted(known, 'participant')} {'is' if known == 1 else 'are'} quoted."
        if self.unnamed:
            heard += f" For {self.unnamed} of {self.quotations} quotations no speaker is named."
        return heard


def voice_of(study: Study, quote: Quotation) -> str:
    """How outputs call the speaker of a quotation; empty if nobody is named."""
    for one in study.participants:
        if one.id == quote.participant:
            return one.pseudonym or one.turn
    return quote.participant


def balance(study: Study) -> Balance:
    """The voices of a study under each of its themes."""
    quotations, words = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for thread, theme in enumerate(study.themes, 1):
        for quote in theme.evidence:
            said = voice_of(study, quote), thread
            quotations[said] += 1
            words[said] += len(quote.text.split())
    most = max(words.values(), default=1)
    shares = Counter({said: round(100 * count / most) for said, count in words.items()})
    threads = range(1, len(study.themes) + 1)
    voices = [
        Voice(
            name or UNKNOWN,
            bool(name),
            tuple(Cell(n, quotations[name, n], words[name, n], shares[name, n]) for n in threads),
        )
        for name in dict.fromkeys(name for name, _ in quotations)
    ]
    return Balance(tuple(sorted(voices, key=lambda one: (not one.known, -one.words, one.name))))


@dataclass(frozen=True)
class Card:
    """A quotation as the explorer shows it.

    Args:
        trace: its chain.
        voice: how outputs call the speaker; empty if nobody is named.
        shown: whether its words may be shown: its source is open, or a document prints them.
        codes: the code of the coding that it was taken from, with all that it stands below.
        coder: who coded it.
        memo: whether the coder noted something.
    """

    trace: Trace
    voice: str
    shown: bool
    codes: tuple[str, ...] = ()
    coder: str = ""
    memo: bool = False

    @property
    def used_in(self) -> tuple[str, ...]:
        """The documents that cite it, by the name people call them."""
        names = (use.document.rpartition("/")[2].rpartition(".")[0] for use in self.trace.uses)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class ExplorerData:
    """All that goes into the pages.

    Args:
        study: the store.
        cards: one for each quotation, in the order of the store.
        balance: who is quoted how much.
        checklists: of the guidelines that the study follows.
        report: what the checks found.
        caveats: what was not checked as usual.
        coded: what was coded; None where nothing was.
        finished: the outputs that lie in the folder.
        colophon: which version this is, in one line.
        typefaces: the style sheets that bring the typefaces; empty if they are not staged.
    """

    study: Study
    cards: tuple[Card, ...]
    balance: Balance
    checklists: tuple[Checklist, ...]
    report: Report
    caveats: tuple[str, ...]
    coded: CodedData | None
    finished: tuple[Finished, ...]
    colophon: str
    typefaces: Styles

    def of_theme(self, theme: Subtheme) -> list[Card]:
        """The cards that stand right under a theme, or right under a subtheme."""
        names = {quote.id for quote in theme.quotations}
        return [card for card in self.cards if card.trace.quotation.id in names]


def study_checklists(context: Context, books: Sequence[Published]) -> tuple[Checklist, ...]:
    """The checklists of the guidelines that a study follows, with pages where PDFs tell them.

    Args:
        context: the project as it was read.
        books: the finished files, as `Library.read_all` gives them.
    """
    made = checklists(context, context.values, pdfs_of(books))
    return tuple(checklist for checklist in made if checklist.followed)


def gather(
    context: Context,
    report: Report,
    books: Sequence[Published],
    colophon: str,
    fonts: Path,
) -> ExplorerData:
    """Bring together what the pages show.

    Args:
        context: the project as it was read.
        report: what the checks found.
        books: the finished files, as `Library.read_all` gives them.
        colophon: which version this is, in one line.
        fonts: the folder of the typefaces of pages.
    """
    study = context.study
    return ExplorerData(
        study,
        tuple(_card(context, one) for one in Tracer(context, books).all()),
        balance(study),
        study_checklists(context, books),
        report,
        caveats(context),
        coded_data(context),
        tuple(list_finished(context.project, context.documents)),
        colophon,
        style_of(fonts),
    )


def _card(context: Context, trace: Trace) -> Card:
    shown = trace.source.access is Access.OPEN or bool(trace.uses)
    card = Card(trace, voice_of(context.study, trace.quotation), shown)
    found = context.coded.find(trace.quotation.coding) if trace.quotation.coding else None
    if found is None or found[1].code not in context.coded.codebook.by_id:
        return card
    way = tuple(code.id for code in context.coded.codebook.path(found[1].code))
    return replace(card, codes=way, coder=found[1].coder, memo=bool(found[1].memo))


def web_fonts(folder: Path) -> dict[str, bytes]:
    """The web fonts in a folder and their style sheet by name; nothing before they are staged."""
    return {path.name: path.read_bytes() for path in files_below(folder)}


class Styles(NamedTuple):
    """What stands before and behind the style sheet of a page: typefaces, and a brand."""

    before: str = ""
    behind: str = ""


def style_of(folder: Path) -> Styles:
    """The style sheets that bring the typefaces of pages; empty before they are staged."""
    from themeloom.typefaces.web import behind, embedded

    fonts = web_fonts(folder)
    return Styles(embedded(fonts), behind(fonts))


def pdfs_of(books: Iterable[Published]) -> dict[str, Published]:
    """Finished PDFs by the document they are made from."""
    found: dict[str, Published] = {}
    for book in books:
        folder, _, rest = book.name.partition("/")
        if folder and book.name.endswith(".pdf"):
            found |= {rest.removesuffix(".pdf") + ending: book for ending in ENDINGS}
    return found
