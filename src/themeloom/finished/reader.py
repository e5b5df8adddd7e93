"""What a finished file says, of any kind: its text in segments that know where they stand.

`checking`, `verify`, `trace`, the explorer and the checklists are views of these segments.
Web pages, decks and JATS are read by one walk, office files by another, PDFs by their pages;
no entity is resolved, nothing is fetched, and a broken file says as much as can be read of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from itertools import repeat
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import beside
from themeloom.finished.marked_up import START, marked_up
from themeloom.finished.notebook_file import notebook_segments
from themeloom.finished.packed import archived, database, mailed, members
from themeloom.finished.pdf import (
    BrokenPdfError,
    alternatives,
    attachments,
    opened,
    page_texts,
    remarks,
)
from themeloom.finished.segments import Segment
from themeloom.finished.sheets import SHEET, sheet
from themeloom.finished.texts import attributes, is_text, plain, rich, strings
from themeloom.finished.xml import name_of, parsed, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_DATA = beside(__file__, "reader.toml")
#: Styles of Word that set words off as quotations, and those of code.
_WROTE = re.compile(rb"<(author|contributor|translator)>.*?</\1>", re.DOTALL)
_STYLES = {one: form for form, styles in _DATA["styles"].items() for one in styles}


#: How many bytes a file has, at most, that many are remembered of.
_SMALL = 2_000_000


def read_segments(name: str, data: bytes) -> list[Segment]:
    """The text of a file, by the ending of its name; nothing for kinds without text."""
    return list((_small if len(data) <= _SMALL else _large)(name, data))


def segments_of(path: str, data: bytes) -> list[Segment]:
    """The text of a file by its whole path, by which it is called where it cannot be read."""
    try:
        return read_segments(path.rpartition("/")[2], data)
    except ThemeloomError as error:
        error.file = path
        raise


def _read(name: str, data: bytes) -> tuple[Segment, ...]:
    reader = _reader(name, data)
    return () if reader is None else tuple(reader(data))


# Several checks ask for the same file one after the other, on as many threads as do steps, and in
# the end what tells of a study asks for all of its outputs. Files within are asked for once.
_large, _small = lru_cache(maxsize=8)(_read), lru_cache(maxsize=32)(_read)


def has_reader(name: str) -> bool:
    """Whether files of such a name are known, so that nobody need look into them to tell."""
    ending = name.rpartition(".")[2].lower()
    return ending in _PICTURES or (ending in _READERS and _READERS[ending] is not strings)


def is_read(name: str, data: bytes) -> bool:
    """Whether more of a file can be read than what its bytes happen to spell."""
    return _reader(name, data) is not strings


def _reader(name: str, data: bytes) -> Callable[[bytes], Iterable[Segment]] | None:
    """The reader of a file, by the ending of its name or else by how it begins."""
    ending = name.rpartition(".")[2].lower()
    if ending in _READERS and not (_READERS[ending] is plain and not is_text(data)):
        return _READERS[ending]
    if ending in _PICTURES:
        return None
    known = (reader for sign, reader in _BEGINNINGS.items() if data.startswith(sign))
    return next(known, plain if is_text(data) else strings)


def _style(data: bytes) -> Iterable[Segment]:
    """What a citation style says, but for who wrote it: nobody of the study, with an address."""
    return attributes(_WROTE.sub(lambda one: b"\n" * one[0].count(b"\n"), data))


def _pdf(data: bytes) -> Iterator[Segment]:
    try:
        with opened(data):
            texts, told, shown = page_texts(data), list(remarks(data)), alternatives(data)
            within = attachments(data)
    except BrokenPdfError:
        # A broken file has no text that a reader could see.
        return
    for number, text in enumerate(texts, 1):
        label = f"page {number}"
        yield Segment("page", text, label, f"#page={number}", inside=label)
    for what, found in (("a remark", told), ("the alternative text of a picture", shown)):
        for number, text in found:
            label = f"page {number}"
            yield Segment("part", text, label, f"#page={number}", inside=f"{what} on {label}")
    for name, content in within:
        yield Segment("part", name, inside=name, role="name")
        for one in _read(name, content):
            yield replace(one, inside=f"{name} {one.inside}".strip())


# Word, PowerPoint, Excel and OpenDocument files: archives of XML parts.

#: Elements after which a new paragraph begins, by their names without a namespace.
_LINES = frozenset({"p", "h", "row", "c", "si"})
#: Parts that say how a file looks.
_LOOKS = ("styles", "theme", "fontTable", "settings", "webSettings")
RELATION = re.compile(r"<Relationship\b[^>]*>")
_TARGET = re.compile(r'\bTarget="([^"]+)"')
#: Attributes of shapes, sheets and fields that somebody wrote.
_WRITTEN = frozenset({"descr", "title", "alt", "tooltip", "instr"})
_NAMED = frozenset({"sheet", "definedName", "docPr", "cNvPr", "alias", "tag", "docVar"})
_PAGES = re.compile(
    r"word/(?P<word>document|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|ppt/(?P<slide>slides/slide|notesSlides/notesSlide)(?P<number>\d+)\.xml"
)


@dataclass
class _Paragraph:
    """A paragraph of an office file: its text, its style, and whether Word counts it."""

    text: str = ""
    style: str = ""
    counted: bool = True
    role: str = "text"


def _office(data: bytes) -> Iterator[Segment]:
    parts = dict(members(data))
    for name in sorted(parts, key=_in_order):
        if name.endswith(".rels"):
            for target in _targets(parts[name].decode("utf-8", "replace")):
                yield Segment("part", target, inside=name, role="link")
        elif SHEET.fullmatch(name):
            yield from sheet(name, parts)
        elif re.search(r"/(?:embeddings|attachments)/", name):
            for one in _read(name, parts[name]):
                yield replace(one, inside=f"{name} {one.inside}".strip())
        elif (
            name.endswith(".xml")
            and not name.startswith("docProps/")
            and not name.rpartition("/")[2].startswith(_LOOKS)
        ):
            yield from _part(name, parts)


def _targets(relations: str) -> Iterator[str]:
    """Where links lead, and where what is linked lies on somebody's machine."""
    for one in RELATION.findall(relations):
        target = _TARGET.search(one)
        if target and 'TargetMode="External"' in one:
            yield unescape(target[1].removeprefix("mailto:"))


