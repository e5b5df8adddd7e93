"""What a PDF says: the text of its pages, its bookmarks, its properties.

PDFium must not be called from two threads at once: whoever reads a PDF here waits until
the last one has been closed.
"""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from themeloom.finished.tagged import pictures_of, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfObject, PdfPage, PdfTextPage

    from themeloom.finished.tagged import Edges


_ALONE = threading.RLock()
#: The PDFs that are open, one within the other: the bytes, the document, its pages.
_OPEN: list[tuple[bytes, PdfDocument, list[PdfPage]]] = []
#: A PDF that is bound at its right: of such a one PDFium turns round what runs rightwards as well.
_LEFTWARD = re.compile(rb"(/Direction\s*/)R2L")
#: How deep text may stand within forms within forms.
DEPTH = 12
#: What a remark says: who wrote it, its text, what a field holds and is called, its subject.
_SAID = (b"T", b"Contents", b"V", b"TU", b"Subj")


class BrokenPdfError(Exception):
    """The bytes are not a PDF that can be opened."""


class TextRun(msgspec.Struct, frozen=True):
    """A stretch of text on a page, set in one go.

    Args:
        text: its characters.
        size: of its type, in points.
        left: its edges in points from the page's lower left corner; so the next three.
        bottom: see `left`.
        right: see `left`.
        top: see `left`.
        baseline: where its letters stand, in points from below.
        drawn: whether it is part of a picture.
        formula: whether it is set in a face for formulas.
    """

    text: str
    size: float
    left: float
    bottom: float
    right: float
    top: float
    baseline: float
    drawn: bool = False
    formula: bool = False


class Picture(msgspec.Struct, frozen=True):
    """A picture on a page: its edges in points from the page's lower left corner, what it shows."""

    left: float
    bottom: float
    right: float
    top: float
    words: str = ""

    def common(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float]:
        """How wide and how high what it shares with a part of the page is; less than 0 is none."""
        across = min(self.right, right) - max(self.left, left)
        return across, min(self.top, top) - max(self.bottom, bottom)


class Sheet(msgspec.Struct, frozen=True):
    """A page as it is set: its size in points, its texts and its pictures."""

    width: float
    height: float
    runs: tuple[TextRun, ...]
    pictures: tuple[Picture, ...]


def sheets(data: bytes) -> list[Sheet]:
    """The pages as they are set: every stretch of text and every picture with its place.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        return [_sheet(page) for page in pages(document)]


def text_runs(data: bytes) -> list[list[TextRun]]:
    """The text of each page as it is set, likewise."""
    return [list(sheet.runs) for sheet in sheets(data)]


def _sheet(page: PdfPage) -> Sheet:
    from pypdfium2 import raw

    told, owners = pictures_of(page)
    texts, runs = page.get_textpage(), []
    parts: dict[int, list[Edges]] = {}
    found: list[Picture] = []
    for item in page.get_objects(max_depth=DEPTH):
        owner = owners.get(raw.FPDFPageObj_GetMarkedContentID(item)) if item.level == 0 else None
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            run = _run(item, texts, drawn=item.level > 0 or owner is not None)
            if run.text.strip():
                runs.append(run)
        if owner is not None:
            parts.setdefault(owner, []).append(item.get_bounds())
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE and item.level == 0:
            found.append(Picture(*item.get_bounds()))
    for owner, some in sorted(parts.items()):
        found.append(Picture(*(told[owner].edges or _round(some)), told[owner].words))
    width, height = page.get_size()
    return Sheet(width, height, tuple(runs), tuple(found))


def _round(parts: list[Edges]) -> Edges:
    """The edges round all parts of a picture."""
    lefts, bottoms, rights, tops = zip(*parts, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def text_of(item: PdfObject, texts: PdfTextPage) -> str:
    """What an object of a page says."""
    from pypdfium2 import raw

    return said(raw.FPDFTextObj_GetText, item, texts)


def _run(item: PdfObject, texts: PdfTextPage, *, drawn: bool) -> TextRun:
    from ctypes import byref, c_float

    from pypdfium2 import raw

    size = c_float()
    raw.FPDFTextObj_GetFontSize(item, byref(size))
    matrix = item.get_matrix()
    left, bottom, right, top = item.get_bounds()
    high = size.value * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    words, formula = text_of(item, texts), b"Math" in _face(item)
    return TextRun(words, high, left, bottom, right, top, matrix.f, drawn, formula)


def _face(item: PdfObject) -> bytes:
    """What the face is called in which a text is set."""
    from ctypes import create_string_buffer

    from pypdfium2 import raw

    name = create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item), name, len(name))
    return name.value


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """The width and the height of each page, in points.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def page_texts(data: bytes) -> list[str]:
    """The text of each page, in reading order.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        texts = (page.get_textpage().get_text_range() for page in pages(document))
        return [text.replace("\r\n", "\n") for text in texts]


def bookmarks(data: bytes) -> list[tuple[str, int]]:
    """The bookmarks: title, and page from 1; those that lead nowhere are left out.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        return list(_bookmarks(document))


