"""Whether every cross-reference points at something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.documents.evidence import fragment_names
from themeloom.documents.scanner import Kind, scan, without
from themeloom.errors import ThemeloomError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from themeloom.documents.document import Document

_KINDS = {"fig": "figure", "tbl": "table", "sec": "section", "eq": "equation"}
_REFERENCE = re.compile(r"(?<![\w@\\.])@(?P<kind>[Ff]ig|[Tt]bl|[Ss]ec|[Ee]q)-(?P<name>[\w-]+)")
_LABEL = re.compile(r"\{[^{}\n]*?#(?P<label>(?:fig|tbl|sec|eq)-[\w-]+)[^{}\n]*\}")
_HINTS = {
    "fig": "label the figure: ![caption](file){#fig-…}, or cite one: {{< figure … >}}",
    "tbl": "label the table: `: caption {#tbl-…}` below it, or cite one: {{< table … >}}",
    "sec": "label the heading: ## Heading {#sec-…}",
    "eq": "label the equation: $$ … $$ {#eq-…}",
}


def check_cross_references(
    documents: Iterable[Document], fragment: Callable[[str], str | None]
) -> list[ThemeloomError]:
    """The references to what is nowhere, and the labels that stand twice in one document.

    Args:
        documents: the documents; a reference reaches only its own.
        fragment: gives the text of an evidence fragment by its name (`figure-method`), or nothing.

    Returns:
        One error for each mistake, in the order of the documents.
    """
    return [error for document in documents for error in _in_document(document, fragment)]


def _in_document(
    document: Document, fragment: Callable[[str], str | None]
) -> Iterator[ThemeloomError]:
    source = document.spliced
    prose = without(source.text, scan(source.text), Kind.PROSE)
    labels = set(_cited_labels(document, fragment))
    for match in _LABEL.finditer(prose):
        label = match["label"]
        if label in labels:
            place = source.place(match.start())
            yield ThemeloomError(
                f'the label "{label}" stands twice in this document',
                "give one of them another name",
                file=place.file,
                line=place.line,
            )
        labels.add(label)
    for match in _REFERENCE.finditer(prose):
        kind = match["kind"].lower()
        label = f"{kind}-{match['name'].rstrip('-_')}"
        if label not in labels:
            place = source.place(match.start())
            yield ThemeloomError(
                f"@{label} points at no {_KINDS[kind]} of this document",
                _hint(label, kind, labels),
                file=place.file,
                line=place.line,
            )


def _hint(label: str, kind: str, labels: set[str]) -> str:
    same = {one for one in labels if one.startswith(f"{kind}-")}
    return did_you_mean(label, same) if same else _HINTS[kind]


def _cited_labels(document: Document, fragment: Callable[[str], str | None]) -> Iterator[str]:
    """The labels within the fragments that a document cites."""
    for shortcode in document.shortcodes:
        texts = [fragment(name) for name in fragment_names(shortcode)]
        # A size of its own replaces the plain fragment, where there is one.
        text = next((text for text in reversed(texts) if text), "")
        yield from (match["label"] for match in _LABEL.finditer(text))
