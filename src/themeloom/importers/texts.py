"""Plain text, and the encoding it is in: found by evidence, and shown before it is taken."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from themeloom.core.encoded import marked
from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.core.text import counted, shortened
from themeloom.importers.reading import Reading
from themeloom.study.transcripts import ENTITY

if TYPE_CHECKING:
    from themeloom.importers.reading import Asked

#: How much of a line a person is shown.
_SHOWN = 90
#: Signs that no text has; where letters take two bytes each, they come of reading single ones.
_CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1f\ud800-\udfff]")
#: A letter of two or three bytes whose bytes were each taken for a letter of Windows-1252.
_TWICE = re.compile("[ÂÃÄÅÐÑØÙ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[^\\s]")
_WINDOWS = "cp1252"
#: Encodings of transcripts that people have, of which one fits where the guess does not.
_KNOWN = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso-8859-7", "mac-roman"),
    *("iso-8859-2", "iso-8859-15", "koi8-r", "shift-jis", "gb18030"),
)
#: Those that tell themselves from the others, so that a guess among them is mostly right.
_GUESSED = (*_KNOWN, "cp1255", "cp1256", "big5", "euc-kr", "euc-jp")
_BRIEFLY = 40


def read_plain(data: bytes, asked: Asked) -> Reading:
    """The text of a .txt or .md file, every word of it."""
    text, encoding, doubts = decoded(data, asked)
    lines = len(text.splitlines())
    return Reading(text, (f"{counted(lines, 'line')}, {encoding}",), (), doubts)


def decoded(
    data: bytes, asked: Asked, *, entities: bool = False
) -> tuple[str, str, tuple[str, ...]]:
    """The text of bytes, the name of their encoding, and what a person has to look at.

    Args:
        data: the bytes.
        asked: the name of the file, and its encoding where that is known.
        entities: whether letters may be written as HTML does it.

    A mark at the beginning and valid UTF-8 are proofs. Everything else is a guess, which is
    shown with a line that has letters beyond ASCII in it.

    Raises:
        ThemeloomError: if an encoding was named and the bytes are not in it, or none fits.
    """
    encoding, is_guess = _encoding(data, asked)
    text = _text(data, encoding, asked)
    doubts = _oddities(text, entities=entities)
    if is_guess:
        shown = next((line for line in text.splitlines() if not line.isascii()), text[:_SHOWN])
        doubts.insert(
            0,
            f"its encoding is a guess: {encoding}, as which it says "
            f"“{shortened(shown.strip(), _SHOWN)}”. If letters are wrong there, name the right "
            f"one with --encoding: {_others(data, encoding)}",
        )
    return text, encoding, tuple(doubts)


def decoded_exactly(data: bytes, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The text of bytes with its byte order mark and line ends, and what is in doubt.

    Where other tools count places, every character is one.
    """
    encoding, _ = _encoding(data, asked)
    _, _, doubts = decoded(data, asked)
    mark = "\ufeff" if encoding in {"utf-8-sig", "utf-16", "utf-32"} else ""
    return mark + data.decode(encoding), doubts


def _encoding(data: bytes, asked: Asked) -> tuple[str, bool]:
    """The encoding of bytes, and whether that is a guess."""
    if asked.encoding:
        return asked.encoding, False
    if told := marked(data):
        return told, False
    if wide := _wide(data):
        return wide, True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data, asked), True
    return "UTF-8", False


def _wide(data: bytes) -> str:
    """The encoding of bytes of which two are a letter; nothing if they are not such."""
    found: dict[str, int] = {}
    # Each space and end of a line has a NUL beside it then.
    parting = data.count(b" ") + data.count(b"\n")
    for encoding in ("utf-16-le", "utf-16-be") if 2 * data.count(0) > parting else ():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            found[encoding] = len(re.findall("[ \n]", text))
    # The other way round, spaces and ends of lines are signs that hardly anybody writes.
    best = max(found, key=found.__getitem__, default="")
    return best if found.get(best) else ""


def _text(data: bytes, encoding: str, asked: Asked) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ThemeloomError(
            f"there is no encoding called {encoding}",
            did_you_mean(encoding, _KNOWN) or f"such as {', '.join(_KNOWN)}",
        ) from None
    except UnicodeDecodeError as error:
        raise ThemeloomError(
            f"{asked.name} is not in {encoding}: byte {error.start} belongs to no letter",
            "name another encoding, such as --encoding cp1252, or export the file again",
        ) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _guessed(data: bytes, asked: Asked) -> str:
    """The encoding that fits best where no mark tells."""
    from charset_normalizer import from_bytes

    likely = [one.replace("-", "_") for one in _GUESSED]
    best = from_bytes(data, cp_isolation=likely).best() or from_bytes(data).best()
    if best is None:
        raise ThemeloomError(
            f"in no encoding is {asked.name} a text",
            "is it a file of another kind under a name for texts? or name it: --encoding cp1252",
        )
    return best.encoding.replace("_", "-")


def _others(data: bytes, taken: str) -> str:
    """Other encodings that it may be in, each with what a line of it would be."""
    said = {data.decode(taken)}
    found = []
    for encoding in _KNOWN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text not in said:
            said.add(text)
            line = next((one for one in text.splitlines() if not one.isascii()), "")
            found.append(f"{encoding} (“{shortened(line.strip(), _BRIEFLY)}”)")
    return ", ".join(found)


def _oddities(text: str, *, entities: bool) -> list[str]:
    """What is in a text that nobody typed: told before it is taken."""
    found = []
    # Only letters beyond ASCII can have been decoded twice.
    if not text.isascii() and (twice := _TWICE.search(text)):
        line = _line_around(text, twice.start())
        meant = _undone(text, *twice.span())
        then = f", where “{meant}” was meant" if meant else ""
        found.append(
            f"letters were decoded twice before it came here: “{line}”{then}; "
            "export it again as UTF-8"
        )
    if lost := text.count("\ufffd"):
        line = _line_around(text, text.index("\ufffd"))
        found.append(f"letters were lost before it came here ({lost}): “{line}”")
    if nul := text.count("\0"):
        found.append(f"it has {counted(nul, 'NUL character')} in it, which no text has")
    written = [one for one in ENTITY.findall(text) if one[1] == "#" or one[1:] in html5]
    if written and not entities:
        found.append(f"HTML's way of writing letters stands in it: {written[0]}")
    return found


def _line_around(text: str, place: int) -> str:
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    begin = max(0, place - start - _SHOWN // 2)
    return shortened(line[begin:].strip(), _SHOWN)


def _undone(text: str, start: int, end: int) -> str:
    """The word around letters that were decoded twice, as it was meant."""
    begin = max(text.rfind(sign, 0, start) for sign in " \n") + 1
    stop = re.compile(r"\s|\Z").search(text, end)
    word = text[begin : stop.start() if stop else len(text)]
    try:
        return word.encode(_WINDOWS).decode("utf-8")
    except UnicodeError:
        return ""
