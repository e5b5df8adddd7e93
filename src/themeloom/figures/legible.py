"""Texts in scripts that the figures' own typefaces lack: who lends them, and what is said.

A text is drawn whole or not at all: one with letters that no typeface at hand has is replaced
by a note, and a warning names it. No typeface of the machine is taken: a figure would differ
from machine to machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.look.phrases import Phrases
from themeloom.typefaces.coverage import lacking, scripts_of, with_lent
from themeloom.typefaces.scripts import runs_leftwards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Warnings are English, whatever the study is.
ENGLISH = Phrases()


class Legible:
    """What the tables say, as a figure can show it; typefaces and warnings gather on the way.

    Args:
        typefaces: those that the project brings.
        say: the words that are ours, in the study's language.
    """

    def __init__(self, typefaces: Sequence[Path] = (), say: Phrases = ENGLISH) -> None:
        self._brought = typefaces
        self.say = say
        self._warnings: dict[str, None] = {}
        #: The typefaces that lend letters to any of the texts.
        self.lent: list[Path] = []

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the person who builds the study should know, each once."""
        return tuple(self._warnings)

    def text(self, text: str, what: str) -> str:
        """A text that can be drawn, or the note that stands for it.

        Args:
            text: the text.
            what: what it is, for the warning: 'the title of the theme "trust"'.
        """
        lent = with_lent(self._brought, text, signs=True)
        left = lacking(text, lent)
        if not left:
            self.lent += [path for path in lent if path not in self.lent]
            return text
        note = f"[text in {_named(left)}]"
        warning = ThemeloomError(
            f"the figures cannot show {what}: no font here has {_named(left)};"
            f' they say "{note}" in its place',
            "put a font that has it into the folder fonts/ (Noto has a free one for every script)",
        )
        self._warnings[str(warning)] = None
        return note

    def shown(self, key: str, text: str, what: str) -> dict[str, object]:
        """Such a text under a name, with which way it runs."""
        drawn = self.text(text, what)
        return {key: drawn, "rtl": runs_leftwards(drawn)}


def _named(letters: Sequence[str]) -> str:
    """Name scripts as Unicode does: "the Han and Thai scripts"."""
    names = scripts_of(letters)
    parts = [f"the {ENGLISH.listed(names)} script{'s' if len(names) > 1 else ''}"] if names else []
    if not all(map(scripts_of, letters)):
        parts.append("symbols that belong to no script")
    return ENGLISH.listed(parts)
