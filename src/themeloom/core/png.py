"""What a PNG says beside its picture."""

from __future__ import annotations

import struct
import zlib

#: Where the head of a PNG ends: its signature, and the chunk with its width and height.
_HEAD = 33
#: Metres to the inch.
_INCH = 0.0254
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def with_chunk(picture: bytes, kind: bytes, data: bytes) -> bytes:
    """A PNG with a further chunk, behind its head."""
    size, check = (struct.pack(">I", number) for number in (len(data), zlib.crc32(kind + data)))
    return picture[:_HEAD] + size + kind + data + check + picture[_HEAD:]


def with_resolution(picture: bytes, dpi: float) -> bytes:
    """A PNG that says how many of its pixels go to the inch, so that it is shown at its size."""
    metre = round(dpi / _INCH)
    return with_chunk(picture, b"pHYs", struct.pack(">IIB", metre, metre, 1))


def without_pixels(picture: bytes) -> bytes:
    """All that a PNG says before and behind its pixels; any other or broken file as it is."""
    if not picture.startswith(_SIGNATURE):
        return picture
    parts, at = [_SIGNATURE], len(_SIGNATURE)
    while at < len(picture):
        # Length, kind, data, checksum.
        end = at + 12 + int.from_bytes(picture[at : at + 4], "big")
        if picture[at + 4 : at + 8] not in (b"IDAT", b"fdAT"):
            parts.append(picture[at:end])
        at = end
    return b"".join(parts) if at == len(picture) else picture
