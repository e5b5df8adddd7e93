"""Transcripts of word processors (.docx, .odt, .rtf), read by pandoc.

A table's cells are parted by tabs, so that a name in the first cell begins a turn. Notes and
comments are nobody's speech and stand beside the text; changes that were tracked are read as
accepted. Whatever words of the file are in none of that are named.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from themeloom.core import office, processes
from themeloom.core.errors import ThemeloomError
from themeloom.core.files import beside, put
from themeloom.core.office import read_package
from themeloom.core.text import counted, shortened
from themeloom.engines import pandoc
from themeloom.importers.reading import Reading
from themeloom.study import sources
from themeloom.study.labels import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from themeloom.importers.reading import Asked

    Node = dict[str, Any]

_SHOWN = 60
_WORD, _RICH = "docx", "rtf"
#: A letter by its number: pandoc drops two signs behind it if no space stands before them.
_NUMBERED = re.compile(rb"((?<!\\)(?:\\\\)*\\u-?\d{1,5})(?=[^\s\\{}\d])")
_TAB_WORD = re.compile(rb"((?<!\\)(?:\\\\)*)\\tab(?![a-zA-Z\d-]) ?")
#: A tab among the words of a package, where those at which tabs end have attributes; and the tags
#: around words.
_TAB_TAGS = {
    _WORD: (re.compile(rb"<w:tab\s*/>"), b"<w:t>%s</w:t>"),
    "odt": (re.compile(rb"<text:tab(?:\s[^>]*)?/>"), b"%s"),
}
#: What stands for a tab, which pandoc reads as a space.
_TAB = "\ue0f0"
#: The head of a column that says who speaks in its row; it goes before the others.
_SPEAKERS = frozenset(beside(sources.__file__, "sources.toml")["fields"]) - {"name"}
_WORD_NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class _Found:
    """What the walk through a document meets besides its words."""

    paragraphs: int = 0
    tables: int = 0
    pictures: int = 0
    numbered: int = 0
    inserted: int = 0
    deleted: int = 0
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


def read_office(data: bytes, asked: Asked) -> Reading:
    """The paragraphs of a document, a line each.

    Raises:
        ThemeloomError: if pandoc cannot open it.
    """
    form = asked.name.rpartition(".")[2].lower()
    heads, stored = _beside_pandoc(data, asked) if form == _WORD else ([], "")
    tree = tree_of(data, form, asked)
    found = _Found()
    lines = list(_lines(_labelled(tree["blocks"]), found))
    text = "\n".join(lines).strip("\n") + "\n"
    beside = (*found.notes, *found.comments)
    left_out = [
        *(f"the head or foot of pages: “{shortened(one, _SHOWN)}”" for one in heads),
        *_counted_out(found),
        *_lost(stored, text, (*beside, *heads, *found.heads)),
    ]
    read = [counted(found.paragraphs, "paragraph")]
    read += [counted(found.tables, "table")] if found.tables else []
    if found.inserted or found.deleted:
        read.append(
            f"tracked changes as accepted: {counted(found.inserted, 'insertion')} in, "
            f"{counted(found.deleted, 'deletion')} out"
        )
    if not text.strip():
        raise ThemeloomError(
            f"there are no words in {asked.name}", "is its text in pictures? export it again"
        )
    return Reading(text, (", ".join(read),), tuple(left_out), (), beside)


def _counted_out(found: _Found) -> Iterator[str]:
    if found.notes:
        yield f"{counted(len(found.notes), 'note')}, which stand beside the text"
    if found.comments:
        yield f"{counted(len(found.comments), 'comment')}, which stand beside the text"
    for one in found.heads:
        yield f"the heads of a table of turns: “{shortened(one, _SHOWN)}”"
    if found.pictures:
        yield f"{counted(found.pictures, 'picture')}"
    if found.numbered:
        yield f"the numbers of {counted(found.numbered, 'list')}"


def text_of(tree: Node) -> str:
    """The words of a document as pandoc read it, a paragraph a line."""
    return "\n".join(_lines(tree["blocks"], _Found()))


def inline_text(inlines: Iterable[Node]) -> str:
    """The words of a piece of a line."""
    return _inline(inlines, _Found())


def tree_of(data: bytes, form: str, asked: Asked) -> Node:
    """The document as pandoc reads it."""
    with tempfile.TemporaryDirectory(prefix="themeloom-") as place:
        folder = Path(place)
        put(folder / f"in.{form}", _with_tabs(data, form))
        named = f"{form}+styles" if form == _WORD else form
        command = [str(pandoc.program()), "--from", named, "--to", "json"]
        command += ["--track-changes=all"] if form == _WORD else []
        command += ["--output", "out.json", f"in.{form}"]
        code, _ = processes.run(command, cwd=folder)
        if code:
            raise ThemeloomError(
                f"{asked.name} cannot be opened as a .{form}",
                "open it in its program and save it again, or as .txt (UTF-8)",
            )
        return dict(json.loads((folder / "out.json").read_bytes()))


def _with_tabs(data: bytes, form: str) -> bytes:
    """A document with what stands for each tab; of rich text pandoc then reads every letter."""
    if form == _RICH:
        spaced = _NUMBERED.sub(rb"\1 ", data)
        return _TAB_WORD.sub(rf"\1\\u{ord(_TAB) - 0x10000} ?".encode(), spaced)
    tab, words = _TAB_TAGS[form]
    try:
        parts = read_package(io.BytesIO(data))
    except office.BROKEN:
        return data
    changed = {
        name: tab.sub(words % _TAB.encode(), part)
        for name, part in parts.items()
        if name in {"content.xml", "word/document.xml"}
    }
    return office.packed({**parts, **changed})


def _labelled(blocks: list[Node]) -> list[Node]:
    """Blocks with the names of their styles as labels, where one is called as whoever asks is."""
    styles = [dict(one["c"][0][2]).get("custom-style", "") for one in blocks if one["t"] == "Div"]
    if not sources.ASKS & set(map(comparable, styles)):
        return blocks
    said: list[Node] = []
    for one in blocks:
        style = dict(one["c"][0][2]).get("custom-style", "") if one["t"] == "Div" else ""
        inner = one["c"][1] if style else [one]
        label = {"t": "Str", "c": f"{style}: "}
        said += [
            {**part, "c": [label, *part["c"]]}
            if style and part["t"] in {"Para", "Plain"} and ":" not in text_of({"blocks": [part]})
            else part
            for part in inner
        ]
    return said


def _lines(blocks: Iterable[Node], found: _Found) -> Iterator[str]:
    """The lines of blocks; tables by rows, lists by items."""
    for block in blocks:
        kind, content = block["t"], cast("Any", block.get("c"))
        if kind in _INLINES:
            found.paragraphs += 1
            yield from _inline(_INLINES[kind](content), found).split("\n")
        elif kind == "Table":
            found.tables += 1
            yield from _rows(content, found)
        elif kind in {"CodeBlock", "RawBlock"}:
            yield from content[1].split("\n")
        elif kind == "LineBlock":
            yield from (_inline(line, found) for line in content)
        elif kind in _BLOCKS:
            found.numbered += kind == "OrderedList"
            for inner in _BLOCKS[kind](content):
                yield from _lines(inner, found)


#: The inlines of a paragraph of each kind.
_INLINES: dict[str, Callable[[Any], list[Node]]] = {
    "Para": lambda content: content,
    "Plain": lambda content: content,
    "Header": lambda content: content[2],
}
#: The groups of blocks within a block of each kind.
_BLOCKS: dict[str, Callable[[Any], list[list[Node]]]] = {
    "BulletList": lambda content: content,
    "OrderedList": lambda content: content[1],
    "DefinitionList": lambda content: [
        one for term, meanings in content for one in ([{"t": "Plain", "c": term}], *meanings)
    ],
    "Div": lambda content: [content[1]],
    "BlockQuote": lambda content: [content],
    "Figure": lambda content: [content[2]],
}


def _rows(table: list[Any], found: _Found) -> Iterator[str]:
    """The rows of a table, its cells parted by tabs; what has several lines keeps them."""
    _, _, _, head, bodies, foot = table
    rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
    said = [["\n".join(_lines(cell[4], found)).strip() for cell in row[1]] for row in rows]
    for cells in _speakers_first(said, found):
        if any(cells):
            yield "\t".join(cells).rstrip("\t")


def _speakers_first(rows: list[list[str]], found: _Found) -> list[list[str]]:
    """Rows that begin with who speaks, where a head says which column that is."""
    heads = [one.casefold() for one in rows[0]] if rows else []
    at = next((at for at, one in enumerate(heads) if one in _SPEAKERS), None)
    if at is None:
        return rows
    found.heads.append(", ".join(filter(None, rows[0])))
    return [[*one[at : at + 1], *one[:at], *one[at + 1 :]] for one in rows[1:]]


def _inline(inlines: Iterable[Node], found: _Found) -> str:
    return "".join(_pieces(inlines, found)).strip(" ").replace(_TAB, "\t")


def _pieces(inlines: Iterable[Node], found: _Found) -> Iterator[str]:
    for one in inlines:
        kind, content = one["t"], cast("Any", one.get("c"))
        if kind == "Str":
            yield content
        elif kind in _SPACES:
            yield _SPACES[kind]
        elif kind in {"Code", "Math", "RawInline"}:
            yield content[1]
        elif kind == "Quoted":
            opening, closing = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            yield opening + "".join(_pieces(content[1], found)) + closing
        elif kind == "Image":
            found.pictures += 1
        elif kind == "Note":
            found.notes.append(f"[note] {' '.join(_lines(content, _Found()))}")
        elif kind == "Span":
            yield from _of_span(content, found)
        else:
            yield from _pieces(content[1] if kind in {"Link", "Cite"} else content or (), found)


_SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}


def _of_span(content: list[Any], found: _Found) -> Iterator[str]:
    """What was deleted is out; a comment stands beside the text; all else is words."""
    (_, classes, attributes), inlines = content
    if "deletion" in classes:
        found.deleted += 1
    elif "comment-start" in classes:
        who = dict(attributes).get("author", "")
        said = " ".join(_inline(inlines, _Found()).split())
        found.comments.append(f"[comment{f' of {who}' if who else ''}] {said}")
    else:
        found.inserted += "insertion" in classes
        yield from _pieces(inlines, found)


def _beside_pandoc(data: bytes, asked: Asked) -> tuple[list[str], str]:
    """What a .docx says at the heads and feet of its pages, and all words of its body."""
    heads, body = [], ""
    try:
        parts = read_package(io.BytesIO(data))
        for name in sorted(parts):
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml|word/document\.xml", name):
                words = _words(office.read(parts[name]))
                if "document" in name:
                    body = words
                elif words.strip() and words.strip() not in heads:
                    heads.append(" ".join(words.split()))
    except office.BROKEN:
        raise ThemeloomError(
            f"{asked.name} cannot be opened as the file of a word processor",
            "open it there and save it again; a password must be taken off",
        ) from None
    return heads, body


def _words(root: office.Element) -> str:
    """All words of a part, paragraphs parted by lines."""
    pieces = root.iter(*(f"{_WORD_NAMES}{tag}" for tag in ("t", "p", "tab", "br")))
    return "".join((one.text or "") if one.tag.endswith("}t") else "\n" for one in pieces)


def _lost(stored: str, text: str, beside: Iterable[str]) -> Iterator[str]:
    """The words that the file stores and that came out nowhere, as of a text box."""
    known = Counter(re.findall(r"\w+", " ".join((text, *beside))))
    missing = [word for word in re.findall(r"\w+", stored) if not _take(known, word)]
    if missing:
        said = shortened(" ".join(missing), _SHOWN)
        yield (
            f"{counted(len(missing), 'word')} of text boxes or fields: “{said}”; "
            "copy them into the text if somebody said them"
        )


def _take(known: Counter[str], word: str) -> bool:
    known[word] -= 1
    return known[word] >= 0
