"""Mistakes in what a store says of its authors, its days and the languages of its quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.study.about import Period
from themeloom.study.interpretation import Quotation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.errors import ThemeloomError
    from themeloom.study.located import Located
    from themeloom.study.model import Study


def mistakes(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Every mistake in what describes the study."""
    yield from _untranslated(study, located)
    yield from _equal_to_nobody(study, located)
    yield from _backwards(study, located)


def _untranslated(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """A translation is not the original, whose language is said."""
    for path, quote in study.each(Quotation):
        if quote.translation is None:
            continue
        if not quote.language:
            yield located.error(
                path,
                f'the quotation "{quote.id}" has a translation, and its own language is not said',
                "add the language of text:, such as language: pl",
            )
        if quote.translation.text.split() == quote.text.split():
            yield located.error(
                (*path, "translation", "text"),
                f'the translation of "{quote.id}" is the original itself',
                "put the words of the source into text: and the translation here",
            )


def _equal_to_nobody(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Whoever contributed equally did so with somebody."""
    equal = [place for place, one in enumerate(study.study.authors) if one.equal_contributor]
    if len(equal) == 1:
        yield located.error(
            ("study", "authors", equal[0], "equal_contributor"),
            "only this author is said to have contributed equally",
            "say it of the others too, or take it out",
        )


def _backwards(study: Study, located: Located) -> Iterator[ThemeloomError]:
    """Data collection ends after it began."""
    when = study.study.collected
    if isinstance(when, Period) and when.last < when.first:
        yield located.error(
            ("study", "collected", "last"),
            f"data collection ends on {when.last}, before it begins on {when.first}",
            "turn the two round, or mend the year",
        )
