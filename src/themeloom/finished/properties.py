"""What a file says of itself: authors, titles, places, in documents and in pictures."""

from __future__ import annotations

import base64
import io
import json
import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import beside
from themeloom.core.png import without_pixels
from themeloom.finished.packed import members
from themeloom.finished.pdf import BrokenPdfError, properties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.ImageFile import ImageFile


_DATA = beside(__file__, "reader.toml")
#: Properties of office files and of pictures whose value is a person; what of pictures is no text.
_PEOPLE, _PICTURE_PEOPLE, _NO_WORDS = map(frozenset, _DATA["properties"].values())


class Property(msgspec.Struct, frozen=True):
    """One property of a file.

    Args:
        name: what the property is called.
        value: what it says.
        person: whether its value is meant to be a person's name.
        place: whether it is where a picture was taken.
    """

    name: str
    value: str
    person: bool = False
    place: bool = False


def read_properties(name: str, data: bytes) -> list[Property]:
    """The properties of a file, by the ending of its name."""
    return list(_read(name.rpartition(".")[2].lower(), data))


# One check asks after the other, on as many threads as do steps.
@lru_cache(maxsize=8)
def _read(ending: str, data: bytes) -> tuple[Property, ...]:
    reader = _READERS.get(ending)
    if reader is None:
        return ()
    return (*reader(data), *(_xmp(data) if reader in (_picture, _pdf) else ()))


_PROPERTY = re.compile(r"<(?:\w+:)?([\w-]+)(?:\s[^>]*)?>([^<]+)</")
_AUTHOR = re.compile(
    r"<(?:\w+:)?(?:comment|ins|del|moveFrom|moveTo|person|\w+Change|author|cmAuthor)\b[^>]*?"
    r'\s(?:w:author|w15:author|displayName|name)="([^"]+)"'
    r"|<(?:author|dc:creator)>([^<]+)</"
)


def _office(data: bytes) -> Iterator[Property]:
    for name, content in members(data):
        text = content.decode("utf-8", "replace")
        if name.startswith("docProps/") or name == "meta.xml":
            for key, value in _PROPERTY.findall(text):
                yield Property(key, unescape(value), person=key in _PEOPLE)
        elif re.match(r"(?:word|ppt|xl)/.*\.xml$|content\.xml$", name):
            for value in sorted({unescape(one or other) for one, other in _AUTHOR.findall(text)}):
                yield Property("author of a change or comment", value, person=True)
        if not name.endswith((".xml", ".rels")):
            yield from read_properties(name, content)


def _picture(data: bytes) -> Iterator[Property]:
    from PIL import ExifTags, UnidentifiedImageError
    from PIL.Image import Image
    from PIL.Image import open as opened

    bare = without_pixels(data)
    try:
        with opened(io.BytesIO(bare)) as image:
            texts = {str(key): _text(value) for key, value in image.info.items()}
            # That of a PNG would first set up its pixels.
            exif = image.getexif() if bare is data else Image.getexif(image)
            for key, value in sorted(texts.items()):
                if value and key not in _NO_WORDS:
                    yield Property(key, value, person=key in _PICTURE_PEOPLE)
            yield from _captions(image)
            details = exif.get_ifd(ExifTags.IFD.Exif)
            for code, value in sorted({**exif, **details}.items()):
                name = ExifTags.TAGS.get(code, str(code))
                said = _text(value)
                if said:
                    yield Property(name, said, person=name in _PICTURE_PEOPLE)
            if exif.get_ifd(ExifTags.IFD.GPSInfo):
                yield Property("GPS", "coordinates", place=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return


def _captions(image: ImageFile) -> Iterator[Property]:
    """What agencies write into pictures (IPTC): who took them, where, and of whom."""
    from PIL import IptcImagePlugin

    for code, value in sorted((IptcImagePlugin.getiptcinfo(image) or {}).items()):
        for one in value if isinstance(value, list) else [value]:
            if said := _text(one):
                yield Property(f"IPTC {code[1]}", said, person=code in {(2, 80), (2, 110)})


_XMP = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_XMP_PEOPLE = re.compile(
    r"<(?:dc:creator|photoshop:Credit|xmpRights:Owner|pdf:Author)>(.*?)</", re.DOTALL
)


def _xmp(data: bytes) -> Iterator[Property]:
    """What a picture or a PDF says of itself in XMP."""
    for block in _XMP.findall(data):
        text = block.decode("utf-8", "replace")
        if "GPSL" in text:
            yield Property("GPS", "coordinates", place=True)
        for one in _XMP_PEOPLE.findall(text):
            if value := _untagged(one):
                yield Property("creator", value, person=True)
        attributes = re.findall(r'(?:\w+):(?!about|xmpmeta|xmptk|\w*ID\b)\w+="([^"]{3,})"', text)
        said = "\n".join((_untagged(text), *attributes))
        yield Property("XMP", unescape(re.sub(r"\S+://\S+", " ", said)))


def _untagged(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
        encoding = "utf-16-le" if value[1:2] == b"\0" else "utf-8"
        return value.decode(encoding, "ignore").strip("\0 ")
    return value.strip("\0 ") if isinstance(value, str) else ""


def _pdf(data: bytes) -> Iterator[Property]:
    try:
        found = properties(data)
    except BrokenPdfError:
        return
    for key, value in sorted(found.items()):
        yield Property(key, value, person=key == "Author")


_SVG_METADATA = re.compile(r"<metadata\b.*?</metadata>", re.DOTALL)


def _svg(data: bytes) -> Iterator[Property]:
    for block in _SVG_METADATA.findall(data.decode("utf-8", "replace")):
        for creator in re.findall(
            r"<dc:(?:creator|publisher|rights|contributor)>(.*?)</dc:", block, re.DOTALL
        ):
            value = " ".join(re.sub(r"<[^>]+>", " ", creator).split())
            if value:
                yield Property("creator", value, person=True)


def _notebook(data: bytes) -> Iterator[Property]:
    """The authors of a Jupyter notebook, and its pictures: saved ones and attached ones."""
    try:
        notebook = json.loads(data)
        authors = notebook["metadata"].get("authors", [])
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if name:
                yield Property("authors", str(name), person=True)
        for cell in notebook["cells"]:
            saved = (output.get("data", {}) for output in cell.get("outputs", []))
            for kinds in (*cell.get("attachments", {}).values(), *saved):
                for kind, value in kinds.items():
                    if kind in {"image/png", "image/jpeg"}:
                        yield from _picture(base64.b64decode("".join(value)))
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
        return


def _archive(data: bytes) -> Iterator[Property]:
    for name, content in members(data):
        yield from read_properties(name, content)


_READERS: dict[str, Callable[[bytes], Iterator[Property]]] = {
    **dict.fromkeys(_DATA["endings"]["office"], _office),
    **dict.fromkeys(_DATA["pictures"], _picture),
    **dict.fromkeys(_DATA["endings"]["archive"], _archive),
    "pdf": _pdf,
    "svg": _svg,
    "ipynb": _notebook,
}
