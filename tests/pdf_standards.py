"""What a validator finds in a PDF, and what can be read from its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import page
import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator


def broken_rules(pdf: bytes, standard: str = "ua1") -> list[str]:
    """The rules of a standard that a PDF breaks: `ua1` for PDF/UA-1, `2b` for PDF/A-2b."""
    report = page.validate_pdf_bytes(pdf, profile=standard)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Object]:
    """The elements of the structure tree of a kind, such as `TH`."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}" and "/P" in one:
            yield one
