"""What a document holds, in the order of reading, as pandoc read it with all that it cites.

Words that nothing may come between are one stretch: where a note, a citation, a formula or a
picture stands among them, another begins.
"""

from __future__ import annotations

from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from themeloom.core.expressions import later
from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_KNOWN = beside(__file__, "holding.toml")
_FRONT = tuple(_KNOWN["front"])
#: What the labels of figures and tables begin with, and those of all that can be referred to: a
#: document may add kinds of its own.
_FLOATS: ContextVar[tuple[str, ...]] = ContextVar("floats", default=tuple(_KNOWN["floats"]))
_REFERRED: ContextVar[tuple[str, ...]] = ContextVar("referred", default=tuple(_KNOWN["referred"]))
_QUOTED = {"DoubleQuote": "“”", "SingleQuote": "‘’"}
_BOXES = "☐☒"
_LISTS = frozenset({"BulletList", "OrderedList"})
_LATEX = frozenset({"tex", "latex"})
#: What Quarto takes for the end of a page, whatever the format.
_BREAK = later(r"\\(?:newpage|pagebreak|clearpage)(?:\{\}|\[\d\])?")
_BLANKS = frozenset({"Space", "SoftBreak"})
#: What is in what, and is read where that is: tables in notes, notes in tables that float.
_MOVES = frozenset({("notes", "tables"), ("tables", "notes"), ("captions", "notes")})
#: Where a deck stops until the speaker goes on.
_DOT, _SPACE = {"t": "Str", "c": "."}, {"t": "Space"}
_PAUSE = {"t": "Para", "c": [_DOT, _SPACE, _DOT, _SPACE, _DOT]}


class Part(msgspec.Struct, frozen=True):
    """Something that a document holds.

    Args:
        kind: `words`, `picture`, `table`, `formula`, `note`, `item` (of a list), `link`,
            `references` for their list, which the renderer writes, `reference` (to a figure and
            the like), `latex` as pandoc reads it in Markdown, and `named` for what the metadata
            say besides, such as authors and the titles of all themes, which formats put where
            they need them.
        text: what it says; of a picture the alternative text that it was given, of a link
            the address, of a reference the label.
        stream: what it is read with: the `text`, the `tables`, the `captions`, the `notes`, the
            `appendix` (which has tables, captions and notes of its own), a poster's `voices`, what
            is for the `speaker` only; or a field of the metadata.
        section: how many headings stand above it.
        heading: whether it is a heading, which lists of contents repeat.
        label: of a caption, the label of what stands above or below it; of what is quoted, its own.
    """

    kind: str
    text: str
    stream: str = "text"
    section: int = 0
    heading: bool = False
    label: str = ""

    @property
    def above(self) -> bool:
        """Whether it stands above the text, where each format has an order of its own."""
        return self.stream in _FRONT

    @property
    def around(self) -> str:
        """The stream in which a table stands that does not float; of others, their own."""
        return self.stream.removesuffix("tables").rstrip() or "text"


Ast = Any
"""What pandoc's JSON has: mappings with a tag and its content, lists and texts."""


def language_of(read: bytes) -> str:
    """The language of a document, as `ar-EG`; empty where it says none."""
    told: Any = msgspec.json.decode(read)["meta"].get("lang", {"c": ""})["c"]
    return told if isinstance(told, str) else "".join(one.get("c", "") for one in told)


def parts_of(read: bytes) -> list[Part]:
    """The parts of a document, those above its text first.

    Args:
        read: what pandoc read, as its JSON.
    """
    return copy_context().run(_parts_of, msgspec.json.decode(read))


def _parts_of(document: Ast) -> list[Part]:
    own = _own_kinds(document["meta"])
    _FLOATS.set((*_FLOATS.get(), *own))
    _REFERRED.set((*_REFERRED.get(), *own))
    front = [
        replace(one, stream=key)
        for key in _FRONT
        for one in _in_metadata(document["meta"].get(key))
    ]
    named = [
        replace(one, kind="named", stream=key)
        for key, value in document["meta"].items()
        if key not in _FRONT
        for one in _in_metadata(value)
        if one.kind == "words"
    ]
    parts = [*front, *named, *_section_by_section(document["blocks"])]
    if not any(one.kind == "references" for one in parts):
        parts.append(Part("references", "", section=parts[-1].section if parts else 0))
    return [one for one in parts if one.kind != "words" or one.text.strip()]


def _own_kinds(metadata: Ast) -> Iterator[str]:
    """What the labels of the kinds begin with that a document adds by `crossref: custom:`."""
    crossref = metadata.get("crossref") or {}
    custom = crossref["c"].get("custom") if crossref.get("t") == "MetaMap" else None
    for kind in custom["c"] if custom and custom["t"] == "MetaList" else ():
        for key in _in_metadata(kind["c"].get("key") if kind["t"] == "MetaMap" else None):
            yield f"{key.text}-"


