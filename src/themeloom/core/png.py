"""What a PNG says beside its picture."""

from __future__ import annotations

import struct
import zlib

#: Where the head of a PNG ends: its signature, and the chunk with its width and height.
_HEAD = 33


def with_chunk(picture: bytes, kind: bytes, data: bytes) -> bytes:
    """A PNG with a further chunk, behind its head."""
    size, check = (struct.pack(">I", number) for number in (len(data), zlib.crc32(kind + data)))
    return picture[:_HEAD] + size + kind + data + check + picture[_HEAD:]
