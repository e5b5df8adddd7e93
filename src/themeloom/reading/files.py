"""Opening text files, with a remedy where they cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError

if TYPE_CHECKING:
    from pathlib import Path


def read_bytes(path: Path, named: str) -> bytes:
    """The bytes of a file; `named` is how a message calls it.

    Raises:
        ThemeloomError: if it is missing or may not be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ThemeloomError(
            f"the file {named} is missing",
            "put it back (git checkout), or correct the path",
            file=named,
        ) from None
    except OSError as error:
        raise ThemeloomError(
            f"the file {named} cannot be read: {error.strerror}",
            "check its permissions",
            file=named,
        ) from None


def decode(data: bytes, named: str) -> str:
    """Text from UTF-8 bytes, every character kept, byte order mark and line ends included.

    Raises:
        ThemeloomError: if the bytes are not UTF-8, with the line of the first that is not.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ThemeloomError(
            f"{named} is not UTF-8: byte {error.start} (0x{data[error.start]:02x}) "
            "belongs to no character",
            f"save it as UTF-8, for instance: iconv -f windows-1252 -t utf-8 {named} > new.txt",
            file=named,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None


def read_text(path: Path, named: str) -> str:
    """The text of a UTF-8 file."""
    return decode(read_bytes(path, named), named)
