"""What importing coded data would write: shown before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from themeloom.checking.context import Context
from themeloom.checking.findings import Report
from themeloom.coding.codebook import codebook_bytes
from themeloom.coding.coded import CLOSED
from themeloom.coding.reanchoring import IGNORE, files_of
from themeloom.core.errors import all_of
from themeloom.core.files import digest, put
from themeloom.core.text import counted
from themeloom.importers.called import Called, called
from themeloom.importers.coded.bringing import Bringing
from themeloom.importers.coded.codebooks import full_names
from themeloom.importers.coded.coders import Coders
from themeloom.importers.coded.kinds import Told, is_table, read_coded
from themeloom.importers.plan import folder_for, identifying
from themeloom.importers.pseudonyms import read_key
from themeloom.importers.reading import bytes_of
from themeloom.importers.store import Entries
from themeloom.importers.voices import voices
from themeloom.study.model import Access, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.checking.findings import Finding
    from themeloom.coding.nouns import Codebook, Coder
    from themeloom.core.errors import ThemeloomError
    from themeloom.core.project import Project
    from themeloom.importers.coded.merging import Change
    from themeloom.importers.coded.reading import CodedReading
    from themeloom.importers.pseudonyms import Replacement


_TEXT = ".txt"


@dataclass(frozen=True)
class CodedWanted:
    """What is to be imported, and how.

    Args:
        paths: the files.
        told: what their owner says of how they are to be read.
        into: the folder below `data-raw/` for texts, if it is another one.
        key: the key of real names, if there is one.
        marked: whether replacements stand in brackets.
        coders: the pseudonyms that were asked for, by name.
        pseudonyms: whether what looks like people's names is said to be nobody's.
    """

    paths: Sequence[Path]
    told: Told
    into: str | None = None
    key: Path | None = None
    marked: bool = False
    coders: Mapping[str, str] = field(default_factory=dict)
    pseudonyms: bool = False


@dataclass(frozen=True)
class CodedPlan:
    """What importing coded data would write.

    Args:
        read: what was read, in words, by file.
        left_out: what is not taken over, and why, by file.
        coders: who coded: the name in the file, and the pseudonym.
        changes: what changes in the codings, by source and coder.
        codes: what changes in the codebook, in words.
        files: the bytes of each file that changes, by its path from the root.
        store: the text of `study.yml` as it will be; empty if it stays as it is.
        added: the entries of `study.yml` that are added or changed, in words.
        replaced: where names were replaced, by source.
        findings: what could identify somebody.
        doubts: what a person must have looked at before it is written.
        called: what looks like people's names, and nobody says that it is none.
    """

    read: Mapping[str, Sequence[str]]
    left_out: Mapping[str, Sequence[str]]
    coders: Mapping[str, Coder]
    changes: Mapping[tuple[str, Coder], Change]
    codes: Sequence[str]
    files: Mapping[str, bytes]
    store: str
    added: tuple[str, ...]
    replaced: Mapping[str, Sequence[Replacement]]
    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]
    called: Called

    @property
    def errors(self) -> list[ThemeloomError]:
        """What must not be written at all."""
        return [*Report(self.findings).errors, *self.called.errors]


def plan_coded(project: Project, wanted: CodedWanted) -> CodedPlan:
    """Read files of coded data, find their words in the sources, and say what would be written.

    Raises:
        ThemeloomError: every file that cannot be read.
    """
    context = Context.begin(project)
    key = read_key(wanted.key, project.root) if wanted.key else None
    readings = _read_all(context, wanted)
    coders = Coders(project, context.coded.coders, wanted.coders)
    coders.check(sorted({one.coder for reading in readings for one in reading.codings}))
    bringing = Bringing(context, coders, key, marked=wanted.marked)
    # Codebooks first, and then what has the texts.
    for reading in sorted(readings, key=lambda one: (bool(one.codings), not one.sources)):
        bringing.bring(reading)
    bringing.ledger.tell_kept()
    return _planned(context, wanted, readings, bringing, coders)


def _read_all(context: Context, wanted: CodedWanted) -> list[CodedReading]:
    """Every file, those last in whose cells codes are told apart by the names that others give."""
    codebook = context.coded.codebook
    known = {one.name for one in codebook.codes} | full_names(codebook).keys()
    readings: dict[Path, CodedReading] = {}
    last = [path for path in wanted.paths if is_table(path.name)]

    def read(path: Path) -> None:
        nonlocal known
        readings[path] = read_coded(bytes_of(path), path.name, wanted.told, known)
        if not readings[path].codings or path not in last:
            known |= {name for one in readings[path].codes for name in (one.key, one.name)}

    all_of(sorted(wanted.paths, key=lambda one: one in last), read)
    # A codebook among tables may have been read behind them.
    all_of(last, read)
    return [readings[path] for path in wanted.paths]


def _names(context: Context, wanted: CodedWanted, bringing: Bringing, entries: Entries) -> Called:
    """Who is called as people are; nobody is where they are said to be pseudonyms."""
    voiced = (one.label for text in bringing.new.values() for one in voices(context, text, {}))
    names = called(context, [*bringing.cases, *voiced])
    if not wanted.pseudonyms:
        return names
    entries.add_pseudonyms(names.names)
    return Called((), names.perhaps)


def _planned(
    context: Context,
    wanted: CodedWanted,
    readings: Sequence[CodedReading],
    bringing: Bringing,
    coders: Coders,
) -> CodedPlan:
    project = context.project
    texts = _texts(context, wanted, bringing)
    entries = Entries(context.study)
    for name, (file, data) in texts.items():
        entries.add_source(_as_source(project, name, file, data))
    heads = list(dict.fromkeys(head for said in bringing.cases.values() for head in said))
    people = [
        [name, *(said.get(head, "") for head in heads)] for name, said in bringing.cases.items()
    ]
    entries.add_participants([["id", *heads], *people] if people else [])
    names = _names(context, wanted, bringing, entries)
    text = context.project.text_of(project.study, "study.yml")
    changed = entries.written(text)
    files = dict(texts.values()) | _coded_files(context, bringing, coders)
    files = project.differing(files)
    return CodedPlan(
        {one.name: _read(one, bringing) for one in readings},
        bringing.left_out,
        coders.met,
        bringing.ledger.changes,
        _codes_told(context.coded.codebook, bringing),
        files,
        "" if changed == text else changed,
        tuple(entries.told),
        bringing.replaced,
        _identifying(context, files),
        tuple(_doubts(readings, bringing)),
        names,
    )


def _identifying(context: Context, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What could identify somebody in what will be written; hashes and rules are no words."""
    looked = {name: data for name, data in files.items() if name.endswith((".csv", f"{_TEXT}"))}
    own = f"{context.project.name(context.project.coding)}/{CLOSED}/"
    looked = {name: data for name, data in looked.items() if name != f"{own}coders.txt"}
    return identifying(context, looked)


