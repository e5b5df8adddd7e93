"""Texts in any script are drawn, or the figure and a warning say that they are not."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from matplotlib import get_data_path
from matplotlib.text import Text

from themeloom.figures import FIGURES, png_bytes, svg_bytes
from themeloom.figures import faces as lenders
from themeloom.figures.faces import Face, known_letters
from themeloom.figures.lettering import text_width
from themeloom.figures.style import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from themeloom.figures.sheet import Drawing

Tables = dict[str, "pd.DataFrame"]

_CHINESE = "我不忘记我从哪里来"
#: Letters that the figures' own fonts lack and a font that matplotlib brings has.
_LENT, _LENDER = "\ue000", "STIXNonUni.ttf"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """A machine with the fonts in this list and no others: at first none."""
    fonts: list[Path] = []
    monkeypatch.setattr(lenders, "_machine_fonts", lambda: tuple(fonts))
    _forget()
    yield fonts
    _forget()


def _forget() -> None:
    lenders.of_machine.cache_clear()


def _draw(tables: Tables, name: str, size: str = "") -> Drawing:
    """Draw and write a figure; matplotlib has nothing to complain of."""
    drawing = next(one for one in FIGURES if one.id == name).draw(tables, SIZES[size])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg_bytes(drawing.figure)
        png_bytes(drawing.figure, 50)
    return drawing


def _words(drawing: Drawing) -> list[str]:
    return [text.get_text() for text in drawing.figure.findobj(Text)]


@pytest.mark.parametrize("face", Face)
def test_plain_characters_are_in_every_face(face: Face) -> None:
    """What is taken for granted without a look into the fonts is there."""
    assert known_letters(face) >= lenders.PLAIN


def test_the_study_needs_no_other_font(flagship: Tables) -> None:
    """Nothing is warned of where the figures' own fonts have all letters."""
    for recipe in FIGURES:
        assert recipe.draw(flagship, SIZES[""]).warnings == ()


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("size", SIZES)
def test_words_without_a_font_are_named(flagship: Tables, size: str) -> None:
    """A quotation that no font has is replaced by a note; the warning names it and its script."""
    flagship["quotations"].loc[1, "text"] = _CHINESE
    drawing = _draw(flagship, "evidence-map", size)
    assert "[text in the Han script]" in " ".join(_words(drawing))
    assert not any("“[" in word for word in _words(drawing))
    assert drawing.warnings == (
        'the figures cannot show the words of the quotation "origins": no font here has the Han'
        ' script; they say "[text in the Han script]" in its place\n'
        "  hint: put a font that has it into the folder fonts/"
        " (Noto has a free one for every script)",
    )
    assert _CHINESE in drawing.alt


@pytest.mark.usefixtures("machine")
def test_everything_that_is_drawn_is_looked_at(flagship: Tables) -> None:
    """Titles of themes, sources and steps, and implications, are named as well."""
    flagship["themes"].loc[0, "title"] = "विश्वास"
    flagship["sources"].loc[1, "title"] = "การสัมภาษณ์"
    flagship["steps"].loc[0, "title"] = f"{_CHINESE} und विश्वास"
    flagship["implications"].loc[2, "text"] = _CHINESE
    heads = [one.partition(":")[0] for one in _draw(flagship, "method").warnings]
    assert heads == [
        'the figures cannot show the title of the source "interviews"',
        "the figures cannot show the title of step 1",
        'the figures cannot show the title of the theme "integration"',
    ]
    assert "the Devanagari and Han scripts" in _draw(flagship, "method").warnings[1]
    heads = [one.partition(":")[0] for one in _draw(flagship, "evidence-map").warnings]
    assert heads == [
        'the figures cannot show the title of the theme "integration"',
        'the figures cannot show the text of the implication "guidance"',
    ]


@pytest.mark.usefixtures("machine")
def test_a_symbol_of_no_script_is_named_too(flagship: Tables) -> None:
    """A picture character that no font has is called a symbol."""
    flagship["quotations"].loc[1, "text"] = "I am here \U0001faf6"
    assert "symbols that belong to no script" in _draw(flagship, "evidence-map").warnings[0]


def test_a_font_of_the_machine_lends_letters(flagship: Tables, machine: list[Path]) -> None:
    """Where a font of the machine has the letters it is used, and the warning names it."""
    machine += [
        Path("missing.ttf"),
        Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf",
        Path(get_data_path()) / "fonts" / "ttf" / _LENDER,
    ]
    flagship["quotations"].loc[1, "text"] = f"I said {_LENT}"
    drawing = _draw(flagship, "evidence-map")
    assert f"“I said {_LENT}”" in _words(drawing)
    assert len(drawing.warnings) == 1
    assert _LENDER in drawing.warnings[0]


@pytest.mark.usefixtures("machine")
def test_a_font_that_the_study_brings_needs_no_warning(flagship: Tables) -> None:
    """It is there on every machine that the study is built on."""
    flagship["quotations"].loc[1, "text"] = f"I said {_LENT}"
    with lenders.lent_by([Path(get_data_path()) / "fonts" / "ttf" / _LENDER]):
        drawing = _draw(flagship, "evidence-map")
    assert f"“I said {_LENT}”" in _words(drawing)
    assert drawing.warnings == ()
    assert _draw(flagship, "evidence-map").warnings != ()


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize(
    "words", ["لا أنسى من أين أتيت", "לא שוכח מאיפה באתי", "Я не забываю, Ελλάδα"]
)
def test_scripts_at_hand_need_no_warning(flagship: Tables, words: str) -> None:
    """Arabic, Hebrew, Cyrillic and Greek are drawn with the fonts that are always there."""
    flagship["quotations"].loc[1, "text"] = words
    drawing = _draw(flagship, "evidence-map")
    assert drawing.warnings == ()
    assert words.split(maxsplit=1)[0] in " ".join(_words(drawing))


def test_lines_from_right_to_left_end_level_at_the_right(flagship: Tables) -> None:
    """A quotation in Arabic is set from right to left, also a line that begins in Latin."""
    flagship["quotations"].loc[1, "text"] = " ".join(["لا أنسى HepCare من أين أتيت"] * 4)
    lines = [
        text
        for text in _draw(flagship, "evidence-map").figure.findobj(Text)
        if text.get_text().startswith("\u200f")
    ]
    assert len(lines) > 2
    assert len({(text.get_ha(), text.get_position()[0]) for text in lines}) == 1
    assert lines[0].get_ha() == "right"


def test_arabic_letters_are_joined() -> None:
    """Letters are shaped: joined, they are narrower than one by one."""
    word = "سلام"
    alone = sum(text_width(letter, Face.VOICE, 10) for letter in word)
    assert text_width(word, Face.VOICE, 10) < 0.9 * alone
