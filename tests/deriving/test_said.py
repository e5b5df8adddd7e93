"""Numbers in words: what is kept of them is what num2words says."""

from __future__ import annotations

import pytest

from themeloom.deriving.said import FILE, LANGUAGES, ORDINALS, in_words, numbers, ordinals, written


def test_what_is_kept_is_what_num2words_says() -> None:
    """Renew it with: make look."""
    assert FILE.read_text(encoding="utf-8") == written()


@pytest.mark.parametrize("tags", LANGUAGES)
def test_all_who_share_a_language_say_the_same(tags: str) -> None:
    """A study in British English reads the numbers that are kept for English."""
    assert len({numbers(tag) for tag in tags.split()}) == 1


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (0, "en-GB", "zero"),
        (17, "en", "seventeen"),
        (200, "de", "zweihundert"),
        (201, "fr", "deux cent un"),
        (-3, "en", "minus three"),
        (80, "fr-CH", "huitante"),
        (5, "pl", "pięć"),
        (5, "xx", "five"),
    ],
)
def test_a_number_is_said_in_its_language(number: int, language: str, said: str) -> None:
    """Those that are kept, larger and negative ones, other languages, and those nobody knows."""
    assert in_words(number, language) == said


def test_every_language_that_has_numbers_can_be_asked_for_ordinals() -> None:
    """One that num2words stumbles over, as over a zeroth in Polish, is left out alone."""
    from num2words import CONVERTER_CLASSES

    for language in CONVERTER_CLASSES:
        assert set(ordinals(language).values()) <= set(range(3, ORDINALS)), language
    assert ordinals("pl-PL")["piąty"] == 5
    assert ordinals("uk")["п'ятий"] == 5
