"""Text cells in the page: their pictures, of which a lost one is told, and their headings."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import pytest
from making import PIXEL, put_notebook, put_text, run_notebooks

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from themeloom.core.project import Project

_ATTACHED = {"one dot.png": {"image/png": PIXEL}}


def _put(project: Project, *texts: str) -> None:
    cells = [
        {"cell_type": "markdown", "id": f"c{at}", "metadata": {}, "source": text, "attachments": {}}
        | ({"attachments": _ATTACHED} if "attachment:one" in text else {})
        for at, text in enumerate(texts)
    ]
    data = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    put_text(project, "seen", json.dumps(data))


@pytest.mark.parametrize("beside", ["", " It costs $5.", " With $x^2$.", " With $$y$$"])
def test_a_picture_is_in_the_page_whatever_else_its_cell_holds(
    project: Project, beside: str
) -> None:
    """Attached, beside the notebook, or elsewhere; another picture makes another page."""
    for name in ("analysis/shots/a.png", "figures/b.png"):
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(PIXEL))
    _put(
        project,
        f"![A](attachment:one%20dot.png){beside}",
        f"![B](shots/a.png){beside}",
        f'Text.{beside}\n\n<img alt="C" src="../figures/b.png">\n',
    )
    run_notebooks(project)
    page = project.output / "analysis" / "seen.html"
    assert page.read_text(encoding="utf-8").count(f"data:image/png;base64,{PIXEL}") == 3
    path.write_bytes(b"another picture")
    run_notebooks(project)
    assert base64.b64encode(b"another picture").decode() in page.read_text(encoding="utf-8")


def test_a_page_shows_the_picture_of_what_also_says_its_name_in_html(project: Project) -> None:
    """As charts of bokeh do."""
    both = f"{{'text/html': '<i>chart(id=1)</i>', 'image/png': '{PIXEL}'}}"
    code = f"class Chart:\n    def _repr_mimebundle_(self, **_):\n        return {both}\nChart()"
    put_notebook(project, "chart", f"#| echo: false\n{code}")
    run_notebooks(project)
    page = (project.output / "analysis" / "chart.html").read_text(encoding="utf-8")
    assert f"data:image/png;base64,{PIXEL}" in page
    assert "chart(id=1)" not in page


@pytest.mark.parametrize("beside", ["", " It costs $5."])
@pytest.mark.parametrize("source", ["attachment:none.png", "none.png", "../../none.png"])
def test_a_lost_picture_names_its_cell(project: Project, source: str, beside: str) -> None:
    """The page is not made without it."""
    _put(project, "Text.", f"![Lost]({source}){beside}")
    with pytest.raises(ThemeloomError, match=r"analysis/seen.ipynb: cell 2: the picture .*none"):
        run_notebooks(project)


def test_links_lead_to_the_headings_of_a_page(project: Project) -> None:
    """By their words, as Quarto names them, however a cell is read and however often."""
    _put(project, "## What's *in* it & how\n\nText.", "# 2. Café\n\n$x^2$", "### Café", "# 1")
    run_notebooks(project)
    page = (project.output / "analysis" / "seen.html").read_text(encoding="utf-8")
    names = re.findall(r'<h(\d) id="([^"]*)"', page)
    expected = [("2", "whats-in-it-how"), ("1", "café"), ("3", "café-1"), ("1", "section")]
    assert [one for one in names if one in expected] == expected
