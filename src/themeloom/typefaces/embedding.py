"""Fonts inside office files, so that a document looks the same where they are not installed.

They are staged once for Word and PowerPoint, cut down to all of Latin and the scripts in use,
for what is made is to be edited. Each program takes them in a container of its own.
"""

from __future__ import annotations

import json
import posixpath
import struct
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from lxml import etree

from themeloom.core import office as markup
from themeloom.core.files import put
from themeloom.typefaces.coverage import shared_out
from themeloom.typefaces.cuts import cut
from themeloom.typefaces.faces import FACES, LATIN
from themeloom.typefaces.scripts import has_truetype_outlines, office_family_of
from themeloom.typefaces.web import KEPT, cut_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from fontTools.ttLib import TTFont


_VERSION, _MAGIC = 0x00020001, 0x504C
#: The font is whole, as it is, and bound to no address.
_FLAGS = 0
#: The character set of no language in particular (DEFAULT_CHARSET of Windows).
_CHARSET = 1
#: The bit of `OS/2.fsSelection` that says italic.
_ITALIC = 1
#: Names by their numbers in the font, in the order of the header: family, style, version, full.
_NAMES = (1, 2, 5, 4)


def to_eot(font: bytes) -> bytes:
    """Put a font into its container.

    Args:
        font: a font with TrueType outlines, as its file holds it.

    Raises:
        ValueError: if its outlines are of another kind.
    """
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(font), lazy=True) as opened:
        if "glyf" not in opened:
            message = "PowerPoint embeds no font without TrueType outlines"
            raise ValueError(message)
        head = _fixed(opened) + _names(opened)
    size = 8 + len(head) + len(font)
    return struct.pack("<II", size, len(font)) + head + font


def _fixed(font: TTFont) -> bytes:
    """The fields of fixed length that follow the two sizes."""
    from fontTools.misc import sstruct
    from fontTools.ttLib.tables.O_S_2f_2 import panoseFormat

    about = font["OS/2"]
    return b"".join(
        (
            struct.pack("<II", _VERSION, _FLAGS),
            sstruct.pack(panoseFormat, about.panose),
            struct.pack("<BB", _CHARSET, about.fsSelection & _ITALIC),
            struct.pack("<IHH", about.usWeightClass, about.fsType, _MAGIC),
            struct.pack("<IIII", *(getattr(about, f"ulUnicodeRange{n}") for n in range(1, 5))),
            struct.pack("<II", *(getattr(about, f"ulCodePageRange{n}", 0) for n in (1, 2))),
            struct.pack("<I", font["head"].checkSumAdjustment),
            bytes(16),
        )
    )


def _names(font: TTFont) -> bytes:
    """The names, each behind its length, and the empty list of addresses."""
    said = []
    for number in _NAMES:
        name = str(font["name"].getDebugName(number) or "").encode("utf-16-le")
        said.append(struct.pack("<HH", 0, len(name)) + name)
    return b"".join(said) + struct.pack("<HH", 0, 0)


#: How many bytes of a font are mixed with its key.
_MIXED = 32


def mixed(font: bytes) -> bytes:
    """A font with its head mixed with its key; done twice, it is the font again."""
    key = bytes(reversed(key_of(font).bytes)) * 2
    head = bytes(one ^ other for one, other in zip(font[:_MIXED], key, strict=True))
    return head + font[_MIXED:]


def key_of(font: bytes) -> UUID:
    """The key of a font: the beginning of its SHA-256."""
    return UUID(bytes=sha256(font).digest()[:16])


class Container(msgspec.Struct, frozen=True):
    """How a program takes fonts along: the suffix and the type of their parts, and their form."""

    suffix: str
    content_type: str
    pack: Callable[[bytes], bytes]


WORD = Container("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont", mixed)
POWERPOINT = Container("fntdata", "application/x-fontdata", to_eot)


class Lent(msgspec.Struct, frozen=True):
    """A typeface for what ours lack: its family, its file among the staged, what it gives."""

    family: str
    file: str
    letters: frozenset[str]


class Embedded(msgspec.Struct, frozen=True):
    """A font in a package: its family, which of the family's cuts it is, its relation, its key."""

    family: str
    cut: str
    relation: str
    key: UUID


class Program(msgspec.Struct, frozen=True):
    """A font for office programs: its family there, which of its cuts, its file as staged."""

    family: str
    cut: str
    file: str


