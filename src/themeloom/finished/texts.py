"""What the bytes of a text say, whatever they are encoded in, and what bytes that are none say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.encoded import marked
from themeloom.core.expressions import later
from themeloom.finished.segments import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Letters, with what stands between them, in one byte each or in two.
_STRINGS = (
    (re.compile(rb"[\x20-\x7e\xa0-\xff\t]{5,}"), "cp1252"),
    (re.compile(rb"(?:[\x20-\x7e\xa0-\xff\t]\x00){4,}"), "utf-16-le"),
)
#: Of a recording or a film only its ends are read, where it says what it is.
_ENDS = 1 << 17
_RTF = later(
    r"\\'(?P<byte>[0-9a-fA-F]{2})|\\u(?P<code>-?\d+) ?\??|\\(?P<line>par|line|row|cell|tab)\b ?"
    r"|\\(?P<mark>[lr]d?b?l?quote)\b ?|\\[a-zA-Z]+-?\d* ?|\\[*~{}\\-]|[{}]|\r?\n"
)
_RICH_MARKS = {"ldblquote": "“", "rdblquote": "”", "lquote": "‘", "rquote": "’"}


def decoded(data: bytes) -> str:
    """A text: UTF-8, or what its first bytes say, or else as Windows of Western Europe writes."""
    if encoding := marked(data):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def is_text(data: bytes) -> bool:
    """Whether bytes are a text, by their beginning."""
    head = data[:4096]
    return bool(marked(data)) or b"\0" not in head


def plain(data: bytes) -> Iterator[Segment]:
    """A text as it lies there."""
    yield Segment("part", decoded(data))


def rich(data: bytes) -> Iterator[Segment]:
    """The words of a text in RTF, without what it is told to look like."""
    yield Segment("part", _RTF.sub(_unrich, data.decode("cp1252", "replace")))


def _unrich(match: re.Match[str]) -> str:
    if match["byte"]:
        return bytes([int(match["byte"], 16)]).decode("cp1252", "replace")
    if match["code"]:
        return chr(int(match["code"]) % 0x10000)
    if match["mark"]:
        return _RICH_MARKS.get(match["mark"], "")
    return "\n" if match["line"] else ""


def strings(data: bytes) -> Iterator[Segment]:
    """What can be read in bytes that are no text: older office files, messages, recordings."""
    ends = data if len(data) <= 2 * _ENDS else data[:_ENDS] + b"\0\0" + data[-_ENDS:]
    for form, encoding in _STRINGS:
        for match in form.finditer(ends):
            said = match.group().decode(encoding, "replace").strip()
            if sum(sign.isalpha() or sign in " .@" for sign in said) * 4 >= len(said) * 3:
                yield Segment("part", said, inside="its bytes", role="comment")


def attributes(content: bytes) -> Iterator[Segment]:
    """Every element of an XML file: what it says, and all that its attributes say."""
    from themeloom.finished.xml import name_of, parsed

    root = parsed(content)
    for node in () if root is None else root.iter():
        name = name_of(node)
        told = [f"{key.rpartition('}')[2]}: {value}" for key, value in node.items()]
        said = ", ".join([*told, *((node.text.strip(),) if (node.text or "").strip() else ())])
        if said:
            yield Segment("part", said, line=node.sourceline or 1, inside=name)
        if (node.tail or "").strip():
            yield Segment("part", node.tail, line=node.sourceline or 1)
