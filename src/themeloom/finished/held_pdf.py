"""What a PDF holds, by its tags: the order of reading, not that of printing.

Heads and feet of pages, rules and repeated heads of tables are no part of what is tagged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themeloom.finished.pdf import DEPTH, opened, pages, text_of
from themeloom.finished.tagged import children, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pypdfium2 import PdfDocument, PdfPage

#: What tags say of what they hold, by their names.
_KINDS = {"Figure": "picture", "Table": "table", "Formula": "formula", "Note": "note", "LI": "item"}


_FLOATS = frozenset({"Table", "Caption"})


def tagged(data: bytes) -> Iterator[tuple[str, str]]:
    """What the pages say; where nothing is tagged, the words as they are printed.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        for page in pages(document):
            yield from _of_page(page)
            yield from (("link", address) for address in _addresses(document, page))


def _of_page(page: PdfPage) -> Iterator[tuple[str, str]]:
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    count = raw.FPDF_StructTree_CountChildren(tree) if tree else 0
    if count > 0:
        texts = _marked(page)
        for index in range(count):
            yield from _walked(raw.FPDF_StructTree_GetChildAtIndex(tree, index), texts)
    else:
        yield "words", page.get_textpage().get_text_range()
    if tree:
        raw.FPDF_StructTree_Close(tree)


def _marked(page: PdfPage) -> dict[int, str]:
    """The texts of the page by the numbers under which they are marked."""
    from pypdfium2 import raw

    texts, found = page.get_textpage(), dict[int, str]()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=DEPTH):
        mark = raw.FPDFPageObj_GetMarkedContentID(item)
        found[mark] = found.get(mark, "") + text_of(item, texts)
    return found


def _walked(element: Any, texts: Mapping[int, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    from pypdfium2 import raw

    tag = said(raw.FPDF_StructElement_GetType, element)
    kind = _KINDS.get(tag, "")
    if kind == "picture":
        yield kind, said(raw.FPDF_StructElement_GetAltText, element)
        return
    within = [
        one
        for at, child in enumerate(children(element))
        for one in _child(element, at, child, texts)
    ]
    if kind:
        yield kind, "".join(text for of, text in within if of in {"words", "float"})
    # What floats may stand where a paragraph goes over to the next page.
    yield from (
        (("float", text) if of == "words" else (of, text) for of, text in within)
        if tag in _FLOATS
        else within
    )


def _child(
    element: Any,  # noqa: ANN401 - PDFium's own handles
    at: int,
    child: Any,  # noqa: ANN401 - as above
    texts: Mapping[int, str],
) -> Iterator[tuple[str, str]]:
    from pypdfium2 import raw

    if child:
        yield from _walked(child, texts)
    else:
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if mark >= 0 and mark in texts:
            yield "words", texts[mark]


def _addresses(document: PdfDocument, page: PdfPage) -> Iterator[str]:
    """Where the links of a page lead; `#` for a place of the PDF itself."""
    from ctypes import byref, c_int, create_string_buffer

    from pypdfium2 import raw

    at, link = c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, byref(at), byref(link)):
        action = raw.FPDFLink_GetAction(link)
        length = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        address = create_string_buffer(length)
        raw.FPDFAction_GetURIPath(document, action, address, length) if length else None
        yield address.value.decode("utf-8", "replace") if length else "#"
