"""Office files: packages with the same bytes every time, their mark-up, their properties."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from themeloom.core.files import put

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO


#: The first moment that a zip archive can name: all of ours say it, whatever day it is.
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
#: Office programs want the list of content types at the head of the archive.
_HEAD = ("[Content_Types].xml", "_rels/.rels")
#: What is compressed already gains nothing from being compressed again.
_STORED = (".png", ".jpg", ".jpeg", ".woff2")
#: Ordinary permissions of a file: its owner writes, all read.
_MODE = 0o644
#: No office file of ours or of anybody's unpacks to so many bytes.
_LARGEST = 1 << 30


def read_package(path: Path | IO[bytes]) -> dict[str, bytes]:
    """Return the parts of an office file (or of any zip archive) by their names.

    Raises:
        zipfile.BadZipFile: if it is none, or unpacks to more than any such file does.
    """
    with zipfile.ZipFile(path) as archive:
        if sum(one.file_size for one in archive.infolist()) > _LARGEST:
            raise zipfile.BadZipFile("it unpacks to too much")
        return {name: archive.read(name) for name in archive.namelist()}


def write_package(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write parts as a zip archive: sorted, one moment for all, no trace of the machine."""
    return put(path, packed(parts))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as the bytes of such an archive."""
    from io import BytesIO

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in (*(head for head in _HEAD if head in parts), *sorted(set(parts) - {*_HEAD})):
            entry = zipfile.ZipInfo(name, date_time=FIRST_MOMENT)
            entry.external_attr = _MODE << 16
            stored = name.endswith(_STORED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


#: What can come of a file that is no office file, is locked, or is garbled.
BROKEN = (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, RuntimeError, NotImplementedError)

#: An element of mark-up. The library that reads it carries no types of its own.
Element: TypeAlias = Any


def read(part: bytes) -> Element:
    """Read a part of an office file."""
    return etree.fromstring(part)


def written(element: Element) -> bytes:
    """Write an element as a part of an office file."""
    part: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return part


def first(parent: Element, tag: str, place: int = 0) -> Element:
    """The child with that tag; it is made, at that place, if there is none."""
    found = parent.find(tag)
    if found is None:
        found = parent.makeelement(tag)
        parent.insert(place, found)
    return found


_CUSTOM, _CORE = "docProps/custom.xml", "docProps/core.xml"
_TERMS = "http://purl.org/dc/terms/"


def told(parts: Mapping[str, bytes], name: str) -> str:
    """What our Lua left in the custom property of that name; nothing if there is none."""
    if _CUSTOM not in parts:
        return ""
    named = (one for one in read(parts[_CUSTOM]) if one.get("name") == name)
    return next(("".join(one.itertext()) for one in named), "")


def forget_told(parts: dict[str, bytes]) -> None:
    """Take the custom properties out: what our Lua left, and what documents hold beside it."""
    if _CUSTOM in parts:
        properties = read(parts[_CUSTOM])
        del properties[:]
        etree.cleanup_namespaces(properties)
        parts[_CUSTOM] = written(properties)


def set_moment(parts: dict[str, bytes], epoch: int) -> None:
    """Write when the file was made, so that the same sources give the same bytes."""
    core = read(parts[_CORE])
    moment = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("created", "modified"):
        for one in core.findall(f"{{{_TERMS}}}{name}"):
            one.text = moment
    parts[_CORE] = written(core)
