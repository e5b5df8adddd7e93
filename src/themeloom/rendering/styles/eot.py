"""Embedded OpenType: the container in which PowerPoint keeps the fonts of a deck.

The header is version 2.1 of the W3C member submission "Embedded OpenType (EOT) File
Format" (2008), section 3; the font stands behind it as it is, neither compressed nor
mixed with a key. PowerPoint takes fonts with TrueType outlines only.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
