"""Who coded: names become pseudonyms, the same ones at every import.

Which pseudonym is whose is kept as a salted hash where git does not look; no name is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.checking.names import hash_names
from themeloom.coding.coded import CLOSED
from themeloom.coding.nouns import Coder
from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.study.noun import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from themeloom.core.project import Project

_FILE = f"{CLOSED}/coders.txt"
_HEAD = "# Which pseudonym is whose: salted hashes of names, kept from git\n"
#: What somebody is called whom no tool names.
_NOBODY = ""
#: What stands in the place of salt and hash for them.
_UNNAMED = ["nobody", "named"]
_OURS = re.compile(r"coder-\d{1,4}")


class Coders:
    """The pseudonyms of coders.

    Args:
        project: where they are kept.
        taken: the pseudonyms that codings have.
        said: the pseudonyms that were asked for, by name.
    """

    def __init__(self, project: Project, taken: Iterable[Coder], said: Mapping[str, str]) -> None:
        self._path = project.coding / _FILE
        self.file = project.name(self._path)
        text = self._path.read_text(encoding="utf-8") if self._path.is_file() else _HEAD
        self._lines = text.splitlines()
        self._taken = {*taken, *(Coder(line.split()[0]) for line in self._entries)}
        self._said = said
        #: Each name that was met, and its pseudonym.
        self.met: dict[str, Coder] = {}

    @property
    def _entries(self) -> list[str]:
        return [line for line in self._lines if line.strip() and not line.startswith("#")]

    def check(self, names: Sequence[str]) -> None:
        """Refuse a pseudonym that cannot be one, or is for somebody who did not code.

        Raises:
            ThemeloomError: for the first of these.
        """
        for name in self._said:
            if name == _NOBODY and name not in names:
                raise ThemeloomError(
                    "these files name whoever coded in each row", "write --coder NAME=coder-1"
                )
            if name not in names:
                raise ThemeloomError(
                    f"nobody called “{name}” coded in these files", did_you_mean(name, names)
                )

        for said in self._said.values():
            if said != slug(said):
                raise ThemeloomError(
                    f"a coder cannot be called “{said}”: small letters, digits, hyphens",
                    "take no name, but coder-1, coder-2 and so on",
                )

    def of(self, name: str) -> Coder:
        """The pseudonym of a coder."""
        if name not in self.met:
            self.met[name] = self._said_or_known(name) or self._new(name)
        return self.met[name]

    def _said_or_known(self, name: str) -> Coder | None:
        if name in self._said:
            return self._keep(Coder(self._said[name]), name)
        if name == _NOBODY:
            known = (line.split() for line in self._entries)
            return next((Coder(one[0]) for one in known if one[1:] == _UNNAMED), None)
        if _OURS.fullmatch(name):
            # It went out from here, or another team gave it.
            return Coder(name)
        for line in self._entries:
            coder, salt, hashed = line.split()
            if hash_names([name], salt).hashes == (hashed,):
                return Coder(coder)
        return None

    def _new(self, name: str) -> Coder:
        numbers = range(1, len(self._taken) + 2)
        free = next(one for one in (Coder(f"coder-{n}") for n in numbers) if one not in self._taken)
        return self._keep(free, name)

    def _keep(self, coder: Coder, name: str) -> Coder:
        self._taken.add(coder)
        if name == _NOBODY and name in self._said:
            return coder
        if name == _NOBODY:
            self._lines.append(" ".join((coder, *_UNNAMED)))
            return coder
        hashed = hash_names([name])
        if hashed.hashes:
            self._lines.append(f"{coder} {hashed.salt} {hashed.hashes[0]}")
        return coder

    def data(self) -> bytes:
        """The file that keeps them."""
        return ("\n".join(self._lines) + "\n").encode()
