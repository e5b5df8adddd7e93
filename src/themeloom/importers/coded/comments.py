"""Word comments as codings: a comment's text is the code, its author the coder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from themeloom.core.text import counted
from themeloom.importers.coded.offsets import Rule
from themeloom.importers.coded.reading import CodedReading, ReadCode, ReadCoding, ReadSource
from themeloom.importers.office import inline_text, text_of, tree_of
from themeloom.importers.reading import Asked

#: Signs that no document has, around the number of a comment, where it begins and ends.
_BEGINS, _ENDS, _SHUTS = "\ue010", "\ue011", "\ue012"
_MARK = re.compile(f"([{_BEGINS}{_ENDS}])(\\d+){_SHUTS}")
#: What Dedoose writes above the codes of a comment: its own places, which are none of Word's.
_PLACES = re.compile(r"Codes\s*\(\s*\d+\s*-\s*\d+\s*\)")
#: What parts codes in one comment.
_BETWEEN = re.compile(r"[;\n]")


@dataclass
class _Comment:
    """A comment, and where its words stand."""

    said: str
    author: str
    start: int | None = None
    end: int | None = None


@dataclass
class _Found:
    """The comments on the way through a document, by their numbers there."""

    comments: dict[str, _Comment] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> str:
        return self.numbers.setdefault(name, str(len(self.numbers)))


def read_comments(data: bytes, name: str) -> CodedReading:
    """The codings of a document, by its comments.

    Raises:
        ThemeloomError: if pandoc cannot open it.
    """
    tree = tree_of(data, "docx", Asked(name))
    found = _Found()
    marked = text_of(_with_marks(tree, found))
    text = _placed(marked, found)
    lead = len(text) - len(text.lstrip("\n"))
    text = text.strip("\n") + "\n"
    codings, codes, empty = list[ReadCoding](), dict[str, ReadCode](), 0
    for number, one in enumerate(found.comments.values(), 1):
        names = _codes(one.said)
        has_words = one.start is not None and one.end is not None and one.start < one.end
        empty += not (has_words and names)
        if not has_words or one.start is None or one.end is None:
            continue
        for code in names:
            codes.setdefault(code.casefold(), ReadCode(code.casefold(), code))
            span = one.start - lead, one.end - lead
            words = text[span[0] : span[1]]
            codings.append(
                ReadCoding(
                    "text", code.casefold(), one.author, *span, words, place=f"comment {number}"
                )
            )
    left_out = (f"{counted(empty, 'comment')} without words, or on none",) if empty else ()
    return CodedReading(
        name,
        f"Word with {counted(len(found.comments), 'comment')}",
        (ReadSource("text", name, text),),
        tuple(codes.values()),
        tuple(codings),
        users=len({one.author for one in found.comments.values()}),
        rules=(Rule("code points"),),
        left_out=left_out,
    )


def _codes(said: str) -> list[str]:
    """The codes that a comment names; Dedoose has one on each line, below where they stand."""
    first, *lines = said.strip().splitlines() or [""]
    parts = lines if _PLACES.fullmatch(first.strip()) else _BETWEEN.split(said)
    return [" ".join(part.split()) for part in parts if part.strip()]


def _with_marks(node: Any, found: _Found) -> Any:  # noqa: ANN401 - pandoc's own data
    """The same document with signs where comments begin and end."""
    if isinstance(node, list):
        return [_with_marks(one, found) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Span":
        (_, classes, attributes), inlines = node["c"]
        told = dict(attributes)
        if "comment-start" in classes:
            name = found.number(told.get("id", ""))
            found.comments[name] = _Comment(inline_text(inlines), told.get("author", ""))
            return {"t": "Str", "c": f"{_BEGINS}{name}{_SHUTS}"}
        if "comment-end" in classes:
            return {"t": "Str", "c": f"{_ENDS}{found.number(told.get('id', ''))}{_SHUTS}"}
    return {key: _with_marks(one, found) for key, one in node.items()}


def _placed(marked: str, found: _Found) -> str:
    """The text without signs, the place of each noted with its comment."""
    parts, done, length = [], 0, 0
    for match in _MARK.finditer(marked):
        parts.append(marked[done : match.start()])
        length += match.start() - done
        done = match.end()
        comment = found.comments.get(match[2])
        if comment is not None and match[1] == _BEGINS:
            comment.start = length
        elif comment is not None:
            comment.end = length
    return "".join([*parts, marked[done:]])
