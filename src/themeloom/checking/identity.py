"""Can anybody be recognised by what stands in the project's files?"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from themeloom.checking.clean import Clean
from themeloom.checking.findings import Finding, known_kinds
from themeloom.checking.identifiers import find_identifiers
from themeloom.checking.patterns import PROPOSED, is_told_by, words_of
from themeloom.coding.files import without_places
from themeloom.core.expressions import later
from themeloom.core.files import beside, combined, digest
from themeloom.core.signing import ALLOWED
from themeloom.core.tables import separated
from themeloom.core.text import counted, some_of
from themeloom.core.written import Written
from themeloom.documents.places import Place
from themeloom.finished.notebook_file import SAVED
from themeloom.finished.pictured import is_picture, reads_pictures, text_in_picture
from themeloom.finished.properties import read_properties
from themeloom.finished.reader import has_reader, is_read, segments_of
from themeloom.finished.texts import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from themeloom.checking.context import Context
    from themeloom.checking.names import Names
    from themeloom.checking.patterns import Hit
    from themeloom.finished.properties import Property
    from themeloom.finished.segments import Segment


#: Values of person properties that are programs, not people.
_PROGRAMS = later("|".join(beside(__file__, "identifiers.toml")["programs"].split()), re.IGNORECASE)
#: Folders of programs, which hold nothing of a study.
_ELSEWHERE = frozenset(beside(__file__, "identifiers.toml")["elsewhere"].split())
_OLDEST = 89
#: How many characters a text has, at most, that is likely to be met again.
_LINE = 1000
_REPLACE = (
    "replace it by a description in [brackets]; if it is public on purpose, list it in "
    "study.yml under settings: identity: public"
)
_CLEAR = (
    "clear the notebook's outputs and save it (in JupyterLab: Edit, Clear Outputs of All Cells)"
)


def check_identity(context: Context) -> Iterator[Finding]:
    """Yield direct identifiers in texts, in file names and in files' own properties.

    What was looked at and found clean is remembered by its content.
    """
    project = context.project
    key = combined({"clean": context.clean_by, "in pictures": reads_pictures()})
    clean = Clean(project.state / "clean.json", key)
    for path in material(context):
        content = f"{project.name(path)}\0{project.digest(path)}"
        yield from clean.asked(content, _of_path(context, path))
    clean.keep()


def _of_path(context: Context, path: Path) -> Iterator[Finding]:
    """What is found in a file, which is read once somebody asks for it."""
    named = context.project.name(path)
    for one in _in_file(context, named, context.project.bytes_of(path), Clean()):
        # Who may sign records is told by an address there, as ssh wants it.
        if named != ALLOWED or one.kind != "identity-email":
            yield one


def check_files(
    context: Context, files: Mapping[str, bytes], memory: Path | None = None
) -> Iterator[Finding]:
    """Yield the same for files that are not yet in their places.

    Args:
        context: the compendium.
        files: what is in each, by the path that it is meant for.
        memory: the folder in which it is remembered which of their texts were clean; of a file
            that is made again most of them are as they were.
    """
    for named, data in files.items():
        kept_in = memory / f"{digest(named.encode())[:16]}.json" if memory else None
        clean = Clean(kept_in, context.clean_by)
        yield from _in_file(context, named, data, clean)
        clean.keep()


def _in_file(context: Context, named: str, data: bytes, clean: Clean) -> Iterator[Finding]:
    """Yield what is found in a file; of texts that were clean before nobody asks."""
    for kind in _in_name(context, named):
        message = f"the name of this file has {_called(kind)} in it"
        yield _at(named, kind, message, "rename the file")
    if named.startswith(f"{context.project.name(context.project.coding)}/"):
        data = without_places(data)
    name = named.rpartition("/")[2]
    told: set[str] = set()
    for piece in (one for one in segments_of(named, data) if one.role != "unread"):
        if piece.role == "name":
            for kind in _in_name(context, piece.text):
                message = f"the name of a file within has {_called(kind)} in it"
                yield _at(named, kind, message, "rename the file within")
            continue
        # A text is clean if nothing is found in it, whatever was told before.
        yield from _untold(clean.asked(piece.text, _in_text(context, named, piece)), told)
    if not named.startswith(context.repeating):
        for piece in text_in_picture(name, data):
            yield from _untold(_in_text(context, named, piece), told)
    for one in read_properties(name, data):
        yield from _in_property(context, named, one)
    if name.lower().endswith((".csv", ".tsv")):
        yield from _in_table(context, named, data)


def _found(
    text: str, public: frozenset[str], names: Names | None = None, *, proposing: bool = False
) -> Sequence[Hit]:
    """The identifiers of a text; outputs of a document have the same lines, files like names."""
    ask = _of_line if len(text) <= _LINE else find_identifiers
    return ask(text, public, names, proposing=proposing)


@lru_cache(maxsize=4096)
def _of_line(
    text: str, public: frozenset[str], names: Names | None, *, proposing: bool
) -> tuple[Hit, ...]:
    return tuple(find_identifiers(text, public, names, proposing=proposing))


def _in_name(context: Context, named: str) -> list[str]:
    """Which kinds of identifier the name of a file has in it, that are certain."""
    said = re.sub(r"[_/\\]+", " ", named.rpartition(".")[0] or named)
    hits = _found(said, context.public)
    kinds = [hit.kind for hit in hits if hit.sure and known_kinds()[hit.kind].severity == "error"]
    listed = any(context.names.find_in_label(named))
    return [*(["identity-name"] if listed else []), *dict.fromkeys(kinds)]


def check_names_list(context: Context) -> Iterator[Finding]:
    """Yield whether the list of real names is where it must not be, or is not at hand."""
    path = ("settings", "identity", "names_file")
    if context.names.inside:
        yield context.finding(path, "identity-names-inside")
    if context.names.missing:
        yield context.finding(path, "identity-names-absent")


def material(context: Context) -> list[Path]:
    """Every file that is looked at: raw, store, documents, notebooks, what is beside, outputs."""
    project = context.project
    root = project.root
    written = [root / name for document in context.documents for name in document.files]
    beside = {(root / document.path).parent for document in context.documents} - {root}
    configured = [
        root / name for name in (context.configuration.files if context.configuration else ())
    ]
    found = {
        project.study,
        *project.below(project.raw),
        *written,
        *configured,
        *(path for folder in beside for path in project.below(folder)),
        *project.below(project.derived),
        *project.below(project.analysis),
        *(root / name for name in project.names_below("") if not _is_program(context, name)),
    }
    if context.output is not None:
        found |= set(Written(project).files(context.output))
    found -= {root / name for name in context.left_by_quarto}
    return sorted(path for path in found if project.has(path))


def _is_program(context: Context, name: str) -> bool:
    """Whether a file is an output, or lies in a folder of programs."""
    output = context.project.name(context.project.output)
    return name.partition("/")[0] in _ELSEWHERE or name.startswith(f"{output}/")


def unseen(context: Context) -> Iterator[str]:
    """Sentences on what was not looked at for identifiers, for whoever must judge the rest."""
    project = context.project
    folders = sorted({one.partition("/")[0] for one in project.names_below("")})
    programs = [
        f"{one}/" for one in folders if one in _ELSEWHERE and one != project.extensions.name
    ]
    if programs:
        yield f"Not looked at for identifiers, as folders of programs: {', '.join(programs)}."
    made = context.repeating
    names = [one for one in map(project.name, material(context)) if not one.startswith(made)]
    if left := context.left_by_quarto:
        yield f"Not looked at, as left by a render of Quarto that did not end: {some_of(left)}."
    pictures = sum(is_picture(one) for one in names)
    if pictures and not reads_pictures():
        yield (
            f"Words within {counted(pictures, 'picture')} were not read: "
            "tesseract is not installed."
        )
    closed = [one for one in names if _is_closed(context, one)]
    if closed:
        endings = sorted({one.rpartition(".")[2].lower() for one in closed})
        yield (
            f"Of {counted(len(closed), 'file')} only what its bytes spell was looked at "
            f"({', '.join(endings)}): nothing here reads such files."
        )


def _is_closed(context: Context, named: str) -> bool:
    """Whether nothing here reads such a file, by its name or else by how it begins."""
    if has_reader(named):
        return False
    try:
        with (context.project.root / named).open("rb") as file:
            return not is_read(named, file.read(4096))
    except OSError:
        return False


def _untold(found: Iterable[tuple[str, Finding]], told: set[str]) -> Iterator[Finding]:
    """Yield what is found; a name that is only proposed is told once in a file."""
    for proposed, finding in found:
        if proposed not in told:
            yield finding
        told |= {proposed} - {""}


def _in_text(context: Context, named: str, piece: Segment) -> Iterator[tuple[str, Finding]]:
    """Yield what leads to a person, with the name that is only proposed, if it is one."""
    text, line, counted_to = piece.text, piece.line, 0
    proposing = context.is_of_study(named)
    lines: dict[int, str] = {}
    for hit in _found(text, context.public, context.names, proposing=proposing):
        said = text[hit.start : hit.end].casefold() if hit.kind in PROPOSED else ""
        if (said and said in context.known) or not (proposing or _counts(context, named, hit)):
            continue
        start = text.rfind("\n", 0, hit.start) + 1
        where = f"in {piece.inside}, " if piece.inside else ""
        column, length = hit.start - start + 1, hit.end - hit.start
        called = _called(hit.kind, sure=hit.sure)
        message = f"{called} stands here ({where}column {column}, {length} characters)"
        line, counted_to = line + text.count("\n", counted_to, hit.start), hit.start
        hint = _CLEAR if piece.inside.endswith(SAVED) else _REPLACE
        if start not in lines:
            lines[start] = digest(text[start:].partition("\n")[0].encode("utf-8", "replace"))
        yield said, replace(_at(named, _kind(hit), message, hint, line), words=lines[start])


def _counts(context: Context, named: str, hit: Hit) -> bool:
    """Whether a hit in what is not of the study is told: only what nobody else would tell."""
    stops = known_kinds()[hit.kind].severity == "error" or named.startswith(context.repeating)
    return hit.sure and stops


def _kind(hit: Hit) -> str:
    """The kind of what is found; what is not certain has one for itself."""
    return hit.kind if hit.sure else "identity-possible"


def _at(named: str, kind: str, message: str, hint: str, line: int = 1) -> Finding:
    return Finding.at(Place(named, line), kind, message=message, hint=hint)


def _in_property(context: Context, named: str, one: Property) -> Iterator[Finding]:
    if one.place:
        yield Finding.at(Place(named, 1), "properties-place")
    elif one.person and not _is_public_person(context, one.value):
        words = {"property": one.name, "length": len(one.value)}
        yield Finding.at(Place(named, 1), "properties-person", **words)
    else:
        hits = _found(one.value, context.public)
        found = [(hit.kind, _kind(hit)) for hit in hits if hit.kind != "identity-url"]
        found += [("identity-name",) * 2 for _ in context.names.find_in_label(one.value)]
        for what, kind in dict.fromkeys(found):
            called = _called(what, sure=what == kind)
            message = f"{called} stands in the file's property “{one.name}”"
            yield _at(named, kind, message, known_kinds()["properties-person"].hint)


def _is_public_person(context: Context, value: str) -> bool:
    """Whether a property names only authors, the public or programs."""
    if any(context.names.find_in_label(value)):
        return False
    rest = [part.strip() for part in re.split(r"[;,&/]|\band\b", value) if part.strip()]
    return all(part.casefold() in context.public or _PROGRAMS.search(part) for part in rest)


def _in_table(context: Context, named: str, data: bytes) -> Iterator[Finding]:
    """Yield what the head of a column makes of its cells: ages over 89, numbers of all kinds."""
    rows = list(separated(decoded(data)))
    heads = rows[0] if rows else []
    ages = [at for at, head in enumerate(heads) if _is_age(head)]
    told = [at for at, head in enumerate(heads) if is_told_by(head)]
    for line, row in enumerate(rows[1:], 2):
        for at in (one for one in ages if one < len(row)):
            age = row[at].strip()
            if age.isdecimal() and (len(age) > len("999") or int(age) > _OLDEST):
                message = f"{_called('identity-age')} stands here (column {at + 1} of the table)"
                yield _at(named, "identity-age", message, "write [90 or older]", line)
        for at in (one for one in told if one < len(row)):
            yield from _in_cell(context, (named, line, at), heads[at], row[at])


def _in_cell(
    context: Context, place: tuple[str, int, int], head: str, cell: str
) -> Iterator[Finding]:
    """Yield what a cell is by its head, where it is nothing by itself."""
    named, line, at = place
    title = f"{' '.join(words_of(head))}: "
    if any(hit.sure for hit in _found(cell, context.public)):
        return
    for hit in _found(title + cell, context.public):
        if hit.end > len(title):
            called = _called(hit.kind, sure=hit.sure)
            message = f"{called} stands here (column {at + 1} of the table)"
            yield _at(named, _kind(hit), message, _REPLACE, line)


def _is_age(head: str) -> bool:
    return bool(re.fullmatch(r"(?:age|age[ _].*|.*[ _]age)", head.strip(), re.IGNORECASE))


def _called(kind: str, *, sure: bool = True) -> str:
    noun = known_kinds()[kind].called
    article = "an" if noun.startswith(("a", "e", "NHS")) else "a"
    return f"{article} {noun}" if sure else f"what may be {article} {noun}"
