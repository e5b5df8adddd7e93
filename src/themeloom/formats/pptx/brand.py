"""What a brand adds to a finished deck: a face for headings, logos on the first and last slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themeloom.core import office as markup
from themeloom.core.office import read_package, write_package
from themeloom.formats.branding import PLATE
from themeloom.formats.pptx import layouts
from themeloom.formats.pptx.layouts import EMU
from themeloom.formats.pptx.markup import qualified

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.formats.pptx.drawn import Page

#: The parts in which words are set in a face.
_SET = ("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/")


def show_brand(
    path: Path,
    faces: Mapping[str, Any],
    logos: Sequence[Mapping[str, str]],
    pages: Sequence[Page],
    root: Path,
    under: str = "",
) -> None:
    """Put the logos of a brand, and its face for headings, into a finished deck.

    Args:
        path: the deck, which is replaced.
        faces: the family of headings, and whether its bold cut is that of headings.
        logos: the file of each in pixels, its alternative text, the plate that it lies on.
        pages: the slides as Typst set them, the title slide among them.
        root: from where the files are named.
        under: the ground that the deck's pictures are made for, if it is another than its own.
    """
    from pptx import Presentation

    if under:
        _ground(path, under)
    opened = Presentation(str(path))
    slides = list(opened.slides)
    for slide, page in {0: pages[:1], len(slides) - 1: pages[-1:]}.items() if pages else ():
        _place(slides[slide], page[0], logos, root)
    opened.save(str(path))
    parts = read_package(path)
    for name in parts:
        if name.startswith(_SET) and name.endswith(".xml"):
            parts[name] = _in_face(parts[name], faces)
    write_package(path, parts)


def _place(slide: Any, page: Page, logos: Sequence[Mapping[str, str]], root: Path) -> None:  # noqa: ANN401 - python-pptx has no types
    """Put the logos where Typst put them: no picture of the slide's own is without a number."""
    for logo, box in zip(logos, page.all("image"), strict=False):
        more = PLATE * box.height if logo["plate"] else 0.0
        sides = (box.x - more, box.y - more, box.width + 2 * more, box.height + 2 * more)
        file, places = str(root / logo["pixels"]), (round(side * EMU) for side in sides)
        about = slide.shapes.add_picture(file, *places).element.nvPicPr.cNvPr
        about.set("name", "Logo")
        about.set("descr", logo["alt"])


def _ground(path: Path, colour: str) -> None:
    """Put the pictures of a deck, as far as they are clear, on a ground."""
    from io import BytesIO

    from PIL import Image

    parts = read_package(path)
    for name in (one for one in parts if one.startswith("ppt/media/") and one.endswith(".png")):
        with Image.open(BytesIO(parts[name])) as picture:
            if "A" in picture.getbands() or "transparency" in picture.info:
                whole = picture.convert("RGBA")
                under, file = Image.new("RGBA", whole.size, colour), BytesIO()
                under.alpha_composite(whole)
                under.convert("RGB").save(file, "PNG", dpi=picture.info.get("dpi", (72, 72)))
                parts[name] = file.getvalue()
    write_package(path, parts)


def _in_face(part: bytes, faces: Mapping[str, Any]) -> bytes:
    """A part in which headings have the brand's face; bold, where it has no semibold."""
    found = markup.read(part)
    for face in found.iter(qualified("a:latin")):
        if face.get("typeface") in (layouts.HEADING, faces["heading"]):
            face.set("typeface", faces["heading"])
            if faces["bold"]:
                face.getparent().set("b", "1")
    return markup.written(found)
