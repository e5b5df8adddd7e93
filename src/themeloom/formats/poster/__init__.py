"""Posters: what they ask for, and whether they can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.files import put
from themeloom.documents.configuration import merged, metadata_for_quarto
from themeloom.documents.formats import formats_of
from themeloom.engines.typst import PICTURE_WIDTH, described
from themeloom.finished.pdf import picture_of
from themeloom.formats.base import Maker, Making
from themeloom.formats.poster.check import PosterCheck
from themeloom.formats.web import close_page, close_quartos

if TYPE_CHECKING:
    from themeloom.documents.document import Document

#: As a document names it that Quarto renders.
_OURS = "themeloom-poster-typst"


def _judge(document: Document, making: Making) -> PosterCheck:
    return PosterCheck(document, making.metadata)


def _after_quarto(making: Making, _epoch: int) -> None:
    """Look at a poster that Quarto set, and make the picture that it does not make."""
    document = making.document
    if document is None or not making.is_of(_OURS):
        return
    metadata = metadata_for_quarto(making.project, document)
    settings = merged(metadata, formats_of(metadata)[_OURS])
    check = PosterCheck(document, settings)
    pdf = making.path.read_bytes()
    picture = picture_of(pdf, PICTURE_WIDTH)
    check.after_quarto(pdf, picture)
    signed = making.project.text_of(making.project.colophon).partition("\n")[0]
    told = "" if settings.get("blind") else signed
    put(making.path.with_suffix(".png"), described(picture, told, *check.described()))


MAKERS = {
    "poster-pdf": Maker(judge=_judge, after_quarto=_after_quarto),
    "poster-html": Maker(finish=close_page, after_quarto=close_quartos),
}
