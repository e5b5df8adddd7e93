"""Papers as PDF: whether every page can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.formats.base import Maker, Making
from themeloom.formats.pdf.check import PagesCheck

if TYPE_CHECKING:
    from themeloom.documents.document import Document

#: As a document names it that Quarto renders.
_OURS = "themeloom-typst"


def _judge(document: Document, making: Making) -> PagesCheck:
    return PagesCheck(document, making.path.name, making.project.evidence)


def _after_quarto(making: Making, _epoch: int) -> None:
    """Look at the pages of a PDF that a document asks for in our format for papers."""
    if making.document and making.is_of(_OURS):
        _judge(making.document, making).after(making.path.read_bytes(), b"", str)


MAKERS = {"pdf": Maker(judge=_judge, after_quarto=_after_quarto)}
