"""Everything in the store that claims to be a source's own words, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.text import normalise
from themeloom.study.quoting import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.study.model import Corpus, Passage, Study
    from themeloom.study.quoting import Found


@dataclass(frozen=True)
class Excerpt:
    """Words taken from a source.

    Args:
        kind: quotation, passage, statement, ...
        id: its id in the store.
        text: the words.
        source: the id of the source that must contain them.
        path: where it stands in the store.
    """

    kind: str
    id: str
    text: str
    source: str
    path: tuple[str | int, ...]


def excerpts(study: Study) -> Iterator[Excerpt]:
    """Every excerpt of the store, in its order."""
    for key in ("declaration", "acknowledgements"):
        passage: Passage | None = getattr(study.study, key)
        if passage is not None:
            yield Excerpt(key, key, passage.text, passage.source, ("study", key, "text"))
    for n, source in enumerate(study.sources):
        if source.stated is not None:
            stated = ("sources", n, "stated", "text")
            yield Excerpt("passage on source", source.id, *_of(source.stated), stated)
    for n, step in enumerate(study.steps):
        yield Excerpt("passage on step", step.id, *_of(step.stated), ("steps", n, "stated", "text"))
    for n, named in enumerate(study.passages):
        yield Excerpt("passage", named.id, *_of(named), ("passages", n, "text"))
    for n, earlier in enumerate(study.earlier_studies):
        path = ("earlier_studies", n)
        title = (*path, "title", "text")
        yield Excerpt("title of earlier study", earlier.id, *_of(earlier.title), title)
        for m, point in enumerate(earlier.points):
            here = (*path, "points", m, "text")
            yield Excerpt("point", f"{earlier.id}-{m + 1}", *_of(point), here)
    yield from _interpretation(study)


def _interpretation(study: Study) -> Iterator[Excerpt]:
    for n, theme in enumerate(study.themes):
        if theme.statement_source is not None:
            here = ("themes", n, "statement")
            yield Excerpt(
                "statement of theme", theme.id, theme.statement, theme.statement_source, here
            )
        for m, quote in enumerate(theme.quotations):
            path = ("themes", n, "quotations", m, "text")
            yield Excerpt("quotation", quote.id, quote.text, quote.source, path)
    for n, item in enumerate(study.implications):
        if item.source is not None:
            here = ("implications", n, "text")
            yield Excerpt("implication", item.id, item.text, item.source, here)


def _of(passage: Passage) -> tuple[str, str]:
    return passage.text, passage.source


def locate(study: Study, corpus: Corpus) -> dict[Excerpt, Found | None]:
    """Look every excerpt up in its source; None where that source cannot be read."""
    normal = {name: normalise(text.text) for name, text in corpus.texts.items()}
    return {
        excerpt: find(excerpt.text, corpus.texts[excerpt.source].text, normal[excerpt.source])
        if excerpt.source in normal
        else None
        for excerpt in excerpts(study)
    }
