"""The labels of a document: where each stands, and the number that a reader sees there.

Numbers are counted in the order of reading, as both renderers count them, so that one document
can name a figure or a table of another.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from themeloom.core.expressions import later
from themeloom.documents.keys import KNOWN, as_list
from themeloom.documents.references import fragment_names
from themeloom.documents.scanner import Kind
from themeloom.documents.shortcodes import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from themeloom.documents.document import Document

    #: Gives the text of an evidence fragment by its name (`figure-method`), or nothing.
    Fragment = Callable[[str], str | None]

#: What the first part of a label says that it is on.
KINDS: dict[str, str] = KNOWN["cross-references"]["kinds"]
_LABEL = later(r"\{[^{}\n]*?#(?P<label>[a-z]+-[\w-]+)[^{}\n]*\}")
_OF_CELL = later(r"^[ \t]*#\|[ \t]*label:[ \t]*(?P<label>(?P<kind>[a-z]+)-[\w-]+)", re.MULTILINE)
_FENCE = later(r"^[ \t>]*:{3,}[ \t]*(?P<opens>\S[^\n]*)?$", re.MULTILINE)
_NO_BREAK = "\u00a0"


class Label(NamedTuple):
    """A label, and the offset of the document's body where it stands.

    Args:
        offset: of the shortcode, if a fragment of evidence has it.
        name: as it is referred to, `fig-map`.
        is_cited: whether a fragment has it.
    """

    offset: int
    name: str
    is_cited: bool = False

    @property
    def kind(self) -> str:
        """What it is on: `fig`, `tbl`, or what the document calls its own kinds."""
        return self.name.partition("-")[0]


def kinds_of(*metadata: Mapping[str, object]) -> dict[str, str]:
    """The kinds of labels, those included that documents add by `crossref: custom:`."""
    return {**KINDS, **{key: key for layer in metadata for key in custom_kinds(layer)}}


def custom_kinds(metadata: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """What a document says of each kind of figure or table that it adds."""
    crossref = metadata.get("crossref")
    listed = as_list(crossref.get("custom")) if isinstance(crossref, dict) else []
    return {str(one["key"]): one for one in listed if isinstance(one, dict) and "key" in one}


def labels_of(document: Document, fragment: Fragment, kinds: Mapping[str, str]) -> Iterator[Label]:
    """The labels of a document, in the order of reading; twice what stands there twice."""
    yield from sorted(one for one in _labels(document, fragment) if one.kind in kinds)


def _labels(document: Document, fragment: Fragment) -> Iterator[Label]:
    source = document.spliced
    written = [Label(match.start(), match["label"]) for match in _LABEL.finditer(source.prose)]
    cells = [one for one in source.pieces if one.kind is Kind.FENCE and one.name.startswith("{")]
    for code in cells:
        written += [Label(code.start, match["label"]) for match in _LABEL.finditer(code.name)]
    yield from written
    names = {one.name for one in written}
    for cell in cells:
        for match in _OF_CELL.finditer(source.text[cell.start : cell.end]):
            if match["label"] not in names:
                yield Label(cell.start + match.start(), match["label"])
    for token in TOKEN.finditer(source.text):
        texts = [fragment(name) for name in fragment_names(document.shortcodes[int(token[1])])]
        # A size of its own replaces the plain fragment, where there is one.
        text = next((text for text in reversed(texts) if text), "")
        for match in _LABEL.finditer(text):
            yield Label(token.start(), match["label"], is_cited=True)


def numbers_of(document: Document, labels: Iterable[Label]) -> dict[str, str]:
    """The number of each figure, table, formula and the like: `3`, of a part `3 (a)`."""
    counted: Counter[str] = Counter()
    numbers: dict[str, str] = {}
    floats = [*_floats(document.spliced.prose)]
    for one in labels:
        whole = next((name for start, end, name in floats if start < one.offset < end), "")
        counted[whole or one.kind] += 1
        number = counted[whole or one.kind]
        numbers[one.name] = (
            f"{numbers.get(whole, '')}{_NO_BREAK}({chr(96 + number)})" if whole else str(number)
        )
    return numbers


def _floats(prose: str) -> Iterator[tuple[int, int, str]]:
    """Where each div with a label begins and ends: what is labelled within is part of it."""
    opened: list[tuple[int, str]] = []
    for fence in _FENCE.finditer(prose):
        if fence["opens"]:
            label = _LABEL.search(fence[0])
            opened.append((fence.end(), label["label"] if label else ""))
        elif opened:
            start, name = opened.pop()
            if name:
                yield start, fence.start(), name
