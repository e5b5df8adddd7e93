"""What pandoc and Quarto leave open in a JATS article."""

from __future__ import annotations

import io
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from themeloom.core.files import put
from themeloom.formats.jats.wrappers import unwrapped

if TYPE_CHECKING:
    from themeloom.core.office import Element


_LINK = "{http://www.w3.org/1999/xlink}href"
#: What a cross-reference leads to, which sections stand behind the text, and what is counted.
_TAGS = tomllib.loads(Path(__file__).with_name("tags.toml").read_text(encoding="utf-8"))


def finish_jats(path: Path) -> None:
    """Finish an article that pandoc wrote; the same input gives the same bytes.

    Args:
        path: the article, which is replaced; its pictures lie beside it already.
    """
    tree = _read(path)
    article = tree.getroot()
    _part_abstract(article)
    _head_captions(article)
    for reference in article.iter("element-citation"):
        _number(reference)
    _say_what_pictures_show(article)
    _offer_both_pictures(article, path.parent)
    _move_behind(article)
    _point(article)
    _count(article)
    written = etree.tostring(tree, xml_declaration=True, encoding="utf-8")
    put(path, written.rstrip() + b"\n")


def _read(path: Path) -> Any:  # noqa: ANN401 - lxml has no types
    """An article, whose elements pandoc may have torn apart."""
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    text = unwrapped(path.read_text(encoding="utf-8"))
    return etree.parse(io.BytesIO(text.encode()), parser)


def _part_abstract(article: Element) -> None:
    """Make a section of each part of an abstract that begins with a head of its own."""
    section = None
    for paragraph in article.findall("front/article-meta/abstract/p"):
        head = paragraph[0] if len(paragraph) and not (paragraph.text or "").strip() else None
        if head is not None and head.tag == "bold":
            section = etree.Element("sec")
            paragraph.addprevious(section)
            title = etree.SubElement(section, "title")
            title.text, title[:] = head.text, head[:]
            _without_stop(title)
            paragraph.text = (head.tail or "").lstrip()
            paragraph.remove(head)
        if section is not None:
            section.append(paragraph)


def _without_stop(title: Element) -> None:
    """Take the full stop or the colon from the end of a run-in head."""
    if len(title):
        title[-1].tail = (title[-1].tail or "").rstrip(" .:")
    else:
        title.text = (title.text or "").rstrip(" .:")


def _head_captions(article: Element) -> None:
    """Make a title of what is said of a table or a box; a figure is described in a paragraph."""
    for caption in article.iter("caption"):
        if caption.getparent().tag in {"table-wrap", "boxed-text"} and len(caption) == 1:
            caption[0].tag = "title"
    for cell in article.iterfind(".//thead/tr/th"):
        cell.set("scope", "col")


def _number(reference: Element) -> None:
    """Say by what number an article is found that has no pages from and to."""
    last, first = reference.find("lpage"), reference.find("fpage")
    if last is not None and not last.text:
        reference.remove(last)
        # One number is that of the article, not a page.
        if first is not None and reference.get("publication-type") == "article-journal":
            first.tag = "elocation-id"


def _say_what_pictures_show(article: Element) -> None:
    """Where a picture's alternative text is its caption, pandoc writes the caption alone."""
    for picture in article.iterfind(".//fig/graphic"):
        caption = picture.getparent().find("caption")
        if picture.find("alt-text") is None and caption is not None:
            said = etree.Element("alt-text")
            said.text = " ".join("".join(caption.itertext()).split())
            picture.insert(0, said)


def _offer_both_pictures(article: Element, folder: Path) -> None:
    """Offer the picture in pixels beside a drawing, which not every journal takes."""
    for drawing in list(article.iter("graphic")):
        href = drawing.get(_LINK, "")
        pixels = href.removesuffix(".svg") + ".png"
        done = drawing.getparent().tag == "alternatives"
        if done or not href.endswith(".svg") or not (folder / pixels).is_file():
            continue
        both = etree.Element("alternatives")
        both.tail, drawing.tail = drawing.tail, None
        drawing.addprevious(both)
        other = etree.Element("graphic", {**drawing.attrib, "mime-subtype": "png", _LINK: pixels})
        both.extend((drawing, other))
        # What both show is said once, of the figure.
        figure, said = both.getparent(), drawing.find("alt-text")
        if figure.tag == "fig" and said is not None and figure.find("alt-text") is None:
            both.addprevious(said)