def _in_metadata(value: Ast) -> Iterator[Part]:
    kind: str = value["t"] if value else ""
    content: Ast = value["c"] if value else ""
    if kind in {"MetaList", "MetaMap"}:
        for one in content.values() if kind == "MetaMap" else content:
            yield from _in_metadata(one)
    elif kind == "MetaBlocks":
        for block in content:
            yield from _with_head(block)
    elif kind == "MetaInlines":
        yield from _words(content)
    elif kind == "MetaString":
        yield Part("words", content)


def _with_head(block: Ast) -> Iterator[Part]:
    """What a paragraph of an abstract holds; strong words at its head are a heading to some."""
    inlines = block["c"] if block["t"] in {"Para", "Plain"} else []
    if inlines and inlines[0]["t"] == "Strong":
        yield from (replace(one, text=one.text.rstrip(" .:")) for one in _words(inlines[:1]))
        yield from _words(inlines[1:])
    else:
        yield from _block(block)


def _section_by_section(blocks: Sequence[Ast]) -> Iterator[Part]:
    """What blocks hold; appendices are read after the text, wherever they stand."""
    level = section = 0
    for block in blocks:
        classes: list[str] = []
        if block["t"] == "Header":
            section += 1
            classes = block["c"][1][1]
            if not level or block["c"][0] <= level:
                level = block["c"][0] if "appendix" in classes else 0
        elif block["t"] == "Div":
            classes = block["c"][0][1]
        found = [replace(one, section=section) for one in _block(block)]
        yield from _within("appendix", found) if level or "appendix" in classes else found
        # What stands behind the list of references is no part of it, wherever a format puts it.
        section += any(one.kind == "references" for one in found)


def _within(stream: str, parts: Iterable[Part]) -> Iterator[Part]:
    """The same parts, read in a stream of their own; tables and the like keep theirs in it."""
    for one in parts:
        if one.stream == "text":
            yield replace(one, stream=stream)
        elif stream == "appendix" or (stream, one.stream) in _MOVES:
            yield replace(one, stream=f"{stream} {one.stream}")
        else:
            yield one


def _blocks(blocks: Sequence[Ast]) -> Iterator[Part]:
    for block in blocks:
        yield from _block(block)


def _block(block: Ast) -> Iterator[Part]:
    if block == _PAUSE:
        yield Part("pause", "")
    elif block["t"] in {"Plain", "Para"}:
        yield from _words(block["c"])
    elif read := _BLOCKS.get(block["t"]):
        yield from read(block["c"])


def _header(content: Ast) -> Iterator[Part]:
    for one in _words(content[2]):
        yield replace(one, heading=True)


def _lines(lines: Sequence[Ast]) -> Iterator[Part]:
    for line in lines:
        yield from _words(line)


def _items(items: Sequence[Ast]) -> Iterator[Part]:
    for item in items:
        # One that begins with a list of its own has nothing that a mark could stand before.
        if item and item[0]["t"] not in _LISTS:
            yield Part("item", "")
        yield from _blocks(item)


def _definitions(content: Ast) -> Iterator[Part]:
    for term, definitions in content:
        yield from _words(term)
        for one in definitions:
            yield from _blocks(one)


def _div(content: Ast) -> Iterator[Part]:
    (label, classes, _), blocks = content
    if label == "refs":
        yield Part("references", "")
        return
    parts = _float(label, blocks) if label.startswith(_FLOATS.get()) else _blocks(blocks)
    if "notes" in classes:
        for one in parts:
            yield replace(
                one, kind="speaker" if one.kind == "words" else one.kind, stream="speaker"
            )
        return
    if "quotation" in classes:
        parts = (replace(one, label=label) for one in parts)
    yield from _within("voices", parts) if "voices" in classes else parts


def _float(label: str, blocks: Sequence[Ast]) -> Iterator[Part]:
    """A div with the label of a figure or a table: its last paragraph is its caption."""
    last = blocks[-1] if len(blocks) > 1 and blocks[-1]["t"] == "Para" else None
    caption = _words(last["c"]) if last else ()
    yield from _captioned(label, blocks[:-1] if last else blocks, caption)


def _table(content: Ast) -> Iterator[Part]:
    (label, _, _), caption, _, head, bodies, foot = content
    yield from _within("captions", _labelled(label, _blocks(caption[1])))
    rows = [*head[1], *(row for body in bodies for half in body[2:] for row in half), *foot[1]]
    cells = [part for row in rows for cell in row[1] for part in _blocks(cell[4])]
    yield Part("table", " ".join(one.text for one in cells if one.kind == "words"))
    yield from _within("tables", cells)


