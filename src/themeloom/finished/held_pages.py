"""What web pages, decks for a browser and JATS articles hold, in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themeloom.core.files import beside
from themeloom.finished.xml import name_of, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TAGS: dict[str, frozenset[str]] = {
    name: frozenset(tags) for name, tags in beside(__file__, "held.toml")["pages"].items()
}
_XLINK = "{http://www.w3.org/1999/xlink}href"


def page(data: bytes) -> Iterator[tuple[str, str]]:
    """What a web page shows: not its head, its contents list, its scripts and drawings."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(data or b"<html></html>", parser=parser)
    body = root.find("body")
    if body is not None:
        yield from _walked(body, _of_page, "words")


def article(data: bytes) -> Iterator[tuple[str, str]]:
    """What a JATS article says."""
    root = parsed(data)
    if root is not None:
        yield from _walked(root, _of_article, "words")


_Told = tuple[str, str] | None


def _walked(
    node: Any,  # noqa: ANN401 - lxml has no types
    told: Callable[[str, Any], _Told],
    words: str,
) -> Iterator[tuple[str, str]]:
    """What an element holds, then what stands behind it."""
    name = name_of(node)
    if name and name not in _TAGS["unread"] and not _is_navigation(name, node):
        if name == "aside" and "notes" in (node.get("class") or "").split():
            words = "speaker"
        one = told(name, node)
        if one:
            yield one
        if name not in _TAGS["formulas"]:
            if node.text:
                yield words, node.text
            for child in node:
                yield from _walked(child, told, words)
                if child.tail:
                    yield words, child.tail


def _is_navigation(name: str, node: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return name == "nav" or node.get("role") == "doc-backlink"


def _of_page(name: str, node: Any) -> _Told:  # noqa: ANN401 - lxml has no types
    if name == "img":
        return "picture", node.get("alt") or ""
    if name == "svg" and node.get("role") == "img":
        return "picture", node.get("aria-label") or ""
    if name == "a":
        if node.get("role") == "doc-noteref":
            return "note", ""
        return ("link", node.get("href")) if node.get("href") else None
    return _common(name, node)


def _of_article(name: str, node: Any) -> _Told:  # noqa: ANN401 - lxml has no types
    if name in {"graphic", "inline-graphic"}:
        return _graphic(node)
    if name == "fn":
        return "note", ""
    if name == "ext-link":
        return "link", node.get(_XLINK) or ""
    if name == "email":
        return "link", f"mailto:{node.text or ''}"
    if name == "xref":
        return "link", f"#{node.get('rid') or ''}"
    return _common(name, node)


def _graphic(node: Any) -> _Told:  # noqa: ANN401 - lxml has no types
    """A picture; of two that show the same, the first, and what is said of both of them."""
    parent = node.getparent()
    if _is(parent, "alternatives"):
        if node.getprevious() is not None and _is(node.getprevious(), "graphic"):
            return None
        parent = parent.getparent()
    near = [one for one in (*node, *parent) if _is(one, "alt-text")]
    return "picture", "".join(near[0].itertext()) if near else ""


def _common(name: str, node: Any) -> _Told:  # noqa: ANN401 - lxml has no types
    if name == "table":
        cells = (one for one in node.iter() if _is(one, "td") or _is(one, "th"))
        return "table", " ".join("".join(cell.itertext()) for cell in cells)
    if name in _TAGS["formulas"]:
        return "formula", ""
    return ("item", "") if name in _TAGS["items"] and not _is_apart(node) else None


def _is_apart(item: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether it is a footnote, or in a list of authors or places."""
    above = item.getparent().get("class") or ""
    return (item.get("id") or "").startswith("fn") or above in {"authors", "affiliations"}


def _is(node: Any, name: str) -> bool:  # noqa: ANN401 - lxml has no types
    return name_of(node) == name
