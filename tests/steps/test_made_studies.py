"""Paper, poster and slides of made, synthetic studies of many shapes are built without a word."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from compendium import themeloom
from helpers import LONG
from made_studies import Shape, made

if TYPE_CHECKING:
    from pathlib import Path

#: With and without subthemes and relations, few and many of everything.
ALL = [
    Shape(themes, *parts, quotations=quotations, authors=authors)
    for themes, parts, quotations, authors in product(
        (1, 2, 5, 8), ((0, 0), (2, 3)), (3, 30, 200), (2, 40)
    )
    if quotations >= themes * max(1, parts[0])
]
#: The most and the least that there may be; all the others in the long tests.
SHAPES = ALL if LONG else [ALL[0]]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_any_shape_is_built(tmp_path: Path, shape: Shape) -> None:
    """Nobody is told to shorten what the study's own tables and figures say."""
    project = made(tmp_path / "study", shape)
    done = themeloom(project, "render")
    assert done.returncode == 0, done.stderr
    for name in ("manuscript/paper.pdf", "poster/poster.pdf", "slides/slides.pdf"):
        assert (project.output / name).is_file()