def _texts(
    context: Context, wanted: CodedWanted, bringing: Bringing
) -> dict[str, tuple[str, bytes]]:
    """The file and the bytes of each new text."""
    folder = folder_for(context.project, wanted.into)
    return {
        name: (f"{folder}/{name}{_TEXT}", text.encode("utf-8", "surrogatepass"))
        for name, text in bringing.new.items()
    }


def _as_source(project: Project, name: str, file: str, data: bytes) -> Source:
    path = file.removeprefix(f"{project.name(project.raw)}/")
    return Source(
        id=name, title=name, kind="transcript", access=Access.OPEN, file=path, sha256=digest(data)
    )


def _coded_files(context: Context, bringing: Bringing, coders: Coders) -> dict[str, bytes]:
    """The codebook, the codings of each source, and whose pseudonyms are whose."""
    project, coded = context.project, context.coded
    files: dict[str, bytes] = {}
    for source in bringing.ledger.sources:
        files |= files_of(project, coded, source, bringing.ledger.of(source))
    codebook = bringing.codes.codebook
    if codebook.codes:
        files[project.name(project.codebook)] = codebook_bytes(codebook)
    if coders.met:
        files[coders.file] = coders.data()
        files[f"{project.name(project.coding)}/{CLOSED}/.gitignore"] = IGNORE
    return files


def _read(one: CodedReading, bringing: Bringing) -> list[str]:
    """What was read of a file, in words."""
    depth: dict[str, int] = {}
    for code in one.codes:
        depth[code.key] = depth.get(code.parent, 0) + 1
    levels = max(depth.values(), default=0)
    spans = {(c.source, c.start, c.end, c.words) for c in one.codings}
    who = {c.coder for c in one.codings if c.coder}
    found = [
        f"{one.tool}: {counted(len(one.sources), 'source')}, "
        f"{counted(len(one.cases), 'participant')}, {counted(len(one.codes), 'code')} on "
        f"{counted(levels, 'level')}, {counted(len(one.codings), 'coding')} of "
        f"{counted(len(spans), 'passage')}, {counted(len(who), 'coder')}"
    ]
    if one.users > len(who):
        found.append(f"{counted(one.users, 'person')} in the file, of whom {len(who)} coded")
    if one.name in bringing.rules:
        found.append(f"places are counted {bringing.rules[one.name]}")
    elif one.codings:
        found.append("places by the words alone")
    if moved := bringing.moved.get(one.name):
        found.append(f"{counted(moved, 'coding')} found by the words, not where the file says")
    return found


def _codes_told(before: Codebook, bringing: Bringing) -> list[str]:
    new = [one for one in bringing.codes.codebook.codes if one.id not in before.by_id]
    found = [f"{counted(len(new), 'code')} added"] if new else []
    return [*found, *bringing.codes.told]


def _doubts(readings: Sequence[CodedReading], bringing: Bringing) -> list[str]:
    found = [f"{one.name}: {doubt}" for one in readings for doubt in one.doubts]
    for name, names in bringing.replaced.items():
        if names:
            found.append(f"{name}: {counted(len(names), 'name')} replaced or in doubt")
    gone = sum(one.gone for one in bringing.ledger.changes.values())
    if gone:
        found.append(f"{counted(gone, 'coding')} no longer in the file will be taken out")
    return found


def carry_out_coded(project: Project, planned: CodedPlan) -> tuple[str, ...]:
    """Write a plan: texts and codings first, then `study.yml`, which names them."""
    for name, data in planned.files.items():
        put(project.root / name, data)
    if planned.store:
        put(project.study, planned.store.encode())
    store = (project.name(project.study),) if planned.store else ()
    return (*planned.files, *store)
