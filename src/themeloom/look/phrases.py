"""What the study's own tables and figures say, in the words of a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_QUOTED = "“{}”"
#: Every phrase by its English words, also the marks of quotations: what it is in other languages.
PHRASES: dict[str, dict[str, str]] = {
    _QUOTED: {
        language: marks
        for marks, languages in beside(__file__, "marks.toml").items()
        for language in languages.split()
    },
    **beside(__file__, "phrases.toml"),
}


@dataclass(frozen=True)
class Phrases:
    """Phrases in a language, as `de-AT`; in English where the words are not there.

    Args:
        language: the language.
        own: what a study says itself, by the English words; it goes before ours.
    """

    language: str = "en"
    own: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __call__(self, english: str, *number: int, **words: str) -> str:
        """A phrase by its English words, with what stands in its places."""
        known = PHRASES.get(english, {})
        tongue = known.get(self._tongue, english)
        said = self.own.get(english) or known.get(self.language, tongue)
        return said.format(*number, **words) if number or words else said

    @property
    def _tongue(self) -> str:
        return self.language.partition("-")[0]

    def quoted(self, words: str) -> str:
        """Words of somebody between the marks of the language."""
        return self(_QUOTED).format(words)

    def counted(self, number: int, noun: str) -> str:
        """A number of things: 1 theme, 3 themes."""
        return self(f"{{}} {noun}{'' if number == 1 else 's'}", number)

    def listed(self, parts: Sequence[str]) -> str:
        """Parts joined as a sentence does: "a", "a and b", "a, b and c"."""
        ends = (", ".join(parts[:-1]), *parts[-1:])
        return f" {self('and')} ".join(part for part in ends if part)

    @property
    def lacking(self) -> list[str]:
        """The phrases that are English, because neither we nor the study have words for them."""
        said = {one: {"en", *PHRASES[one]} for one in PHRASES if one != _QUOTED}
        return [one for one in said if self._tongue not in said[one] and not self.own.get(one)]

    def all(self) -> dict[str, str]:
        """Every phrase by its English words, for documents of Typst."""
        return {english: self(english) for english in PHRASES}
