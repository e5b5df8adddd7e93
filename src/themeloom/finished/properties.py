"""What a file says of itself: authors, titles, places, in documents and in pictures."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from themeloom.finished.pdf import BrokenPdfError, properties
from themeloom.finished.reader import members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Property:
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
    reader = _READERS.get(name.rpartition(".")[2].lower())
    return [] if reader is None else list(reader(data))


#: Properties of office files whose value is a person.
_PEOPLE = frozenset({"creator", "lastModifiedBy", "manager", "Manager", "initial-creator"})
_PROPERTY = re.compile(r"<(?:\w+:)?([\w-]+)(?:\s[^>]*)?>([^<]+)</")
_AUTHOR = re.compile(r'<w:(?:comment|ins|del)\b[^>]*\bw:author="([^"]+)"')


def _office(data: bytes) -> Iterator[Property]:
    for name, content in members(data):
        text = content.decode("utf-8", "replace")
        if name.startswith("docProps/") or name == "meta.xml":
            for key, value in _PROPERTY.findall(text):
                yield Property(key, unescape(value), person=key in _PEOPLE)
        elif name.startswith("word/"):
            for value in sorted(set(_AUTHOR.findall(text))):
                yield Property("author of a change or comment", value, person=True)
        if re.search(r"\.(jpe?g|png|tiff?)$", name):
            yield from _picture(content)


_PICTURE_PEOPLE = frozenset(
    {"Artist", "CameraOwnerName", "XPAuthor", "Author", "Creator", "author"}
)


def _picture(data: bytes) -> Iterator[Property]:
    from PIL import ExifTags, Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            texts = {
                k: v for k, v in image.info.items() if isinstance(k, str) and isinstance(v, str)
            }
            exif = image.getexif()
            for key, value in sorted(texts.items()):
                yield Property(key, value, person=key in _PICTURE_PEOPLE)
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


def _text(value: object) -> str:
    if isinstance(value, bytes):
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


_READERS: dict[str, Callable[[bytes], Iterator[Property]]] = {
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt", "ods", "odp"), _office),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff", "webp"), _picture),
    "pdf": _pdf,
    "svg": _svg,
    "ipynb": _notebook,
}
