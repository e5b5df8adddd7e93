"""XML that somebody else wrote."""

from __future__ import annotations

from typing import Any


def name_of(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The name of an element without its namespace; nothing for comments and the like."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def value_of(node: Any, name: str = "val") -> str:  # noqa: ANN401 - lxml has no types
    """What an attribute of an element says, of whatever namespace; `val` is what it is set to."""
    return next((str(one) for key, one in node.items() if key.rpartition("}")[2] == name), "")


def parsed(content: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    """An XML document, nothing fetched and no entity of its own resolved; broken ends mended."""
    from lxml import etree

    return etree.fromstring(
        content,
        etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True
        ),
    )
