"""Figures come out as the same bytes, wherever and whenever they are drawn."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import iterparse

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.figures import FIGURES, faces, png_bytes, svg_bytes
from themeloom.figures.style import SIZES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Tables = dict[str, "pd.DataFrame"]

_DRAW = """
import hashlib, sys
import pandas as pd
from themeloom.figures import FIGURES, SIZES, png_bytes, svg_bytes
tables = {name: pd.read_pickle(f"{sys.argv[1]}/{name}.pkl") for name in sys.argv[2].split(",")}
for recipe in FIGURES:
    figure = recipe.draw(tables, SIZES[""]).figure
    for written in (svg_bytes(figure), png_bytes(figure, 100)):
        print(hashlib.sha256(written).hexdigest())
"""


def _hashes(tables: Tables) -> list[str]:
    figures = [recipe.draw(tables, SIZES[""]).figure for recipe in FIGURES]
    written = [data for one in figures for data in (svg_bytes(one), png_bytes(one, 100))]
    return [hashlib.sha256(data).hexdigest() for data in written]


def test_the_same_bytes_each_time(flagship: Tables) -> None:
    """Drawing and writing twice gives the same bytes, in either order of formats."""
    figure = FIGURES[1].draw(flagship, SIZES[""]).figure
    png = png_bytes(figure, 100)
    svg = svg_bytes(figure)
    assert png_bytes(figure, 100) == png
    assert svg_bytes(FIGURES[1].draw(flagship, SIZES[""]).figure) == svg


@pytest.mark.parametrize("seed", ["1", "77"])
def test_the_same_bytes_elsewhere(flagship: Tables, tmp_path: Path, seed: str) -> None:
    """Another process, folder, hash seed, time zone and matplotlibrc change nothing."""
    for name, table in flagship.items():
        table.to_pickle(tmp_path / f"{name}.pkl")
    (tmp_path / "matplotlibrc").write_text("svg.fonttype: none\nlines.linewidth: 9\n")
    run = subprocess.run(
        [sys.executable, "-c", _DRAW, str(tmp_path), ",".join(flagship)],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.split() == _hashes(flagship)


def test_svg_is_plain_and_carries_no_version(flagship: Tables) -> None:
    """The SVG parses, has outlines for letters, and names neither date nor version."""
    svg = svg_bytes(FIGURES[0].draw(flagship, SIZES["poster"]).figure).decode()
    assert sum(1 for _ in iterparse(BytesIO(svg.encode()))) > 100  # noqa: S314 - our own
    assert "<text" not in svg
    assert "date" not in svg
    assert "Matplotlib v" not in svg
    assert "\r" not in svg


def test_png_has_the_pixels_of_its_size(flagship: Tables) -> None:
    """A slide's figure is 1600 × 760 pixels, as the slide wants it; PNGs carry no version."""
    size = SIZES["slide"]
    png = png_bytes(FIGURES[0].draw(flagship, size).figure, size.dpi)
    assert [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)] == [1600, 760]
    assert b"tEXt" not in png


def test_a_missing_font_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the fonts' wheels the message says which to install."""
    monkeypatch.setattr(faces, "find_spec", lambda _name: None)
    with pytest.raises(ThemeloomError) as caught:
        faces.Face.VOICE.file()
    assert str(caught.value) == (
        "the font SourceSerifPro-Regular.otf, with which figures are lettered, is not installed\n"
        "  hint: pip install font-source-serif-pro"
    )


def test_drawing_is_quick(flagship: Tables) -> None:
    """All figures in all sizes, written in both formats, take less than three seconds of work.

    They take half of that; the rest is room for a machine that has other work to do.
    """
    started = time.process_time()
    for size in SIZES.values():
        for recipe in FIGURES:
            figure = recipe.draw(flagship, size).figure
            svg_bytes(figure)
            png_bytes(figure, size.dpi)
    assert time.process_time() - started < 3
