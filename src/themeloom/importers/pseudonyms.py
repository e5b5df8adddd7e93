"""A key of real names, which lies outside the project, and what stands in their places.

The key is a table: the name, other forms of it, what replaces them. A name is found as whole
words, with or without marks and hyphens that its writer may have left out, over line breaks,
in capitals, in the plural, with the `'s` of possession, glued to another word (MaryJones, mary1),
and within a sentence of a script without spaces. Its log is as secret as the key and lies beside
it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import msgspec

from themeloom.checking.naming import Listed, folded, is_ordinary
from themeloom.checking.patterns import Looked
from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.core.expressions import later
from themeloom.core.files import put
from themeloom.core.text import UNSPACED, replaced
from themeloom.finished.reader import read_segments
from themeloom.importers.kinds import read
from themeloom.importers.reading import Asked, bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

#: What the columns of a key are called.
COLUMNS = ("name", "forms", "replacement")
_OF_FORMS = re.compile(r"\s*[;|]\s*")
#: What may stand between two words of a name, and unseen within a word.
_SMALL, _LARGE = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
_GLUED = rf"(?-i:(?<=[{_SMALL}])(?=[{_LARGE}]))"
_BETWEEN = rf"(?:(?:[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff-]|[*_]){{1,6}}|{_GLUED})"
_UNSEEN = r"[\u00ad\u200b-\u200f\u2060\ufeff]*"
#: Names of scripts without spaces; one sign alone is a word.
_UNPARTED = later(rf"[{UNSPACED}]{{2,}}")
#: Where a name begins and ends: no letter beside it, or one whose case tells another word.
_BEGINS = rf"(?:(?<![^\W\d_])|{_GLUED})"
_ENDS = rf"(?:(?![^\W\d_]|[\u0300-\u036f])|{_GLUED})"
#: A word that may be a name in another case; so many letters of an ending are looked at, behind
#: a name of few letters and of more; of many, letters are changed as well: Helsingissä, Virtasen.
_CAPITAL = later(r"(?<![^\W\d_])[^\W\d_]{3,}")
_STEM, _ENDING, _LONG_ENDING, _FEW, _MANY = 3, 2, 5, 5, 7
#: How much of the line is shown to either side.
_AROUND = 30


class Replacement(msgspec.Struct, frozen=True):
    """One place at which a name was found.

    Args:
        line: the line of the text.
        name: as it stands there.
        by: what takes its place; nothing if it stays, for it may be none.
        around: the line for the eye, the name within.
    """

    line: int
    name: str
    by: str
    around: str


class Key:
    """Names, and what replaces each.

    Args:
        entries: forms of names with what replaces them.
    """

    def __init__(self, entries: dict[str, str]) -> None:
        self._written = entries.keys()
        self._by = {_comparable(form): by for form, by in entries.items()}
        # As it is written first, then without the marks over its letters.
        self._by = {folded(form): by for form, by in self._by.items()} | self._by
        self._listed = Listed(form.casefold() for form in entries)
        parts = [part for part in self._listed.parts if not is_ordinary(part)]
        #: What names begin with in other cases, and how many letters may stand behind it.
        self._stems = [
            (part[:cut], _LONG_ENDING if len(part) >= _FEW else _ENDING)
            for part in parts
            for cut in range(len(part) - (3 if len(part) >= _MANY else 1), len(part) + 1)
            if cut >= _STEM
        ]
        forms = sorted(entries, key=len, reverse=True)
        apart = [_pattern(one) for one in forms if not _UNPARTED.fullmatch(one)]
        within = [_pattern(one) for one in forms if _UNPARTED.fullmatch(one)]
        parted = rf"{_BEGINS}(?:{'|'.join(apart)})(?P<many>e?s)?{_ENDS}" if apart else "(?!)"
        self._pattern = re.compile("|".join([parted, *within]), re.IGNORECASE)

    def replaced(self, text: str, *, marked: bool = False) -> tuple[str, list[Replacement]]:
        """A text without the names, and each place where one was.

        A word that is a name as well (Will, May) is judged by its place in the sentence. What
        may be a name of the key and is not one for certain stays, and is in the list as well,
        replaced by nothing: a slip of the pen.

        Args:
            text: any text.
            marked: whether what replaces a name stands in brackets, so that readers see it.
        """
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        judged = list(self._judged(text, marked=marked))
        found = [
            Replacement(bisect_right(starts, start), text[start:end], by, _around(text, start, end))
            for start, end, by in judged
        ]
        return replaced(text, (one for one in judged if one[2])).text, found

    def moves(self, text: str, *, marked: bool = False) -> list[tuple[int, int, str]]:
        """Where names are replaced, from left to right: start, end, and by what."""
        return [one for one in self._judged(text, marked=marked) if one[2]]

    def _judged(self, text: str, *, marked: bool) -> Iterator[tuple[int, int, str]]:
        """The places from left to right, each with what replaces it; nothing where it stays."""
        for start, end, name in sorted(self._places(text)):
            said = _comparable(text[start : start + name])
            by = self._by.get(said) or self._by[folded(said)] if name else ""
            by = f"[{by}]" if marked and by and not by.startswith("[") else by
            is_plural = by and start + name < end and not by.endswith("]")
            # P01 before a digit would be somebody else's number.
            is_number = by[-1:].isdigit() and text[end : end + 1].isdigit()
            plural = "es" if by.endswith("s") else "s"
            yield start, end, by + (plural if is_plural else "-" if is_number else "")

    def _places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where names stand and how long they are, and where something like a name does: 0."""
        alike = list(self._listed.find(Looked(text)))
        firsts = [start for start, _, _ in alike]
        taken, done = set[int](), set[int]()
        for match in self._pattern.finditer(text):
            start, end = match.span()
            beside = range(max(bisect_right(firsts, start) - 1, 0), bisect_left(firsts, end))
            near = [at for at in beside if alike[at][1] > start]
            length = len(match[0]) - len(match["many"] or "")
            said, sure = match[0][:length], [alike[at][2] for at in near]
            if self._is_name(said, sure, many=bool(match["many"])):
                taken.update(near)
                yield start, end, length
                done.update(range(start, end))
        others = [one[:2] for at, one in enumerate(alike) if at not in taken]
        done.update(place for one in others for place in range(*one))
        others += [one for one in self._inflected(text) if one[0] not in done]
        yield from ((*one, 0) for one in others)

    def _is_name(self, said: str, near: Sequence[bool], *, many: bool) -> bool:
        """Whether words are a name, by how they are written and by what stands beside them.

        Args:
            said: the words.
            near: whether each name that a list finds there is one for certain.
            many: whether they stand in the plural.
        """
        if len(said.split()) == 1 and is_ordinary(said):
            return bool(near) and not many
        if said in self._written or said.lower() == said.upper():
            return True
        return any(one.isupper() for one in said) or len(said.split()) > 1 or any(near)

    def _inflected(self, text: str) -> Iterator[tuple[int, int]]:
        """Words with a capital that begin like a name and end otherwise: Kasi, Michale, Gdyni."""
        for match in _CAPITAL.finditer(text):
            said = folded(match[0]) if match[0][0].isupper() else ""
            if any(said.startswith(stem) and len(said) - len(stem) <= n for stem, n in self._stems):
                yield match.span()

    def left(self, name: str, data: bytes) -> bool:
        """Whether a name of the key stands for certain in a file of any kind, or is its name."""
        try:
            texts = [data.decode("utf-8")]
        except UnicodeDecodeError:
            texts = [piece.text for piece in read_segments(name, data)]
        return any(one.by for text in (name, *texts) for one in self.replaced(text)[1])


