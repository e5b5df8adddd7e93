"""Colours can be read on every ground, and are told apart by every eye or by their labels."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from colours import EYES, as_seen, ciede2000, contrast
from helpers import ROOT
from pictures import seen

from themeloom.figures import FIGURES
from themeloom.figures.style import COLOURS, SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

Tables = dict[str, "pd.DataFrame"]

INK, MUTED, STRAND, THREADS = (COLOURS[what] for what in ("ink", "muted", "strand", "threads"))
WHITE, CREAM = (SIZES[size].ground for size in ("", "poster"))

#: From this ΔE00 on, two thin lines are told apart at a glance; 1 is just noticeable side by side.
APART = 10.0
#: Neighbouring threads, by their orders, that an eye cannot tell apart by colour alone. All
#: colours are dark enough for text, which leaves grey no room for six; hence the labels.
TOLD_BY_LABEL: dict[str, set[tuple[int, int]]] = {
    "full colour": set(),
    "protanopia": {(3, 4)},
    "deuteranopia": {(3, 4), (5, 6)},
    "tritanopia": set(),
    "grey": {(1, 2), (3, 4), (4, 5), (5, 6)},
}


def _difference(one: int, other: int, eye: str) -> float:
    """How far the threads of two orders differ for an eye."""
    return ciede2000(*(as_seen(THREADS[order - 1], eye) for order in (one, other)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_difference_measures(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    """ΔE00 comes out as in the test data that Sharma, Wu and Dalal (2005) published."""
    assert ciede2000(one, other) == pytest.approx(expected, abs=5e-5)
    assert ciede2000(other, one) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("ground", [WHITE, CREAM])
@pytest.mark.parametrize("colour", [INK, MUTED, *THREADS])
def test_text_can_be_read(colour: str, ground: str) -> None:
    """Everything that is lettered stands 4.5 : 1 or better against its ground."""
    assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("ground", [WHITE, CREAM])
def test_strands_can_be_seen(ground: str) -> None:
    """The strands of the material, which carry no text, stand 3 : 1 or better."""
    assert contrast(STRAND, ground) >= 3


@pytest.mark.parametrize("eye", sorted(EYES.keys() - {"grey"}))
def test_three_threads_differ_for_every_eye(eye: str) -> None:
    """The first three threads, which most studies use, are told apart in any pair by colour."""
    for one, other in combinations((1, 2, 3), 2):
        assert _difference(one, other, eye) >= APART


@pytest.mark.parametrize("eye", EYES)
def test_neighbouring_threads_differ_or_are_known_not_to(eye: str) -> None:
    """Threads that lie next to each other differ for every eye, but for the pairs stated."""
    orders = range(1, len(THREADS) + 1)
    close = {pair for pair in pairwise(orders) if _difference(*pair, eye) < APART}
    assert close == TOLD_BY_LABEL[eye]


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
    flagship["implications"].loc[1, "themes"] = "resilience;integration"
    lines = [line.text.strip() for line in seen(flagship, "evidence-map", size).lines]
    assert [text for text in lines if text.startswith("Theme")] == [
        "Theme 1", "Themes 1 and 3", "Themes 1–3",
    ]  # fmt: skip
    assert {"1 T", "2 R", "3 P"} <= {text[:3] for text in lines}


def test_numbers_in_a_row_are_a_range(synthetic: Callable[..., Tables]) -> None:
    """Three and more in a row are given by the first and the last."""
    tables = synthetic(themes=9, quotations=9, implications=4)
    tables["implications"]["themes"] = [
        "t3",
        "t0;t1",
        "t0;t2;t3;t4;t7",
        ";".join(f"t{n}" for n in range(9)),
    ]
    words = seen(tables, "evidence-map").words
    for said in ("Theme 4", "Themes 1 and 2", "Themes 1, 3–5 and 8", "Themes 1–9"):
        assert said in words


_STYLES = (
    "_extensions/themeloom/themeloom.css",
    "_extensions/themeloom/deck.css",
    "_extensions/themeloom-poster/poster.css",
    "src/themeloom/pages/templates/explorer.css",
    "_extensions/themeloom/typst-template.typ",
    "_extensions/themeloom-poster/typst-template.typ",
    "_extensions/themeloom-slides/typst-template.typ",
)


@pytest.mark.parametrize("name", _STYLES)
def test_every_look_has_the_threads_of_the_figures(name: str) -> None:
    """A style that states its colours itself, to open alone, states the same six in order."""
    text = (ROOT / name).read_text(encoding="utf-8").upper()
    place = 0
    for colour in THREADS:
        place = text.find(colour.upper(), place) + 1
        assert place, f"{colour} is not where it belongs"


@pytest.mark.parametrize(
    "name",
    [
        *_STYLES,
        "src/themeloom/verify/report.css",
        "_extensions/themeloom/reference/pptx/ppt/theme/theme1.xml",
        "src/themeloom/notebooks/matplotlibrc",
    ],
)
def test_every_look_has_the_inks_of_the_figures(name: str) -> None:
    """Text and small text have one colour each, wherever they stand."""
    text = (ROOT / name).read_text(encoding="utf-8").upper()
    for colour in (INK, MUTED):
        assert colour.removeprefix("#") in text
