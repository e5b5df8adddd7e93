"""The picture of a poster: its properties, its empty regions, the code on it."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw
from posters import DOI, body, made

from themeloom.formats.poster.picture import emptiness, largest_rectangle

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def poster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a poster with a code on it."""
    return made(
        tmp_path_factory.mktemp("picture"),
        body(),
        article={"doi": DOI},
        qr="/.themeloom/styles/qr.svg",
    )


def test_the_picture_says_what_it_shows(poster: Path) -> None:
    """Its properties hold the title, and words for whoever cannot see it."""
    with Image.open(poster / "poster.png") as picture:
        picture.load()
        assert picture.info["Title"] == "A made-up study for a test"
        properties = picture.info["XML:com.adobe.xmp"]
    assert "AltTextAccessibility" in properties
    assert "Main message: synthetic words" in properties
    assert "Themes: Synthetic theme 1; Synthetic theme 2; Synthetic theme 3." in properties


def test_the_code_leads_to_the_article(poster: Path) -> None:
    """The modules in the picture are those of the article's address."""
    import segno

    with Image.open(poster / "poster.png") as opened:
        picture = opened.convert("L")
    matrix = list(
        segno.make(f"https://doi.org/{DOI}", error="q", micro=False).matrix_iter(border=0)
    )
    assert _modules(picture, len(matrix)) == [[bool(one) for one in row] for row in matrix]


def _modules(picture: Image.Image, count: int) -> list[list[bool]]:
    """The squares of the code, found by its quiet zone and its three corners."""
    import numpy as np

    dark = np.asarray(picture) < 128
    lower = dark[dark.shape[0] * 3 // 4 :]
    best: tuple[int, int, int, int] = (0, 0, 0, 0)
    for row in range(lower.shape[0] - 1):
        start = _corner(lower[row])
        if start is not None:
            best = (row, *start, 0)
            break
    top, left, module, _ = best
    assert module, "there is no code on the poster"
    side = (_edge(lower[top + module // 2], left, count, module)) / count
    return [
        [
            bool(lower[round(top + (y + 0.5) * side), round(left + (x + 0.5) * side)])
            for x in range(count)
        ]
        for y in range(count)
    ]


def _corner(row: object) -> tuple[int, int] | None:
    """Where a run of seven modules begins that ends a quiet zone; and a module's width."""
    import numpy as np

    line = np.asarray(row).astype(int)
    changes = np.flatnonzero(np.diff(line)) + 1
    for start, end in pairwise(changes):
        length = end - start
        if line[start] and 35 < length < 90 and not line[max(0, start - length // 2) : start].any():
            return int(start), round(length / 7)
    return None


def _edge(row: object, left: int, count: int, module: int) -> float:
    """How wide the code is: to the end of its last dark square in the first row."""
    import numpy as np

    line = np.asarray(row)[left : left + round(count * module * 1.15)]
    return float(np.flatnonzero(line)[-1] + 1)


def test_the_code_can_be_scanned(poster: Path) -> None:
    """A reader of codes finds the article's address in the picture."""
    import zxingcpp

    with Image.open(poster / "poster.png") as picture:
        found = zxingcpp.read_barcodes(picture.convert("RGB"))
    assert [one.text for one in found] == [f"https://doi.org/{DOI}"]


def test_the_largest_rectangle() -> None:
    """Of empty squares, marked with a dot, the largest that is a rectangle."""
    rows = ["#...#", "#...#", "##..#", "....."]
    empty = [[square == "." for square in row] for row in rows]
    assert largest_rectangle(empty) == (2, 0, 2, 4)
    assert largest_rectangle([[False]]) == (0, 0, 0, 0)


def test_emptiness_of_a_drawn_page() -> None:
    """A page whose upper half is written on is half empty, and the hole is the lower half."""
    page = Image.new("RGB", (400, 400), "#FAF7F2")
    pen = ImageDraw.Draw(page)
    for line in range(0, 200, 4):
        pen.line((0, line, 400, line), fill="#1B1F2A")
    drawn = BytesIO()
    page.save(drawn, "PNG")
    found = emptiness(drawn.getvalue(), (400.0, 400.0), 0.0, 1.0)
    assert found.share == pytest.approx(0.5, abs=0.03)
    assert (found.largest.top, found.largest.width) == (200, 400)
