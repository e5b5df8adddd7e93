"""What a PDF says: the text of its pages, its bookmarks, its properties.

PDFium must not be called from two threads at once; nobody here does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from PIL.Image import Image
    from pypdfium2 import PdfDocument


class BrokenPdfError(Exception):
    """The bytes are not a PDF that can be opened."""


def page_texts(data: bytes) -> list[str]:
    """The text of each page, in reading order.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with _opened(data) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def bookmarks(data: bytes) -> list[tuple[str, int]]:
    """The bookmarks: title, and page from 1; those that lead nowhere are left out.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with _opened(data) as document:
        return list(_bookmarks(document))


def _bookmarks(document: PdfDocument) -> Iterator[tuple[str, int]]:
    for mark in document.get_toc():
        target = mark.get_dest()
        index = None if target is None else target.get_index()
        if index is not None:
            yield mark.get_title(), index + 1


def page_pictures(data: bytes) -> Iterator[Image]:
    """Each page as a picture, a pixel to the point.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with _opened(data) as document:
        for page in document:
            yield page.render().to_pil()


def properties(data: bytes) -> dict[str, str]:
    """Title, author, keywords and the like; empty ones are left out.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with _opened(data) as document:
        return {key: value for key, value in document.get_metadata_dict().items() if value}


def _opened(data: bytes) -> AbstractContextManager[PdfDocument]:
    from contextlib import closing

    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return closing(PdfDocument(data))
    except PdfiumError as error:
        raise BrokenPdfError(str(error)) from None
