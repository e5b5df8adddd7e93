"""Bringing the codes of a file into the codebook: what is known stays what it is called."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from themeloom.coding.nouns import Code, Codebook
from themeloom.importers.naming import free
from themeloom.study.noun import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from themeloom.importers.coded.reading import ReadCode

#: An id is no longer than this, whatever a code is called.
_LONG = 60
#: No tool writes the names of so many levels one behind the other.
_DEEP = 12
#: What may stand between a code and what it stands above, in the name of the latter.
LEVELS = (" > ", " >> ", " -> ", "->", "\\", "::", ": ", " / ", "/", " - ")


class Codes:
    """The codebook as it will be.

    Args:
        before: the codebook as it is.
        rename: takes real names out of what coders wrote.
    """

    def __init__(self, before: Codebook, rename: Callable[[str], str]) -> None:
        self._rename = rename
        self._codes = {one.id: one for one in before.codes}
        self._paths: dict[tuple[str, str], str] = {
            (one.parent, _plain(one.name)): one.id for one in before.codes
        }
        self._full = {_plain(name): one for name, one in full_names(before).items()}
        self._named: dict[str, dict[str, None]] = {}
        for one in before.codes:
            self._named.setdefault(_plain(one.name), {})[one.id] = None
        #: What is added or changed, in words.
        self.told: list[str] = []

    @property
    def codebook(self) -> Codebook:
        """All codes, the new ones last."""
        return Codebook(tuple(self._codes.values()))

    def bring(self, codes: Sequence[ReadCode]) -> Mapping[str, str]:
        """Add codes, each behind what it stands below; the id of each by the file's key.

        A code is known by its name and by what it stands below; where only one has that name,
        here and there, it is the same that was moved.
        """
        ids: dict[str, str] = {}
        theirs = Counter(_plain(one.name) for one in codes)
        for one in codes:
            parent = ids.get(one.parent, "")
            path = (parent, _plain(self._rename(one.name)))
            known = self._paths.get(path) or ("" if parent else self._full.get(path[-1], ""))
            known = known or self._alone(path[-1], theirs)
            ids[one.key] = known or self._new_id(one, parent)
            self._put(ids[one.key], one, parent)
            self._paths[path] = ids[one.key]
            self._named.setdefault(path[-1], {})[ids[one.key]] = None
        self._full |= {_plain(name): one for name, one in full_names(self.codebook).items()}
        return ids

    def _alone(self, name: str, theirs: Mapping[str, int]) -> str:
        """The code of a name that only one has, here and there."""
        ours = [*self._named.get(name, ())]
        return ours[0] if len(ours) == 1 and theirs[name] <= 1 else ""

    def _new_id(self, one: ReadCode, parent: str) -> str:
        name = self._rename(one.name)
        own = _short(slug(name))
        tries = [own, _short(f"{parent}-{own}")] if parent and own else [own]
        # A name that has no letters is numbered from 2 on, as one that is taken.
        unnumbered = {*self._codes, own or "code"}
        fresh = (one for one in tries if one and one not in self._codes)
        return next(fresh, "") or free(own or "code", unnumbered)

    def _put(self, name: str, one: ReadCode, parent: str) -> None:
        title, definition = " ".join(self._rename(one.name).split()), self._rename(one.definition)
        old = self._codes.get(name)
        if old is None:
            self._codes[name] = Code(name, parent, title, definition, one.colour, one.codable)
            return
        new = replace(
            old,
            # A flat list says nothing of what a code stands below.
            parent=parent or old.parent,
            title=old.title or title,
            definition=definition or old.definition,
            colour=one.colour or old.colour,
            codable=one.codable,
        )
        changed = [
            key for key in ("parent", "definition") if getattr(old, key) != getattr(new, key)
        ]
        if changed:
            self.told.append(f"code {name}: another {' and '.join(changed)}")
        self._codes[name] = new


def full_names(codebook: Codebook) -> dict[str, str]:
    """The codes that stand below others by their names in full, as tools write these."""
    found: dict[str, str] = {}
    paths: dict[str, tuple[str, ...]] = {}
    for level, one in codebook.walk():
        if level > _DEEP:
            continue
        paths[one.id] = (*paths.get(one.parent, ()), one.name)
        if level > 1:
            found |= {mark.join(paths[one.id]): one.id for mark in LEVELS}
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _short(name: str) -> str:
    """An id that is not too long, cut between words."""
    return name if len(name) <= _LONG else name[:_LONG].rpartition("-")[0] or name[:_LONG]
