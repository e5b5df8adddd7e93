"""Which parts of a PDF's page are pictures, by the tags that it has for screen readers.

A drawing is lines and letters on its page like any others: only its tag says that they are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pypdfium2 import PdfPage

#: An edge each: left, bottom, right, top, in points from the page's lower left corner.
Edges = tuple[float, float, float, float]
_EDGES = 4


class Tagged(NamedTuple):
    """What a tag says of its picture: its edges, if it tells them, and what it shows."""

    edges: Edges | None
    words: str


def pictures_of(page: PdfPage) -> tuple[list[Tagged], dict[int, int]]:
    """The tagged pictures of a page, and for each number of marked content whose part it is."""
    from pypdfium2 import raw

    told: list[Tagged] = []
    owners: dict[int, int] = {}
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return told, owners
    try:
        roots = range(raw.FPDF_StructTree_CountChildren(tree))
        for root in (raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in roots):
            for figure in _figures(root):
                words = said(raw.FPDF_StructElement_GetAltText, figure)
                told.append(Tagged(_edges(figure), words))
                owners |= dict.fromkeys(_contents(figure), len(told) - 1)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return told, owners


def _figures(element: Any) -> Iterator[Any]:  # noqa: ANN401 - PDFium's own handles
    from pypdfium2 import raw

    if not element:
        return
    inner = [figure for child in children(element) for figure in _figures(child)]
    if not inner and said(raw.FPDF_StructElement_GetType, element) == "Figure":
        inner.append(element)
    yield from inner


def _contents(element: Any) -> Iterator[int]:  # noqa: ANN401 - as above
    """The numbers of all marked content within a tag."""
    from pypdfium2 import raw

    for place in range(raw.FPDF_StructElement_GetMarkedContentIdCount(element)):
        number = raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, place)
        if number >= 0:
            yield number
    for child in filter(None, children(element)):
        yield from _contents(child)


def children(element: Any) -> list[Any]:  # noqa: ANN401 - as above
    """The tags within a tag, None in the places of marked content."""
    from pypdfium2 import raw

    count = raw.FPDF_StructElement_CountChildren(element)
    return [raw.FPDF_StructElement_GetChildAtIndex(element, place) for place in range(count)]


def said(told: Callable[..., int], *of: object) -> str:
    """A text that PDFium tells of something: first how long it is, then its letters."""
    from ctypes import c_ushort

    length = told(*of, None, 0)
    letters = (c_ushort * (length // 2))()
    told(*of, letters, length)
    return bytes(letters).decode("utf-16-le", "replace").rstrip("\0")


def _edges(element: Any) -> Edges | None:  # noqa: ANN401 - as above
    """What a tag says of where its picture is (its BBox)."""
    from ctypes import byref, c_float

    from pypdfium2 import raw

    for place in range(raw.FPDF_StructElement_GetAttributeCount(element)):
        given = raw.FPDF_StructElement_GetAttributeAtIndex(element, place)
        box = raw.FPDF_StructElement_Attr_GetValue(given, b"BBox")
        count = raw.FPDF_StructElement_Attr_CountChildren(box) if box else 0
        sides = []
        for child in range(count):
            side = c_float()
            value = raw.FPDF_StructElement_Attr_GetChildAtIndex(box, child)
            raw.FPDF_StructElement_Attr_GetNumberValue(value, byref(side))
            sides.append(side.value)
        if len(sides) == _EDGES:
            left, bottom, right, top = sides
            return left, bottom, right, top
    return None
