"""What the study's own tables and figures say, in the words of a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

_PHRASES = beside(__file__, "phrases.toml")


@dataclass(frozen=True)
class Phrases:
    """Phrases in a language, as `de-AT`; in English where the words are not there."""

    language: str = "en"

    def __call__(self, english: str, *number: int, **words: str) -> str:
        """A phrase by its English words, with what stands in its places."""
        known = _PHRASES.get(english, {})
        said: str = known.get(self.language.partition("-")[0], english)
        return said.format(*number, **words) if number or words else said

    def counted(self, number: int, noun: str) -> str:
        """A number of things: 1 theme, 3 themes."""
        return self(f"{{}} {noun}{'' if number == 1 else 's'}", number)

    def listed(self, parts: Sequence[str]) -> str:
        """Parts joined as a sentence does: "a", "a and b", "a, b and c"."""
        ends = (", ".join(parts[:-1]), *parts[-1:])
        return f" {self('and')} ".join(part for part in ends if part)

    @property
    def are_english(self) -> bool:
        """Whether the language lacks them, so that tables and figures say them in English."""
        return self.language.partition("-")[0] not in {"en", *_PHRASES["and"]}

    def all(self) -> dict[str, str]:
        """Every phrase by its English words, for documents of Typst."""
        return {english: self(english) for english in _PHRASES}
