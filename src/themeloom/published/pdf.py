"""A PDF as pages of text, and its bookmarks with their pages."""

from __future__ import annotations

from typing import Any

from themeloom.pdf import BrokenPdfError, bookmarks, page_texts
from themeloom.published.stretches import Stretch


def read_pdf(data: bytes) -> tuple[list[Stretch], list[list[Any]]]:
    """The pages of a PDF and its bookmarks (title and page); nothing if it is broken."""
    try:
        pages = page_texts(data)
        headings: list[list[Any]] = [[title, page] for title, page in bookmarks(data)]
    except BrokenPdfError:
        return [], []
    stretches = [
        Stretch.of("page", f"page {number}", f"#page={number}", text)
        for number, text in enumerate(pages, 1)
    ]
    return stretches, headings
