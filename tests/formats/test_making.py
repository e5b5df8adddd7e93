"""Making one output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.documents.plan import plan
from themeloom.formats.make import _nothing_left

if TYPE_CHECKING:
    from themeloom.core.project import Project


def test_a_shortcode_that_nobody_resolves_is_found(tiny: Project) -> None:
    """It would be gone, or a box, where a number should be."""
    output = plan(tiny, ["slides"])[0]
    page = tiny.root / "page.html"
    page.write_text("<p>\ue0000\ue001</p>", encoding="utf-8")
    with pytest.raises(ThemeloomError) as raised:
        _nothing_left(page, output)
    assert str(raised.value).startswith(
        "slides/slides.qmd:8: the shortcode {{< theme >}} stands where it cannot be resolved"
    )
