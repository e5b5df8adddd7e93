"""What importing some files would change: shown before anything is written."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from themeloom.checking.context import Context
from themeloom.checking.findings import Report, read_choices
from themeloom.checking.identity import check_files
from themeloom.core.errors import ThemeloomError, did_you_mean, of_each, raise_all
from themeloom.core.files import digest
from themeloom.core.text import counted
from themeloom.core.written import Written
from themeloom.importers.called import Called, called
from themeloom.importers.coded_names import Recoded, coded_without_names
from themeloom.importers.kinds import read
from themeloom.importers.pseudonyms import Key, Replacement, read_key
from themeloom.importers.reading import Asked, bytes_of
from themeloom.importers.store import Entries, with_names_replaced
from themeloom.importers.tables import answer_columns, whose_column
from themeloom.importers.voices import Voice, voices
from themeloom.study.model import Access, Source
from themeloom.study.noun import slug
from themeloom.study.transcripts import read_transcript

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from themeloom.checking.findings import Finding
    from themeloom.core.project import Project
    from themeloom.importers.reading import Reading

#: Where in `data-raw/` imported texts lie, unless another folder is named.
FOLDER = "transcripts"


@dataclass(frozen=True)
class Wanted:
    """What is to be imported, and how.

    Args:
        paths: the files.
        into: the folder below `data-raw/`; if not given, a file that lies in `data-raw/` already
            stays where it is, and all others go to one for transcripts.
        names: what each file is called there, in their order; found from its own name if empty.
        encoding: that of all files; found by evidence if empty.
        key: the key of real names, if there is one.
        marked: whether replacements stand in brackets.
        asking: the labels of those who ask; whoever else speaks then takes part.
        pseudonyms: whether what looks like people's names is said to be nobody's.
    """

    paths: Sequence[Path]
    into: str | None = None
    names: Sequence[str] = ()
    encoding: str = ""
    key: Path | None = None
    marked: bool = False
    asking: Sequence[str] = ()
    pseudonyms: bool = False


@dataclass(frozen=True)
class Incoming:
    """What one file becomes.

    Args:
        name: what it is called, names replaced.
        reading: what was read.
        files: the bytes of each file that is written, by its path from the root.
        before: the text that lies there already; None if there is none.
        replaced: where names were replaced.
        voices: who speaks.
        findings: what could identify somebody.
        layout: what in the text counts as no words, by the name of its setting, and how often.
        called: what those who speak or take part are called, where it looks like names.
    """

    name: str
    reading: Reading
    files: Mapping[str, bytes]
    before: str | None
    replaced: tuple[Replacement, ...]
    voices: tuple[Voice, ...]
    findings: tuple[Finding, ...]
    layout: Mapping[str, int] = field(default_factory=dict)
    called: Called = field(default_factory=Called)

    @property
    def target(self) -> str:
        """The path of its text, from the root."""
        return next(iter(self.files))

    @property
    def text(self) -> str:
        """What is written there."""
        return self.files[self.target].decode()

    @property
    def changes(self) -> list[str]:
        """The lines that differ from those that lie there already, as `diff` writes them."""
        if self.before is None or self.before == self.text:
            return []
        old, new = self.before.splitlines(), self.text.splitlines()
        return list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]


@dataclass(frozen=True)
class Plan:
    """What importing would write.

    Args:
        incoming: each file.
        store: the text of `study.yml` as it will be; empty if it stays as it is.
        added: the entries of `study.yml` that are added or changed, in words.
        replaced: the names replaced in `study.yml`.
        coded: files of coded data whose names are replaced.
        by_hand: the files that somebody changed since they were imported.
        called: what looks like people's names, and nobody says that it is none.
    """

    incoming: tuple[Incoming, ...]
    store: str
    added: tuple[str, ...]
    replaced: tuple[Replacement, ...]

    by_hand: tuple[str, ...] = ()
    coded: tuple[Recoded, ...] = ()
    called: Called = field(default_factory=Called)

    @property
    def doubts(self) -> list[str]:
        """What a person must have looked at before it is written."""
        new = [one for one in self.incoming if one.before != one.text]
        found = [f"{one.name}: {doubt}" for one in new for doubt in one.reading.doubts]
        names = [*(place for one in new for place in one.replaced), *self.replaced]
        names += [place for one in self.coded for place in one.replaced]
        replaced = sum(bool(one.by) for one in names)
        if replaced:
            found.append(f"{counted(replaced, 'name')} replaced by what the key says")
        if len(names) > replaced:
            alike = counted(len(names) - replaced, "place")
            found.append(f"{alike} that may be a name and stay; add what is one to the key's forms")
        edits = "was changed since it was imported; these changes are replaced"
        return [*found, *(f"{name} {edits}" for name in self.by_hand)]

    @property
    def errors(self) -> list[ThemeloomError]:
        """What must not be written at all."""
        found = Report(tuple(f for one in self.incoming for f in one.findings)).errors
        return [*found, *self.called.errors]


def plan(project: Project, wanted: Wanted) -> Plan:
    """Read files, replace names, look at who speaks and who could be recognised.

    Raises:
        ThemeloomError: every file that cannot be read, or that would be another one's.
    """
    context = Context.begin(project)
    key = read_key(wanted.key, project.root) if wanted.key else None
    paths = enumerate(wanted.paths)
    incoming, errors = of_each(paths, lambda one: _incoming(context, wanted, *one, key))
    errors += _twice(incoming)
    errors += [] if errors else _nobody(incoming, wanted.asking)
    raise_all(errors)
    text = context.project.text_of(project.study, "study.yml")
    changed, replaced, coded = text, list[Replacement](), list[Recoded]()
    if key:
        texts = {one.target: one.text for one in incoming}
        coded += coded_without_names(context, key, texts, marked=wanted.marked)
        # First, while the places of the quotations are those that were read.
        changed, replaced = with_names_replaced(changed, context.study, key, marked=wanted.marked)
    entries = Entries(context.study)
    names = Called(tuple(dict.fromkeys(name for one in incoming for name in one.called.names)))
    if wanted.pseudonyms:
        entries.add_pseudonyms(names.names)
        names = Called()
    for one in incoming:
        _enter(entries, context, wanted, one)
    changed = entries.written(changed)
    store = "" if changed == text else changed
    edited = _changed_by_hand(project, incoming)
    added = tuple(entries.told)
    return Plan(tuple(incoming), store, added, tuple(replaced), edited, tuple(coded), names)


def _nobody(incoming: Sequence[Incoming], asking: Iterable[str]) -> Iterator[ThemeloomError]:
    """Those who are said to ask and speak in none of the files."""
    labels = [voice.label for one in incoming for voice in one.voices]
    for name in asking:
        if labels and name not in labels:
            known = ", ".join(f"“{label}”" for label in dict.fromkeys(labels))
            yield ThemeloomError(
                f"nobody is called “{name}” in these files, who is said to ask",
                did_you_mean(name, labels) or f"who speaks there: {known}",
            )


def _changed_by_hand(project: Project, incoming: Iterable[Incoming]) -> tuple[str, ...]:
    """The files that will be replaced and are not as they were imported."""
    written = Written(project)
    return tuple(
        one.target
        for one in incoming
        if one.changes and not written.is_as_written(project.root / one.target)
    )


def _enter(entries: Entries, context: Context, wanted: Wanted, one: Incoming) -> None:
    """Note the sources of a file, and those who take part in it."""
    raw = f"{context.project.name(context.project.raw)}/"
    title = one.name.rpartition(".")[0]
    asking: dict[str, str | tuple[str, ...]] = {
        voice.label: "interviewer" for voice in one.voices if voice.label in wanted.asking
    }
    for name, data in one.files.items():
        if not name.endswith(".csv"):
            beside = name != one.target
            entries.add_source(
                Source(
                    id=slug(f"{title} notes" if beside else title),
                    title=f"Notes to {title}" if beside else title,
                    kind="notes" if beside else _kind(one.reading),
                    access=Access.OPEN,
                    file=name.removeprefix(raw),
                    sha256=digest(data),
                    speakers={} if beside else asking,
                )
            )
    entries.add_participants(one.reading.rows or _of_voices(one, wanted))


def _kind(reading: Reading) -> str:
    """What a text is, for readers: answers to a survey, or what was said."""
    return "survey" if reading.rows else "transcript"


def _of_voices(one: Incoming, wanted: Wanted) -> tuple[tuple[str, ...], ...]:
    """A table of those who speak and do not ask, once it is said who asks."""
    others = [voice.label for voice in one.voices if voice.who not in {"", "asks"}]
    return (("id",), *((label,) for label in others)) if wanted.asking and others else ()


def _twice(incoming: Iterable[Incoming]) -> list[ThemeloomError]:
    counts = Counter(one.target for one in incoming)
    return [
        ThemeloomError(
            f"{count} of the files would become {target}",
            "import them one by one, each with a name of its own: --as NAME",
        )
        for target, count in counts.items()
        if count > 1
    ]


def _incoming(context: Context, wanted: Wanted, at: int, path: Path, key: Key | None) -> Incoming:
    reading = read(bytes_of(path), Asked(path.name, wanted.encoding))
    given = wanted.names[at] if at < len(wanted.names) else ""
    stem, ending = path.stem, ".csv" if _is_table(reading) else ".txt"
    text, beside = reading.text, "\n".join((*reading.beside, ""))
    replaced: list[Replacement] = []
    if key:
        text, replaced = key.replaced(text, marked=wanted.marked)
        beside, more = key.replaced(beside, marked=wanted.marked)
        stem, _ = key.replaced(re.sub(r"[_.]+", " ", stem))
        replaced += more
        # What a table says of participants goes into the store.
        rows = (map(partial(_without_names, key, wanted), row) for row in reading.rows)
        reading = replace(reading, rows=tuple(map(tuple, rows)))
    name = given or slug(stem)
    if not name:
        raise ThemeloomError(
            "of this file's name no id can be made: it has no Latin letter",
            "name it: --as p03",
            file=path.name,
        )
    folder, name, ending = _place(context.project, wanted, path, name, ending)
    place = f"{folder}/{name}"
    files = {f"{place}{ending}": text.encode()}
    if reading.beside:
        files[f"{place}-notes.txt"] = beside.encode()
    target = f"{place}{ending}"
    old = context.project.root / target
    before = old.read_text(encoding="utf-8", errors="replace") if old.is_file() else None
    labels = {key.replaced(one)[0] if key else one for one in reading.labels}
    told = labels if wanted.asking or reading.rows else None
    speaking = _speaking(context, wanted, target, text, told) if ending != ".csv" else ()
    layout = _layout(context, text) if ending != ".csv" else {}
    name, findings = f"{slug(stem) or name}{path.suffix}", identifying(context, files)
    table = reading.rows
    people = [one.label for one in speaking] + [row[whose_column(table)] for row in table[1:]]
    names = called(context, people, table)
    found = tuple(replaced)
    return Incoming(name, reading, files, before, found, speaking, findings, layout, names)


def _without_names(key: Key, wanted: Wanted, said: str) -> str:
    return key.replaced(said, marked=wanted.marked)[0]


def _place(
    project: Project, wanted: Wanted, path: Path, name: str, ending: str
) -> tuple[str, str, str]:
    """Folder, name and ending of what a file becomes; what lies in `data-raw/` stays there."""
    raw = project.name(project.raw)
    home = path.resolve().parent
    if wanted.into is None and home.is_relative_to(project.raw.resolve()):
        is_kept = not wanted.names and ending == ".txt" and path.suffix in {".txt", ".md"}
        folder = "/".join((raw, *home.relative_to(project.raw.resolve()).parts))
        return folder, path.stem if is_kept else name, path.suffix if is_kept else ending
    return folder_for(project, wanted.into), name, ending


def folder_for(project: Project, into: str | None) -> str:
    """The folder of `data-raw/` that was asked for, or that of transcripts."""
    asked = FOLDER if into is None else into.strip("/")
    return "/".join(filter(None, (project.name(project.raw), asked)))


def _layout(context: Context, text: str) -> Mapping[str, int]:
    return read_transcript(text, context.called, {}, context.study.settings.transcripts).layout


def _speaking(
    context: Context, wanted: Wanted, target: str, text: str, labels: set[str] | None
) -> tuple[Voice, ...]:
    """Who speaks in a text; whoever does not ask takes part, once it is said who asks.

    What only looks like a label is nobody's, unless the file itself says that it is one, as
    the rows of a survey do, in which nobody asks. `labels` are what the file says, None as long
    as nobody knows who asks.
    """
    settled = {**dict.fromkeys(wanted.asking, "interviewer"), **_source_of(context, target)}
    speaking = voices(context, text, settled)
    if labels is None:
        return speaking
    clear = {one.label for one in speaking if not one.lines}
    return voices(context, text, settled, (clear | labels) - settled.keys())


def _is_table(reading: Reading) -> bool:
    """Whether it says something of participants and holds no answers, which are turns."""
    return bool(reading.rows) and not answer_columns(reading.rows, whose_column(reading.rows))


def identifying(context: Context, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What could identify somebody in files that will be written, by the path of each."""
    choices = read_choices(context.study, context.located)
    return Report.of(check_files(context, files), choices).findings


def _source_of(context: Context, target: str) -> dict[str, str | tuple[str, ...]]:
    raw = f"{context.project.name(context.project.raw)}/"
    file = target.removeprefix(raw)
    return next((one.speakers for one in context.study.sources if one.file == file), {})
