"""Containers and mark-up of other tools, opened with a bound on everything they may ask for."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from themeloom.core.errors import ThemeloomError

if TYPE_CHECKING:
    from themeloom.core.office import Element

#: No text, and no mark-up of a project, is as large; what claims to be is not read.
_LARGEST = 256 << 20
#: Nor do all that are read of one container.
_ALL = 512 << 20
#: Text is not packed so tightly: what is unpacks to no end.
_TIGHTEST, _HARMLESS = 200, 16 << 20
_DECLARED = re.compile(rb"""^[^>]{0,100}encoding\s*=\s*["']([\w.-]+)["']""")
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1"})
_AGAIN = "export it again from the tool that wrote it"


class Container:
    """A zip archive that another tool wrote; its parts are read one by one.

    Args:
        data: its bytes.
        name: what it is called.

    Raises:
        ThemeloomError: if it is no archive, or names a part outside of itself.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._read = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise ThemeloomError(
                f"{name} is no project that can be opened: it is cut off, or no archive", _AGAIN
            ) from None
        self._parts = {one.filename: one for one in self._archive.infolist()}
        for part in self._parts:
            if part.startswith(("/", "\\")) or ":" in part[:3] or ".." in re.split(r"[/\\]", part):
                raise ThemeloomError(
                    f"{name} has a part that would lie outside of it, which no tool writes",
                    "do not open it; ask whoever gave it to you for another export",
                )

    @property
    def parts(self) -> list[str]:
        """What lies in it."""
        return list(self._parts)

    def named(self, part: str) -> str:
        """The part of a name, be it written in other letters of case; empty if there is none."""
        if part in self._parts:
            return part
        return next((one for one in self._parts if one.casefold() == part.casefold()), "")

    def size(self, part: str) -> int:
        """How many bytes a part unpacks to."""
        return self._parts[part].file_size

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            ThemeloomError: if it unpacks to more than any text does, or is broken.
        """
        one = self._parts[part]
        tight = one.file_size > _HARMLESS and one.file_size > _TIGHTEST * max(one.compress_size, 1)
        if tight or one.file_size > _LARGEST or self._read + one.file_size > _ALL:
            raise ThemeloomError(
                f"{self._name} unpacks to more than any project's texts do", _AGAIN
            )
        try:
            data = self._archive.read(one)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            raise ThemeloomError(
                f"{self._name} is damaged, cut off, or locked by a password", _AGAIN
            ) from None
        self._read += len(data)
        return data


def markup(data: bytes, name: str) -> Element:
    """The root of an XML file that another tool wrote.

    Raises:
        ThemeloomError: if it is none, is cut off, or defines entities, which no project needs.
    """
    # Letters of two and four bytes as well; what is declared otherwise is refused below.
    bare = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise ThemeloomError(
            f"{name} defines its own entities, which no project needs and which can do harm",
            "do not open it; ask whoever gave it to you for another export",
        )
    declared = _DECLARED.match(bare.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if declared and declared[1].decode("ascii", "replace").lower() not in _ENCODINGS:
        raise ThemeloomError(f"{name} is in an encoding that no project is in", _AGAIN)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = "values stand too deep in it" if "depth" in str(error) else "it is cut off or damaged"
        raise ThemeloomError(f"{name} cannot be read: {why}", _AGAIN) from None
    return root
