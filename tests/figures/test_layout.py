"""Nothing in a figure touches what it should not, whatever the study looks like."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pictures import Line, Seen, Thread, seen

from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.figures import Recipe
    from themeloom.figures.style import Size

Tables = dict[str, list[dict[str, Any]]]

#: Synthetic studies of every shape, by what is special about them.
SHAPES: dict[str, dict[str, int | bool]] = {
    "one of each": {"sources": 1, "steps": 1, "themes": 1, "quotations": 1, "implications": 1},
    "almost nothing": {"sources": 1, "steps": 0, "themes": 1, "quotations": 0, "implications": 0},
    "two themes, sixty quotations": {"themes": 2, "quotations": 60, "steps": 4, "sources": 12},
    "seven themes": {"themes": 7, "quotations": 14, "implications": 5, "steps": 3, "sources": 9},
    "wordy": {"themes": 4, "quotations": 8, "implications": 4, "wordy": True},
    "the most there may be": {
        "themes": 12, "quotations": 60, "implications": 12, "steps": 6, "sources": 40,
        "wordy": True,
    },
    "twelve steps": {"steps": 12},
    "more implications than themes": {"themes": 3, "implications": 25},
}  # fmt: skip


def _assert_sound(figure: Seen, ground: str) -> None:
    """No text touches another, leaves the figure, or is crossed by a thread."""
    for line in figure.lines:
        assert line.left >= -0.5, line
        assert line.right <= figure.width + 0.5, line
        assert line.top >= -0.5, line
        assert line.bottom <= figure.height + 0.5, line
    for one, other in combinations(figure.lines, 2):
        assert not _touch(one, other), f"{one.text!r} touches {other.text!r}"
    boxes = np.array([_core(line) for line in figure.lines])
    for thread in figure.threads:
        if thread.colour == ground.lower():
            continue
        inside = (thread.points[:, None, :] > boxes[None, :, :2]).all(axis=2)
        inside &= (thread.points[:, None, :] < boxes[None, :, 2:]).all(axis=2)
        crossed = [figure.lines[turn].text for turn in np.unique(np.nonzero(inside)[1])]
        assert not crossed, f"a thread crosses {crossed}"


def _core(line: Line) -> tuple[float, float, float, float]:
    """The box of a line without the hair by which letters reach over and under it."""
    hair = 0.12 * (line.bottom - line.top)
    return line.left + hair, line.top + hair, line.right - hair, line.bottom - hair


def _touch(one: Line, other: Line) -> bool:
    """Two texts overlap by more than a hair."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.01 and down > 0.01


def _sound(tables: Tables, recipe: Recipe, size: Size) -> Seen:
    figure = seen(tables, recipe.id, size.name)
    _assert_sound(figure, size.ground)
    return figure


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name or "paper")
@pytest.mark.parametrize("recipe", FIGURES, ids=lambda recipe: recipe.id)
def test_flagship_is_sound(recipe: Recipe, size: Size, flagship: Tables) -> None:
    """The real study's figures have no overlaps in any size."""
    _sound(flagship, recipe, size)


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name or "paper")
@pytest.mark.parametrize("recipe", FIGURES, ids=lambda recipe: recipe.id)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_any_study_is_sound(
    shape: dict[str, int | bool], recipe: Recipe, size: Size, synthetic: Callable[..., Tables]
) -> None:
    """Few or many of anything: no overlaps, the right size, and legible type."""
    figure = _sound(synthetic(**shape), recipe, size)
    assert figure.width == pytest.approx(size.width, abs=0.1)
    assert figure.height <= size.tallest + 0.5
    if size.fixed:
        assert figure.height == pytest.approx(size.tallest, abs=0.1)
    assert min(line.size for line in figure.lines) >= size.type_least - 0.01


def test_the_poster_shows_the_method_at_its_own_size(flagship: Tables) -> None:
    """The picture is 400 mm wide, the narrowest place of an A0 poster, and at most 175 mm high."""
    figure = seen(flagship, "method", "poster")
    assert figure.width / 72 * 25.4 == pytest.approx(400, abs=0.1)
    assert figure.height / 72 * 25.4 <= 175
    assert min(line.size for line in figure.lines) >= 23.99


def test_a_word_wider_than_its_column_is_broken(flagship: Tables) -> None:
    """A title without spaces stays in its column, begins as it is written, and has hyphens."""
    word = "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2
    flagship["themes"][0]["title"] = word
    for recipe in FIGURES:
        figure = _sound(flagship, recipe, SIZES[""])
        letters = "".join(line.text for line in figure.lines).replace(" ", "")
        assert word[:40] in letters.replace("\u00ad", "").replace("-", "")
        assert any(line.text.rstrip().endswith(("\u00ad", "-")) for line in figure.lines)


def test_mark_up_is_drawn_as_it_is(flagship: Tables) -> None:
    """Formulas, tags and line breaks in untrusted text come out as characters."""
    flagship["quotations"][0]["text"] = "$x^2$ <b>\nand \\frac{ & $ \u2028 #let *a* _b_ -- ... @c"
    words = seen(flagship, "evidence-map", "slide").words
    assert "$x^2$ <b> and \\frac{ & $ #let *a* _b_ -- ... @c” 4" in words


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name or "paper")
@pytest.mark.parametrize("recipe", FIGURES, ids=lambda recipe: recipe.id)
def test_texts_from_right_to_left_are_sound(recipe: Recipe, size: Size, flagship: Tables) -> None:
    """Short and long, in Arabic and in Hebrew, with Latin within: as sound as any other."""
    arabic, hebrew = "لا أنسى HepCare من أين أتيت", "לא שוכח מאיפה באתי"
    texts = [hebrew, " ".join([arabic] * 4), " ".join([hebrew] * 7), arabic]
    for table, column in (
        ("sources", "title"), ("steps", "title"), ("themes", "title"), ("quotations", "text"),
        ("implications", "text"),
    ):  # fmt: skip
        for turn, row in enumerate(flagship[table]):
            row[column] = texts[turn % len(texts)]
    _sound(flagship, recipe, size)


def test_what_is_left_out_is_counted(synthetic: Callable[..., Tables]) -> None:
    """Quotations that find no room are summarised by their number."""
    tables = synthetic(themes=1, quotations=60, implications=1)
    words = [line.text.strip() for line in seen(tables, "evidence-map", "slide").lines]
    shown = sum(text.startswith("“") for text in words)
    assert shown > 3
    assert f"and {60 - shown} more quotations" in words
    assert "60 quotations" in words


def test_the_measure_of_soundness_measures() -> None:
    """A text set over another, and a thread drawn through one, are both found."""
    words = Line("some words that are set", 9, 10, 40, 110, 50, 48)
    thread = Thread("#000000", 1, dashed=False, points=np.linspace((5, 45), (200, 45), 100))
    _assert_sound(Seen(400, 100, (words,), ()), "#ffffff")
    with pytest.raises(AssertionError, match="crosses"):
        _assert_sound(Seen(400, 100, (words,), (thread,)), "#ffffff")
    with pytest.raises(AssertionError, match="touches"):
        _assert_sound(Seen(400, 100, (words, replace(words, left=30, top=42)), ()), "#ffffff")
