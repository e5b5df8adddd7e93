"""How much is coded: the tables of codes, and of themes by the codes that they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.coding.tally import Tally, codes_of
from themeloom.coding.voices import Voices
from themeloom.deriving.participants import HIDDEN, shown_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.coding.coded import Coded
    from themeloom.coding.tally import Amount
    from themeloom.deriving.schema import Row
    from themeloom.deriving.tables import Evidence
    from themeloom.study.model import Study

#: The tables that only a study with a codebook has.
CODED = frozenset({"codes", "coded_themes"})


def is_coded(coded: Coded | None) -> bool:
    """Whether a study has a codebook with codes in it."""
    return coded is not None and bool(coded.codebook.codes)


def shown_amounts(study: Study, amount: Amount) -> tuple[str | None, str | None]:
    """The counts of sources and participants as they may be shown.

    Small counts are hidden, and with them the number of sources: where each talk is with one
    participant, it gives theirs back. None stands for what only who holds a source can tell.
    """
    if not study.participants:
        return str(amount.sources), None
    if amount.absent:
        return None, None
    people = shown_count(amount.participants, study.settings.disclosure.small_cells)
    return (HIDDEN if people == HIDDEN else str(amount.sources)), people


def codes(evidence: Evidence) -> Iterator[Row]:
    """Every code with how much is coded with it, each before those below it."""
    if evidence.coded is None:
        return
    tally = Tally(evidence.coded, Voices(evidence.study, evidence.corpus))
    for order, (level, code) in enumerate(evidence.coded.codebook.walk(), 1):
        amount = tally.of((code.id,))
        said = code.parent or None, code.name, code.definition or None
        counts = amount.codings, amount.passages
        yield order, code.id, level, *said, *counts, *shown_amounts(evidence.study, amount)


def coded_themes(evidence: Evidence) -> Iterator[Row]:
    """Every theme and subtheme that names codes, with how much is coded with them."""
    if evidence.coded is None:
        return
    tally = Tally(evidence.coded, Voices(evidence.study, evidence.corpus))
    for _, theme in evidence.study.all_themes:
        if named := codes_of(theme):
            amount = tally.of(named)
            counts = amount.codings, amount.passages
            yield theme.id, ";".join(named), *counts, *shown_amounts(evidence.study, amount)
