"""A JATS article that Quarto wrote, brought into the shape that the built-in renderer's has.

Quarto gives figures, tables and sections their numbers as words, which our Lua has
marked; here they become labels. The pictures that an article points to are copied
beside it, for Quarto leaves them in the project, where the article does not find them.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.rendering.styles.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.rendering.styles.markup import Element

_HREF = "{http://www.w3.org/1999/xlink}href"
#: The instruction by which `article.jats` says that Quarto wrote the file.
_MARK = "themeloom"
_LABELS = {"figure-label": "caption", "table-label": "caption", "section-label": "title"}


def settle_article(path: Path, folder: Path) -> bool:
    """Settle an article, if it is one of ours that Quarto wrote; it is replaced.

    Args:
        path: the .xml.
        folder: the folder of its document, where relative paths start.

    Returns:
        Whether it is one.
    """
    tree = etree.parse(str(path))
    mark = next(iter(tree.xpath(f"//processing-instruction('{_MARK}')")), None)
    if mark is None:
        return False
    _without(mark)
    for marked in list(tree.iter("named-content")):
        if marked.get("content-type") in _LABELS:
            _make_label(marked)
    for table in tree.iter("table"):
        wrap = table.getparent()
        if wrap.tag == "table-wrap" and "id" in table.attrib and "id" not in wrap.attrib:
            wrap.set("id", table.attrib.pop("id"))
    _bring_pictures(tree.getroot(), path, folder)
    head = f'<?xml version="1.0" encoding="utf-8"?>\n{tree.docinfo.doctype}\n'
    text = etree.tostring(tree.getroot(), encoding="unicode")
    write_whole(path, f"{head}{text}\n".encode())
    return True


def _make_label(marked: Element) -> None:
    """Put what is marked before the caption or title that it begins, as its label."""
    holder = next(marked.iterancestors(_LABELS[marked.get("content-type")]), None)
    if holder is None:
        return
    label = etree.Element("label")
    label.text = " ".join("".join(marked.itertext()).split(" ")).strip().removesuffix(":")
    label.tail = "\n"
    marked.tail = (marked.tail or "").lstrip()
    _without(marked)
    holder.addprevious(label)


def _without(element: Element) -> None:
    """Take an element out and leave the text behind it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _bring_pictures(article: Element, path: Path, folder: Path) -> None:
    """Copy the pictures of an article into a folder of its own beside it."""
    beside = path.with_name(f"{path.stem}_files")
    taken: dict[str, Path] = {}
    for picture in article.iter("graphic", "inline-graphic"):
        source = (folder / picture.get(_HREF, "")).resolve()
        if not source.is_file():
            continue
        name = source.name
        while taken.get(name, source) != source:
            name = f"_{name}"
        taken[name] = source
        beside.mkdir(exist_ok=True)
        shutil.copyfile(source, beside / name)
        # A journal that takes no drawings finds the same in pixels beside it.
        pixels = source.with_suffix(".png")
        if pixels != source and pixels.is_file():
            shutil.copyfile(pixels, (beside / name).with_suffix(".png"))
        picture.set(_HREF, f"{beside.name}/{name}")
