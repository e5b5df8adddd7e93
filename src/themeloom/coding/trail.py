"""How the codebook and the themes came to be: what entered, left, moved, split, merged, and why.

It is told from what git has of `coding/` and `study.yml`, and from the study's own record,
`coding/trail.yml`, where there is one. Who committed is not told: only when, and what they wrote.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from themeloom.coding.codebook import read_codebook
from themeloom.coding.nouns import Codebook
from themeloom.core import git
from themeloom.core.errors import ThemeloomError
from themeloom.core.nested import grouped
from themeloom.core.text import counted
from themeloom.study.located import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from themeloom.coding.nouns import Code
    from themeloom.core.project import Project

#: What is not committed yet stands under this name.
NOW = "not committed"
#: So many codes that enter at once are told in one sentence.
_MANY = 4


@dataclass(frozen=True)
class Entry:
    """A moment in which the codebook or the themes became others.

    Args:
        date: the day, as 2026-01-31; empty for what is not committed yet.
        commit: the beginning of its name; empty where it is of the study's own record.
        why: what was written of it.
        events: what happened, a sentence each.
    """

    date: str
    commit: str
    why: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class _State:
    """Codebook, themes and codings at one moment; None where they cannot be read."""

    codebook: Codebook | None
    themes: Mapping[str, Mapping[str, Any]] | None
    codings: Mapping[str, _Row]


@dataclass(frozen=True)
class _Row:
    """A coding: its code, and where it stands and whose it is, for tools give new ids."""

    code: str
    place: tuple[str, ...]


def trail(project: Project) -> list[Entry]:
    """Everything that became of codes and themes, the first of it first.

    Raises:
        ThemeloomError: git does not read the repository, or the record is none.
    """
    found = [*_committed(project), *_recorded(project)]
    # What is not committed yet has no day, and comes last.
    return sorted(found, key=lambda one: (not one.date, one.date))


def _committed(project: Project) -> Iterator[Entry]:
    if git.place_of(project.root, project.name(project.study)) is None:
        return
    reader = _Reader(project)
    before = _State(Codebook(), {}, {})
    for one in git.commits(project.root, reader.names):
        now = reader.at(one.name)
        if events := tuple(_events(before, now)):
            yield Entry(one.date, one.name[:10], one.message, events)
        before = _State(
            before.codebook if now.codebook is None else now.codebook,
            before.themes if now.themes is None else now.themes,
            now.codings,
        )
    if events := tuple(_events(before, reader.now())):
        yield Entry("", "", NOW, events)


class _Reader:
    """What commits say of codes and themes; whatever does not change is read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._store = project.name(project.study)
        self._book = project.name(project.codebook)
        self.names = self._store, project.name(project.coding)
        self._read: dict[tuple[str, str], Any] = {}

    def at(self, commit: str) -> _State:
        """The state that a commit holds."""
        there = git.held_of(self._project.root, commit, self.names)
        there = {name: one for name, one in there.items() if self._counts(name)}
        new = {name: one for name, one in there.items() if (name, one.blob) not in self._read}
        for name, data in git.contents(new):
            text = data.decode("utf-8", "replace")
            self._read[name, new[name].blob] = self._parsed(name, text)
        return self._joined({name: self._read[name, one.blob] for name, one in there.items()})

    def now(self) -> _State:
        """The state that is not committed yet."""
        project = self._project
        paths = [project.study, *project.below(project.coding)]
        there = {project.name(path): path for path in paths if self._counts(project.name(path))}
        return self._joined(
            {name: self._parsed(name, project.text_of(path)) for name, path in there.items()}
        )

    def _counts(self, name: str) -> bool:
        folder, _, file = name.rpartition("/")
        return name == self._store or (folder == self.names[1] and file.endswith(".csv"))

    def _parsed(self, name: str, text: str) -> Any:  # noqa: ANN401 - as the file is of
        """What a file says; None where it cannot be read, as it was for whoever committed it."""
        if name == self._store:
            try:
                return dict(_themes(parse(text, name).value))
            except ThemeloomError:
                return None
        if name == self._book:
            try:
                return read_codebook(text, name)
            except ThemeloomError:
                return None
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return {str(row.get("id")): _Row(str(row.get("code")), _place(name, row)) for row in rows}

    def _joined(self, read: Mapping[str, Any]) -> _State:
        own = {self._store, self._book}
        codings: dict[str, _Row] = {}
        for name, said in read.items():
            if name not in own:
                codings |= said
        return _State(read.get(self._book, Codebook()), read.get(self._store, {}), codings)


