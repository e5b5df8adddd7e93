"""Everything the pages show, gathered before a page is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.explorer.finished import Finished, list_finished
from themeloom.explorer.voices import Balance, balance, voice_of
from themeloom.guidelines import checklists
from themeloom.guidelines.facts import Material
from themeloom.guidelines.pages import pdfs_of, with_pages
from themeloom.model import Access
from themeloom.trace import Tracer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.checking.context import Context
    from themeloom.checking.findings import Report
    from themeloom.guidelines import Checklist
    from themeloom.model import Study, Theme
    from themeloom.project import Project
    from themeloom.published import Published
    from themeloom.trace import Trace


@dataclass(frozen=True)
class Card:
    """A quotation as the explorer shows it.

    Args:
        trace: its chain.
        voice: how outputs call the speaker; empty if nobody is named.
        shown: whether its words may be shown: its source is open, or a document prints them.
    """

    trace: Trace
    voice: str
    shown: bool

    @property
    def used_in(self) -> tuple[str, ...]:
        """The documents that cite it, by the name people call them."""
        names = (use.document.rpartition("/")[2].removesuffix(".qmd") for use in self.trace.uses)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Board:
    """All that goes into the pages.

    Args:
        study: the store.
        cards: one for each quotation, in the order of the store.
        balance: who is quoted how much.
        checklists: of the guidelines that the study follows.
        report: what the checks found.
        finished: the outputs that lie in the folder.
        colophon: which version this is, in one line.
        typefaces: the style sheet that brings the typefaces; empty if they are not staged.
    """

    study: Study
    cards: tuple[Card, ...]
    balance: Balance
    checklists: tuple[Checklist, ...]
    report: Report
    finished: tuple[Finished, ...]
    colophon: str
    typefaces: str

    def of_theme(self, theme: Theme) -> list[Card]:
        """The cards that stand under a theme."""
        return [card for card in self.cards if card.trace.theme.id == theme.id]


def study_checklists(context: Context, books: Sequence[Published]) -> tuple[Checklist, ...]:
    """The checklists of the guidelines that a study follows, with pages where PDFs tell them.

    Args:
        context: the project as it was read.
        books: the finished files, as `Library.read_all` gives them.
    """
    material = Material(context.study, context.found, context.documents)
    made = with_pages(checklists(material, context.values), pdfs_of(books))
    return tuple(checklist for checklist in made if checklist.followed)


def gather(
    context: Context,
    report: Report,
    books: Sequence[Published],
    colophon: str,
    fonts: Mapping[str, bytes] | None = None,
) -> Board:
    """Bring together what the pages show.

    Args:
        context: the project as it was read.
        report: what the checks found.
        books: the finished files, as `Library.read_all` gives them.
        colophon: which version this is, in one line.
        fonts: the files of the web fonts, as `web_fonts` reads them.
    """
    from themeloom.explorer.typefaces import embedded

    study = context.study
    return Board(
        study,
        tuple(_card(study, one) for one in Tracer(context, books).all()),
        balance(study),
        study_checklists(context, books),
        report,
        tuple(list_finished(context.project)),
        colophon,
        embedded(fonts or {}),
    )


def _card(study: Study, trace: Trace) -> Card:
    shown = trace.source.access is Access.OPEN or bool(trace.uses)
    return Card(trace, voice_of(study, trace.quotation), shown)


def web_fonts(project: Project) -> dict[str, bytes]:
    """The staged web fonts and their style sheet by name; nothing before they are staged."""
    folder = project.state / "fonts" / "web"
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
