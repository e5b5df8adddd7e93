"""Can anybody be recognised by what stands in the project's files?"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.checking.identifiers import CALLED, find_identifiers
from themeloom.core.files import combined, digest, keep, kept, package_digest
from themeloom.core.written import Written
from themeloom.finished.notebook_file import SAVED
from themeloom.finished.properties import read_properties
from themeloom.finished.reader import read_segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from themeloom.checking.context import Context
    from themeloom.finished.properties import Property
    from themeloom.finished.reader import Segment


class CleanFiles:
    """Remembers clean files from one run to the next.

    Args:
        path: the file that remembers.
        looked_for: all that decides what is found in a file; only a hash of it is kept.
    """

    def __init__(self, path: Path, looked_for: object) -> None:
        self._path = path
        self._key = combined({"package": package_digest(), "looked for": looked_for})
        self._known = frozenset(kept(path, list[str], self._key) or ())
        self._found: set[str] = set()

    def knows(self, name: str, data: bytes) -> bool:
        """Whether a file of this name and content was clean."""
        return self._mark(name, data) in self._known

    def add(self, name: str, data: bytes) -> None:
        """Note a file in which nothing was found."""
        self._found.add(self._mark(name, data))

    def save(self) -> None:
        """Keep what was noted."""
        if not self._found <= self._known:
            keep(self._path, sorted(self._known | self._found), self._key)

    @staticmethod
    def _mark(name: str, data: bytes) -> str:
        return digest(name.encode() + b"\0" + data)


#: Values of person properties that are programs, not people.
_PROGRAMS = re.compile(
    r"themeloom|pandoc|typst|python-(?:docx|pptx)|matplotlib|libreoffice|openoffice|microsoft"
    r"|quarto|latex|adobe|inkscape|unknown|^un-?named$|^user$|^author$|^-$",
    re.IGNORECASE,
)
_OLDEST = 89
_REPLACE = (
    "replace it by a description in [brackets]; if it is public on purpose, list it in "
    "study.yml under settings: identity: public"
)
_CLEAR = (
    "clear the notebook's outputs and save it (in JupyterLab: Edit, Clear Outputs of All Cells)"
)


def check_identity(context: Context) -> Iterator[Finding]:
    """Yield direct identifiers in texts, in file names and in files' own properties."""
    yield from _in_files(context, material(context))


def check_folder(context: Context, folder: Path) -> Iterator[Finding]:
    """Yield the same for every file of a folder, such as outputs that are about to be published."""
    yield from _in_files(context, context.files(folder))


def _in_files(context: Context, paths: Iterable[Path]) -> Iterator[Finding]:
    names = context.names
    looked_for = [sorted(context.public), sorted(names.plain), sorted(names.hashed)]
    clean = CleanFiles(context.project.state / "clean.json", looked_for)
    for path in paths:
        # An output that is not yet published is called by the place it is meant for.
        named = context.project.named(path).removeprefix(".themeloom/stage/")
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if clean.knows(named, data):
            continue
        found = list(_in_file(context, path, named, data))
        if not found:
            clean.add(named, data)
        yield from found
    clean.save()


def _in_file(context: Context, path: Path, named: str, data: bytes) -> Iterator[Finding]:
    yield from _in_name(context, named)
    for piece in read_segments(path.name, data):
        yield from _in_text(context, named, piece)
    for one in read_properties(path.name, data):
        yield from _in_property(context, named, one)
    if path.suffix.lower() == ".csv":
        yield from _in_table(named, data)


def check_names_list(context: Context) -> Iterator[Finding]:
    """Yield whether the list of real names is where it must not be, or is not at hand."""
    line = context.located.line(("settings", "identity", "names_file"))
    if context.names.inside:
        yield Finding(
            context.located.file,
            line,
            "identity-names-inside",
            "the list of real names lies inside the project",
            "move it outside, or keep salted hashes of the names in study.yml",
        )
    if context.names.missing:
        yield Finding(
            context.located.file,
            line,
            "identity-names-absent",
            "the list of real names is not at hand; nobody looked for them in this run",
            "set THEMELOOM_NAMES to the list where you have it",
        )


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
        *context.files(project.raw),
        *written,
        *configured,
        *(path for folder in beside for path in context.files(folder)),
        *context.files(project.derived),
        *context.files(project.analysis),
    }
    if context.output is not None:
        found |= set(Written(project).files(context.output))
    return sorted(path for path in found if path.is_file())


def _in_text(context: Context, named: str, piece: Segment) -> Iterator[Finding]:
    text = piece.text
    for hit in find_identifiers(text, context.public, context.names):
        start = text.rfind("\n", 0, hit.start) + 1
        where = f"in {piece.inside}, " if piece.inside else ""
        yield Finding(
            named,
            piece.line + text.count("\n", 0, hit.start),
            hit.kind,
            f"{_with_article(CALLED[hit.kind])} stands here "
            f"({where}column {hit.start - start + 1}, {hit.end - hit.start} characters)",
            _CLEAR if piece.inside.endswith(SAVED) else _REPLACE,
        )


def _in_name(context: Context, named: str) -> Iterator[Finding]:
    for _ in context.names.find_in_label(named):
        yield Finding(
            named,
            1,
            "identity-name",
            "the name of this file has a real name in it",
            "rename the file",
        )


def _in_property(context: Context, named: str, one: Property) -> Iterator[Finding]:
    hint = (
        "remove the file's properties (in Word: File, Info, Inspect Document); "
        "if the name is public, list it in study.yml under settings: identity: public"
    )
    if one.place:
        yield Finding(
            named,
            1,
            "properties-place",
            "the picture says where it was taken (GPS)",
            "save it without its location",
        )
    elif one.person and not _is_public_person(context, one.value):
        message = f"the file's property “{one.name}” names somebody ({len(one.value)} characters)"
        yield Finding(named, 1, "properties-person", message, hint)
    else:
        hits = find_identifiers(one.value, context.public)
        kinds = [hit.kind for hit in hits if hit.kind != "identity-url"]
        kinds += ["identity-name" for _ in context.names.find_in_label(one.value)]
        for kind in dict.fromkeys(kinds):
            message = f"{_with_article(CALLED[kind])} stands in the file's property “{one.name}”"
            yield Finding(named, 1, kind, message, hint)


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
                yield Finding(
                    named,
                    line,
                    "identity-age",
                    f"an age over 89 stands here (column {at + 1} of the table)",
                    "write [90 or older]",
                )


def _is_age(head: str) -> bool:
    return bool(re.fullmatch(r"(?:age|age[ _].*|.*[ _]age)", head.strip(), re.IGNORECASE))


def _with_article(noun: str) -> str:
    return f"{'an' if noun.startswith(('a', 'e', 'NHS')) else 'a'} {noun}"
