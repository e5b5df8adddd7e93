"""The tables as documents show them: fewer columns than the .csv, words for readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.weaving.markdown import attributes, escape, pipe_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from themeloom.model import Study

_ACCESS = {"open": "open", "restricted": "on request", "withheld": "not public"}


@dataclass(frozen=True)
class Shown:
    """A table for readers.

    Args:
        id: `{{< table id >}}`, and `@tbl-id`.
        caption: one sentence.
        head: the column heads.
        widths: relative widths in per cent.
        rows: the cells as Markdown.
        right: positions of columns that hold numbers.
    """

    id: str
    caption: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Callable[[Study], Iterator[Sequence[str]]]
    right: tuple[int, ...] = ()

    def fragment(self, study: Study) -> str:
        """The table as Markdown with its caption and label."""
        table = pipe_table(self.head, self.rows(study), self.widths, self.right)
        widths = "[" + ",".join(str(width) for width in self.widths) + "]"
        label = attributes(f"tbl-{self.id}", (), {"tbl-colwidths": widths})
        return f"{table}\n: {escape(self.caption)} {label}\n"


def _sources(study: Study) -> Iterator[Sequence[str]]:
    for source in study.sources:
        stated = f"“{escape(source.stated.text)}”" if source.stated else "–"
        units = str(source.units) if source.units is not None else "–"
        access = _ACCESS[str(source.access)]
        yield escape(source.title), escape(source.kind), units, access, stated


def _themes(study: Study) -> Iterator[Sequence[str]]:
    for theme in study.themes:
        yield (
            escape(theme.title),
            escape(theme.statement),
            str(len(theme.quotations)),
            str(len(study.resting_on(theme))),
        )


def _quotations(study: Study) -> Iterator[Sequence[str]]:
    for theme, quote in study.quotations:
        said = quote.attribution or quote.participant
        words = str(len(quote.text.split()))
        yield f"“{escape(quote.text)}”", escape(theme.title), words, escape(said)


def _implications(study: Study) -> Iterator[Sequence[str]]:
    titles = {theme.id: theme.title for theme in study.themes}
    for order, item in enumerate(study.implications, 1):
        rests = "; ".join(titles[support.theme] for support in item.rests_on)
        yield str(order), escape(item.text), escape(rests)


def _evidence_map(study: Study) -> Iterator[Sequence[str]]:
    for theme in study.themes:
        for order, item in enumerate(study.implications, 1):
            for support in item.rests_on:
                if support.theme == theme.id:
                    named = f"{order}. {item.text}"
                    yield escape(theme.title), escape(named), escape(support.because)


def _earlier(study: Study) -> Iterator[Sequence[str]]:
    for earlier in study.earlier_studies:
        for point in earlier.points:
            yield f"{escape(earlier.title.text)} [@{earlier.reference}]", escape(point.text)


SHOWN: tuple[Shown, ...] = (
    Shown(
        "sources",
        "Material of the study and what of it can be read here",
        ("Material", "Kind", "Number", "Access", "Words that state it"),
        (24, 18, 10, 13, 35),
        _sources,
        (2,),
    ),
    Shown(
        "themes",
        "Themes, what each states, and how much stands under it and rests on it",
        ("Theme", "Statement", "Quotations", "Implications"),
        (24, 44, 15, 17),
        _themes,
        (2, 3),
    ),
    Shown(
        "quotations",
        "Quotations, verified word for word in the source",
        ("Quotation", "Theme", "Words", "Attribution"),
        (48, 20, 10, 22),
        _quotations,
        (2,),
    ),
    Shown(
        "implications",
        "Implications and the themes that each rests on",
        ("No.", "Implication", "Rests on"),
        (8, 54, 38),
        _implications,
        (0,),
    ),
    Shown(
        "evidence-map",
        "Why each implication is said to rest on a theme",
        ("Theme", "Implication", "Because"),
        (24, 44, 32),
        _evidence_map,
    ),
    Shown(
        "earlier-studies",
        "Earlier studies and the points taken from them",
        ("Earlier study", "Point"),
        (40, 60),
        _earlier,
    ),
)