def _in_order(name: str) -> tuple[bool, str, int, bool]:
    """Slides by their numbers, each before its notes, other parts by their names, links last."""
    match = re.fullmatch(r"(.*?)(\d*)\.xml", name)
    stem, number = (match[1], int(match[2] or 0)) if match else (name, 0)
    notes = stem == "ppt/notesSlides/notesSlide"
    return name.endswith(".rels"), "ppt/slides/slide" if notes else stem, number, notes


def _part(name: str, parts: dict[str, bytes]) -> Iterator[Segment]:
    page = _PAGES.fullmatch(name)
    paragraphs = _paragraphs(parts[name])
    if page is None:
        places: Iterator[tuple[str, str]] = repeat(("part", ""))
    elif page["word"] == "document":
        places = _sections(paragraphs, parts.get("word/styles.xml", b""))
    elif page["word"]:
        kind = "notes" if page["word"].endswith("notes") else "running"
        places = repeat((kind, page["word"]))
    else:
        notes = page["slide"].startswith("notes")
        label = f"slide {page['number']}"
        places = repeat(("notes", f"notes of {label}") if notes else ("slide", label))
    for one, (kind, label) in zip(paragraphs, places, strict=False):
        if one.text.strip():
            form = _STYLES.get(one.style, "")
            yield Segment(kind, one.text, label, inside=name, role=one.role, form=form)


def _paragraphs(content: bytes) -> list[_Paragraph]:
    """The lines of a part, in order; what fields are told to do are lines of their own."""
    root = parsed(content)
    found = [_Paragraph()]
    if root is not None:
        _walk(root, found)
    return found


def _walk(root: Any, found: list[_Paragraph]) -> None:  # noqa: ANN401 - lxml has no types
    from lxml import etree

    orders: list[_Paragraph] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = name_of(node)
        if event == "start":
            if name == "pStyle":
                found[-1].style = value_of(node)
            elif name == "numId" and value_of(node) == "0":
                found[-1].counted = False
            elif name in {"br", "tab"} and found[-1].text:
                found[-1].text += "\n" if name == "br" else " "
            orders += _attributes(name, node)
            if name in {"instrText", "delInstrText"}:
                orders.append(_Paragraph(node.text or "", role="link"))
            else:
                found[-1].text += node.text or ""
        else:
            if name in _LINES:
                found.append(_Paragraph())
            found[-1].text += node.tail or ""
    found += orders


def _attributes(name: str, node: Any) -> list[_Paragraph]:  # noqa: ANN401 - lxml has no types
    """What attributes say that somebody wrote: alternative texts, names of sheets and shapes."""
    told = _WRITTEN | ({"name", "val"} if name in _NAMED else set())
    said = ((key.rpartition("}")[2], str(value)) for key, value in node.items())
    return [_Paragraph(value, role="attribute") for key, value in said if key in told]


def _sections(paragraphs: list[_Paragraph], styles: bytes) -> Iterator[tuple[str, str]]:
    """Where each paragraph of a Word file stands; Word counts headings when it lays it out."""
    levels = _levels_counted(styles.decode("utf-8", "replace"))
    numbers = [0] * len(levels)
    label = START
    for one in paragraphs:
        if re.fullmatch(r"Heading\d", one.style):
            counted = one.style in levels and one.counted
            number = _next(numbers, levels.index(one.style)) if counted else ""
            label = " ".join(f"section {number} {one.text}".split())
        yield "section", label


def _levels_counted(styles: str) -> list[str]:
    """The styles of the headings that Word counts, from the uppermost down."""
    found = re.findall(r'<w:style [^>]*w:styleId="(Heading\d)"(.*?)</w:style>', styles, re.DOTALL)
    return sorted(name for name, style in found if "<w:numId " in style)


def _next(numbers: list[int], level: int) -> str:
    """The number of the next heading of a level."""
    numbers[level] += 1
    numbers[level + 1 :] = [0] * (len(numbers) - level - 1)
    return ".".join(map(str, numbers[: level + 1]))


_archive = partial(archived, read=_read)
_database = partial(database, read=_read)


#: The readers; `reader.toml` says which endings each reads.
_FORMS: dict[str, Callable[[bytes], Iterable[Segment]]] = {
    "plain": plain,
    "marked-up": marked_up,
    "office": _office,
    "archive": _archive,
    "database": _database,
    "attributes": attributes,
    "style": _style,
    "mail": partial(mailed, read=_read),
    "strings": strings,
    "rich": rich,
    "notebook": partial(notebook_segments, read_segments=_read),
    "pdf": _pdf,
}
_READERS = {
    ending: _FORMS[form] for form, endings in _DATA["endings"].items() for ending in endings
}
#: How files of whatever name begin.
_BEGINNINGS: dict[bytes, Callable[[bytes], Iterable[Segment]]] = {
    b"SQLite format 3": _database,
    **dict.fromkeys((b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), _archive),
    b"%PDF": _pdf,
    b"{\\rtf": rich,
    **dict.fromkeys((b"<?xml", b"\xef\xbb\xbf<?xml"), attributes),
}
#: Of pictures and typefaces only their properties are words (`properties`).
_PICTURES = frozenset(_DATA["pictures"])
