"""Everything in the store that claims to be a source's own words, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import beside
from themeloom.study.interpretation import Relation, Subtheme, Theme
from themeloom.study.transcripts import read_transcript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.study.model import Corpus, Study
    from themeloom.study.quoting import Found


class Excerpt(msgspec.Struct, frozen=True):
    """Words taken from a source.

    Args:
        kind: quotation, passage, statement, ...
        id: its id in the store.
        text: the words.
        source: the id of the source that must contain them.
        path: where it stands in the store.
        participant: whose words they are said to be.
    """

    kind: str
    id: str
    text: str
    source: str
    path: tuple[str | int, ...]
    participant: str = ""


#: What words of a source are called, by the keys of the store that lead to them.
_KINDS: dict[str, str] = beside(__file__, "quoting.toml")["excerpts"]
#: The keys of the words and of their source, where they are not `text` and `source`.
_WORDS = {
    Theme: ("statement", "statement_source"),
    Subtheme: ("statement", "statement_source"),
    Relation: ("because", "source"),
}


def excerpts(study: Study) -> Iterator[Excerpt]:
    """Every excerpt of the store, in its order."""
    owner = ""
    for path, noun in study.nouns:
        # A passage without an id goes by that of what it is about.
        owner = getattr(noun, "id", owner)
        kind = _KINDS.get(" ".join(step for step in path if isinstance(step, str)), "")
        key, source_key = _WORDS.get(type(noun), ("text", "source"))
        source = getattr(noun, source_key, None)
        if kind and source is not None:
            name = kind if path[0] == "study" else owner
            if kind == "point" and isinstance(path[-1], int):
                name = f"{owner}-{path[-1] + 1}"
            said = getattr(noun, "participant", "")
            yield Excerpt(kind, name, getattr(noun, key), source, (*path, key), said)


def locate(study: Study, corpus: Corpus) -> dict[Excerpt, Found | None]:
    """Look every excerpt up in its source; None where that source cannot be read."""
    called = names(study)
    found: dict[Excerpt, Found | None] = {}
    for excerpt in excerpts(study):
        if excerpt.source not in corpus.texts:
            found[excerpt] = None
            continue
        text = corpus.texts[excerpt.source].text
        settled, rules = study.source(excerpt.source).speakers, study.settings.transcripts
        found[excerpt] = read_transcript(text, called, settled, rules).find(excerpt.text)
    return found


def names(study: Study) -> frozenset[str]:
    """Everything by which transcripts may call those who took part or are quoted."""
    quoted = {quote.participant for _, quote in study.quotations if quote.participant}
    return frozenset(quoted.union(*study.voices.values()))
