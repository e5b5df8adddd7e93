"""Where somebody begins to speak: what stands like a label in a transcript, and how sure that is.

A label is read at the start of a line (before a colon, a tab or a time, in brackets, or alone
above its turn), and within a line behind the end of a sentence. Whatever else looks like one is
found as well and is unclear, because the words behind it may be another person's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.nested import grouped
from themeloom.core.text import lines_of, words_in
from themeloom.study.labels import Opening, Sure, comparable
from themeloom.study.labels_at_lines import at_lines, in_one_form, in_strange_forms, known_at_lines
from themeloom.study.labels_within import MAY_BE_MARKED, known_within, new_within, voices

if TYPE_CHECKING:
    from collections.abc import Collection

_RUN = later(r"[^\W_]+")


def openings(text: str, known: Collection[str], settled: Collection[str]) -> list[Opening]:
    """Everything in a text that begins like a turn, in its order.

    Args:
        text: the transcript.
        known: what speakers are called, as it is written.
        settled: the labels of which the study says whose they are; at the start of a line
            and behind a sentence they are read in whatever form they stand.
    """
    sure_of = {comparable(one) for one in settled}
    expected = _comparable(frozenset(known)) | sure_of
    lines = lines_of(text)
    starts = [*at_lines(text, lines, expected, sure_of), *voices(text, expected)]
    more = {*settled, *(one.label for one in starts if comparable(one.label) in expected)}
    names = _written(text, frozenset(known), frozenset(more))
    # What is read at the start of a line is not asked about again.
    read = {one.start: one.end for one in starts if one.sure is Sure.READ}
    unread = [line for line in lines if line[0] not in read]
    begun = list(known_at_lines(text, unread, _pattern(names)))
    within = [
        *in_strange_forms(text, begun),
        *in_one_form(text, unread, [] if read else begun),
        *known_within(text, _pattern(names, MAY_BE_MARKED), sure_of, read),
        *new_within(text, expected, frozenset(read.values())),
    ]
    found: list[Opening] = []
    for one in sorted([*starts, *within], key=lambda one: (one.start, one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
        elif one.sure >= found[-1].sure:
            found[-1] = one
    return found


def _written(text: str, *spelled: frozenset[str]) -> frozenset[str]:
    """The labels that may stand in a text: few of a thousand participants do."""
    runs = set(_RUN.findall(words_in(text)))
    begun = (_by_first_run(labels) for labels in spelled)
    return frozenset(one for some in begun for run in runs & some.keys() for one in some[run])


@lru_cache(maxsize=64)
def _by_first_run(labels: frozenset[str]) -> dict[str | None, list[str]]:
    """Labels by how they begin; the same participants are asked about in every text."""
    return grouped((_first_run(one), one) for one in labels)


@lru_cache(maxsize=8)
def _comparable(labels: frozenset[str]) -> frozenset[str]:
    return frozenset(map(comparable, labels))


@lru_cache(maxsize=256)
def _pattern(spelled: frozenset[str], behind: str = "") -> re.Pattern[str]:
    """Finds known labels where words begin, the longest first, with something behind them.

    A pattern that begins with plain letters is found fast.
    """
    longest = sorted(spelled, key=lambda one: (-len(one), one))
    by_first = grouped((one[0], re.escape(one[1:])) for one in longest)
    alike = (
        rf"{re.escape(first)}(?<!\w.)(?>{'|'.join(rest)}){behind}"
        for first, rest in by_first.items()
    )
    return re.compile("|".join(alike) or r"(?!)", re.DOTALL)


@lru_cache(maxsize=1 << 16)
def _first_run(label: str) -> str | None:
    """The letters and digits with which a label begins, as far as they go together."""
    run = _RUN.search(label)
    return run[0] if run else None
