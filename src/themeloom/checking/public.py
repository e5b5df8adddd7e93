"""The texts that a compendium publishes: its documents, and whatever else readers open."""

from __future__ import annotations

import csv
import json
import re
from bisect import bisect_right
from functools import partial
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.checking.claim import FEW, NEAR, labels_of, size, who_says
from themeloom.checking.claims import DIRECTED, SAID_SO, claims, directed, in_cell, in_code
from themeloom.checking.converted import as_markdown, located_in
from themeloom.checking.in_files import claims_in_file, of_segments
from themeloom.checking.keyed import by_key, told_beside
from themeloom.checking.markup import list_tables, told_of, typst
from themeloom.checking.words import Paragraph, alternatives, in_data, in_markdown, shifted
from themeloom.core.errors import ThemeloomError
from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.nested import texts
from themeloom.core.tables import separated
from themeloom.documents.places import Place, Placed
from themeloom.documents.scanner import Kind, scan, without
from themeloom.finished.notebook_file import said_in
from themeloom.finished.reader import read_segments
from themeloom.finished.texts import decoded
from themeloom.study.excerpts import excerpts
from themeloom.study.located import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from themeloom.checking.claim import Claim, Reading
    from themeloom.checking.context import Context
    from themeloom.checking.markup import Locate
    from themeloom.documents.document import Document
    from themeloom.documents.scanner import Piece

_DATA = beside(__file__, "public.toml")
#: How files of a kind are read, by the endings of their names.
_READ: dict[str, str] = {
    ending: kind for kind, endings in _DATA["endings"].items() for ending in endings.split()
}
_NAMED: dict[str, str] = _DATA["named"]
#: Kinds that pandoc reads, and how they are read where it cannot.
_BY_PANDOC: dict[str, str] = _DATA["by_pandoc"]
#: Where Typst is told of commands of an author's own, which may quote.
_DEFINES = later(r"#(?:let|show)\b")
_ELSEWHERE = frozenset(beside(__file__, "identifiers.toml")["elsewhere"].split())
_NOBODYS = tuple(_DATA["nobodys"]["names"].split())
#: Parts of study.yml that no reader is shown, by their first keys.
_UNSHOWN = frozenset(tuple(one.split(".")) for one in _DATA["unshown"]["keys"].split())