def _move_behind(article: Element) -> None:
    """Move statements, thanks and appendices behind the text."""
    body, back = article.find("body"), article.find("back")
    behind = [one for one in body.findall("sec") if _is_behind(one)]
    thanks = [
        one
        for section in behind
        for one in section.iter("sec")
        if one.get("sec-type") == "acknowledgements"
    ]
    appendices = [one for one in behind if one.get("sec-type") == "appendix"]
    others = [one for one in behind if one not in thanks and one not in appendices]
    for section in thanks:
        section.tag = "ack"
        _in_paragraphs(section)
    for section in appendices:
        section.tag = "app"
    for section in (*thanks, *appendices):
        section.attrib.pop("sec-type")
    places = [*thanks, *others]
    if appendices:
        group = etree.Element("app-group")
        group.extend(appendices)
        places.append(group)
    for place, section in enumerate(places):
        back.insert(place, section)
    for section in others:
        if not section.xpath("*[not(self::title or self::label)]"):
            back.remove(section)


def _is_behind(section: Element) -> bool:
    """Whether a section, or each of those that it only gathers, stands behind the text."""
    if "sec-type" in section.attrib:
        return section.get("sec-type") in _TAGS["behind"]
    parts = section.findall("sec")
    return bool(parts) and all(one.get("sec-type") in _TAGS["behind"] for one in parts)


def _in_paragraphs(thanks: Element) -> None:
    """Put into a paragraph what stands beside paragraphs, where only they may stand."""
    for block in thanks.xpath("*[not(self::label or self::title or self::p or self::sec)]"):
        paragraph = etree.Element("p")
        paragraph.tail, block.tail = block.tail, None
        block.addprevious(paragraph)
        paragraph.append(block)


def _point(article: Element) -> None:
    """Say of each cross-reference what it leads to."""
    by_id = {one.get("id"): one for one in article.iter() if one.get("id")}
    for reference in article.iter("xref"):
        target = by_id.get(reference.get("rid"))
        if target is not None and (target.tag == "app" or not reference.get("ref-type")):
            reference.set("ref-type", _TAGS["targets"].get(target.tag, "other"))
        if reference.get("alt") == "".join(reference.itertext()):
            del reference.attrib["alt"]


def _count(article: Element) -> None:
    """Count figures, tables, formulas and references, as a journal's desk does."""
    counts = etree.Element("counts")
    for name, tag in _TAGS["counted"].items():
        counted = sum(1 for _ in article.iter(tag))
        if counted:
            etree.SubElement(counts, name, count=str(counted))
    meta = article.find("front/article-meta")
    if not len(counts) or meta.find("counts") is not None:
        return
    custom = meta.find("custom-meta-group")
    meta.insert(len(meta) if custom is None else meta.index(custom), counts)


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
    tree = _read(path)
    mark = next(iter(tree.xpath(f"//processing-instruction('{_MARK}')")), None)
    if mark is None:
        return False
    etree.strip_elements(mark.getparent(), etree.ProcessingInstruction, with_tail=False)
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
    put(path, f"{head}{text}\n".encode())
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
    marked.tag = "taken"
    etree.strip_elements(holder, "taken", with_tail=False)
    holder.addprevious(label)


def _bring_pictures(article: Element, path: Path, folder: Path) -> None:
    """Copy the pictures of an article into a folder of its own beside it."""
    beside = path.with_name(f"{path.stem}_files")
    taken: dict[str, Path] = {}
    for picture in article.iter("graphic", "inline-graphic"):
        source = (folder / picture.get(_LINK, "")).resolve()
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
        picture.set(_LINK, f"{beside.name}/{name}")
