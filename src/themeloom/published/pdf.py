"""A PDF as pages of text, and its bookmarks with their pages."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

from themeloom.published.stretches import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader


def read_pdf(data: bytes) -> tuple[list[Stretch], list[list[Any]]]:
    """The pages of a PDF and its bookmarks (title and page); nothing if it is broken."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = [page.extract_text() for page in reader.pages]
        headings = list(_headings(reader, reader.outline))
    except PyPdfError:
        return [], []
    stretches = [
        Stretch.of("page", f"page {number}", f"#page={number}", text)
        for number, text in enumerate(pages, 1)
    ]
    return stretches, headings


def _headings(reader: PdfReader, outline: list[Any]) -> Iterator[list[Any]]:
    for one in outline:
        if isinstance(one, list):
            yield from _headings(reader, one)
        else:
            page = reader.get_destination_page_number(one)
            if page is not None:
                yield [str(one.title), page + 1]
