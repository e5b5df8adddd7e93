"""Reading a document's text: front matter taken off, included files put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, heeded, raise_all
from themeloom.core.expressions import later
from themeloom.documents.cells_as_text import ENDING, as_text
from themeloom.documents.places import LineMap, Place, Spliced, placed_mapping
from themeloom.documents.scanner import Kind
from themeloom.documents.shortcodes import CLOSE, OPEN
from themeloom.study.located import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from themeloom.core.project import Project

_FRONT = later(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_INCLUDE = later(r"(?<!\{)\{\{<\s*include\s")
_OURS = later(f"[{OPEN}{CLOSE}]")
_HINT = "an include stands alone on its line: {{< include _methods.qmd >}}"


class Source(msgspec.Struct, frozen=True):
    """One document as it was written, includes spliced in.

    Args:
        metadata: the front matter, its texts with their places.
        spliced: the text below it.
        files: every file that was read, from the project's root, the document first.
        beyond: whether it includes what only Quarto can.
    """

    metadata: dict[str, object]
    spliced: Spliced
    files: tuple[str, ...]
    beyond: bool = False


@dataclass
class _Splicer:
    """Puts files together line by line.

    Args:
        project: the compendium.
        folder: the document's folder, from which every include's path is taken,
            as Quarto does even for includes within includes.
    """

    project: Project
    folder: Path
    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    errors: list[ThemeloomError] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.project.root

    def add(self, text: str, named: str, places: Sequence[Place], above: tuple[str, ...]) -> None:
        """Append the lines of a text, and in the place of an include those of its file.

        An include that cannot be spliced in stays as it is written, and is an error.
        """
        self.files.append(named)
        lines = text.removesuffix("\n").split("\n")
        places = tuple(places[: len(lines)])
        includes = _includes(Spliced(text, LineMap(places)), self.errors)
        for number, (line, place) in enumerate(zip(lines, places, strict=True), 1):
            if number in includes:
                try:
                    self._include(includes[number], place, (*above, named))
                except ThemeloomError as error:
                    self.errors.append(error)
                else:
                    # As Quarto does: what follows an include is never part of its last paragraph.
                    line = ""  # noqa: PLW2901 - in the place of the include
            self.lines.append(line)
            self.places.append(place)

    def _include(self, target: str, place: Place, above: tuple[str, ...]) -> None:
        start = self.root if target.startswith("/") else self.folder
        path = (start / target.lstrip("/")).resolve()
        if not path.is_relative_to(self.root):
            raise place.error(
                f'the include "{target}" lies outside the project',
                "copy it into the project",
            )
        named = path.relative_to(self.root).as_posix()
        if named in above:
            chain = " → ".join((*above[above.index(named) :], named))
            raise place.error(f"includes go round in a circle: {chain}", "take one of them out")
        if not self.project.has(path):
            raise place.error(
                f'there is no file "{target}" to include',
                f"its path is taken from {self.folder.relative_to(self.root).as_posix() or '.'}/, "
                "the document's folder, or with a / in front from the project's root",
            )
        text = _readable(self.project, path, named)
        if _FRONT.match(text):
            raise Place(named, 1).error(
                "an included file must not have front matter of its own",
                f"move these lines to the front matter of {above[0]}",
            )
        self.add(text, named, _places(text, named), above)


def read_source(project: Project, named: str, *, for_quarto: bool = False) -> Source:
    """Read a document and all that it includes.

    Args:
        project: the compendium.
        named: the document's path from there.
        for_quarto: whether Quarto renders it, which has more ways to include a file.

    Raises:
        ThemeloomError: if a file is missing, is not UTF-8, or its front matter is not YAML.
    """
    text = _readable(project, project.root / named, named)
    places = _places(text, named)
    if named.endswith(ENDING):
        text, places = as_text(text, named, for_quarto=for_quarto)
    front = _FRONT.match(text)
    metadata = _front_matter(front["yaml"], places[1]) if front else {}
    body = text[front.end() :] if front else text
    first = text.count("\n", 0, front.end()) if front else 0
    splicer = _Splicer(project, (project.root / named).parent)
    splicer.add(body, named, places[first:] or places[-1:], ())
    heavy = heeded(splicer.errors, for_quarto=for_quarto)
    raise_all(heavy)
    spliced = Spliced("\n".join(splicer.lines) + "\n", LineMap(tuple(splicer.places)))
    beyond = len(heavy) < len(splicer.errors)
    return Source(metadata, spliced, tuple(dict.fromkeys(splicer.files)), beyond)


def front_matter_of(project: Project, named: str) -> dict[str, object]:
    """The front matter of a document that nobody renders; empty if it has none that can be read."""
    try:
        front = _FRONT.match(_readable(project, project.root / named, named))
        return _beginning(front["yaml"], named) if front else {}
    except ThemeloomError:
        return {}


@lru_cache
def _beginning(text: str, named: str) -> dict[str, object]:
    """What a front matter says: every check that begins asks for those of all files."""
    return _front_matter(text, Place(named, 2))


def _places(text: str, named: str) -> list[Place]:
    return [Place(named, line) for line in range(1, text.count("\n") + 2)]


def _front_matter(text: str, place: Place) -> dict[str, object]:
    return placed_mapping(
        parse(text, place.file, first_line=place.line),
        place,
        "the front matter is not a list of keys and values",
        "write it as `title: …`, one key to a line, between two lines of ---",
    )


def _readable(project: Project, path: Path, named: str) -> str:
    """A text with plain line ends, in which the two characters of our tokens do not occur."""
    text = (
        project.text_of(path, named)
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    if odd := _OURS.search(text):
        raise Place(named, text.count("\n", 0, odd.start()) + 1).error(
            f"the text has the private-use character U+{ord(odd[0]):04X}, "
            "which no font shows and which Themeloom needs for itself",
            "delete it; such characters come along when text is pasted from a PDF or an icon",
        )
    return text


def _includes(spliced: Spliced, errors: list[ThemeloomError]) -> dict[int, str]:
    """Which lines of a text, counted from 1, are an include, and of what.

    Not by their places: of a notebook several lines may have the same.
    """
    text = spliced.text
    found: dict[int, str] = {}
    for piece in spliced.pieces:
        source = text[piece.start : piece.end]
        inside = _INCLUDE.search(source) if piece.kind in (Kind.FENCE, Kind.CODE) else None
        if inside:
            errors.append(
                spliced.place(piece.start + inside.start()).only_quarto(
                    "the built-in renderer does not include files inside code",
                    "paste the code, or write {{{< include … >}}} to show the shortcode itself",
                )
            )
        if piece.kind is not Kind.SHORTCODE or piece.name != "include":
            continue
        place = spliced.place(piece.start)
        before = text[text.rfind("\n", 0, piece.start) + 1 : piece.start]
        after = text[piece.end :].split("\n", 1)[0]
        if before.strip() or after.strip() or "\n" in source:
            errors.append(
                place.only_quarto("an include shares its line with something else", _HINT)
            )
        elif len(piece.args) != 1 or piece.kwargs:
            errors.append(place.error("an include needs the path of one file", _HINT))
        else:
            found[spliced.line(piece.start)] = piece.args[0]
    return found
