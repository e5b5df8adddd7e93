"""Posters: what they ask for, and whether they can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.formats.base import Maker, Making
from themeloom.formats.poster.check import PosterCheck

if TYPE_CHECKING:
    from themeloom.documents.document import Document


def _judge(document: Document, making: Making) -> PosterCheck:
    return PosterCheck(document, making.metadata, making.project.root)


MAKERS = {"poster-pdf": Maker(judge=_judge), "poster-html": Maker()}
