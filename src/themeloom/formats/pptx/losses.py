"""Whether everything that a document shows is in its finished deck.

The extension's `powerpoint.lua` notes every table, picture and caption of the document before
anything is done to them. They are compared with what can be seen in the file, whatever lay
between the two.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from themeloom.core import office as markup
from themeloom.core.office import told
from themeloom.core.text import bare
from themeloom.formats.pptx.markup import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.core.office import Element

_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")


@dataclass(frozen=True)
class Shown:
    """Something that a document shows.

    Args:
        kind: a picture, a table or a caption.
        words: its alternative text, or what it says.
        title: the heading of its slide.
        heading: the number of that, and of how many: "3/17"; nothing if the slide has none.
    """

    kind: str
    words: str
    title: str
    heading: str = ""


def shown_by(parts: Mapping[str, bytes]) -> list[Shown]:
    """What the document of a deck shows, as our Lua noted it; nothing if it did not."""
    return [Shown(**one) for one in json.loads(told(parts, "themeloom-shown") or "[]")]


def lost(shown: Sequence[Shown], parts: Mapping[str, bytes]) -> list[Shown]:
    """What of it is not in the finished deck."""
    seen: dict[str, list[str]] = {"picture": [], "table": [], "caption": []}
    for kind, words in _seen(parts):
        seen[kind].append(_letters(words))
    return [
        one
        for kind, found in seen.items()
        for one in _missing([one for one in shown if one.kind == kind], found)
    ]


def _missing(wanted: Sequence[Shown], found: list[str]) -> list[Shown]:
    """What was not found: no more than there is too little, those first whose words are gone."""
    left, missing = list(found), []
    for one in wanted:
        words = _letters(one.words)
        if words in left:
            left.remove(words)
        else:
            missing.append(one)
    # A caption is its words; pictures and tables may be worded anew on the way.
    too_few = len(missing) if wanted and wanted[0].kind == "caption" else len(wanted) - len(found)
    return missing[: max(too_few, 0)]


def _letters(words: str) -> str:
    """The letters of what was said: neither its division into words nor marks of footnotes."""
    return re.sub(r"[\s\d]", "", bare(words))


def _seen(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Pictures, tables and texts on the slides of a deck."""
    for name in sorted(parts):
        if not _SLIDE.fullmatch(name):
            continue
        slide = markup.read(parts[name])
        for picture in slide.iter(qualified("p:pic")):
            yield "picture", next(picture.iter(qualified("p:cNvPr"))).get("descr") or ""
        for table in slide.iter(qualified("a:tbl")):
            yield "table", _said(table)
        for shape in slide.iter(qualified("p:sp")):
            yield "caption", _said(shape)


def _said(element: Element) -> str:
    return " ".join(one.text or "" for one in element.iter(qualified("a:t")))
