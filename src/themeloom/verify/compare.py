"""Comparing two files of a kind: a function for each ending, and one for all else."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from themeloom.core.files import digest
from themeloom.engines.typst import PICTURE_WIDTH
from themeloom.finished.acting import OF_DECKS, acting
from themeloom.finished.packed import members
from themeloom.finished.pdf import page_pictures, picture_of
from themeloom.finished.properties import read_properties
from themeloom.finished.reader import read_segments
from themeloom.verify.cells import (
    both,
    compare_json,
    compare_records,
    compare_tables,
    compare_yaml,
    differing,
)
from themeloom.verify.findings import NOBODYS, QUARTOS_OWN, Compared, Difference
from themeloom.verify.pictures import compare_drawings, compare_pictures, different_pixels
from themeloom.verify.words import compare_words, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from themeloom.finished.acting import Acting

    Comparing = Callable[[str, bytes, bytes], Iterator[Difference]]

_DATA = re.compile(r"""["'(]data:(?P<kind>[\w/+.-]+)[^,"'()]*;base64,(?P<data>[A-Za-z0-9+/=\s]+)""")
_AROUND = 60
_DIGITS = 10


def compare(name: str, there: bytes | None, rebuilt: bytes | None) -> Compared:
    """Compare a file with what was rebuilt: the same, or in which of its parts not."""
    if there == rebuilt:
        return Compared(name)
    if there is None or rebuilt is None:
        only: Literal["there", "rebuilt"] = "there" if rebuilt is None else "rebuilt"
        return Compared(name, (Difference("the whole file", only=only),))
    base = name.rpartition("/")[2]
    record = base == "provenance.json"
    comparing = compare_records if record else _KINDS.get(base.rpartition(".")[2].lower(), _plain)
    try:
        found = tuple(comparing(name, there, rebuilt))
    except Exception as error:  # noqa: BLE001 - a file that was tampered with may break any library
        said = str(error).partition("\n")[0]
        found = (Difference("the whole file", note=f"it cannot be read: {said}"),)
    if record:
        return Compared(name, found, "" if found else "it names other versions of tools")
    return Compared(name, found or (_bytes(there, rebuilt),))


def compare_said(
    name: str,
    there: bytes,
    rebuilt: bytes,
    pictures: Mapping[str, str],
    known: Collection[Acting],
    *,
    in_order: bool = True,
) -> Compared:
    """Compare what a file of Quarto's says and does with what ours says and does.

    Args:
        name: the file's name.
        there: the file that is checked.
        rebuilt: the one that the built-in renderer made.
        pictures: the pictures of the study by their hash: what a drawing and its pixels are called.
        known: what acts in any of the rebuilt files (`acts_in`).
        in_order: whether the words stand in the same order; else each has to be in both, and
            the page is laid out in Quarto's own way.
    """
    try:
        said = [[*_said(name, _ENGINES_OWN.sub(b"", data))] for data in (there, rebuilt)]
        sides = [[(place, _SIGNED.sub(" ", text)) for place, text in one] for one in said]
        words = compare_words(*sides) if in_order else _new_words(*sides)
        told = [
            {key: _SIGNED.sub(" ", value) for key, value in _properties(name, data).items()}
            for data in (there, rebuilt)
        ]
        deck = _DECK in there and _DECK in rebuilt
        own = OF_DECKS if deck else frozenset({"style"} if not in_order else ())
        beyond, only = _beyond(acts_in(name, there) - acts_in(name, rebuilt) - {*known}, own)
        found = (
            *words,
            # What it does not say of itself is no claim.
            *(one for one in differing(told, _property, lacking="") if one.there),
            *_other_pictures(there, rebuilt, pictures),
            *beyond,
        )
    except Exception as error:  # noqa: BLE001 - as in `compare`
        what = str(error).partition("\n")[0]
        found, only = (Difference("the whole file", note=f"it cannot be read: {what}"),), False
    return Compared(name, found, QUARTOS_OWN if only and not found else "", said=not found)


def compare_picture(name: str, there: bytes, pdf: bytes | None) -> Compared:
    """Compare a picture that was made of Quarto's PDF with what that shows.

    Args:
        name: the file's name.
        there: the picture.
        pdf: the PDF beside it, which is compared itself.
    """
    shown = picture_of(pdf, PICTURE_WIDTH) if pdf else b""
    found = tuple(replace(one, note=_NOT_SHOWN) for one in compare_pictures(name, there, shown))
    found = tuple(one for one in found if not one.place.startswith("property "))
    return Compared(name, found, said=not found)


_NOT_SHOWN = "it does not show what the PDF beside it shows"


def acts_in(name: str, data: bytes) -> set[Acting]:
    """What acts in a file, without what it says of who made it."""
    found = acting(name, _ENGINES_OWN.sub(b"", data))
    return {(what, " ".join(_SIGNED.sub(" ", held).split())) for what, held in found}


def _beyond(new: set[Acting], own: frozenset[str]) -> tuple[list[Difference], bool]:
    """What acts and nobody's renderer gives; whether there is what only Quarto brings."""
    lies = [Difference(what, held, note=NOBODYS) for what, held in sorted(new) if what not in own]
    return lies, len(lies) < len(new)


def _other_pictures(
    there: bytes, rebuilt: bytes, pictures: Mapping[str, str]
) -> Iterator[Difference]:
    """The pictures of the study that are lost, and others that are shown."""
    shown, wanted = (
        {digest(one): one for one in _carried(_SHEETS.sub(b"", data)).values()}
        for data in (there, rebuilt)
    )
    lost = {pictures.get(one, "") for one in wanted} - {pictures.get(one, "") for one in shown}
    for one in sorted(filter(None, lost)):
        yield Difference(f"the picture {one}", note=_LOST)
    for _ in shown.keys() - wanted.keys() - pictures.keys():
        yield Difference("a picture", note=NOBODYS)


_DECK = b'class="reveal'
#: Style sheets and scripts hold pictures of their own.
_SHEETS = re.compile(rb"<(style|script)\b.*?</\1>", re.DOTALL)
_LOST = "it is not there, or another one is"
#: What only one of the engines writes: the labels of citations in JATS, ways to the explorer.
_ENGINES_OWN = re.compile(
    rb"""<xref [^>]*ref-type="bibr".*?</xref>|<a [^>]*evidence/index\.html#[^>]*>.*?</a>""",
    re.DOTALL,
)
#: What a colophon says of the engine and of what it was given; how large a file is, and the
#: number of a PDF.
_SIGNED = re.compile(
    r"(?:Built\s+from[^;]*;\s+)?evidence\s+[0-9a-f]{12};\s+Themeloom\s+\S+,\s+"
    r"(?:Quarto|built-in\s+renderer)|\b\d[\d.,]*\s+[kM]B\b|(?<=\s)[\w+/]{22}==(?=\s)"
)
_NUMBERED = re.compile(r"(?:Table|Figure)\s+\d+")


def _new_words(
    there: Sequence[tuple[str, str]], rebuilt: Sequence[tuple[str, str]]
) -> Iterator[Difference]:
    """The words that stand in the one and nowhere in the other, each once."""
    known = {word for _, text in rebuilt for word in re.findall(r"\w+", text)}
    for place, text in there:
        for word in re.findall(r"\w+", _NUMBERED.sub(" ", text)):
            if word not in known:
                known.add(word)
                yield Difference(place, word, note="the rebuilt one does not have this word")


def _plain(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Words of a text, by line; what is not words is told by `_bytes`."""
    try:
        old, new = there.decode("utf-8"), rebuilt.decode("utf-8")
    except UnicodeDecodeError:
        return
    words = list(compare_words(lines_of(old), lines_of(new)))
    yield from words
    if not words:
        for number, (a, b) in enumerate(zip(old.split("\n"), new.split("\n"), strict=False), 1):
            if a != b:
                note = "the words are the same, white space differs"
                yield Difference(f"line {number}", repr(a), repr(b), note)
                return


def _document(name: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Words of a document, then its properties, its pictures, its other parts."""
    sides = there, rebuilt
    words = list(compare_words(*(_said(name, data) for data in sides)))
    yield from words
    yield from differing((_properties(name, data) for data in sides), _property, lacking="")
    yield from differing(map(_carried, sides), _picture)
    if not words:
        # Which parts of an archive differ, or on which pages other things than words.
        yield from differing(map(_parts, sides), _part)
        if there[:4] == b"%PDF":
            yield from _pages(there, rebuilt)


def _said(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """What the pages of a document say, and what describes their pictures, with the place."""
    for one in read_segments(name, data):
        if one.kind != "part" and one.role not in {"comment", "link", "unread"}:
            yield one.label, one.text


def _properties(name: str, data: bytes) -> dict[str, str]:
    return {f"property {one.name}": one.value for one in read_properties(name, data)}


def _property(place: str, there: str, rebuilt: str) -> Iterator[Difference]:
    if there and rebuilt:
        yield from compare_words([(place, there)], [(place, rebuilt)])
    else:
        yield from both(place, there, rebuilt)


def _carried(data: bytes) -> dict[str, bytes]:
    """The pictures that a page carries in itself, or an office file in its archive."""
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


def _picture(place: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    comparing = compare_drawings if "svg" in place else compare_pictures
    for one in comparing(place, there, rebuilt):
        yield replace(one, place=f"{place}: {one.place}")


def _parts(data: bytes) -> dict[str, bytes]:
    return {
        f"part {name}": content
        for name, content in (members(data) if data[:2] == b"PK" else ())
        if "/media/" not in name and not name.startswith("docProps/")
    }


def _part(place: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    one = _bytes(there, rebuilt)
    yield replace(one, place=f"{place}, {one.place}", note="")


def _pages(there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Pages whose words are the same and which yet look different."""
    pictures = page_pictures(there), page_pictures(rebuilt)
    for number, (a, b) in enumerate(zip(*pictures, strict=False), 1):
        if a.size != b.size:
            yield Difference(f"page {number}", note="it has another size")
            continue
        for found in different_pixels(a, b):
            yield replace(found, place=f"page {number}, {found.place}")


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
