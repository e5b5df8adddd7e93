"""Numbers that Word counts by itself: those of headings, and those that the text refers to.

pandoc writes the number of a heading as text, and a cross-reference as a link. Here the
headings get a list of several levels, and a reference becomes a field that says the number
of a caption or a heading, so that a copy editor can move things and count anew.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.core import office as markup
from themeloom.formats.docx.flow import runs_leftwards, style_of
from themeloom.formats.docx.markup import WORD, made, text_of, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.office import Element

_HEADING = re.compile(r"Heading(\d)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: The levels that a list of Word's has.
_LEVELS = 9


def number_headings(parts: dict[str, bytes], document: Element) -> None:
    """Let Word count the headings, if it would count them as they are numbered already.

    Headings without a number, and appendices with their letters, are left out of the list.
    """
    headings = [(level, one) for one in document.iter(word("p")) if (level := _level(one))]
    numbered = [(level, one) for level, one in headings if _typed_number(one)]
    if not numbered:
        return
    top = min(level for level, _ in numbered)
    typed = [_typed_number(one) for _, one in numbered]
    if typed != list(_counted(level - top for level, _ in numbered)):
        return
    numbering = markup.read(parts["word/numbering.xml"])
    styles = markup.read(parts["word/styles.xml"])
    number = _add_list(numbering, top)
    for style in styles.iterfind(word("style")):
        found = _HEADING.fullmatch(style.get(word("styleId"), ""))
        if found and int(found[1]) >= top:
            _number(style.find(word("pPr")), number, int(found[1]) - top)
    for _, heading in headings:
        if _typed_number(heading):
            _take_number(heading)
        else:
            _number(heading.find(word("pPr")), "0", None)
    parts["word/numbering.xml"] = markup.written(numbering)
    parts["word/styles.xml"] = markup.written(styles)


def refer_by_fields(document: Element) -> None:
    """Make fields of the links that say the number of a figure, a table or a heading."""
    captions, headings = dict(_captions(document)), dict(_headings(document))
    marks = count(_free(document, "bookmarkStart", "id"))
    names: dict[str, str] = {}
    for link in list(document.iter(word("hyperlink"))):
        said = text_of(link).replace("\u00a0", " ")
        words, _, number = said.rpartition(" ")
        kind = (link.get(word("anchor")) or "").partition("-")[0]
        key = number if kind == "sec" else said
        targets = {"fig": captions, "tbl": captions, "sec": headings}.get(kind, {})
        if key not in targets:
            continue
        if key not in names:
            names[key] = "_Ref_" + re.sub(r"\W", "_", key)
            _mark(targets[key], names[key], next(marks))
        if kind == "sec":
            _put_field(link, f"REF {names[key]} \\r \\h", number, before=f"{words}\u00a0")
        else:
            _put_field(link, f"REF {names[key]} \\h", text_of(link))


def _level(paragraph: Element) -> int:
    """The level of a heading; 0 of anything else.

    One from right to left is none: programs put the number of its list beside the page.
    """
    found = _HEADING.fullmatch(style_of(paragraph))
    return int(found[1]) if found and not runs_leftwards(paragraph) else 0


def _typed_number(heading: Element) -> str:
    """The number that stands before a heading's words as text; empty if there is none."""
    run = heading.find(word("r"))
    mark = None if run is None else run.find(f"{word('rPr')}/{word('rStyle')}")
    if mark is None or mark.get(word("val")) != "SectionNumber":
        return ""
    return text_of(run) if re.fullmatch(r"[\d.]+", text_of(run)) else ""


def _counted(levels: Iterator[int]) -> Iterator[str]:
    """The numbers of headings of these levels as Word counts them."""
    counters = [0] * _LEVELS
    for level in levels:
        counters[level] += 1
        counters[level + 1 :] = [0] * (_LEVELS - level - 1)
        shown = counters[: level + 1]
        # A level that was left out is 0 here, but Word would begin it with 1.
        yield ".".join(map(str, shown)) if all(shown) else ""


def _take_number(heading: Element) -> None:
    """Remove the typed number and the space after it."""
    number = heading.find(word("r"))
    space = number.getnext()
    if space is not None and space.tag == word("r") and not text_of(space).strip():
        heading.remove(space)
    heading.remove(number)


def _number(properties: Element, number: str, level: int | None) -> None:
    """Put a heading or its style into a list; the list 0 is none."""
    mark = made("numPr")
    if level is not None:
        mark.append(made("ilvl", val=str(level)))
    mark.append(made("numId", val=number))
    before = {word(tag) for tag in ("pStyle", "keepNext", "keepLines", "widowControl")}
    properties.insert(sum(one.tag in before for one in properties), mark)


def _add_list(numbering: Element, top: int) -> str:
    """Define a list whose levels are those of the headings; its number."""
    lists = numbering.findall(word("abstractNum"))
    name = str(_free(numbering, "abstractNum", "abstractNumId"))
    number = str(_free(numbering, "num", "numId"))
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        + (f'<w:pStyle w:val="Heading{level + top}"/>' if level + top <= _LEVELS else "")
        + '<w:suff w:val="space"/>'
        f'<w:lvlText w:val="{".".join(f"%{one + 1}" for one in range(level + 1))}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level in range(_LEVELS)
    )
    defined = etree.fromstring(
        f'<w:abstractNum xmlns:w="{WORD}" w:abstractNumId="{name}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(len(lists), defined)
    used = made("num", numId=number)
    used.append(made("abstractNumId", val=name))
    numbering.append(used)
    return number


def _captions(document: Element) -> Iterator[tuple[str, list[Element]]]:
    """The label of each caption that Word counts, as its words and its runs."""
    for paragraph in document.iter(word("p")):
        if not any("SEQ " in (one.text or "") for one in paragraph.iter(word("instrText"))):
            continue
        label = []
        for run in paragraph.findall(word("r")):
            label.append(run)
            kind = run.find(word("fldChar"))
            if kind is not None and kind.get(word("fldCharType")) == "end":
                break
        yield "".join(map(text_of, label)).replace("\u00a0", " "), label


def _headings(document: Element) -> Iterator[tuple[str, list[Element]]]:
    """The runs of each heading whose number is text still, by that number."""
    for paragraph in document.iter(word("p")):
        if _level(paragraph) and (number := _typed_number(paragraph)):
            yield number, [one for one in paragraph.findall(word("r"))[1:] if text_of(one).strip()]


def _free(within: Element, tag: str, key: str) -> int:
    """The first number that no element of a kind has yet."""
    return 1 + max((int(one.get(word(key))) for one in within.iter(word(tag))), default=0)


def _mark(runs: list[Element], name: str, number: int) -> None:
    """Put a bookmark round runs."""
    runs[0].addprevious(made("bookmarkStart", id=str(number), name=name))
    runs[-1].addnext(made("bookmarkEnd", id=str(number)))


def _put_field(link: Element, code: str, shown: str, before: str = "") -> None:
    """Put a field in the place of a link, after words that stay words."""
    for run in (
        *([_run("t", before)] if before else []),
        _run("fldChar", kind="begin"),
        _run("instrText", f" {code} "),
        _run("fldChar", kind="separate"),
        _run("t", shown),
        _run("fldChar", kind="end"),
    ):
        link.addprevious(run)
    link.getparent().remove(link)


def _run(tag: str, text: str = "", kind: str = "") -> Element:
    run, content = made("r"), made(tag, **({"fldCharType": kind} if kind else {}))
    if text:
        content.text = text
        content.set(_SPACE, "preserve")
    run.append(content)
    return run
