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
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from themeloom.checking.naming import Listed
from themeloom.core.errors import ThemeloomError
from themeloom.core.expressions import later
from themeloom.core.files import read_text
from themeloom.study.settings import HashedNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from themeloom.checking.patterns import Looked
    from themeloom.core.project import Project
    from themeloom.study.settings import Identity

#: Names the file of real names, before anything that the store says.
VARIABLE = "THEMELOOM_NAMES"
#: A name has at most so many words.
_WORDS = 4
#: Nor is it longer than this.
_LONGEST = 160
#: A word of a file name: `JaneDoe`, `jane_doe`, `JANE-DOE`.
_LABEL = later(r"[^\W\d_a-z][^\W\d_A-Z]+|(?:[^\W\d_][\u0300-\u036f]*)+")
#: Letters with the marks over or under them; a hyphen or an apostrophe parts a name in two.
_WORD = later(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_CAPITAL = later(r"(?<![^\W\d_])[^\W\d_a-z](?:[^\W\d_]|[\u0300-\u036f])*")


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

    @cached_property
    def _listed(self) -> Listed:
        return Listed(self.plain)

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        """How many words the hashed names have, the longest first; it stands before each hash."""
        return tuple(sorted({int(one.partition("-")[0]) for one in self.hashed}, reverse=True))

    def find(self, looked: Looked) -> Iterator[tuple[int, int, bool]]:
        """Where a name stands in a text, and whether that is certain.

        A name of the list is found in any case, in its parts, its plural and a letter off;
        of hashes only what is written as it was hashed.
        """
        if self.plain:
            yield from self._listed.find(looked)
        if self.hashed:
            yield from ((*span, True) for span in self._found(looked.text, _CAPITAL))

    def find_in_label(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a name stands in a file name or a property, in letters of any case."""
        if self:
            yield from self._found(text, _LABEL)

    def masked_label(self, text: str) -> str:
        """A file name without the real names in it."""
        for start, end in reversed(list(self.find_in_label(text))):
            text = f"{text[:start]}[name]{text[end:]}"
        return text

    def _found(self, text: str, beginning: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        done = 0
        for match in beginning.finditer(text):
            start = match.start()
            if start < done or (beginning is _CAPITAL and text[start].islower()):
                continue
            end = self._end(text, match, beginning is _LABEL)
            if end:
                yield start, end
                done = end

    def _end(self, text: str, match: re.Match[str], is_label: bool) -> int:  # noqa: FBT001
        """Where the longest name ends that begins with a word; 0 if none does."""
        lengths = tuple(range(_WORDS, 0, -1)) if self.plain else self._lengths
        form = _LABEL if is_label else _WORD
        words = list(
            islice(form.finditer(text, match.start(), match.start() + _LONGEST), lengths[0])
        )
        for count in lengths:
            if count <= len(words) and self._knows([one.group() for one in words[:count]]):
                return words[count - 1].end()
        return 0

    def _knows(self, words: list[str]) -> bool:
        said = " ".join(words)
        known = self._seen.get(said)
        if known is None:
            name = _comparable(said)
            known = name in self.plain
            if self.hashed and not known:
                known = _hash(name, self.salt) in self.hashed
            self._seen[said] = known
        return known


def read_names(project: Project, identity: Identity) -> Names:
    """The names of the list outside the project, and those whose hashes the store has.

    Raises:
        ThemeloomError: if the environment names a list that is not there.
    """
    salt, hashed = b"", frozenset[str]()
    if identity.hashed_names is not None:
        salt = identity.hashed_names.salt.encode()
        hashed = frozenset(_checked(identity.hashed_names.hashes))
    named = list_of_names(identity)
    if not named:
        return Names(salt=salt, hashed=hashed)
    path = (project.root / named).resolve()
    if not os.path.isfile(path):  # noqa: PTH113 - as below
        if os.environ.get(VARIABLE, ""):
            raise ThemeloomError(
                f"{VARIABLE} names a list of real names that is not there",
                "correct the path, or unset the variable to check without the list",
            )
        return Names(salt=salt, hashed=hashed, missing=True)
    plain = frozenset(_comparable(line) for line in _lines(read_text(path, path.name)))
    inside = path.is_relative_to(project.root.resolve())
    return Names(plain, salt, hashed, path.name, inside=inside)


def list_of_names(identity: Identity) -> str:
    """Where the list of real names is to lie, from the project's root; empty if none is named."""
    # Of a person or a file that cannot be, pathlib tells in an error of its own.
    return os.path.expanduser(os.environ.get(VARIABLE, "") or identity.names_file)  # noqa: PTH111


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


def _checked(hashes: Iterable[str]) -> Iterator[str]:
    for one in hashes:
        if not re.fullmatch(r"[1-9]-[0-9a-f]{32}", one):
            raise ThemeloomError(
                "an entry of settings: identity: hashed_names: hashes: is no hash of a name",
                "make them with: themeloom names hash",
                file="study.yml",
            )
        yield one


def _hash(name: str, salt: bytes) -> str:
    """How many words a name has, and its hash; the number spares most words the hashing."""
    hashed = hashlib.blake2b(name.encode(), key=salt[:64], digest_size=16).hexdigest()
    return f"{name.count(' ') + 1}-{hashed}"


def _comparable(name: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", name).casefold()))


def _lines(text: str) -> Iterator[str]:
    """The names of a list: one a line; empty lines and lines that begin with # are none."""
    for line in text.removeprefix("\ufeff").splitlines():
        name = line.strip()
        if name and not name.startswith("#"):
            yield name
