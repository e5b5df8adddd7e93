"""Numbers in words: those that texts have, as num2words said them once; all others as it does.

It imports every language there is, which takes as long as reading a whole study.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: For each language its tags, the numbers from zero on, and their ordinals, a line each.
FILE = Path(__file__).with_name("said.txt")
#: Tags whose numbers are the same.
LANGUAGES = (
    *("en en-GB en-US en-IE en-AU en-CA", "de de-DE de-AT de-CH", "fr fr-FR fr-CA"),
    *("es es-ES es-MX", "it it-IT", "nl nl-NL nl-BE"),
)
#: Up to here numbers are kept; how many of them as ordinals.
LARGEST, ORDINALS = 200, 31


def in_words(number: int, language: str) -> str:
    """A whole number as a word: 5 → five.

    Args:
        number: any whole number.
        language: a language tag such as en-GB; English where the language is unknown.
    """
    kept, _ = _kept().get(language, ((), ()))
    return kept[number] if 0 <= number < len(kept) else _said(number, language)


def ordinals(language: str) -> Mapping[str, int]:
    """Third and the like, in small letters; none of a language that has no such words."""
    _, kept = _kept().get(language, ((), ()))
    said = kept or _ordinals(language)
    return {word.casefold(): number for number, word in enumerate(said) if number > 2}  # noqa: PLR2004 - second is time, too


def _said(number: int, language: str, to: str = "cardinal") -> str:
    from num2words import num2words

    try:
        return str(num2words(number, to=to, lang=language.replace("-", "_")))
    except NotImplementedError:
        return str(num2words(number, to=to, lang="en"))


def _ordinals(language: str) -> tuple[str, ...]:
    from num2words import num2words

    try:
        num2words(1, to="ordinal", lang=language.replace("-", "_"))
    except NotImplementedError:
        return ()
    return tuple(_ordinal(number, language) for number in range(ORDINALS))


def _ordinal(number: int, language: str) -> str:
    """Nothing where num2words stumbles over it: Polish and others have no zeroth for it."""
    try:
        return _said(number, language, "ordinal")
    except LookupError:
        return ""


@cache
def _kept() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What the file says, by the language."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {
        tag: (tuple(said.split("|")), tuple(ordered.split("|")))
        for tags, said, ordered in zip(lines[::3], lines[1::3], lines[2::3], strict=True)
        for tag in tags.split()
    }


def numbers(tag: str) -> tuple[str, str]:
    """The numbers of a language from zero on, and their ordinals, as num2words says them."""
    said = (_said(number, tag) for number in range(LARGEST + 1))
    return "|".join(said), "|".join(_ordinals(tag))


def written() -> str:
    """What the file should say."""
    lines = (line for tags in LANGUAGES for line in (tags, *numbers(tags.split()[0])))
    return "\n".join([*lines, ""])
