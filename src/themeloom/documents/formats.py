"""The formats that documents may ask for, and what an extension contributes to each."""

from __future__ import annotations

import os.path
import posixpath
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.documents.configuration import merged, read_mapping
from themeloom.documents.keys import KNOWN
from themeloom.documents.places import Place, Placed, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Format:
    """A format of the built-in renderer.

    Args:
        name: as front matter names it, after Quarto.
        key: as the renderer's own parts name it.
        base: the format of Quarto's that it is based on.
        extension: the folder below `_extensions` that holds its templates and styles.
        suffixes: of the files it makes, the main one first.
        weight: how long it takes beside others, as long as nothing was measured.
    """

    name: str
    key: str
    base: str
    extension: str
    suffixes: tuple[str, ...]
    weight: float

    @property
    def typeset(self) -> bool:
        """Whether Typst sets it."""
        return self.base == "typst"

    @property
    def is_poster(self) -> bool:
        """Whether it shows the parts of a poster, and nothing else."""
        return self.extension == "themeloom-poster"


def _row(
    name: str, key: str, weight: float, *suffixes: str, extension: str = "themeloom"
) -> Format:
    base = name.removeprefix(f"{extension}-")
    return Format(name, key, base, extension, suffixes, weight)


_ROWS = (
    _row("themeloom-html", "html", 0.7, "html"),
    _row("html", "html", 0.7, "html"),
    _row("docx", "docx", 0.6, "docx"),
    _row("themeloom-docx", "docx", 0.6, "docx"),
    _row("themeloom-typst", "pdf", 1.2, "pdf"),
    _row("typst", "pdf", 1.2, "pdf"),
    _row("themeloom-jats", "jats", 0.4, "xml"),
    _row("jats", "jats", 0.4, "xml"),
    _row("jats_publishing", "jats", 0.4, "xml"),
    _row("themeloom-revealjs", "revealjs", 0.9, "html"),
    _row("revealjs", "revealjs", 0.9, "html"),
    _row("pptx", "pptx", 0.5, "pptx"),
    _row("themeloom-pptx", "pptx", 0.5, "pptx"),
    _row("themeloom-poster-typst", "poster-pdf", 2.0, "pdf", "png", extension="themeloom-poster"),
    _row("themeloom-poster-html", "poster-html", 0.8, "html", extension="themeloom-poster"),
    _row("themeloom-slides-typst", "slides-pdf", 1.2, "pdf", extension="themeloom-slides"),
)
FORMATS = {row.name: row for row in _ROWS}

#: Formats of Quarto's that the built-in renderer does not make, and what comes closest.
_OTHERS: dict[str, str] = {
    **dict.fromkeys(KNOWN["other-formats"]["names"].split(), ""),
    **KNOWN["formats"],
}


def format_named(name: str, top: Place) -> Format:
    """The format of that name.

    Raises:
        ThemeloomError: if Quarto has it and the built-in renderer has not, or nobody has.
    """
    if name in FORMATS:
        return FORMATS[name]
    place = place_of(name, top)
    base = name.rsplit("-", 1)[-1]
    if name in _OTHERS:
        closest = _OTHERS[name]
        raise place.error(
            f'the built-in renderer does not make the format "{name}"',
            (f"{closest}; or " if closest else "") + "render with Quarto: quarto render",
        )
    suggestion = did_you_mean(name, FORMATS)
    extension = name.rsplit("-", 1)[0]
    if base in FORMATS | _OTHERS.keys() and not extension.startswith("themeloom") and base != name:
        suggestion += f'; formats of other extensions ("{extension}") need Quarto: quarto render'
    raise place.error(f'there is no format "{name}"', suggestion)


def formats_of(metadata: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """The formats that metadata asks for by name, each with its own options."""
    asked = metadata.get("format")
    if isinstance(asked, str):
        return {asked: {}}
    if not isinstance(asked, dict):
        return {}
    return {
        name: options if isinstance(options, dict) else {}
        for name, options in asked.items()
        if options is not None and options is not False
    }


#: Keys whose texts name files.
KEYS = ("bibliography", "csl", "css", "reference-doc")
#: Where files lie that are made before a render, typefaces above all.
STAGED = ".themeloom/"


def with_paths(root: Path, document: str, metadata: Mapping[str, object]) -> dict[str, object]:
    """Metadata whose paths are taken from the document's folder, as Quarto does.

    A path in a document is meant from its folder, one in `_metadata.yml` from that file's
    folder, one in `_quarto.yml` and its metadata files from the project's root; one that
    starts with `/` always from the root.

    Raises:
        ThemeloomError: if there is no such file.
    """
    return {
        key: _each(root, document, key, value) if key in KEYS else value
        for key, value in metadata.items()
    }


def _each(root: Path, document: str, key: str, value: object) -> object:
    if isinstance(value, list):
        return [_each(root, document, key, one) for one in value]
    if not isinstance(value, Placed) or "://" in value:
        return value
    folder = PurePosixPath(document).parent
    start = PurePosixPath()
    if not value.startswith("/"):
        name = PurePosixPath(value.place.file)
        if value.place.file == document or name.name == "_metadata.yml":
            start = name.parent
    target = PurePosixPath(os.path.normpath(start / value.lstrip("/")).replace(os.sep, "/"))
    if not target.as_posix().startswith(STAGED) and not (root / target).is_file():
        raise value.place.error(
            f'{key}: there is no file "{value}"',
            f"it would be {target}; a path that starts with / is taken from the project's root",
        )
    relative = os.path.relpath(target, folder).replace(os.sep, "/")
    return Placed(relative, value.place)


FOLDER = "_extensions"
_FILE = "_extension.yml"


def contributed(root: Path, format_: Format) -> dict[str, object]:
    """The options that an extension gives its format; the user's own go on top.

    Texts that name a file of the extension become its path from the project's root.

    Raises:
        ThemeloomError: if the extension is not there.
    """
    named = f"{FOLDER}/{format_.extension}/{_FILE}"
    if not (root / named).is_file():
        raise ThemeloomError(
            f"the extension {format_.extension} is missing: there is no {named}",
            f"put the folder {FOLDER} back; the format {format_.name} needs it",
        )
    if format_.name == format_.base:
        return {}
    formats = _mapping(_mapping(read_mapping(root, named).get("contributes")).get("formats"))
    options = merged(_mapping(formats.get("common")), _mapping(formats.get(format_.base)))
    return {key: _rooted(root, format_.extension, value) for key, value in options.items()}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _rooted(root: Path, extension: str, value: object) -> object:
    if isinstance(value, list):
        return [_rooted(root, extension, one) for one in value]
    if not isinstance(value, Placed):
        return value
    target = posixpath.normpath(f"{FOLDER}/{extension}/{value}")
    # What is staged may not be there before the first render.
    if target.startswith(STAGED) or (root / target).is_file():
        return Placed(f"/{target}", value.place)
    return value