def _bookmarks(document: PdfDocument) -> Iterator[tuple[str, int]]:
    for mark in document.get_toc():
        target = mark.get_dest()
        index = None if target is None else target.get_index()
        if index is not None:
            yield mark.get_title(), index + 1


def remarks(data: bytes) -> Iterator[tuple[int, str]]:
    """What notes, fields and links on pages say, and who wrote them, with the page from 1.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    from pypdfium2 import raw

    with opened(data) as document:
        for number, page in enumerate(pages(document), 1):
            for at in range(raw.FPDFPage_GetAnnotCount(page)):
                note = raw.FPDFPage_GetAnnot(page, at)
                told = [said(raw.FPDFAnnot_GetStringValue, note, key) for key in _SAID]
                raw.FPDFPage_CloseAnnot(note)
                if any(told):
                    yield number, "\n".join(filter(None, told))


def attachments(data: bytes) -> list[tuple[str, bytes]]:
    """The files within a PDF, by name.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        held = (document.get_attachment(at) for at in range(document.count_attachments()))
        return [(one.get_name(), bytes(one.get_data())) for one in held]


def alternatives(data: bytes) -> list[tuple[int, str]]:
    """What who cannot see the pictures of a PDF is told, each with its page from 1.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        told = ((number, pictures_of(page)[0]) for number, page in enumerate(pages(document), 1))
        return [(number, one.words) for number, found in told for one in found if one.words]


def page_pictures(data: bytes) -> Iterator[Image]:
    """Each page as a picture, a pixel to the point.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        for page in pages(document):
            yield page.render().to_pil()


def picture_of(data: bytes, width: int) -> bytes:
    """The first page as a PNG of so many pixels across.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    from io import BytesIO

    with opened(data) as document:
        page, made = document[0], BytesIO()
        page.render(scale=width / page.get_size()[0]).to_pil().save(made, "PNG")
        return made.getvalue()


def properties(data: bytes) -> dict[str, str]:
    """Title, author, keywords and the like; empty ones are left out.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    with opened(data) as document:
        return {key: value for key, value in document.get_metadata_dict().items() if value}


@contextmanager
def opened(data: bytes) -> Iterator[PdfDocument]:
    """A PDF, open for as long as nobody else reads one; who has it open may ask for it again.

    Raises:
        BrokenPdfError: if the PDF cannot be opened.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with _ALONE:
        if _OPEN and _OPEN[-1][0] is data:
            yield _OPEN[-1][1]
            return
        try:
            document = PdfDocument(_LEFTWARD.sub(rb"\1L2R", data))
        except PdfiumError as error:
            raise BrokenPdfError(str(error)) from None
        _OPEN.append((data, document, []))
        try:
            yield document
        finally:
            _OPEN[:] = [one for one in _OPEN if one[1] is not document]
            document.close()


def pages(document: PdfDocument) -> list[PdfPage]:
    """The pages of a PDF that is open, each loaded once: that costs more than reading it."""
    loaded = next(loaded for _, one, loaded in _OPEN if one is document)
    loaded.extend(document[number] for number in range(len(loaded), len(document)))
    return loaded
