"""Charts are drawn in the type of the documents, whatever typefaces the machine has."""

from __future__ import annotations

import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest
from helpers import copied
from machine_typefaces import FAMILY, HAN, planted
from making import put_notebook, run_notebooks

if TYPE_CHECKING:
    from pathlib import Path

_CHART = f"""
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.set_title("Words and {HAN}")
axes.set_xlabel("More words", family="serif")
axes.set_ylabel("and more", family="Arial")
plt.show()
"""
_KNOWN = """
from matplotlib import font_manager, rcParams
print("families:", rcParams["font.family"])
print("known:", *sorted({one.name for one in font_manager.fontManager.ttflist}), sep=" | ")
"""
_STYLE = """
from matplotlib import rcParams
cycle = rcParams["axes.prop_cycle"].by_key()["color"]
said = [rcParams[f"{one}.facecolor"] for one in ("figure", "axes")]
print("ground:", *said, "ink:", rcParams["text.color"], "first:", cycle[0])
"""


def page_of(folder: Path, typeface: Path | None = None, before: str = "") -> str:
    """The page of a notebook with a chart; the project may bring a typeface."""
    project = copied("store-synthetic", folder)
    if typeface:
        (project.root / "fonts").mkdir()
        shutil.copy(typeface, project.root / "fonts" / "brought.ttf")
    put_notebook(project, "chart", before + _CHART, _KNOWN)
    run_notebooks(project)
    return unescape((project.output / "analysis" / "chart.html").read_text(encoding="utf-8"))


@pytest.fixture
def typefaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files of a machine that has typefaces of its own."""
    for name, value in planted(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    return sorted((tmp_path / "home" / ".fonts").iterdir())


def test_a_typeface_of_the_machine_is_not_taken(
    tmp_path: Path, typefaces: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chart that names one is told so, and comes out the same where there is none."""
    # In which order matplotlib tells of letters that are missing is chance.
    quiet = "import warnings\nwarnings.simplefilter('ignore')"
    full = page_of(tmp_path / "full", before=quiet)
    assert typefaces
    monkeypatch.setenv("HOME", str(tmp_path))
    assert page_of(tmp_path / "bare", before=quiet) == full
    assert "families: ['Source Sans Pro', 'DejaVu Sans']" in full
    assert FAMILY not in full
    assert "Font family 'Arial' not found" in full


def test_a_typeface_of_the_project_is_taken(tmp_path: Path, typefaces: list[Path]) -> None:
    """Its letters are drawn where ours have none."""
    page = page_of(tmp_path / "brought", typefaces[-1])
    assert f"families: ['Source Sans Pro', '{FAMILY}', 'DejaVu Sans']" in page
    assert "missing from" not in page
    assert "missing from" in page_of(tmp_path / "other")


def test_a_chart_has_the_ground_of_what_it_lies_on(tmp_path: Path) -> None:
    """White would be seen on slides and posters."""
    project = copied("store-synthetic", tmp_path)
    put_notebook(project, "chart", _STYLE)
    run_notebooks(project)
    assert "ground: none none" in (project.output / "analysis" / "chart.html").read_text("utf-8")


def test_a_brand_gives_charts_its_colours_its_ground_and_its_typeface(tmp_path: Path) -> None:
    """What is light on the ground of a dark brand is light in its charts."""
    project = copied("store-synthetic", tmp_path)
    (project.root / "_brand.yml").write_text(
        'color:\n  background: "#0B1D3A"\n  foreground: "#F7F2E4"\n  primary: "#FFC72C"\n', "utf-8"
    )
    put_notebook(project, "chart", _CHART, _STYLE)
    run_notebooks(project)
    page = unescape((project.output / "analysis" / "chart.html").read_text(encoding="utf-8"))
    assert "ground: #0B1D3A #0B1D3A ink: #F7F2E4 first: #FFC72C" in page
