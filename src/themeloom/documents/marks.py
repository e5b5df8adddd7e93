"""Attributes that authors put on headings, spans and divs, with the words they are put on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from themeloom.documents.outline import Outline, Section, words
from themeloom.documents.scanner import BLOCK, Attributes, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from themeloom.documents.document import Document
    from themeloom.documents.outline import Say
    from themeloom.documents.places import Place

_FENCE = re.compile(r"^[ \t>]*(?P<colons>:{3,})[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)


class Mark(msgspec.Struct, frozen=True):
    """One block of attributes, and what it is put on.

    Args:
        attributes: what the block says.
        text: the plain words it is put on; empty for a heading, which marks its section.
        section: the section in which it stands; None before the first heading.
        document: the document's path from the root.
        place: the file and line it was written in.
    """

    attributes: Attributes
    text: str
    section: Section | None
    document: str
    place: Place


def marks(document: Document, outline: Outline, say: Say, keys: Collection[str]) -> Iterator[Mark]:
    """The blocks of attributes that have one of these keys, in the document's order.

    Args:
        document: as it was read.
        outline: its sections.
        say: gives the words of a shortcode.
        keys: the keys that are looked for, such as `coreq`.
    """
    spliced = document.spliced
    for block in BLOCK.finditer(spliced.prose):
        attributes = parse(document.body[block.start("inside") : block.end("inside")])
        if not any(key in attributes.pairs for key in keys):
            continue
        text = words(_marked(document.body, spliced.prose, block.start()), document, say)
        yield Mark(
            attributes,
            text,
            outline.at(block.start()),
            document.path,
            spliced.place(block.start()),
        )


def _marked(body: str, prose: str, at: int) -> str:
    """The Markdown that the block of attributes at an offset is put on."""
    if prose[at - 1 : at] == "]":
        return body[_opening(prose, at - 1) + 1 : at - 1]
    line = prose[prose.rfind("\n", 0, at) + 1 : at].lstrip(" \t>")
    if line.startswith(":::"):
        return _inside_div(body, prose, at)
    return ""


def _opening(prose: str, closing: int) -> int:
    """Where the bracket opens that closes at an offset."""
    depth = 0
    for offset in range(closing, -1, -1):
        if prose[offset - 1 : offset] == "\\":
            continue
        depth += (prose[offset] == "]") - (prose[offset] == "[")
        if depth == 0:
            return offset
    return closing


def _inside_div(body: str, prose: str, at: int) -> str:
    """What stands between the fence on this line and the fence that closes it."""
    start = prose.find("\n", at) + 1
    depth = 1
    for fence in _FENCE.finditer(prose, start):
        depth += 1 if fence["rest"].strip(": ") else -1
        if depth == 0:
            return "\n".join(
                line
                for line in body[start : fence.start()].split("\n")
                if not line.lstrip(" >").startswith((":::", "#"))
            )
    return ""