def _pattern(form: str) -> str:
    """A form of a name as it may be written: marks may be parted from their letters."""
    words = re.split(r"[\s-]+", form.strip())
    return _BETWEEN.join(_UNSEEN.join(map(_letter, _composed(word))) for word in words)


def _letter(one: str) -> str:
    """A letter with its mark as one character or as two, or without; an apostrophe or none."""
    if one in "'’":
        return "['’]?"
    apart = unicodedata.normalize("NFD", one)
    alike = dict.fromkeys((one, apart, apart[0] if apart[0].isascii() else one))
    return re.escape(one) if apart == one else f"(?:{'|'.join(map(re.escape, alike))})"


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", word)


def _comparable(name: str) -> str:
    letters = _composed(name).casefold()
    return "".join(one for one in letters if unicodedata.category(one)[0] in "LMN")


def _around(text: str, start: int, end: int) -> str:
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    last = text.find("\n", end)
    last = min(last if last >= 0 else len(text), end + _AROUND)
    return f"{text[first:start]}»{text[start:end]}«{text[end:last]}".strip()


def read_key(path: Path, root: Path) -> Key:
    """The key of a file.

    Args:
        path: the file, of any kind that holds a table.
        root: the project, in which it must not lie.

    Raises:
        ThemeloomError: if it lies in the project, has no such columns, or contradicts itself.
    """
    if path.resolve().is_relative_to(root.resolve()):
        raise ThemeloomError(
            "the key of names lies within the project",
            "move it to a place that nobody else reads and that git does not keep",
        )
    rows = read(bytes_of(path), Asked(path.name)).rows
    if not rows:
        raise ThemeloomError(
            f"{path.name} is no table", f"a .csv with the columns {', '.join(COLUMNS)}"
        )
    heads = [head.casefold().strip() for head in rows[0]]
    missing = [name for name in ("name", "replacement") if name not in heads]
    raise_all(
        ThemeloomError(
            f"the key of names has no column “{name}”",
            did_you_mean(name, heads) or f"its columns are {', '.join(COLUMNS)}",
        )
        for name in missing
    )
    return Key(_entries(rows, heads))


def _entries(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> dict[str, str]:
    entries: dict[str, str] = {}
    errors = []
    for number, row in enumerate(rows[1:], 2):
        told = dict(zip(heads, row, strict=True))
        by = told["replacement"].strip()
        for form in (told["name"], *_OF_FORMS.split(told.get("forms", ""))):
            form = form.strip()  # noqa: PLW2901 - the same form
            if not form:
                continue
            if not by or entries.get(form, by) != by:
                what = "has nothing that replaces it" if not by else "is replaced in two ways"
                errors.append(ThemeloomError(f"row {number} of the key: a name {what}", ""))
            entries[form] = by
    raise_all(errors)
    if not entries:
        raise ThemeloomError("the key of names has no names", "a row for each person or place")
    return entries


def log_beside(path: Path, made: Iterable[tuple[str, Replacement]]) -> Path:
    """Write what was replaced where into a log beside the key, after what it has already.

    Args:
        path: the key.
        made: the file of the project, and each replacement in it.
    """
    log = path.with_name(f"{path.stem}-log.csv")
    before = log.read_text(encoding="utf-8") if log.is_file() else "file,line,name,replacement\n"
    known = set(before.splitlines())
    new = (line for line in _as_lines(made) if line not in known)
    return put(log, "\n".join([before.rstrip("\n"), *new, ""]).encode())


def _as_lines(made: Iterable[tuple[str, Replacement]]) -> Iterator[str]:
    for file, one in made:
        row = io.StringIO()
        csv.writer(row, lineterminator="").writerow([file, one.line, one.name, one.by])
        yield row.getvalue().replace("\n", " ")
