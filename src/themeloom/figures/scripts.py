"""Texts in scripts that the figures' own fonts lack: what is shown, and what is said of it.

A text is drawn whole or not at all: one that holds letters which no font on the
machine has is replaced by a note in brackets that names its script.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError
from themeloom.figures.faces import Face, borrowed, is_brought, lender, missing
from themeloom.figures.records import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.figures.records import Implication, Material, Quotation, Theme

#: Scripts of Unicode's that are none: what several or no scripts use.
_NO_SCRIPT = frozenset({"Zyyy", "Zinh", "Zzzz"})


@dataclass(frozen=True)
class Shown:
    """A text as the figures show it.

    Args:
        text: the text itself, or the note that stands for it.
        whole: whether it is the text itself.
        warning: what the person who builds the study should know; may be empty.
    """

    text: str
    whole: bool = True
    warning: str = ""


def shown(text: str, face: Face, what: str) -> Shown:
    """Find out whether a text can be drawn, and what to show if it cannot.

    Args:
        text: the text.
        face: the typeface in which it is to be drawn.
        what: what the text is, for the warning: 'the title of the theme "trust"'.
    """
    lacking = missing(text, face)
    if not lacking:
        return Shown(text)
    alone = [script for script, letters in lacking.items() if lender(letters) is None]
    if alone:
        note = f"[text in {_named(alone)}]"
        return Shown(note, whole=False, warning=_said(
            f"the figures cannot show {what}: no font here has {_named(alone)};"
            f' they say "{note}" in its place',
            "put a font that has it into the folder fonts/ (Noto has a free one for every script)",
        ))  # fmt: skip
    fonts = [font.name for font in borrowed(text, face) if not is_brought(font)]
    if not fonts:
        return Shown(text)
    names = listed(fonts)
    return Shown(text, warning=_said(
        f"the figures show {what} in {names}, a font of this machine, because their own"
        f" fonts lack {_named(list(lacking))}",
        "put this font or a like one into the folder fonts/: figures drawn on a machine without"
        " it will differ",
    ))  # fmt: skip


def _said(message: str, hint: str) -> str:
    """Word a warning as errors are worded."""
    return str(ThemeloomError(message, hint))


def _named(scripts: list[str]) -> str:
    """Name scripts as Unicode does: "the Han and Thai scripts"."""
    from fontTools.unicodedata import script_name

    names = [script_name(script) for script in scripts if script not in _NO_SCRIPT]
    parts = [f"the {listed(names)} script{'s' if len(names) > 1 else ''}"] if names else []
    if len(names) < len(scripts):
        parts.append("symbols that belong to no script")
    return listed(parts)


@dataclass(frozen=True)
class Legible:
    """What the tables say, as a figure can show it; warnings gather on the way."""

    _warnings: dict[str, None] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the person who builds the study should know, each once."""
        return tuple(self._warnings)

    def _shown(self, text: str, face: Face, what: str) -> Shown:
        found = shown(text, face, what)
        if found.warning:
            self._warnings[found.warning] = None
        return found

    def themes(self, themes: Sequence[Theme]) -> list[Theme]:
        """Give the themes with titles that can be drawn."""
        return [
            replace(one, title=self._shown(
                one.title, Face.STRONG, f'the title of the theme "{one.id}"'
            ).text)
            for one in themes
        ]  # fmt: skip

    def quotations(self, quotations: Sequence[Quotation]) -> list[Quotation]:
        """Give the quotations with words that can be drawn, or a note in their place."""
        kept = []
        for one in quotations:
            found = self._shown(one.text, Face.VOICE, f'the words of the quotation "{one.id}"')
            kept.append(replace(one, text=found.text, spoken=found.whole))
        return kept

    def implications(self, implications: Sequence[Implication]) -> list[Implication]:
        """Give the implications with texts that can be drawn."""
        return [
            replace(one, text=self._shown(
                one.text, Face.SANS, f'the text of the implication "{one.id}"'
            ).text)
            for one in implications
        ]  # fmt: skip

    def materials(self, sources: Sequence[Material]) -> list[Material]:
        """Give the sources with titles and kinds that can be drawn."""
        return [
            replace(
                one,
                title=self._shown(one.title, Face.SANS, f'the title of the source "{one.id}"').text,
                kind=self._shown(one.kind, Face.SANS, f'the kind of the source "{one.id}"').text,
            )
            for one in sources
        ]

    def steps(self, titles: Sequence[str]) -> list[str]:
        """Give the titles of the steps as they can be drawn."""
        return [
            self._shown(title, Face.SANS, f"the title of step {turn}").text
            for turn, title in enumerate(titles, start=1)
        ]
