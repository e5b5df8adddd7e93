"""The map of themes of made, synthetic studies: legible, whole, no thread in mid-air."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest
from helpers import LONG
from made_studies import Shape, store_of
from pictures import Seen, seen

from themeloom.figures.style import SIZES

if TYPE_CHECKING:
    from themeloom.figures.style import Size

#: How many themes, subthemes of each, and relations: all of it in the long tests.
SHAPES = [
    Shape(themes, subthemes, relations, quotations=3)
    for themes, subthemes, relations in product((1, 2, 5, 8), (0, 2), (0, 1, 3, 8))
    if subthemes or relations
]
SAMPLED = SHAPES if LONG else SHAPES[1::5]


def _tables(shape: Shape) -> dict[str, list[dict[str, Any]]]:
    store = store_of(shape)
    themes = store["themes"]
    subs = [(theme, sub) for theme in themes for sub in theme.get("subthemes", [])]
    tables = {
        "themes": [{**theme, "order": n} for n, theme in enumerate(themes, 1)],
        "subthemes": [
            {**sub, "theme": theme["id"], "order": n} for n, (theme, sub) in enumerate(subs, 1)
        ],
        "relations": [{**one, "order": n} for n, one in enumerate(store["relations"], 1)],
    }
    return {name: rows for name, rows in tables.items() if rows}


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name or "paper")
@pytest.mark.parametrize("shape", SAMPLED, ids=str)
def test_the_map_is_sound(shape: Shape, size: Size) -> None:
    """Everything is on the page, large enough, over nothing else; every title is there."""
    tables = _tables(shape)
    figure = seen(tables, "theme-map", size.name)
    assert figure.height <= size.height_of("theme-map") + 0.5
    assert min(line.size for line in figure.lines) >= size.type_least - 0.01
    for line in figure.lines:
        assert -0.5 <= line.left <= line.right <= figure.width + 0.5
        assert -0.5 <= line.top <= line.bottom <= figure.height + 0.5
    assert [pair for pair in combinations(figure.lines, 2) if _touch(*pair)] == []
    assert [one["title"] for one in tables["themes"] if one["title"] not in figure.words] == []
    missing = [one for one in tables.get("subthemes", []) if one["title"] not in figure.words]
    assert not missing or "subthemes" in figure.words or "…" in figure.words
    assert [one for one in tables.get("relations", []) if one["relation"] not in figure.words] == []


def _touch(one: Any, other: Any) -> bool:  # noqa: ANN401 - lines of a figure
    hair = 0.12 * (one.bottom - one.top)
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0.01 and min(one.bottom, other.bottom) - max(one.top, other.top) > 2 * hair


def _ends(figure: Seen) -> list[tuple[float, float]]:
    """Both ends of every stroke that is no straight line along a title."""
    bent = [one for one in figure.threads if len({round(y) for _, y in one.points}) > 2]
    return [tuple(map(float, one.points[end])) for one in bent for end in (0, -1)]


@pytest.mark.parametrize("shape", SAMPLED, ids=str)
def test_no_thread_ends_in_mid_air(shape: Shape) -> None:
    """Where a relation leaves or arrives there is a theme's thread, or an upright that is on it."""
    figure = seen(_tables(shape), "theme-map")
    for x, y in _ends(figure):
        assert any(
            min(abs(one.points[:, 0] - x).min(), 99) <= 6
            and one.points[:, 1].min() - 1 <= y <= one.points[:, 1].max() + 1
            for one in figure.threads
            if len({round(at) for _, at in one.points}) <= 2
            or len({round(at) for at, _ in one.points}) == 1
        ), (x, y)
