"""What Word documents and decks for PowerPoint hold, in the order of reading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from themeloom.finished.packed import members
from themeloom.finished.xml import name_of, parsed, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: The parts that are read, in their order, and what their words are.
_WORD = (("word/document.xml", "words"), ("word/footnotes.xml", "words"))
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
#: What is there twice, or is no text: what programs fall back to, what was deleted.
_UNREAD = frozenset({"Fallback", "delText", "instrText", "delInstrText"})
#: What is read, and what stands for a sign that has an element of its own.
_SIGNS = {"t": "", "noBreakHyphen": "‑", "tab": " ", "br": " "}


def word(data: bytes) -> Iterator[tuple[str, str]]:
    """What a Word document says: its text, then its notes."""
    parts = dict(members(data))
    for name, words in _WORD:
        yield from _of_part(name, parts, words)


def deck(data: bytes) -> Iterator[tuple[str, str]]:
    """What the slides of a deck say, each with what its speaker says."""
    parts = dict(members(data))
    numbers = sorted(int(found[1]) for found in map(_SLIDE.fullmatch, parts) if found)
    for number in numbers:
        yield from _of_part(f"ppt/slides/slide{number}.xml", parts, "words")
        for target in _targets(f"ppt/slides/slide{number}.xml", parts).values():
            if "notesSlides/" in target:
                name = f"ppt/notesSlides/{target.rpartition('/')[2]}"
                yield from _of_part(name, parts, "speaker")


def _of_part(name: str, parts: Mapping[str, bytes], words: str) -> Iterator[tuple[str, str]]:
    root = parsed(parts[name]) if name in parts else None
    if root is not None:
        yield from _walked(root, _targets(name, parts), words)


def _targets(name: str, parts: Mapping[str, bytes]) -> dict[str, str]:
    """What the relations of a part lead to, by their ids."""
    folder, _, file = name.rpartition("/")
    content = parts.get(f"{folder}/_rels/{file}.rels", b"")
    root = parsed(content) if content else None
    return {} if root is None else {one.get("Id"): one.get("Target") for one in root}


def _walked(
    node: Any,  # noqa: ANN401 - lxml has no types
    targets: Mapping[str, str],
    words: str,
) -> Iterator[tuple[str, str]]:
    name = name_of(node)
    if not name or name in _UNREAD:
        return
    if name in _SIGNS:
        yield words, _SIGNS[name] or node.text or ""
    elif name in _THINGS:
        yield from _THINGS[name](node, targets)
    if name != "oMath":
        for child in node:
            yield from _walked(child, targets, words)


def _picture(node: Any, _: object) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    """A picture on a slide, or in Word, where the same name stands within a drawing as well."""
    told = next((one for one in node.iter() if name_of(one) in {"docPr", "cNvPr"}), node)
    if name_of(node) == "docPr" or "presentationml" in node.tag:
        yield "picture", told.get("descr") or ""


def _table(node: Any, _: object) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    yield "table", "".join(one.text or "" for one in node.iter() if name_of(one) == "t")


def _item(node: Any, _: object) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    """A paragraph with a mark: by the number of its list, or by its level without a "no mark"."""
    numbered = any(name_of(one) == "numId" and value_of(one) != "0" for one in node)
    bullet = node.get("lvl") is not None and not any(name_of(one) == "buNone" for one in node)
    if numbered or bullet:
        yield "item", ""


def _link(node: Any, targets: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    ids = [value for key, value in node.items() if key.endswith("}id")]
    anchor = value_of(node, "anchor")
    if ids and ids[0] in targets:
        yield "link", targets[ids[0]]
    elif anchor:
        yield "link", f"#{unquote(anchor)}"


_THINGS: dict[str, Callable[[Any, Mapping[str, str]], Iterator[tuple[str, str]]]] = {
    "docPr": _picture,
    "pic": _picture,
    "tbl": _table,
    "oMath": lambda *_: iter([("formula", "")]),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), lambda *_: iter([("note", "")])),
    **dict.fromkeys(("numPr", "pPr"), _item),
    **dict.fromkeys(("hyperlink", "hlinkClick"), _link),
}
