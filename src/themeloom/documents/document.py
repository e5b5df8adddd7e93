"""A document as the renderer takes it: metadata, text, lines, shortcodes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, all_of, heeded, in_order, raise_all
from themeloom.core.expressions import later
from themeloom.documents.includes import read_source
from themeloom.documents.keys import check_keys
from themeloom.documents.notes import nested_notes
from themeloom.documents.places import LineMap, Place, Spliced
from themeloom.documents.shortcodes import TOKEN, Shortcode, Tokens
from themeloom.documents.unsupported import unknown_shortcodes, unsupported

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from themeloom.core.project import Project

#: Shortcodes that are always a block.
ALWAYS = frozenset({"table", "figure", "implications", "pagebreak"})
#: Shortcodes that are a block when they stand alone, and words when they stand in a line.
EITHER = frozenset({"quote", "theme", "implication", "point", "passage", "question", "notebook"})

_CONTAINER = later(r"^(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d+[.)]|\(?[a-z#@]+[.)])[ \t]+)?")
_ALONE = later(rf"{TOKEN.pattern}[ \t]*")
#: A key that content is shown by, in an attribute of a div or of words.
_CONDITION = later(r"(?:when|unless)-meta=\"?([\w-]+)")
_HINT = "put it on a line of its own, with an empty line above it and below it"


def crowded(body: str, shortcodes: tuple[Shortcode, ...]) -> Iterator[ThemeloomError]:
    """Every block shortcode of a tokenised text that touches other text."""
    lines = body.split("\n")
    for at, line in enumerate(lines):
        for match in TOKEN.finditer(line):
            shortcode = shortcodes[int(match[1])]
            if shortcode.name not in ALWAYS | EITHER or shortcode.kwargs.get("part"):
                continue
            alone = _ALONE.fullmatch(_CONTAINER.sub("", line, count=1))
            if not alone and shortcode.name in ALWAYS:
                yield shortcode.error(
                    f"{shortcode} makes a block, but shares its line with text", _HINT
                )
            elif alone and not (_ends_above(lines, at) and _begins_below(lines, at)):
                hint = _HINT
                if shortcode.name in EITHER:
                    hint += "; to have it inside the sentence, write both on one line"
                yield shortcode.error(f"{shortcode} touches the text on the line beside it", hint)


def _ends_above(lines: list[str], at: int) -> bool:
    """Whether a new block may begin on a line, by what stands above it."""
    if _is_item(lines[at]):
        return True
    above = lines[at - 1].strip(" \t>") if at else ""
    return not above or above.startswith((":::", "#"))


def _begins_below(lines: list[str], at: int) -> bool:
    """Whether a block may end on a line, by what stands below it."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return not below.strip(" \t>") or below.strip().startswith(":::") or _is_item(below)


def _is_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    match = _CONTAINER.match(line)
    return match is not None and bool(match[0].strip(" \t>"))


class Document(msgspec.Struct, frozen=True, dict=True):
    """A `.qmd` or a notebook with its includes spliced in and its shortcodes replaced by tokens.

    Args:
        path: where it lies, from the project's root, with slashes.
        metadata: its front matter; texts remember their places.
        body: the text below it; each shortcode is a token, U+E000 number U+E001.
        lines: for every line of the body, the file and line it was written in.
        shortcodes: what the tokens stand for, in the order of their numbers.
        files: every file the document was read from, itself first.
        beyond: whether it has what only Quarto supports, so that we do not know all it says.
    """

    path: str
    metadata: Mapping[str, object]
    body: str
    lines: LineMap
    shortcodes: tuple[Shortcode, ...]
    files: tuple[str, ...]
    beyond: bool = False

    @cached_property
    def spliced(self) -> Spliced:
        """The body as a text that knows its lines."""
        return Spliced(self.body, self.lines)

    @property
    def stem(self) -> str:
        """The name by which a person calls it: `paper` for `manuscript/paper.qmd`."""
        return self.key.rsplit("/", 1)[-1]

    @property
    def key(self) -> str:
        """What tells it from others: its path without its ending."""
        return self.path.rpartition(".")[0]


def read_document(project: Project, path: Path | str, *, for_quarto: bool = False) -> Document:
    """Read one document and refuse what the built-in renderer does not support.

    Args:
        project: the compendium.
        path: the document's path from there.
        for_quarto: whether Quarto renders it, so that what only Quarto supports is let be.

    Raises:
        ThemeloomError: for what is missing, broken, unknown or not supported, all of it together.
    """
    named = path if isinstance(path, str) else path.as_posix()
    source = read_source(project, named, for_quarto=for_quarto)
    tokens = Tokens()
    body = tokens.in_body(source.spliced)
    in_body = tuple(tokens.shortcodes)
    metadata = {key: tokens.in_data(value) for key, value in source.metadata.items()}
    shortcodes = tuple(tokens.shortcodes)
    of_text = [
        *tokens.errors,
        *unsupported(source.spliced),
        *nested_notes(source.spliced),
        *unknown_shortcodes(shortcodes),
        *crowded(body.text, in_body),
    ]
    of_keys = [*check_keys(metadata, Place(named, 1), own=read_by_meta(shortcodes, body.text))]
    heavy = heeded([*of_text, *of_keys], for_quarto=for_quarto)
    raise_all(in_order(heavy))
    # Settings that only Quarto heeds leave the words as they are; its filters may not.
    beyond = source.beyond or len(heeded(of_text, for_quarto=for_quarto)) < len(of_text)
    beyond = beyond or (for_quarto and any("filter" in one.message for one in of_keys))
    return Document(named, metadata, body.text, body.lines, shortcodes, source.files, beyond)


def read_documents(
    project: Project, paths: Iterable[Path | str], *, for_quarto: bool = False
) -> list[Document]:
    """Read several documents, likewise; their mistakes are raised together."""
    return all_of(paths, lambda path: read_document(project, path, for_quarto=for_quarto))


def read_by_meta(shortcodes: Iterable[Shortcode], text: str) -> frozenset[str]:
    """The metadata keys that a document reads itself: `{{< meta key.below >}}`, when-meta=."""
    shown = (one.args[0] for one in shortcodes if one.name == "meta" and one.args)
    return frozenset(
        one.split(".")[0]
        for one in (*shown, *(_CONDITION.findall(text) if "-meta=" in text else ()))
    )
