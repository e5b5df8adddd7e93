"""Comparing two files of a kind: a function for each ending, and one for all else."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from themeloom.finished.pdf import page_pictures
from themeloom.finished.properties import read_properties
from themeloom.finished.reader import members, read_segments
from themeloom.verify.cells import compare_json, compare_records, compare_tables, compare_yaml
from themeloom.verify.findings import Compared, Difference
from themeloom.verify.pictures import compare_drawings, compare_pictures, different_pixels
from themeloom.verify.words import compare_words, lines_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Comparing = Callable[[str, bytes, bytes], Iterator[Difference]]

_DATA = re.compile(r"""["'(]data:(?P<kind>[\w/+.-]+)[^,"'()]*;base64,(?P<data>[A-Za-z0-9+/=\s]+)""")
_AROUND = 60
_DIGITS = 10


def compare(name: str, there: bytes, rebuilt: bytes) -> Compared:
    """Compare a file with what was rebuilt: the same, or in which of its parts not."""
    if there == rebuilt:
        return Compared(name)
    base = name.rpartition("/")[2]
    if base == "provenance.json":
        found = tuple(compare_records(name, there, rebuilt))
        return Compared(name, found, "" if found else "it names other versions of tools")
    comparing = _KINDS.get(base.rpartition(".")[2].lower(), _plain)
    try:
        found = tuple(comparing(name, there, rebuilt))
    except Exception as error:  # noqa: BLE001 - a file that was tampered with may break any library
        found = (Difference("the whole file", note=f"it cannot be read: {error}"),)
    return Compared(name, found or (_bytes(there, rebuilt),))


def _plain(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Words of a text, by line; what is not words is told by `_bytes`."""
    try:
        old, new = there.decode("utf-8"), rebuilt.decode("utf-8")
    except UnicodeDecodeError:
        return
    words = list(compare_words(words_of(lines_of(old)), words_of(lines_of(new))))
    yield from words
    if not words:
        for number, (a, b) in enumerate(zip(old.split("\n"), new.split("\n"), strict=False), 1):
            if a != b:
                note = "the words are the same, white space differs"
                yield Difference(f"line {number}", repr(a), repr(b), note)
                return


def _document(name: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Words of a document, then its properties, its pictures, its other parts."""
    words = list(compare_words(*(words_of(_said(name, data)) for data in (there, rebuilt))))
    yield from words
    yield from _properties(name, there, rebuilt)
    yield from _pictures_within(there, rebuilt)
    if not words:
        yield from _parts(there, rebuilt)


def _said(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """What the pages of a document say, and what describes their pictures, with the place."""
    for one in read_segments(name, data):
        if one.kind != "part" and one.role not in {"comment", "link"}:
            yield one.label, one.text


def _properties(name: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    old, new = (
        {one.name: one.value for one in read_properties(name, data)} for data in (there, rebuilt)
    )
    for key in sorted({*old, *new}):
        a, b = old.get(key, ""), new.get(key, "")
        if a and b:
            place = f"property {key}"
            yield from compare_words(words_of([(place, a)]), words_of([(place, b)]))
        elif a != b:
            yield Difference(f"property {key}", a, b)


def _pictures_within(there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Pictures that a page carries in itself, or an office file in its archive."""
    old, new = _carried(there), _carried(rebuilt)
    for name in sorted({*old, *new}):
        a, b = old.get(name), new.get(name)
        if a is None or b is None:
            yield Difference(name, only="there" if b is None else "rebuilt")
        elif a != b:
            comparing = compare_drawings if "svg" in name else compare_pictures
            for one in comparing(name, a, b):
                yield Difference(f"{name}: {one.place}", one.there, one.rebuilt, one.note)


def _carried(data: bytes) -> dict[str, bytes]:
    if data[:2] == b"PK":
        return {
            f"picture {name.rpartition('/')[2]}": content
            for name, content in members(data)
            if "/media/" in name
        }
    found: dict[str, bytes] = {}
    if data.lstrip()[:1] == b"<":
        for match in _DATA.finditer(data.decode("utf-8", "replace")):
            if match["kind"].startswith("image/"):
                try:
                    content = base64.b64decode(match["data"], validate=False)
                except binascii.Error:
                    content = b""
                kind = match["kind"].removeprefix("image/").partition("+")[0]
                found[f"picture {len(found) + 1} ({kind})"] = content
    return found


def _parts(there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Which parts of an archive differ, or on which pages other things than words."""
    if there[:2] == b"PK":
        old, new = dict(members(there)), dict(members(rebuilt))
        for name in sorted({*old, *new}):
            if "/media/" not in name and not name.startswith("docProps/"):
                yield from _part(name, old.get(name), new.get(name))
    elif there[:4] == b"%PDF":
        yield from _pages(there, rebuilt)


def _part(name: str, there: bytes | None, rebuilt: bytes | None) -> Iterator[Difference]:
    if there is None or rebuilt is None:
        yield Difference(f"part {name}", only="there" if rebuilt is None else "rebuilt")
    elif there != rebuilt:
        one = _bytes(there, rebuilt)
        yield Difference(f"part {name}, {one.place}", one.there, one.rebuilt)


def _pages(there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Pages whose words are the same and which yet look different."""
    pictures = page_pictures(there), page_pictures(rebuilt)
    for number, (a, b) in enumerate(zip(*pictures, strict=False), 1):
        if a.size == b.size:
            for found in different_pixels(a, b):
                place = f"page {number}, {found.place}"
                yield Difference(place, found.there, found.rebuilt, found.note)
        else:
            yield Difference(f"page {number}", note="it has another size")


def _bytes(there: bytes, rebuilt: bytes) -> Difference:
    """The first byte that differs, with the text round it if it is text."""
    at = next(
        (n for n, (a, b) in enumerate(zip(there, rebuilt, strict=False)) if a != b),
        min(len(there), len(rebuilt)),
    )
    texts = [
        data[max(0, at - _AROUND // 2) : at + _AROUND].decode("utf-8", "replace")
        for data in (there, rebuilt)
    ]
    if any("\ufffd" in text or "\0" in text for text in texts):
        texts = [data[at : at + _DIGITS].hex(" ") for data in (there, rebuilt)]
    note = "" if len(there) == len(rebuilt) else f"{len(there)} bytes, rebuilt {len(rebuilt)}"
    return Difference(f"byte {at}", texts[0], texts[1], note)


_KINDS: dict[str, Comparing] = {
    "csv": compare_tables,
    "yml": compare_yaml,
    "yaml": compare_yaml,
    "json": compare_json,
    "png": compare_pictures,
    "svg": compare_drawings,
    **dict.fromkeys(("pdf", "docx", "pptx", "html", "xml"), _document),
}
