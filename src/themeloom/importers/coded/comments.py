"""Word comments as codings: a comment's text is the code, its author the coder.

What answers a comment is a memo of its codings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from themeloom.core.text import counted
from themeloom.finished.xml import value_of
from themeloom.importers.coded.container import Container, markup
from themeloom.importers.coded.offsets import Rule
from themeloom.importers.coded.reading import CodedReading, ReadCode, ReadCoding, ReadSource
from themeloom.importers.office import inline_text, text_of, tree_of
from themeloom.importers.reading import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    answers = _answers(data, name, found)
    lead = len(text) - len(text.lstrip("\n"))
    text = text.strip("\n") + "\n"
    kept = {
        key: list(_codings(f"comment {number}", one, text, lead))
        for number, (key, one) in enumerate(found.comments.items(), 1)
        if not any(key in several for several in answers.values())
    }
    codes, codings = dict[str, ReadCode](), list[ReadCoding]()
    for key, told in kept.items():
        memo = "\n".join(found.comments[answer].said for answer in answers.get(key, ()))
        for code, coding in told:
            codes.setdefault(coding.code, ReadCode(coding.code, code))
            codings.append(replace(coding, memo=memo))
    empty = sum(not told for told in kept.values())
    return CodedReading(
        name,
        f"Word with {counted(len(found.comments), 'comment')}",
        (ReadSource("text", name, text),),
        tuple(codes.values()),
        tuple(codings),
        users=len({one.author for one in found.comments.values()}),
        rules=(Rule("code points"),),
        left_out=(f"{counted(empty, 'comment')} without words, or on none",) if empty else (),
    )


def _codings(place: str, one: _Comment, text: str, lead: int) -> Iterator[tuple[str, ReadCoding]]:
    """The codes of a comment as they are typed, each with its coding; none if it is on no words."""
    start, end = (one.start or 0) - lead, (one.end or 0) - lead
    for code in _codes(one.said) if start < end else ():
        words = text[start:end]
        key = code.casefold()
        yield code, ReadCoding("text", key, one.author, start, end, words, place=place)


def _answers(data: bytes, name: str, found: _Found) -> dict[str, list[str]]:
    """The comments that answer another one, by that one, as Word keeps it beside them."""
    container = Container(data, name)
    parts = [container.named(f"word/comments{kind}.xml") for kind in ("", "Extended")]
    if not all(parts):
        return {}
    comments, extended = (markup(container.read(one), name) for one in parts)
    last = {
        value_of(paragraph, "paraId"): found.numbers.get(value_of(one, "id"), "")
        for one in comments
        for paragraph in one
    }
    answers: dict[str, list[str]] = {}
    for one in extended:
        above = last.get(value_of(one, "paraIdParent"), "")
        own = last.get(value_of(one, "paraId"), "")
        if above in found.comments and own in found.comments:
            answers.setdefault(above, []).append(own)
    return answers


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
            mark = {"t": "Str", "c": f"{_ENDS}{found.number(told.get('id', ''))}{_SHUTS}"}
            # Where several end at one place, pandoc puts one end into another.
            return {"t": "Span", "c": [["", [], []], [mark, *_with_marks(inlines, found)]]}
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
