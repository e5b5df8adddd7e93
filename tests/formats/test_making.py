"""Making one output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers import planned as plan

from themeloom import formats
from themeloom.core.errors import ThemeloomError
from themeloom.documents.formats import FORMATS
from themeloom.formats import maker_of
from themeloom.formats.base import Maker
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


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_what_makes_it(name: str) -> None:
    """The two places that are one: what is known of a format, and what is done for it."""
    assert isinstance(maker_of(FORMATS[name]), Maker)


def test_no_folder_of_a_format_is_forgotten() -> None:
    """Each that says what is known of a format has its line."""
    room = Path(formats.__file__).parent
    assert {path.parent.name for path in room.glob("*/format.toml")} == {
        one.folder for one in FORMATS.values()
    }
