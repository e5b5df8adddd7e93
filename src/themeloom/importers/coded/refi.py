"""Projects and codebooks of the REFI-QDA standard (.qdpx, .qde, .qdc), as tools write them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import beside
from themeloom.core.text import counted
from themeloom.finished.xml import name_of
from themeloom.importers.coded.container import Container, markup
from themeloom.importers.coded.offsets import Rule
from themeloom.importers.coded.reading import (
    CodedReading,
    ReadCase,
    ReadCode,
    ReadCoding,
    ReadSource,
)
from themeloom.importers.kinds import read
from themeloom.importers.reading import Asked
from themeloom.importers.texts import decoded_exactly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.office import Element

_DATA = beside(__file__, "refi.toml")
#: How tools are known to count, by the beginning of what they call themselves.
_OWN = msgspec.convert(_DATA["rules"], dict[str, tuple[Rule, ...]])
_NAMESPACE = re.compile(r"urn:QDA-XML:(project|codebook):[\d:.]+")
#: A path of a source file: where it lies, and what it is called there.
_PATH = re.compile(r"(?:(internal|relative|absolute)://)?/?(.*)", re.IGNORECASE | re.DOTALL)
#: A .txt of so many bytes beside a document stands for nothing.
_EMPTY = 3
#: How long stored words are where tools cut them, and how they show it.
_CUT = ("…", "...")
_SELECTIONS: dict[str, str] = _DATA["selections"]


@dataclass
class _Found:
    """What is gathered on the way through a project."""

    sources: list[ReadSource] = field(default_factory=list)
    codings: list[ReadCoding] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    named: int = 0

    def told(self) -> tuple[ReadCoding, ...]:
        """The codings, without words where tools call selections something else ("line:6")."""
        if 2 * sum(bool(one.words) for one in self.codings) >= self.named:
            return tuple(self.codings)
        return tuple(replace(one, words="", cut=False) for one in self.codings)


def read_refi(data: bytes, name: str) -> CodedReading:
    """A project, or a codebook.

    Args:
        data: the file's bytes.
        name: what it is called.

    Raises:
        ThemeloomError: if it is of no such kind.
    """
    container = Container(data, name) if data[:2] == b"PK" else None
    root = markup(_project(container, name) if container else data, name)
    kind = _NAMESPACE.fullmatch(root.tag.partition("}")[0].lstrip("{"))
    if kind is None or name_of(root) not in {"Project", "CodeBook"}:
        raise ThemeloomError(
            f"{name} is no project of the REFI-QDA standard: its first element is {name_of(root)}",
            "export it as “REFI-QDA project” (.qdpx) or “codebook” (.qdc)",
        )
    codes = tuple(_codes(root))
    found = _Found(codes={one.key for one in codes})
    found.users = {_guid(one.get("guid")): one.get("name", "") for one in root.iter("{*}User")}
    for source in root.iterfind("{*}Sources/*"):
        _read_source(source, container, found)
    tool = root.get("origin", "") or "a tool that does not say which"
    # The version of the system it ran on is nobody's concern.
    tool = re.split(r"\s*,", tool)[0].strip()
    return CodedReading(
        name,
        tool,
        tuple(found.sources),
        codes,
        found.told(),
        tuple(_cases(root)),
        users=len(found.users),
        whole=name_of(root) == "Project",
        rules=next((rules for key, rules in _OWN.items() if tool.casefold().startswith(key)), ()),
        left_out=tuple(_left_out(root, found)),
        doubts=tuple(found.doubts),
    )


def _project(container: Container, name: str) -> bytes:
    """The mark-up of a project: the one part that is called so."""
    parts = [one for one in container.parts if one.casefold().endswith((".qde", ".qdc"))]
    best = [one for one in parts if "/" not in one.strip("/")] or parts
    if len(best) != 1:
        raise ThemeloomError(
            f"{name} has {len(best)} projects in it where one is wanted",
            "export it again as “REFI-QDA project” (.qdpx)",
        )
    return container.read(best[0])


def _codes(root: Element) -> Iterator[ReadCode]:
    """All codes, those above before those below; one that stands twice is the first."""
    known: set[str] = set()
    tops = [one for book in root.iter("{*}CodeBook") for one in book.iterfind("{*}Codes/{*}Code")]
    waiting = [("", one) for one in reversed(tops)]
    while waiting:
        parent, one = waiting.pop()
        key = _guid(one.get("guid"))
        if key in known:
            continue
        known.add(key)
        yield ReadCode(
            key,
            " ".join(one.get("name", "").split()),
            parent,
            _description(one),
            one.get("color", ""),
            one.get("isCodable", "true").casefold() not in {"false", "0"},
        )
        waiting += [(key, child) for child in reversed(one.findall("{*}Code"))]


def _read_source(source: Element, container: Container | None, found: _Found) -> None:
    key, path = _guid(source.get("guid")), source.get("plainTextPath", "")
    name = source.get("name") or PurePosixPath(path).name
    kind = name_of(source)
    # The text of a PDF, or of what was said, may stand beside it.
    texts = [source] if kind == "TextSource" else [*source.iter("{*}Representation")]
    texts += source.iter("{*}Transcript")
    for one in texts:
        own = key if one is source else f"{key}/{_guid(one.get('guid'))}"
        text = _text(one, name, container, found)
        found.sources.append(ReadSource(own, name, text))
        for selection in one.findall("{*}PlainTextSelection"):
            _read_selection(selection, own, name, found)
    for element in source.iter():
        what = _SELECTIONS.get(name_of(element))
        if what:
            found.left_out[f"selections {what}: they have no words"] += 1
            codings = sum(1 for _ in element.iter("{*}Coding"))
            found.left_out[f"codings {what}: they have no words"] += codings
        elif name_of(element) == "Coding" and element.getparent() is source:
            found.left_out["codings of a source as a whole: they have no place in it"] += 1


def _text(one: Element, name: str, container: Container | None, found: _Found) -> str | None:
    """The text of a source: inline, from its plain file, or from the document beside it."""
    inline = one.find("{*}PlainTextContent")
    if inline is not None and (inline.text or "").strip():
        return str(inline.text)
    if container is None:
        return None
    plain = _part(container, one.get("plainTextPath", ""))
    if plain and container.size(plain) > _EMPTY:
        text, doubts = decoded_exactly(container.read(plain), Asked(PurePosixPath(plain).name))
        found.doubts += (f"{name}: {doubt}" for doubt in doubts)
        return text
    rich = _part(container, one.get("richTextPath", ""))
    if rich:
        try:
            return read(container.read(rich), Asked(PurePosixPath(rich).name)).text
        except ThemeloomError as error:
            found.left_out[f"the text of “{name}”: {error.message}"] += 1
    return None


def _part(container: Container, path: str) -> str:
    """The part of a container that a path names, by any of the ways in which tools write it."""
    match = _PATH.match(path)
    if not path or match is None or (match[1] or "").casefold() == "absolute":
        return ""
    called = unquote(match[2]).replace("\\", "/").lstrip("./")
    tail = called.rpartition("/")[2]
    names = (called, f"Sources/{called}", f"Sources/{tail}", tail)
    return next(filter(None, map(container.named, names)), "")


def _read_selection(selection: Element, source: str, name: str, found: _Found) -> None:
    """The codings of one stretch; the same code by the same coder counts once."""
    try:
        start, end = (int(selection.get(key, "")) for key in ("startPosition", "endPosition"))
    except ValueError:
        found.left_out["selections whose places are no numbers"] += 1
        return
    codings = selection.findall("{*}Coding")
    if not codings:
        found.left_out["selections with no code"] += 1
        return
    words, cut = _stored(selection, name)
    for one in codings:
        for target in one.findall("{*}CodeRef"):
            code = _guid(target.get("targetGUID"))
            if code not in found.codes:
                found.left_out["codings of a code that the file does not have"] += 1
                continue
            user = one.get("creatingUser") or selection.get("creatingUser") or ""
            coder = found.users.get(_guid(user), "") or _guid(user)
            memo = _description(one) or _description(selection)
            found.named += bool(selection.get("name"))
            place = f"from {start} to {end} of “{name}”"
            found.codings.append(
                ReadCoding(source, code, coder, start, end, words, cut, memo, place)
            )


def _stored(selection: Element, source: str) -> tuple[str, bool]:
    """The words that a selection stores of itself, if that is what its name is."""
    name = " ".join((selection.get("name") or "").split())
    start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
    cut = name.endswith(_CUT)
    words = name.removesuffix("…").removesuffix("...").rstrip() if cut else name
    # A name of another length is one that somebody gave it.
    over = len(words) - (end - start)
    fits = over <= 1 if cut else abs(over) <= 2 + len(words) // 10
    is_words = bool(words) and fits and words != source
    return (words, cut) if is_words else ("", False)


def _cases(root: Element) -> Iterator[ReadCase]:
    """Participants with what is known of them."""
    names = {_guid(one.get("guid")): one.get("name", "") for one in root.iter("{*}Variable")}
    for one in root.iter("{*}Case"):
        if not one.get("name"):
            continue
        known = {}
        for value in one.findall("{*}VariableValue"):
            target = next((ref.get("targetGUID") for ref in value.iter("{*}VariableRef")), "")
            said = "".join(child.text or "" for child in value if name_of(child).endswith("Value"))
            if names.get(_guid(target)) and said.strip():
                known[names[_guid(target)]] = said.strip()
        sources = tuple(_guid(ref.get("targetGUID")) for ref in one.iter("{*}SourceRef"))
        yield ReadCase(one.get("name"), known, sources)


def _left_out(root: Element, found: _Found) -> Iterator[str]:
    for what, count in found.left_out.items():
        if count:
            yield f"{count} {what}"
    others = (("Note", "note"), ("Set", "set"), ("Graph", "graph"), ("Link", "link"))
    for tag, noun in others:
        count = sum(1 for _ in root.iter(f"{{*}}{tag}"))
        if count:
            yield f"{counted(count, noun)}: not of the codings"
    nameless = sum(1 for one in root.iter("{*}Case") if not one.get("name"))
    if nameless:
        yield f"{counted(nameless, 'case')} without a name: documents and their variables"
    absent = [one.name for one in found.sources if one.text is None]
    if absent:
        yield f"the text of {counted(len(absent), 'source')}, which is not in the file"


def _description(one: Element) -> str:
    found = one.find("{*}Description")
    return "" if found is None else "".join(found.itertext()).strip()


def _guid(value: str | None) -> str:
    return (value or "").strip().strip("{}").casefold()