def _figure(content: Ast) -> Iterator[Part]:
    (label, _, _), caption, blocks = content
    yield from _captioned(label, blocks, _blocks(caption[1]))


def _captioned(label: str, blocks: Sequence[Ast], caption: Iterable[Part]) -> Iterator[Part]:
    """What a float holds, and its caption, which stands above or below those of its parts."""
    parts = list(_blocks(blocks))
    yield from parts
    several = any(one.stream == "captions" for one in parts)
    stream = "captions of several" if several else "captions"
    yield from _within(stream, _labelled(label, caption))


def _labelled(label: str, caption: Iterable[Part]) -> Iterator[Part]:
    """A caption whose first words know the label of what it is for."""
    for number, one in enumerate(caption):
        yield one if number else replace(one, label=label)


def _code(content: Ast) -> Iterator[Part]:
    """Code that is shown; what a cell of Quarto's gives is not known here."""
    (_, classes, _), text = content
    if not classes or not classes[0].startswith("{"):
        yield Part("words", text)


def _raw(content: Ast) -> Iterator[Part]:
    """What is written for one format; LaTeX, which pandoc takes for that by itself, is for none."""
    language, text = content
    is_lost = language in _LATEX and not _BREAK.fullmatch(text.strip())
    yield Part("latex", text) if is_lost else _CUT


_BLOCKS: dict[str, Callable[[Ast], Iterator[Part]]] = {
    "LineBlock": _lines,
    "CodeBlock": _code,
    "BlockQuote": _blocks,
    "OrderedList": lambda content: _items(content[1]),
    "BulletList": _items,
    "DefinitionList": _definitions,
    "Header": _header,
    "Table": _table,
    "Figure": _figure,
    "Div": _div,
    "RawBlock": _raw,
}


def _words(inlines: Sequence[Ast]) -> Iterator[Part]:
    """Stretches of words, cut where something else may come between them."""
    text = ""
    for piece in _pieces(inlines):
        if isinstance(piece, str):
            text += piece
            continue
        if piece.kind != "link":
            yield Part("words", text)
            text = ""
        yield piece
    yield Part("words", text)


_CUT = Part("words", "")


def _pieces(inlines: Sequence[Ast]) -> Iterator[str | Part]:
    for at, inline in enumerate(inlines):
        kind, content = inline["t"], inline.get("c")
        if kind in _INLINES:
            yield from _INLINES[kind](content)
        elif isinstance(content, list):
            # Words that look another way: strong, raised, struck out.
            yield from _pieces(content)
        elif kind == "Str":
            yield _unlabelled(content, inlines[:at]).strip(_BOXES)
        else:
            yield " "


def _unlabelled(word: str, before: Sequence[Ast]) -> str:
    """A word without the label of the formula that stands before it."""
    if not word.startswith("{#eq-"):
        return word
    formula = next((one for one in reversed(before) if one["t"] not in _BLANKS), None)
    is_display = formula and formula["t"] == "Math" and formula["c"][0]["t"] == "DisplayMath"
    return word[word.find("}") + 1 :] if is_display else word


def _note(content: Ast) -> Iterator[Part]:
    yield Part("note", "", "notes")
    yield from _within("notes", _blocks(content))


def _image(content: Ast) -> Iterator[Part]:
    attributes = dict(content[0][2])
    yield Part("picture", attributes.get("fig-alt") or attributes.get("alt") or "")
    if caption := attributes.get("fig-cap"):
        yield Part("words", caption, "captions")


def _link(content: Ast) -> Iterator[str | Part]:
    yield Part("link", content[2][0])
    yield from _pieces(content[1])


def _quoted(content: Ast) -> Iterator[str | Part]:
    marks = _QUOTED[content[0]["t"]]
    yield marks[0]
    yield from _pieces(content[1])
    yield marks[1]


def _cite(content: Ast) -> Iterator[str | Part]:
    """References to figures and the like, with the words around them; works are citeproc's."""
    yield _CUT
    for one in content[0]:
        label = one["citationId"]
        if label.lower().startswith(_REFERRED.get()):
            yield from _pieces(one["citationPrefix"])
            yield Part("reference", f"{label[:1].lower()}{label[1:]}")
            yield from _pieces(one["citationSuffix"])
            yield _CUT


def _span(content: Ast) -> Iterator[str | Part]:
    yield _CUT
    yield from _pieces(content[1])
    yield _CUT


_INLINES: dict[str, Callable[[Ast], Iterator[str | Part]]] = {
    "Quoted": _quoted,
    "Cite": _cite,
    "Code": lambda content: iter([content[1]]),
    "Math": lambda _: iter([Part("formula", "")]),
    "RawInline": _raw,
    "Link": _link,
    "Image": _image,
    "Note": _note,
    "Span": _span,
}