#: As texts stand in JSON.
_JSON = json.JSONEncoder(ensure_ascii=False)
#: Who speaks in a subtitle.
_VOICE = later(r"<v[.\w]*[ \t]+([^<>\n]+)>")
#: What subtitles say of when each of them is shown.
_TIMES = later(r"^(?:\d+|[\d:.,]+ --> [^\n]*)$", re.MULTILINE)
#: A table, a list of terms or a figure that is written in HTML, its cells below their heads.
_TABLE = later(
    r"<(?P<tag>table|dl|figure|section|article|aside|details)\b(?:(?!<(?P=tag)\b).)*?</(?P=tag)>",
    re.DOTALL | re.IGNORECASE,
)
_LINE = later(r"[^\n]*\S[^\n]*")
#: A field of a work in BibTeX, up to the next one, and those that are remarks of whoever cites it.
_FIELD = later(
    r"(?:^|,)[ \t]*(?P<name>\w+)[ \t]*=[ \t]*"
    r"(?P<said>(?:(?![}\"],[ \t]*\w+[ \t]*=)[^\n])*"
    r"(?:\n(?![ \t]*(?:\w+[ \t]*=|[@}]))(?:(?![}\"],[ \t]*\w+[ \t]*=)[^\n])*)*)",
    re.MULTILINE,
)
_REMARKS = frozenset(_DATA["remarks"]["fields"].split())
#: What stands before a text in Markdown.
_FRONT = later(r"---[ \t]*\n(?P<data>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def written_claims(context: Context, reading: Reading) -> Iterator[tuple[str, Iterator[Claim]]]:
    """What each document, study.yml and the configuration say, and the claims in it."""
    for document in context.documents:
        said = repr((document.body, document.metadata))
        yield said, _of_document(context, document, reading)
    yield repr(context.located.value), _of_store(context, reading)
    for name in _configured(context):
        data = context.project.bytes_of(context.project.root / name)
        yield f"{name}\0{data!r}", claims_of_file(name, data, reading)


def _configured(context: Context) -> list[str]:
    """The files of the configuration that somebody has written."""
    kept = context.project.name(context.project.derived)
    files = context.configuration.files if context.configuration else ()
    return [one for one in files if not one.startswith(f"{kept}/")]


def _of_document(context: Context, document: Document, reading: Reading) -> Iterator[Claim]:
    front, *said = context.parts(document)
    spliced = document.spliced
    yield from _markdown(document.body, spliced.pieces, spliced.place, reading, said)
    yield from claims(front, reading)
    for path, text, others in told_beside(document.metadata):
        yield from by_key(path, list(in_data(text)), reading, others)
    for one in document.shortcodes:
        for given in (*one.args, *one.kwargs.values()):
            yield from in_code(given, _below(one.place, given), reading)


def _of_store(context: Context, reading: Reading) -> Iterator[Claim]:
    yield from claims(list(_own_words(context)), reading)


def _own_words(context: Context) -> Iterator[Paragraph]:
    """The study's own words; those that name a source are looked up there in any case."""
    known = {excerpt.path for excerpt in excerpts(context.study)}
    file = context.located.file
    for path, text in texts(context.located.value):
        if path not in known and not any(path[: len(one)] == one for one in _UNSHOWN):
            yield from in_data(Placed(text, Place(file, context.located.line(path))))


def store_words(context: Context) -> Iterator[str]:
    """Every text of study.yml, those that name a source included."""
    return (text for _, text in texts(context.located.value))


def public_files(context: Context) -> list[Path]:
    """What else readers open: no programs, no raw data, nothing that is made anew."""
    project = context.project
    written = {name for document in context.documents for name in document.files}
    raw, output, derived = map(project.name, (project.raw, project.output, project.derived))
    # What was coded is held to its sources word for word by a check of its own.
    apart = _ELSEWHERE | {output, project.name(project.coding)}
    seen = {*written, project.study.name, *_configured(context), *context.left_by_quarto}
    found = []
    hidden = (name for name in _NAMED if name.startswith("."))
    for name in (*project.names_below(""), *hidden):
        folder = name.partition("/")[0] if "/" in name else ""
        if folder in apart or name in seen or not _kind(name):
            continue
        path = project.root / name
        told = path.name.lower()
        if (
            (folder != raw or told.startswith("readme"))
            and (folder != derived or (project.is_of_notebook(path) and path.suffix != ".csv"))
            # A link that leads nowhere, and what cannot be read, are told by others.
            and project.has(path)
        ):
            found.append(path)
    return found


def _kind(name: str) -> str:
    """How a file of a name is read; empty if it is not."""
    path = PurePosixPath(name)
    kind = _READ.get(path.suffix.lower().lstrip("."), "")
    return kind or _NAMED.get(path.name.lower(), "")


def is_often_others(name: str) -> bool:
    """Whether files of such a name often hold what others have written: articles, archives."""
    return _kind(name) == "others"


def claims_of_finished(name: str, data: bytes, reading: Reading) -> Iterator[tuple[Claim, str]]:
    """The claims of a file that was made, each with where in it it stands, if it has parts."""
    plain = {"code", "text", "markdown", "yaml", "json", "table", *_BY_PANDOC}
    if _kind(name) in plain:
        return ((claim, "") for claim in claims_of_file(name, data, reading))
    return claims_in_file(name, data, reading)


def claims_of_file(name: str, data: bytes, reading: Reading) -> Iterator[Claim]:
    """The claims of one such file, by the ending of its name."""
    text = decoded(data)
    kind = _kind(name)
    called = PurePosixPath(name).stem.replace("_", " ")
    yield from claims([Paragraph(called, lambda _: Place(name, 1))], reading)

    starts: list[int] = []

    def locate(at: int) -> Place:
        if not starts:
            starts.extend((0, *(one.end() for one in re.finditer("\n", text))))
        return Place(name, bisect_right(starts, at))

    if called.lower().startswith(_NOBODYS):
        yield from _of_nobody(text, locate, reading)
    elif kind in ("file", "others"):
        yield from (claim for claim, _ in claims_in_file(name, data, reading))
    elif kind in _READERS:
        yield from _READERS[kind](text, locate, reading)
    else:
        yield from _of_text(kind, text, locate, reading)


def _of_nobody(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    """The claims of what others wrote, or of a list of versions, if it names who took part."""
    if labels_of(_numbered(reading)).search(text):
        for one in _of_text("text", text, locate, reading):
            if not one.bare or reading.heads.say_i(" ".join(one.words)):
                yield one


def _of_lines_of_json(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    for line in _LINE.finditer(text):
        yield from _of_json(line[0], shifted(locate, line.start()), reading)


def _of_text(kind: str, text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    read = None
    if kind in _BY_PANDOC and (kind != "typst" or _DEFINES.search(text)):
        read = as_markdown(text, kind)
        if read:
            yield from _of_text("markdown", read, located_in(text, read, locate), reading)
    # What commands hold that pandoc does not know it leaves out.
    kind = _BY_PANDOC.get(kind, kind) if read is None or kind in ("typst", "latex") else ""
    if kind == "markdown":
        head = _FRONT.match(text)
        if head:
            yield from _of_yaml(head["data"], shifted(locate, head.start("data")), reading)
            text = re.sub(r"[^\n]", " ", text[: head.end()]) + text[head.end() :]
        pieces = scan(text)
        said = in_markdown(without(text, pieces, Kind.PROSE), locate), alternatives(text, locate)
        yield from _markdown(text, pieces, locate, reading, map(list, said))
    elif kind == "html":
        yield from _html(text, locate, reading)
    elif kind == "text":
        shown = _TIMES.sub(lambda one: " " * len(one[0]), text)
        shown = _VOICE.sub(lambda one: f"{one[1]}:".ljust(len(one[0])), shown)
        yield from claims(list(in_markdown(shown, locate)), reading)
    elif kind == "typst":
        yield from claims(list(typst(text, locate)), reading)
    elif kind:
        yield from in_code(text, locate, reading)


def _html(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    starts = [0, *(one.end() for one in re.finditer("\n", text))]
    last = len(starts) - 1
    try:
        pieces = read_segments("a.html", text.encode("utf-8", "replace"))
    except ThemeloomError as error:
        place = locate(starts[min((error.line or 1) - 1, last)])
        raise ThemeloomError(error.message, error.hint, file=place.file, line=place.line) from None
    return of_segments(pieces, lambda line: locate(starts[min(line - 1, last)]), reading)


def _of_yaml(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    top = locate(0)
    try:
        located = parse(text, top.file, top.line, words=lambda _: False)
    except ThemeloomError:
        # Whoever reads the file says what is wrong with it; what it says is looked at all the same.
        yield from directed(text, locate)
        return
    for path, one, others in told_beside(located.value):
        placed = Placed(one, Place(top.file, located.line(path)))
        yield from by_key(path, list(in_data(placed)), reading, others)


def _of_notebook(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    for one in said_in(text.removeprefix("\ufeff")) or ():
        further = _below(Place(locate(0).file, one.line), one.text)
        yield from _of_text(one.kind, one.text, further, reading)
        if one.kind == "code":
            yield from claims(list(alternatives(one.text, further)), reading)


def _of_json(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    try:
        said = list(told_beside(json.loads(text.removeprefix("\ufeff"))))
    except (ValueError, RecursionError):
        yield from directed(text, locate)
        return
    at, told = 0, []
    for path, one, others in said:
        at = max(at, text.find(_JSON.encode(one)[1:-1], at))
        if size(one) < FEW and len(one.split()) <= 1:
            continue  # a hash, a date, a key: too few words to be anybody's
        told.append((path, list(in_markdown(one, _below(locate(at), one))), others))
    if reading.nearly:
        # All at once: each time, every text of the study is gone through.
        every = (one for _, found, _ in told for one in found)
        reading.nearly.look_for(one.text for one in every if reading.heads.say_i(one.source))
    for path, found, others in told:
        yield from by_key(path, found, reading, others)


def _start(locate: Locate, field: re.Match[str], _: int) -> Place:
    """Where a field of a bibliography begins."""
    return locate(field.start("said"))


def _numbered(reading: Reading) -> list[str]:
    """By what those who took part are called, and nobody else is."""
    return [one for one in reading.called if re.search(r"\d", one)]


def _of_references(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    """The claims of a bibliography: its remarks, and what else names somebody who took part."""
    numbered, named = labels_of(_numbered(reading)), labels_of(reading.called)
    for field in _FIELD.finditer(text):
        said = " ".join(field["said"].split()).strip('{}"')
        own = field["name"].casefold() in _REMARKS
        own = own or bool(numbered.search(said))
        if own or named.search(said):
            # Lines are counted from the beginning: for what is found only.
            found = claims(list(in_markdown(said, partial(_start, locate, field))), reading)
            yield from (one for one in found if own or one.who)


def _below(place: Place, said: str) -> Locate:
    return lambda at: Place(place.file, place.line + said.count("\n", 0, at))


def _of_table(text: str, locate: Locate, reading: Reading) -> Iterator[Claim]:
    """The claims of a table as a file, by the heads of its columns."""
    rows = separated(text.replace("\0", " "), ",;\t")
    place, heads = locate(0), list[str]()
    try:
        for row in rows:
            heads = heads or row
            here = _below(Place(place.file, rows.line_num), "")
            for head, cell in zip_longest(heads, row, fillvalue=""):
                one = Paragraph(cell, here)
                yield from in_cell(one, head, reading, tuple(row))
    except csv.Error:
        yield from directed(text, locate)


def _markdown(
    text: str,
    pieces: tuple[Piece, ...],
    locate: Locate,
    reading: Reading,
    said: Iterable[Sequence[Paragraph]],
) -> Iterator[Claim]:
    """The claims of a Markdown text: of its words, of raw mark-up, of code that is shown."""
    for one in said:
        yield from claims(one, reading)
    for table in _TABLE.finditer(text):
        yield from _of_text("html", table[0], shifted(locate, table.start()), reading)
    yield from claims(list(list_tables(text, locate)), reading)
    for told, words in told_of(text, locate):
        yield from in_cell(words, "", reading, (told,))
    for piece in pieces:
        if piece.kind in (Kind.FENCE, Kind.CODE):
            yield from _code(text, piece, locate, reading)
        elif piece.kind is Kind.COMMENT:
            inner, at = text[piece.start + 4 : piece.end - 3], piece.start + 4
            found = _of_text("text", inner, shifted(locate, at), reading)
            # Straight marks in a remark are often the author's own.
            is_marked = DIRECTED.search(inner)
            yield from (one for one in found if is_marked or one.said or one.who)


def _code(text: str, piece: Piece, locate: Locate, reading: Reading) -> Iterator[Claim]:
    """The claims of one piece of code, which may be raw mark-up."""
    said = text[piece.start : piece.end]
    behind = text[piece.end : piece.end + _DATA["raw"]["longest"]]
    raw = piece.name if piece.kind is Kind.FENCE else behind.partition("}")[0] + "}"
    kind = next((kind for name, kind in _RAW.items() if raw.startswith(f"{{={name}}}")), "code")

    at = piece.start
    if kind != "code":
        # The line that says what it is, is none of its words.
        inner = said.strip("`~")
        head = inner.find("\n") + 1 if piece.kind is Kind.FENCE else 0
        said, at = inner[head:], at + said.find(inner) + head
    elif _is_said(text[max(at - NEAR, 0) : at], behind, labels_of(reading.called)):
        found = Paragraph(said.strip("`~"), shifted(locate, at), set_off=True)
        yield from claims([found], reading)
    yield from _of_text(kind, said, shifted(locate, at), reading)


def _is_said(before: str, behind: str, labels: re.Pattern[str]) -> bool:
    """Whether somebody who is named says what stands between two texts."""
    told = SAID_SO.search(before) and labels.search(before)
    return bool(told or who_says(before, behind, labels))


_RAW: Mapping[str, str] = _DATA["raw"]["formats"]
_READERS = {
    "notebook": _of_notebook,
    "json": _of_json,
    "lines of json": _of_lines_of_json,
    "references": _of_references,
    "table": _of_table,
    "yaml": _of_yaml,
}
