"""Terminals that know few letters: what they lack is said with those that they have."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME = "themeloom-plainly"


def speak_plainly(*streams: TextIO) -> None:
    """Let a stream that cannot say a letter say the nearest one: " for a curly quotation mark."""
    codecs.register_error(_NAME, _nearest)
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_NAME)


def for_programs(data: str, stream: TextIO) -> str:
    """JSON as a stream can say it: other letters are written by their numbers."""
    try:
        data.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        import json

        return json.dumps(json.loads(data), indent=2) + "\n"
    return data


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_letters(lacking, error.encoding)), error.end


def _letters(lacking: str, encoding: str) -> Iterable[str]:
    import unicodedata

    from themeloom.core.text import plain

    for one in lacking:
        letters = unicodedata.normalize("NFKD", plain(one) or one)
        bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
        try:
            bare.encode(encoding)
        except UnicodeEncodeError:
            yield "?"
        else:
            yield bare or "?"
