"""The mark-up of office files, as elements."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

#: An element of mark-up. The library that reads it carries no types of its own.
Element: TypeAlias = Any


def read(part: bytes) -> Element:
    """Read a part of an office file."""
    return etree.fromstring(part)


def written(element: Element) -> bytes:
    """Write an element as a part of an office file."""
    part: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return part


def first(parent: Element, tag: str, place: int = 0) -> Element:
    """The child with that tag; it is made, at that place, if there is none."""
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
        parent.insert(place, found)
    return found
