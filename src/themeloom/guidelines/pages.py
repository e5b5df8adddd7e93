"""The page on which each answer of a checklist stands, from the PDF of its document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from themeloom.guidelines.checklist import Answer, Checklist
    from themeloom.published import Published


def with_pages(
    checklists: Iterable[Checklist], pdfs: Mapping[str, Published]
) -> tuple[Checklist, ...]:
    """The same checklists, each answer with its page where a PDF tells it.

    Args:
        checklists: as they were made from the documents.
        pdfs: the finished PDF of each document, by the document's path.
    """
    return tuple(
        replace(
            checklist,
            entries=tuple(
                replace(entry, answers=tuple(_paged(one, pdfs) for one in entry.answers))
                for entry in checklist.entries
            ),
        )
        for checklist in checklists
    )


def _paged(answer: Answer, pdfs: Mapping[str, Published]) -> Answer:
    """The words are looked for from their section on; else the section's page is given."""
    pdf = pdfs.get(answer.document)
    if pdf is None:
        return answer
    start = pdf.page_of_heading(answer.section.name) if answer.section else 1
    return replace(answer, page=pdf.page_of(answer.text, start) or start)


def pdfs_of(books: Iterable[Published]) -> dict[str, Published]:
    """Finished PDFs by the document they are made from."""
    found = {}
    for book in books:
        folder, _, rest = book.name.partition("/")
        if folder and book.name.endswith(".pdf"):
            found[rest.removesuffix(".pdf") + ".qmd"] = book
    return found
