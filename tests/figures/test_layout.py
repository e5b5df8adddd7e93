"""Nothing in a figure touches what it should not, whatever the study looks like."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from themeloom.figures import FIGURES
from themeloom.figures.sheet import Sheet
from themeloom.figures.style import SIZES, Thread

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.figure import Figure

    from themeloom.figures import Recipe
    from themeloom.figures.style import Size

Tables = dict[str, "pd.DataFrame"]

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


def _texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Give all texts with their boxes in points, counted from the lower left corner."""
    FigureCanvasAgg(figure)
    scale = 72 / figure.dpi
    found = []
    for text in figure.findobj(Text):
        if text.get_text():
            box = text.get_window_extent()
            found.append((text.get_text(), Bbox(box.get_points() * scale)))
    return found


def _assert_sound(figure: Figure) -> None:
    """No text touches another, leaves the figure, or is crossed by a thread."""
    texts = _texts(figure)
    width, height = figure.get_size_inches() * 72
    for text, box in texts:
        assert box.x0 >= -0.5, text
        assert box.x1 <= width + 0.5, text
        assert box.y0 >= -0.5, text
        assert box.y1 <= height + 0.5, text
    for (one, first), (other, second) in combinations(texts, 2):
        assert not _touch(first, second), f"{one!r} touches {other!r}"
    boxes = np.array([box.padded(-0.12 * box.height).extents for _, box in texts])
    for patch in figure.axes[0].patches:
        points = _along(patch.get_path().vertices, height)
        above = (points[:, None, :] > boxes[None, :, :2]).all(axis=2)
        below = (points[:, None, :] < boxes[None, :, 2:]).all(axis=2)
        crossed = [texts[turn][0] for turn in np.unique(np.nonzero(above & below)[1])]
        assert not crossed, "a thread crosses these texts"


def _along(vertices: object, height: float) -> np.ndarray:
    """Give points close to one another along a thread, counted from the lower left corner."""
    corners = np.asarray(vertices, dtype=float)
    places = np.linspace(0, 1, 120)[:, None]
    pieces = []
    for at in range(0, len(corners) - 3, 3):
        a, b, c, d = corners[at : at + 4]
        rest = 1 - places
        pieces.append(
            rest**3 * a + 3 * rest**2 * places * b + 3 * rest * places**2 * c + places**3 * d
        )
    return np.concatenate(pieces) * (1, -1) + (0, height)


def _touch(one: Bbox, other: Bbox) -> bool:
    """Two boxes overlap by more than a hair."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > 0.01 and down > 0.01)


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name or "paper")
@pytest.mark.parametrize("recipe", FIGURES, ids=lambda recipe: recipe.id)
def test_flagship_is_sound(recipe: Recipe, size: Size, flagship: Tables) -> None:
    """The real study's figures have no overlaps in any size."""
    _assert_sound(recipe.draw(flagship, size).figure)


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name or "paper")
@pytest.mark.parametrize("recipe", FIGURES, ids=lambda recipe: recipe.id)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_any_study_is_sound(
    shape: dict[str, int | bool], recipe: Recipe, size: Size, synthetic: Callable[..., Tables]
) -> None:
    """Few or many of anything: no overlaps, the right size, and legible type."""
    figure = recipe.draw(synthetic(**shape), size).figure
    _assert_sound(figure)
    width, height = figure.get_size_inches() * 72
    assert width == pytest.approx(size.width)
    assert height <= size.tallest + 0.5
    if size.fixed:
        assert height == pytest.approx(size.tallest)
    least = min(float(text.get_fontsize()) for text in figure.findobj(Text) if text.get_text())
    assert least >= size.type_least - 0.01


def test_the_poster_shows_the_method_at_its_own_size(flagship: Tables) -> None:
    """The picture is 400 mm wide, the narrowest place of an A0 poster, and at most 175 mm high."""
    figure = FIGURES[0].draw(flagship, SIZES["poster"]).figure
    width, height = (float(side) * 25.4 for side in figure.get_size_inches())
    assert width == pytest.approx(400)
    assert height <= 175
    texts = [text for text in figure.findobj(Text) if text.get_text()]
    assert min(float(text.get_fontsize()) for text in texts) >= 24


def test_a_word_wider_than_its_column_is_cut(flagship: Tables) -> None:
    """A title without spaces stays in its column."""
    flagship["themes"].loc[0, "title"] = "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2
    for recipe in FIGURES:
        _assert_sound(recipe.draw(flagship, SIZES[""]).figure)


def test_mark_up_is_drawn_as_it_is(flagship: Tables) -> None:
    """Formulas, tags and line breaks in untrusted text come out as characters."""
    flagship["quotations"].loc[0, "text"] = "$x^2$ <b>\nand \\frac{ & $ \u2028 too"
    figure = FIGURES[1].draw(flagship, SIZES["slide"]).figure
    words = " ".join(text for text, _ in _texts(figure))
    assert "$x^2$ <b> and" in words
    assert "\\frac{ & $ too" in words


def test_other_scripts_are_drawn(flagship: Tables) -> None:
    """Letters that our fonts lack are taken from the one that matplotlib brings."""
    flagship["quotations"].loc[1, "text"] = "لا أنسى من أين أتيت"
    _assert_sound(FIGURES[1].draw(flagship, SIZES[""]).figure)


def test_what_is_left_out_is_counted(synthetic: Callable[..., Tables]) -> None:
    """Quotations that find no room are summarised by their number."""
    tables = synthetic(themes=1, quotations=60, implications=1)
    figure = FIGURES[1].draw(tables, SIZES["slide"]).figure
    words = [text for text, _ in _texts(figure)]
    shown = sum(text.startswith("“") for text in words)
    assert shown > 3
    assert f"and {60 - shown} more quotations" in words
    assert "60 quotations" in words


def test_the_measure_of_soundness_measures() -> None:
    """A text set over another, and a thread drawn through one, are both found."""
    sheet = Sheet(400, 100, SIZES[""])
    sheet.note("some words that are set", 10, 50, 9, "black")
    _assert_sound(sheet.figure)
    sheet.thread([(5, 43), (200, 43)], Thread("#000000"), 1, 1)
    with pytest.raises(AssertionError, match="crosses"):
        _assert_sound(sheet.figure)
    sheet.note("over others", 30, 52, 9, "black")
    with pytest.raises(AssertionError, match="touches"):
        _assert_sound(sheet.figure)
