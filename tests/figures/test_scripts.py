"""Texts in any script are drawn, or the figure and a warning say that they are not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typst
from machine_typefaces import FAMILY, HAN, planted
from matplotlib import get_data_path
from pictures import seen

from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES

if TYPE_CHECKING:
    from themeloom.figures import Drawing

Tables = dict[str, list[dict[str, Any]]]

_CHINESE = "我不忘记我从哪里来"
#: Where the column of quotations has ended, in points.
_NEXT_COLUMN = 260
#: Letters that the figures' own fonts lack and a font that matplotlib brings has.
_LENT, _LENDER = "\ue000", "STIXNonUni.ttf"


def _draw(tables: Tables, name: str, size: str = "", typefaces: tuple[Path, ...] = ()) -> Drawing:
    recipe = next(one for one in FIGURES if one.id == name)
    return recipe.draw(tables, SIZES[size], typefaces)


def test_the_study_needs_no_other_font(flagship: Tables) -> None:
    """Nothing is warned of where the figures' own fonts have all letters."""
    for recipe in FIGURES:
        assert recipe.draw(flagship, SIZES[""]).warnings == ()


@pytest.mark.parametrize("size", SIZES)
def test_words_without_a_font_are_named(flagship: Tables, size: str) -> None:
    """A quotation that no font has is replaced by a note; the warning names it and its script."""
    flagship["quotations"][1]["text"] = _CHINESE
    drawing = _draw(flagship, "evidence-map", size)
    words = seen(flagship, "evidence-map", size).words
    assert "[text in the Han script]" in words
    assert "“[" not in words
    assert drawing.warnings == (
        'the figures cannot show the words of the quotation "origins": no font here has the Han'
        ' script; they say "[text in the Han script]" in its place\n'
        "  hint: put a font that has it into the folder fonts/"
        " (Noto has a free one for every script)",
    )
    assert _CHINESE in drawing.alt


def test_everything_that_is_drawn_is_looked_at(flagship: Tables) -> None:
    """Titles of themes, sources and steps, and implications, are named as well."""
    flagship["themes"][0]["title"] = "विश्वास"
    flagship["sources"][1]["title"] = "การสัมภาษณ์"
    flagship["steps"][0]["title"] = f"{_CHINESE} und विश्वास"
    flagship["implications"][2]["text"] = _CHINESE
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


def test_a_symbol_of_no_script_is_named_too(flagship: Tables) -> None:
    """A picture character that no font has is called a symbol."""
    flagship["quotations"][1]["text"] = "I am here \U0001faf6"
    assert "symbols that belong to no script" in _draw(flagship, "evidence-map").warnings[0]


def test_signs_that_one_family_lacks_are_lent(flagship: Tables) -> None:
    """A hyphen of its own and an arrow are drawn in either face, with no word left out."""
    text = "peer\u2010led \u2197 \u261e"
    flagship["themes"][0]["title"] = flagship["quotations"][1]["text"] = text
    assert _draw(flagship, "evidence-map").warnings == ()
    words = seen(flagship, "evidence-map").words.replace(" ", "")
    assert words.count(text.replace(" ", "")) == 2


def test_a_font_that_the_study_brings_needs_no_warning(flagship: Tables) -> None:
    """It is there on every machine that the study is built on; no other is ever taken."""
    flagship["quotations"][1]["text"] = f"I said {_LENT}"
    brought = (Path(get_data_path()) / "fonts" / "ttf" / _LENDER,)
    assert _draw(flagship, "evidence-map", typefaces=brought).warnings == ()
    assert f"“I said {_LENT}”" in seen(flagship, "evidence-map", typefaces=brought).words
    assert _draw(flagship, "evidence-map").warnings != ()


@pytest.mark.parametrize(
    "words", ["لا أنسى من أين أتيت", "לא שוכח מאיפה באתי", "Я не забываю, Ελλάδα"]
)
def test_scripts_at_hand_need_no_warning(flagship: Tables, words: str) -> None:
    """Arabic, Hebrew, Cyrillic and Greek are drawn with the fonts that are always there."""
    flagship["quotations"][1]["text"] = words
    assert _draw(flagship, "evidence-map").warnings == ()
    assert "text in the" not in seen(flagship, "evidence-map").words


def test_lines_from_right_to_left_end_level_at_the_right(flagship: Tables) -> None:
    """A quotation in Arabic is set from right to left, also a line that begins in Latin."""
    arabic = " ".join(["لا أنسى HepCare من أين أتيت"] * 4)
    flagship["quotations"][1]["text"] = arabic
    lines = seen(flagship, "evidence-map").lines
    levels = sorted({round(one.baseline) for one in lines if _is_arabic(one.text)})
    rights = [
        max(one.right for one in lines if round(one.baseline) == level and one.right < _NEXT_COLUMN)
        for level in levels
    ]
    assert len(levels) > 2
    assert max(rights) - min(rights) < 1.5


def _is_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" or letter >= "\ufb50" for letter in text)


@pytest.mark.parametrize("size", SIZES)
def test_no_typeface_of_the_machine_is_taken(
    flagship: Tables, size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that has a letter which ours lack draws the same figures, and warns the same."""
    flagship["themes"][0]["title"] = HAN
    flagship["steps"][0]["title"] = HAN
    before = [_draw(flagship, recipe.id, size) for recipe in FIGURES]
    for name, value in planted(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    sample = tmp_path / "sample.typ"
    sample.write_text(f'#set text(font: "{FAMILY}")\n{HAN}', encoding="utf-8")
    taken, ignored = (typst.compile(sample, ignore_system_fonts=one) for one in (False, True))
    assert taken != ignored, "whoever looks for typefaces finds them"
    assert [_draw(flagship, recipe.id, size) for recipe in FIGURES] == before
    assert all(drawing.warnings for drawing in before)
