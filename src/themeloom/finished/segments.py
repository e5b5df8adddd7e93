"""Some text of a finished file, and how one gets to it."""

from __future__ import annotations

import msgspec


class Segment(msgspec.Struct, frozen=True):
    """Some text of a file, and how one gets to it.

    Args:
        kind: what it is a part of: `page`, `slide`, `section`, `notes` (of a slide or a page),
            `running` (heads and feet), or `part` for what is no page of a document.
        text: what it says.
        label: how one would refer to it: `page 6`, `slide 14`, `section 3.1 Methods`.
        anchor: what is put after the file's name to get there (`#page=6`); may be empty.
        line: the line of the file on which it begins, from 1; 1 where a file has no lines.
        inside: which part of the file it stands in, for archives and PDFs.
        role: `text` that is read, `drawing` (text of a picture), `attribute` (an alternative
            text and the like), `comment`, `link`, `name` (of a file within), `row`, or `unread`
            (what is told to programs only).
        form: `quotation` where it is set off as one, `code` where it is shown as code.
        head: the head of the column that it stands in.
    """

    kind: str
    text: str
    label: str = ""
    anchor: str = ""
    line: int = 1
    inside: str = ""
    role: str = "text"
    form: str = ""
    head: str = ""
