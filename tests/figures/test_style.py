"""Threads have the colours of the look, and nobody has to tell them apart by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pictures import seen

from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from collections.abc import Callable

Tables = dict[str, list[dict[str, Any]]]

THREADS, WHITE = LOOK.threads, LOOK.colours["sheet"]


def test_threads_repeat_dashed(synthetic: Callable[..., Tables]) -> None:
    """The seventh theme has the first one's colour and a dashed thread."""
    tables = synthetic(themes=8, quotations=8, implications=3)
    drawn = seen(tables, "evidence-map").threads
    looks = {(one.colour, one.dashed) for one in drawn if one.colour != WHITE.lower()}
    threads = [colour.lower() for colour in THREADS]
    assert looks == {(colour, False) for colour in threads} | {
        (colour, True) for colour in threads[:2]
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("figure", [recipe.id for recipe in FIGURES])
@pytest.mark.parametrize("themes", [1, 6, 12])
def test_every_thread_is_labelled(
    synthetic: Callable[..., Tables], figure: str, size: str, themes: int
) -> None:
    """Each theme's title rests on its thread: nobody has to match colours."""
    tables = synthetic(themes=themes, quotations=themes, implications=3)
    picture = seen(tables, figure, size)
    titles = [
        line for line in picture.lines if "ynthetic theme" in line.text or "theme" in line.text
    ]
    for order in range(1, themes + 1):
        colour = THREADS[(order - 1) % len(THREADS)].lower()
        threads = [
            one for one in picture.threads
            if one.colour == colour and one.dashed == (order > len(THREADS))
        ]  # fmt: skip
        levels = {round(float(y), 2) for one in threads for y in one.points[:, 1]}
        assert threads
        assert any(0 < level - line.baseline < line.size for line in titles for level in levels), (
            order
        )


@pytest.mark.parametrize("size", SIZES)
def test_threads_are_named_where_they_end(flagship: Tables, size: str) -> None:
    """On the evidence map themes have numbers, and each implication names those it rests on."""
    flagship["implications"][1]["themes"] = "resilience;integration"
    lines = [line.text.strip() for line in seen(flagship, "evidence-map", size).lines]
    assert [text for text in lines if text.startswith("Theme")] == [
        "Theme 1", "Themes 1 and 3", "Themes 1–3",
    ]  # fmt: skip
    assert {"1 T", "2 R", "3 P"} <= {text[:3] for text in lines}


def test_numbers_in_a_row_are_a_range(synthetic: Callable[..., Tables]) -> None:
    """Three and more in a row are given by the first and the last."""
    tables = synthetic(themes=9, quotations=9, implications=4)
    themes = [
        "t3",
        "t0;t1",
        "t0;t2;t3;t4;t7",
        ";".join(f"t{n}" for n in range(9)),
    ]
    for row, names in zip(tables["implications"], themes, strict=True):
        row["themes"] = names
    words = seen(tables, "evidence-map").words
    for said in ("Theme 4", "Themes 1 and 2", "Themes 1, 3–5 and 8", "Themes 1–9"):
        assert said in words