def _place(name: str, row: Mapping[str, object]) -> tuple[str, ...]:
    return name, *(str(row.get(head)) for head in ("start", "end", "coder"))


def _themes(store: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every theme and subtheme of a store by its id, with the theme that it stands under."""
    listed = store.get("themes") if isinstance(store, dict) else None
    for theme in listed if isinstance(listed, list) else ():
        if isinstance(theme, dict) and "id" in theme:
            yield str(theme["id"]), {**theme, "under": ""}
            below = theme.get("subthemes")
            for one in below if isinstance(below, list) else ():
                if isinstance(one, dict) and "id" in one:
                    yield str(one["id"]), {**one, "under": str(theme["id"])}


def _events(before: _State, now: _State) -> Iterator[str]:
    """What happened between two moments."""
    if before.codebook is not None and now.codebook is not None:
        yield from _of_codes(before.codebook.by_id, now.codebook.by_id, _moves(before, now))
    if before.themes is not None and now.themes is not None:
        yield from _of_themes(before.themes, now.themes)


def _moves(before: _State, now: _State) -> Counter[tuple[str, str]]:
    """How many codings went from one code to another: by their ids, else by where they stand."""
    both = before.codings.keys() & now.codings.keys()
    pairs = [(before.codings[name].code, now.codings[name].code) for name in both]
    come = grouped(
        (now.codings[one].place, now.codings[one].code) for one in now.codings.keys() - both
    )
    for name in before.codings.keys() - both:
        old = before.codings[name]
        # Of several that came where one went, nobody knows which it became.
        pairs += [(old.code, new) for new in come.get(old.place, ()) if len(come[old.place]) == 1]
    return Counter((old, new) for old, new in pairs if old != new)


def _of_codes(
    old: Mapping[str, Code], new: Mapping[str, Code], moves: Counter[tuple[str, str]]
) -> Iterator[str]:
    renamed = _renamed(old, new, moves)
    for was, now in renamed.items():
        count = moves[was, now]
        yield f"the code {was} became {now} ({counted(count, 'coding')})"
    entered = _without(new, {*old, *renamed.values()})
    made = {to for _, to in moves}
    yield from _merely_entered([new[name] for name in entered if name not in made])
    for name in (one for one in entered if one in made):
        come = [(count, source) for (source, to), count in moves.items() if to == name]
        yield _made(new[name], sorted(come, reverse=True))
    for name in _without(old, {*new, *renamed}):
        gone = [(count, to) for (source, to), count in moves.items() if source == name]
        yield _left(old[name], sorted(gone, reverse=True))
    for name in new:
        if name in old:
            yield from _changed(old[name], new[name])
    for (source, to), count in sorted(moves.items()):
        if source in new and to in old:
            yield f"{counted(count, 'coding')} went from the code {source} to {to}"


def _renamed(
    old: Mapping[str, Code], new: Mapping[str, Code], moves: Counter[tuple[str, str]]
) -> dict[str, str]:
    """The codes that left and gave all their codings to one that entered and has no others."""
    return {
        was: now
        for was, now in moves
        if was not in new
        and now not in old
        and sum(was == source for source, _ in moves) == 1
        and sum(now == to for _, to in moves) == 1
    }


def _merely_entered(codes: Sequence[Code]) -> Iterator[str]:
    """Codes that were made of no others; where many came at once, those of one parent together."""
    parents = dict.fromkeys(one.parent for one in codes)
    for parent in parents:
        names = [one.id for one in codes if one.parent == parent]
        below = f", below {parent}" if parent else ""
        if len(names) < _MANY:
            yield from (f"the code {name} entered{below}" for name in names)
        else:
            yield f"{len(names)} codes entered{below}: {', '.join(names)}"


def _made(code: Code, come: Sequence[tuple[int, str]]) -> str:
    parts = ", ".join(f"{source} ({counted(count, 'coding')})" for count, source in come)
    how = "merged from" if len(come) > 1 else "split from"
    return f"the code {code.id} was {how} {parts}" + (f", below {code.parent}" * bool(code.parent))


def _left(code: Code, gone: Sequence[tuple[int, str]]) -> str:
    if not gone:
        return f"the code {code.id} left"
    parts = ", ".join(f"{to} ({counted(count, 'coding')})" for count, to in gone)
    return f"the code {code.id} was {'merged' if len(gone) == 1 else 'split'} into {parts}"


def _changed(old: Code, new: Code) -> Iterator[str]:
    if old.parent != new.parent:
        ends = [f"below {one.parent}" if one.parent else "the top" for one in (old, new)]
        yield f"the code {new.id} moved from {ends[0]} to {ends[1]}"
    yield from _worded(f"the code {new.id}", "called", old.title, new.title)
    yield from _worded(f"the code {new.id}", "defined", old.definition, new.definition)


def _worded(what: str, said: str, old: str, new: str) -> Iterator[str]:
    """Other words than before, or the first, or none any more."""
    if old == new:
        return
    if not new:
        yield f"{what} is no longer {said} “{old}”"
    else:
        yield f"{what} is {said} “{new}”" + (f", no longer “{old}”" if old else "")


def _of_themes(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    for name, theme in new.items():
        if name not in old:
            under = f", under {theme['under']}" if theme["under"] else ""
            made = ", ".join(map(str, theme.get("codes") or ()))
            yield f"the theme {name} entered{under}{', made of ' + made if made else ''}"
            continue
        for key, said in (("title", "called"), ("statement", "stated as")):
            was, now = (" ".join(str(one.get(key, "")).split()) for one in (old[name], theme))
            yield from _worded(f"the theme {name}", said, was, now)
        if old[name]["under"] != theme["under"]:
            ends = [one["under"] or "the top" for one in (old[name], theme)]
            yield f"the theme {name} moved from {ends[0]} to {ends[1]}"
        yield from _codes_changed(name, old[name].get("codes"), theme.get("codes"))
    for name in old:
        if name not in new:
            yield f"the theme {name} left"


def _codes_changed(theme: str, old: object, new: object) -> Iterator[str]:
    was, now = (list(map(str, one)) if isinstance(one, list) else list[str]() for one in (old, new))
    for codes, how in ((_without(now, was), "also"), (_without(was, now), "no longer")):
        if codes:
            yield f"the theme {theme} is {how} made of {', '.join(codes)}"


def _without(some: Iterable[str], others: Collection[str]) -> list[str]:
    return [one for one in some if one not in others]


def _recorded(project: Project) -> Iterator[Entry]:
    """The study's own record: `coding/trail.yml`, a list of entries with date, what and why."""
    path = project.coding / "trail.yml"
    if not project.has(path):
        return
    named = project.name(path)
    listed = parse(project.text_of(path), named).value or []
    for number, one in enumerate(listed if isinstance(listed, list) else [None], 1):
        if not isinstance(one, dict) or not {"date", "what"} <= one.keys() <= {
            "date",
            "what",
            "why",
        }:
            raise ThemeloomError(
                f"entry {number} of {named} is not one",
                "write a list of: {date: 2026-01-31, what: …, why: …}",
                file=named,
            )
        yield Entry(str(one["date"]), "", str(one.get("why", "")), (str(one["what"]),))
