"""Can anybody be recognised by what stands in the project's files?"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import KINDS, Finding
from themeloom.checking.identifiers import find_identifiers
from themeloom.core.files import beside, combined, digest, kept, package_digest, remember
from themeloom.core.written import Written
from themeloom.documents.places import Place
from themeloom.finished.notebook_file import SAVED
from themeloom.finished.properties import read_properties
from themeloom.finished.reader import read_segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from themeloom.checking.context import Context
    from themeloom.finished.properties import Property
    from themeloom.finished.reader import Segment


#: Values of person properties that are programs, not people.
_PROGRAMS = re.compile(
    "|".join(beside(__file__, "identifiers.toml")["programs"].split()), re.IGNORECASE
)
#: The rooms whose code decides what is clean.
_ROOMS = ("core", "study", "documents", "finished", "checking")
_OLDEST = 89
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
    key = combined({"package": package_digest(*_ROOMS), "looked for": context.looked_for})
    memory = project.state / "clean.json"
    known = frozenset(kept(memory, list[str], key) or ())
    clean = set()
    for path in material(context):
        named = project.name(path)
        mark = digest(f"{named}\0{project.digest(path)}".encode())
        found = [] if mark in known else list(_in_file(context, named, project.bytes_of(path)))
        yield from found
        clean |= set() if found else {mark}
    if clean != known:
        remember(memory, sorted(clean), key)


def check_files(context: Context, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield the same for files that are not yet in their places."""
    for named, data in files.items():
        yield from _in_file(context, named, data)


def _in_file(context: Context, named: str, data: bytes) -> Iterator[Finding]:
    for _ in context.names.find_in_label(named):
        message = "the name of this file has a real name in it"
        yield _at(named, "identity-name", message, "rename the file")
    name = named.rpartition("/")[2]
    for piece in read_segments(name, data):
        yield from _in_text(context, named, piece)
    for one in read_properties(name, data):
        yield from _in_property(context, named, one)
    if name.lower().endswith(".csv"):
        yield from _in_table(named, data)


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
    }
    if context.output is not None:
        found |= set(Written(project).files(context.output))
    return sorted(path for path in found if project.has(path))


def _in_text(context: Context, named: str, piece: Segment) -> Iterator[Finding]:
    text = piece.text
    for hit in find_identifiers(text, context.public, context.names):
        start = text.rfind("\n", 0, hit.start) + 1
        where = f"in {piece.inside}, " if piece.inside else ""
        column, length = hit.start - start + 1, hit.end - hit.start
        message = f"{_called(hit.kind)} stands here ({where}column {column}, {length} characters)"
        line = piece.line + text.count("\n", 0, hit.start)
        hint = _CLEAR if piece.inside.endswith(SAVED) else _REPLACE
        yield _at(named, hit.kind, message, hint, line)


def _at(named: str, kind: str, message: str, hint: str, line: int = 1) -> Finding:
    return Finding.at(Place(named, line), kind, message=message, hint=hint)


def _in_property(context: Context, named: str, one: Property) -> Iterator[Finding]:
    if one.place:
        yield Finding.at(Place(named, 1), "properties-place")
    elif one.person and not _is_public_person(context, one.value):
        words = {"property": one.name, "length": len(one.value)}
        yield Finding.at(Place(named, 1), "properties-person", **words)
    else:
        hits = find_identifiers(one.value, context.public)
        kinds = [hit.kind for hit in hits if hit.kind != "identity-url"]
        kinds += ["identity-name" for _ in context.names.find_in_label(one.value)]
        for kind in dict.fromkeys(kinds):
            message = f"{_called(kind)} stands in the file's property “{one.name}”"
            yield _at(named, kind, message, KINDS["properties-person"].hint)


def _is_public_person(context: Context, value: str) -> bool:
    """Whether a property names only authors, the public or programs."""
    if any(context.names.find_in_label(value)):
        return False
    rest = [part.strip() for part in re.split(r"[;,&/]|\band\b", value) if part.strip()]
    return all(part.casefold() in context.public or _PROGRAMS.search(part) for part in rest)


def _in_table(named: str, data: bytes) -> Iterator[Finding]:
    """Ages over 89 in a column that is called age."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"))))
    columns = [at for at, head in enumerate(rows[0] if rows else []) if _is_age(head)]
    for line, row in enumerate(rows[1:], 2):
        for at in columns:
            if at < len(row) and row[at].strip().isdecimal() and int(row[at]) > _OLDEST:
                message = f"{_called('identity-age')} stands here (column {at + 1} of the table)"
                yield _at(named, "identity-age", message, "write [90 or older]", line)


def _is_age(head: str) -> bool:
    return bool(re.fullmatch(r"(?:age|age[ _].*|.*[ _]age)", head.strip(), re.IGNORECASE))


def _called(kind: str) -> str:
    noun = KINDS[kind].called
    return f"{'an' if noun.startswith(('a', 'e', 'NHS')) else 'a'} {noun}"
