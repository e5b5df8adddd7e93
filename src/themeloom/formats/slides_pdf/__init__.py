"""Slides as PDF: whether every slide can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.formats.base import Maker, Making
from themeloom.formats.slides import SlidesCheck

if TYPE_CHECKING:
    from themeloom.documents.document import Document


def _judge(document: Document, making: Making) -> SlidesCheck:
    return SlidesCheck(document, making.path.name)


MAKERS = {"slides-pdf": Maker(judge=_judge)}
