"""How a text is encoded, by the mark at its head."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

#: Marks at the head of a text; the longer ones first, which begin like shorter ones.
_MARKS = {
    **dict.fromkeys((BOM_UTF32_LE, BOM_UTF32_BE), "utf-32"),
    **dict.fromkeys((BOM_UTF16_LE, BOM_UTF16_BE), "utf-16"),
    BOM_UTF8: "utf-8-sig",
}


def marked(data: bytes) -> str:
    """How a text is encoded, by the mark at its head; empty without one."""
    return next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
