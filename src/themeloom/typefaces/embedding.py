"""Fonts inside office files, so that a document looks the same where they are not installed."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from themeloom.core.files import put
from themeloom.typefaces.faces import FACES, LATIN, cut, cut_down, shared_out
from themeloom.typefaces.scripts import has_truetype_outlines, office_family_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
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
_PANOSE = (
    "bFamilyType",
    "bSerifStyle",
    "bWeight",
    "bProportion",
    "bContrast",
    "bStrokeVariation",
    "bArmStyle",
    "bLetterForm",
    "bMidline",
    "bXHeight",
)


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
    about = font["OS/2"]
    return b"".join(
        (
            struct.pack("<II", _VERSION, _FLAGS),
            bytes(getattr(about.panose, field) for field in _PANOSE),
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


@dataclass(frozen=True)
class Embed:
    """A face as Word names it: the family, and which of the family's four cuts it is."""

    family: str
    cut: str
    stem: str

    @property
    def file(self) -> str:
        """The name of its file in the document and among the staged fonts."""
        return f"{self.stem.lower()}.odttf"


@dataclass(frozen=True)
class Lent:
    """A typeface for what ours lack: its family, its file among the staged, what it gives."""

    family: str
    file: str
    letters: frozenset[str]


#: Where it is noted what the further typefaces give.
FURTHER = "further.json"

#: The faces that the Word styles use. Semibold is a family of its own in Word.
EMBEDS: tuple[Embed, ...] = (
    Embed("Source Serif Pro", "Regular", "SourceSerifPro-Regular"),
    Embed("Source Serif Pro", "Bold", "SourceSerifPro-Bold"),
    Embed("Source Serif Pro", "Italic", "SourceSerifPro-It"),
    Embed("Source Sans Pro", "Regular", "SourceSansPro-Regular"),
    Embed("Source Sans Pro", "Bold", "SourceSansPro-Bold"),
    Embed("Source Sans Pro", "Italic", "SourceSansPro-It"),
    Embed("Source Sans Pro Semibold", "Regular", "SourceSansPro-Semibold"),
)


def stage_embeds(folder: Path, scripts: Iterable[str]) -> list[Path]:
    """Write the fonts that Word documents take along, cut down to the scripts in use."""
    wanted = tuple(scripts)
    faces = {face.stem: face for face in FACES}
    staged = []
    for embed in EMBEDS:
        font = cut_down(faces[embed.stem], wanted)
        staged.append(put(folder / embed.file, with_key(font)))
    return staged


def stage_further(
    folder: Path,
    further: Sequence[Path],
    letters: str,
    suffix: str = "odttf",
    pack: Callable[[bytes], bytes] | None = None,
) -> list[Path]:
    """Write the further typefaces, cut to the letters in use, and note what each gives.

    Args:
        folder: where they go.
        further: the typefaces; office programs embed only those with TrueType outlines.
        letters: the characters in use.
        suffix: of their files.
        pack: puts a font into the container that the program takes; Word's, if not given.
    """
    staged, noted = [], []
    fit = [path for path in further if has_truetype_outlines(path)]
    for number, (path, own) in enumerate(shared_out(fit, letters), start=1):
        # The spaces and the marks between the words are set in the same face.
        font = cut(path, own.union(*LATIN))
        name = f"further-{number}.{suffix}"
        staged.append(put(folder / name, (pack or with_key)(font)))
        given = "".join(map(chr, sorted(own)))
        noted.append({"file": name, "family": office_family_of(path), "letters": given})
    note = json.dumps(noted, ensure_ascii=False, indent=1) + "\n"
    staged.append(put(folder / FURTHER, note.encode()))
    return staged


def read_further(folder: Path) -> list[Lent]:
    """The further typefaces that were staged."""
    if not (folder / FURTHER).is_file():
        return []
    noted = json.loads((folder / FURTHER).read_text(encoding="utf-8"))
    return [Lent(one["family"], one["file"], frozenset(one["letters"])) for one in noted]


def read_embed(path: Path) -> tuple[UUID, bytes]:
    """Return the key of a staged font, and the font as it goes into a document."""
    content = path.read_bytes()
    return UUID(bytes=content[:16]), content[16:]


def with_key(font: bytes) -> bytes:
    """A font as it is staged for Word: its key, and the font mixed with it."""
    return key_of(font).bytes + mixed(font)


def key_of(font: bytes) -> UUID:
    """The key of a font: the beginning of its SHA-256."""
    return UUID(bytes=sha256(font).digest()[:16])


def mixed(font: bytes) -> bytes:
    """A font with its head mixed with its key; done twice, it is the font again."""
    key = bytes(reversed(key_of(font).bytes)) * 2
    head = bytes(one ^ other for one, other in zip(font[:_MIXED], key, strict=True))
    return head + font[_MIXED:]
