"""The project's list of real names: looked for everywhere, printed nowhere.

The list is a text file outside the project, one name on a line, or salted hashes
in `study.yml`. A hash hides a name from whoever reads the store, not from
somebody who tries out all the names there are: the file outside is the safer of
the two.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError
from themeloom.model import HashedNames
from themeloom.reading.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.model import Identity
    from themeloom.project import Project

#: Names the file of real names, before anything that the store says.
VARIABLE = "THEMELOOM_NAMES"
#: A name has at most so many words.
_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True)
class Names:
    """Real names in a form that can be looked up.

    Args:
        plain: the names of the file, in small letters.
        salt: what the hashes were made with.
        hashed: the hashes of names.
        file: the file of names, where there is one.
        missing: whether a file is named and not at hand.
        inside: whether the file lies within the project.
    """

    plain: frozenset[str] = frozenset()
    salt: bytes = b""
    hashed: frozenset[str] = frozenset()
    file: str = ""
    missing: bool = False
    inside: bool = False
    _seen: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        """Whether there is any name to look for."""
        return bool(self.plain or self.hashed)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a name stands in a text: as words that begin with a capital letter."""
        if self:
            yield from self._found([m for m in _WORD.finditer(text)], capitals=True)

    def find_in_label(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a name stands in a file name or a property, in letters of any case."""
        if self:
            yield from self._found([m for m in _WORD.finditer(text)], capitals=False)

    def _found(self, words: list[re.Match[str]], *, capitals: bool) -> Iterator[tuple[int, int]]:
        skip = 0
        for at, word in enumerate(words):
            if at < skip or (capitals and word.group()[0].islower()):
                continue
            for count in range(min(_WORDS, len(words) - at), 0, -1):
                last = words[at + count - 1]
                if self._knows(" ".join(one.group() for one in words[at : at + count])):
                    yield word.start(), last.end()
                    skip = at + count
                    break

    def _knows(self, words: str) -> bool:
        known = self._seen.get(words)
        if known is None:
            name = _comparable(_POSSESSIVE.sub("", words))
            known = name in self.plain or (bool(self.hashed) and _hash(name, self.salt) in self.hashed)
            self._seen[words] = known
        return known


def read_names(project: Project, identity: Identity) -> Names:
    """The names of the list outside the project, and those whose hashes the store has.

    Raises:
        ThemeloomError: if the environment names a list that is not there.
    """
    salt, hashed = b"", frozenset[str]()
    if identity.hashed_names is not None:
        salt = identity.hashed_names.salt.encode()
        hashed = frozenset(identity.hashed_names.hashes)
    given = os.environ.get(VARIABLE, "")
    named = given or identity.names_file
    if not named:
        return Names(salt=salt, hashed=hashed)
    path = (project.root / Path(named).expanduser()).resolve()
    if not path.is_file():
        if given:
            raise ThemeloomError(
                f"{VARIABLE} names a list of real names that is not there",
                "correct the path, or unset the variable to check without the list",
            )
        return Names(salt=salt, hashed=hashed, missing=True)
    plain = frozenset(_comparable(line) for line in _lines(read_text(path, path.name)))
    inside = path.is_relative_to(project.root.resolve())
    return Names(plain, salt, hashed, path.name, inside=inside)


def hash_names(names: Iterable[str], salt: str = "") -> HashedNames:
    """Salted hashes of names, for `settings: identity: hashed_names:` of the store.

    Args:
        names: the real names, as they would stand in a transcript.
        salt: an earlier salt, to add to earlier hashes; a new one if empty.
    """
    chosen = salt or secrets.token_hex(16)
    comparable = sorted({_comparable(name) for name in names} - {""})
    return HashedNames(
        salt=chosen, hashes=tuple(sorted(_hash(name, chosen.encode()) for name in comparable))
    )


def _hash(name: str, salt: bytes) -> str:
    return hashlib.blake2b(name.encode(), key=salt[:64], digest_size=16).hexdigest()


def _comparable(name: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", name).casefold()))


def _lines(text: str) -> Iterator[str]:
    """The names of a list: one a line; empty lines and lines that begin with # are none."""
    for line in text.removeprefix("\ufeff").splitlines():
        name = line.strip()
        if name and not name.startswith("#"):
            yield name
