"""Figures come out as the same bytes, wherever and whenever they are drawn."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import iterparse

import pytest
from PIL import Image

from themeloom.core import packages
from themeloom.core.errors import ThemeloomError
from themeloom.figures import FIGURES
from themeloom.figures.style import SIZES
from themeloom.typefaces import faces

if TYPE_CHECKING:
    from pathlib import Path

Tables = dict[str, list[dict[str, Any]]]

_DRAW = """
import hashlib, json, pathlib, sys
from themeloom.figures import FIGURES, SIZES
tables = json.loads(pathlib.Path(sys.argv[1]).read_text())
for recipe in FIGURES:
    drawing = recipe.draw(tables, SIZES[""])
    for written in (drawing.svg, drawing.png):
        print(hashlib.sha256(written).hexdigest())
"""


def _hashes(tables: Tables) -> list[str]:
    drawings = [recipe.draw(tables, SIZES[""]) for recipe in FIGURES]
    return [hashlib.sha256(data).hexdigest() for one in drawings for data in (one.svg, one.png)]


def test_the_same_bytes_each_time(flagship: Tables) -> None:
    """Drawing twice gives the same bytes."""
    assert FIGURES[1].draw(flagship, SIZES[""]) == FIGURES[1].draw(flagship, SIZES[""])


@pytest.mark.parametrize("seed", ["1", "77"])
def test_the_same_bytes_elsewhere(flagship: Tables, tmp_path: Path, seed: str) -> None:
    """Another process, folder, hash seed, time zone and home with other typefaces change nothing.

    The home has a typeface that calls itself ours and has other letters, and one for Chinese
    would be taken from it as well: a figure takes no typeface of the machine.
    """
    fonts = tmp_path / "home" / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True)
    other = faces.FACES[-1].path("ttf").read_bytes()
    (fonts / "SourceSansPro-Regular.ttf").write_bytes(other)
    flagship["quotations"][1]["text"] = "我不忘记 لا أنسى"
    (tmp_path / "tables.json").write_text(json.dumps(flagship), encoding="utf-8")
    home = str(tmp_path / "home")
    run = subprocess.run(
        [sys.executable, "-c", _DRAW, str(tmp_path / "tables.json")],
        env={
            **os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "HOME": home,
            "XDG_DATA_HOME": f"{home}/.local/share", "TYPST_FONT_PATHS": str(fonts),
        },
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.split() == _hashes(flagship)


def test_svg_is_plain_and_carries_no_version(flagship: Tables) -> None:
    """The SVG parses, has outlines for letters, and names neither date nor version."""
    svg = FIGURES[0].draw(flagship, SIZES["poster"]).svg.decode()
    assert sum(1 for _ in iterparse(BytesIO(svg.encode()))) > 100  # noqa: S314 - our own
    assert "<text" not in svg
    assert "date" not in svg
    assert "ypst 0" not in svg
    assert "\r" not in svg
    assert svg.startswith('<svg data-least-type="24"')


def test_png_has_the_pixels_of_its_size(flagship: Tables) -> None:
    """A slide's figure is 1600 × 760 pixels, as the slide wants it; PNGs carry no version."""
    png = FIGURES[0].draw(flagship, SIZES["slide"]).png
    assert [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)] == [1600, 760]
    assert b"tEXt" not in png


def test_png_says_how_large_it_is(flagship: Tables) -> None:
    """Placed in another program, a picture has the width that it was drawn for."""
    for size in SIZES.values():
        with Image.open(BytesIO(FIGURES[0].draw(flagship, size).png)) as picture:
            picture.load()
            assert picture.width / picture.info["dpi"][0] * 72 == pytest.approx(size.width, abs=0.5)


def test_a_missing_font_is_explained(flagship: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the fonts' wheels the message says which to install."""
    monkeypatch.setattr(packages, "find_spec", lambda _name: None)
    with pytest.raises(ThemeloomError) as caught:
        FIGURES[0].draw(flagship, SIZES[""])
    assert str(caught.value) == (
        "the package font-source-serif-pro is not installed\n"
        "  hint: install it: python -m pip install font-source-serif-pro"
    )


def test_drawing_is_quick(flagship: Tables) -> None:
    """All figures in all sizes, in both formats, take less than three seconds of work.

    They take half of that; the rest is room for a machine that has other work to do.
    """
    started = time.process_time()
    for size in SIZES.values():
        for recipe in FIGURES:
            recipe.draw(flagship, size)
    assert time.process_time() - started < 3
