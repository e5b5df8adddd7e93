"""What importing changes in `study.yml`: sources, participants, words with names in them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from msgspec import to_builtins

from themeloom.importers.naming import free
from themeloom.importers.tables import answer_columns, whose_column
from themeloom.study.amending import with_entries, with_value, with_words
from themeloom.study.interpretation import (
    Implication,
    Question,
    Quotation,
    Relation,
    Subtheme,
    Support,
)
from themeloom.study.noun import Passage, slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.importers.pseudonyms import Key, Replacement
    from themeloom.study.located import Path
    from themeloom.study.model import Source, Study


class Entries:
    """Entries for `study.yml`, gathered over all files and written at once.

    Args:
        study: the store as it was loaded.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._sources: dict[str, dict[str, object]] = {}
        self._people: dict[str, dict[str, object]] = {}
        self._values: dict[Path, str | int] = {}
        self._public: tuple[str, ...] = ()
        #: What is added or changed, in words.
        self.told: list[str] = []

    def add_source(self, source: Source) -> None:
        """A source; of one that is there already only the hash of its text."""
        for position, one in enumerate(self._study.sources):
            if one.file == source.file:
                if one.sha256 not in {"", source.sha256}:
                    self._values["sources", position, "sha256"] = source.sha256
                    self.told.append(f"source {one.id}: the hash of its new text")
                return
        taken = {one.id for one in self._study.sources} | self._sources.keys()
        name = free(source.id, taken)
        entry = {**to_builtins(source), "id": name}
        self._sources[name] = {
            k: value for k, value in entry.items() if value not in (None, "", {})
        }
        self.told.append(f"source {name}")

    def add_participants(self, rows: Sequence[Sequence[str]]) -> None:
        """The participants of a table, its heads first; columns of answers say nothing of them."""
        if not rows:
            return
        whose = whose_column(rows)
        passed = {whose, *answer_columns(rows, whose)}
        heads = [slug(head) or head for head in rows[0]]
        for row in rows[1:]:
            cells = {at: cell for at, cell in enumerate(row) if cell and at not in passed}
            self._add_participant(row[whose], {heads[at]: _value(one) for at, one in cells.items()})

    def _add_participant(self, label: str, said: Mapping[str, str | int]) -> None:
        name = slug(label) or label.strip()
        people = self._study.participants
        known = {name: at for at, one in enumerate(people) for name in (one.label, one.id)}
        if name in known:
            now = people[known[name]].attributes
            for key, value in said.items():
                if str(now.get(key, "")) != str(value):
                    self._values["participants", known[name], "attributes", key] = value
                    self.told.append(f"participant {name}: {key} is {value}")
        elif name and name not in self._people:
            # Of a name in other letters no id can be made.
            numbered = (f"p{n:02}" for n in count(1))
            taken = known.keys() | {str(one["id"]) for one in self._people.values()}
            own = slug(label) or next(one for one in numbered if one not in taken)
            entry: dict[str, object] = {"id": own}
            entry |= {} if own.upper() == label else {"label": label}
            entry |= {"attributes": dict(said)} if said else {}
            self._people[name] = entry
            self.told.append(f"participant {name}")

    def add_pseudonyms(self, names: Sequence[str]) -> None:
        """What looks like people's names, and is said to be nobody's."""
        self._public = (*self._public, *(one for one in names if one not in self._public))
        self.told += [f"“{one}” is a pseudonym (settings: identity: public)" for one in names]

    def written(self, text: str) -> str:
        """The store with all of it."""
        for path, value in self._values.items():
            text = with_value(text, path, value)
        text = with_entries(text, ("settings", "identity", "public"), self._public)
        text = with_entries(text, ("sources",), [*self._sources.values()])
        return with_entries(text, ("participants",), [*self._people.values()])


def _value(cell: str) -> str | int:
    is_number = cell.isascii() and cell.isdigit() and len(cell) <= len(str(2**53))
    return int(cell) if is_number and str(int(cell)) == cell else cell


def with_names_replaced(
    text: str, study: Study, key: Key, *, marked: bool
) -> tuple[str, list[Replacement]]:
    """The store with the names of a key replaced in the words it takes from sources, and where."""
    found: list[Replacement] = []

    def change(words: str) -> str:
        changed, places = key.replaced(words, marked=marked)
        found.extend(places)
        return changed

    nouns = [path for form in _WORDED for path, _ in study.each(form)]
    paths = [(*path, name) for path in nouns for name in _WORDS]
    return with_words(text, paths, change), found


#: What holds words of sources or about participants, and the names of such values.
_WORDED = (Subtheme, Quotation, Passage, Relation, Support, Implication, Question)
_WORDS = ("title", "text", "statement", "note", "attribution", "because", "answer")