#: Where it is noted what the further typefaces give, and which faces are not ours.
FURTHER, OTHERS = "further.json", "faces.json"
_NO_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
#: What the staged fonts end in: Typst, which looks through folders, is not to find them.
_SUFFIX = "font"
_CUTS = ("Regular", "Bold", "Italic", "BoldItalic")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"


def stage_office(
    folder: Path, scripts: Iterable[str], further: Sequence[Path] = (), letters: str = ""
) -> list[Path]:
    """Write the fonts that office files take along, and note what the further ones give.

    Args:
        folder: where they go; it lies in one of the project's.
        scripts: what is added to Latin.
        further: the project's typefaces; office programs embed only those with TrueType
            outlines. Each is cut down to those of `letters` that our faces lack.
        letters: the characters in use.
    """
    wanted, spare, noted = tuple(scripts), folder.parent / KEPT, []
    staged = [
        put(folder / f"{face.stem}.{_SUFFIX}", cut_down(face, wanted, spare))
        for face in FACES
        if face.programs
    ]
    fit = [path for path in further if has_truetype_outlines(path)]
    for number, (path, own) in enumerate(shared_out(fit, letters), start=1):
        # The spaces and the marks between the words are set in the same face.
        name = f"further-{number}.{_SUFFIX}"
        staged.append(put(folder / name, cut(path, own.union(*LATIN), spare=spare)))
        given = "".join(map(chr, sorted(own)))
        noted.append({"file": name, "family": office_family_of(path), "letters": given})
    note = json.dumps(noted, ensure_ascii=False, indent=1) + "\n"
    return [*staged, put(folder / FURTHER, note.encode())]


def note_faces(folder: Path, faces: Iterable[Program]) -> Path:
    """Note which fonts office files take along from a folder, if they are not ours."""
    noted = [[one.family, one.cut, one.file] for one in faces]
    return put(folder / OTHERS, (json.dumps(noted, ensure_ascii=False, indent=1) + "\n").encode())


def _faces(folder: Path, program: str) -> list[Program]:
    """The fonts in a folder that a program takes along."""
    if (folder / OTHERS).is_file():
        noted = json.loads((folder / OTHERS).read_text(encoding="utf-8"))
        return [Program(*one) for one in noted]
    return [
        Program(face.office_family, face.office_cut, f"{face.stem}.{_SUFFIX}")
        for face in FACES
        if program in face.programs
    ]


def read_further(folder: Path) -> list[Lent]:
    """The further typefaces that were staged."""
    if not (folder / FURTHER).is_file():
        return []
    noted = json.loads((folder / FURTHER).read_text(encoding="utf-8"))
    return [Lent(one["family"], one["file"], frozenset(one["letters"])) for one in noted]


def embed(
    parts: dict[str, bytes],
    owner: str,
    folder: Path,
    container: Container,
    lent: Iterable[Lent] = (),
) -> Iterator[Embedded]:
    """Put the staged fonts into a package, in the order of their families and cuts.

    Args:
        parts: the package.
        owner: the part that names them, to which they are related.
        folder: where `stage_office` wrote them.
        container: what the program takes.
        lent: those of the project's own typefaces that the file uses.
    """
    files = sorted(
        (one.family, _CUTS.index(one.cut), one.file) for one in _faces(folder, container.suffix)
    )
    files += [(one.family, 0, one.file) for one in lent]
    place, name = posixpath.split(owner)
    links_of = f"{place}/_rels/{name}.rels"
    links = markup.read(parts[links_of]) if links_of in parts else etree.fromstring(_NO_LINKS)
    for old in links.xpath("*[@Type=$kind]", kind=_RELATION):
        links.remove(old)
    types = markup.read(parts["[Content_Types].xml"])
    if not types.xpath("*[@Extension=$suffix]", suffix=container.suffix):
        tag, kind = f"{{{etree.QName(types).namespace}}}Default", container.content_type
        types.insert(0, etree.Element(tag, Extension=container.suffix, ContentType=kind))
        parts["[Content_Types].xml"] = markup.written(types)
    for number, (family, which, file) in enumerate(files, start=1):
        target, relation = f"fonts/font{number}.{container.suffix}", f"rIdFont{number}"
        font = (folder / file).read_bytes()
        parts[f"{place}/{target}"] = container.pack(font)
        tag = f"{{{etree.QName(links).namespace}}}Relationship"
        etree.SubElement(links, tag, Id=relation, Type=_RELATION, Target=target)
        yield Embedded(family, _CUTS[which], relation, key_of(font))
    parts[links_of] = markup.written(links)
