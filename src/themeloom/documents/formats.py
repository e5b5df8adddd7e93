"""The formats that documents may ask for, and what an extension contributes to each."""

from __future__ import annotations

import os.path
import posixpath
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import ThemeloomError, did_you_mean, raise_all
from themeloom.core.extensions import DESCRIPTION, FOLDER
from themeloom.core.files import beside
from themeloom.documents.citation_style import check_style
from themeloom.documents.configuration import merged, read_mapping
from themeloom.documents.keys import KNOWN, RUN_FILTERS, as_mapping
from themeloom.documents.places import Place, Placed, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from themeloom.core.project import Project


class Pandoc(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What pandoc is told of a format.

    Args:
        writer: of pandoc's, with its extensions.
        template: ours or, where Quarto uses it as well, one of the format's extension.
        partials: of that extension, which the template includes.
        style_sheet: of that extension, for a web page.
        script: likewise.
        reference: the staged document with the styles.
        for_reviewers: the same for a document with `review: true`.
        contents: whether it heeds `toc`.
        slides: whether its pages are slides: they heed `slide-level`, and show no code.
        in_steps: whether its lists may appear step by step; elsewhere they are there at once.
        options: further ones.
    """

    writer: str
    template: str = ""
    partials: tuple[str, ...] = ()
    style_sheet: str = ""
    script: str = ""
    reference: str = ""
    for_reviewers: str = ""
    contents: bool = False
    slides: bool = False
    in_steps: bool = False
    options: tuple[str, ...] = ()


class Format(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a format of the built-in renderer, as its `format.toml` has it.

    Args:
        name: as front matter names it, after Quarto; a format may have several names.
        folder: the folder of `formats/` that is about it.
        key: as the renderer's own parts name it.
        files: what a person is told of each of its files, by its suffix, the main one first:
            what it is, and what it is good for.
        weight: how long it takes beside others, as long as nothing was measured.
        pandoc: what pandoc is told.
        extension: the folder below `_extensions` that holds its templates and styles.
        set_by: the extension that says where things stand in it, if that is another.
        keys: what of front matter it alone heeds, for the others have no place for it.
        leads: whether it leads to the other files of its document, and to the evidence.
        labels: whether its tables carry labels.
        office: whether it is an archive for an office program: its pictures are in pixels, and
            of a project's typefaces it takes along those with TrueType outlines.
        set_in_type: whether it is set in any type at all.
        pictures_beside: whether its pictures lie in a folder beside it.
        leaves_out: what of a document it does not show on purpose, each with the reason: kinds
            and streams of the parts that `holding` tells apart, or one of the other (`speaker
            link`).
        may_lack: the stream of which it shows what has room on its page; the rest is told.
        arranges: what stands in an order of the format's own: nothing, each `section`, or each
            `part` of the text.
    """

    name: str
    folder: str
    key: str
    files: dict[str, tuple[str, str]]
    weight: float
    pandoc: Pandoc
    extension: str = "themeloom"
    set_by: str = ""
    keys: frozenset[str] = frozenset()
    leads: bool = False
    labels: bool = True
    office: bool = False
    set_in_type: bool = True
    pictures_beside: bool = False
    leaves_out: dict[str, str] = {}
    may_lack: str = ""
    arranges: str = ""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Those of its files, the main one first."""
        return tuple(self.files)

    @property
    def base(self) -> str:
        """The format of Quarto's that it is based on."""
        return self.name.removeprefix(f"{self.extension}-")

    @property
    def names(self) -> frozenset[str]:
        """All by which a person may ask for it."""
        return frozenset({self.name, self.key, self.base, *self.suffixes})

    @property
    def called(self) -> str:
        """What a web page calls it that lies beside it; empty if it is a web page itself."""
        return "" if self.is_web else self.files[self.suffixes[0]][0]

    @property
    def is_web(self) -> bool:
        """Whether it is read in a browser."""
        return self.suffixes[0] == "html"

    @property
    def typeset(self) -> bool:
        """Whether Typst sets it."""
        return self.base == "typst"

    @property
    def is_poster(self) -> bool:
        """Whether it shows the parts of a poster, and nothing else."""
        return self.extension == "themeloom-poster"


def _read(room: Path) -> Iterator[Format]:
    """The formats that `formats/` lists, each by all its names; read as data, not imported."""
    for folder in beside(str(room / "list"), "formats.toml")["formats"]:
        for key, told in beside(str(room / folder / "told"), "format.toml").items():
            for name in told.pop("names"):
                yield msgspec.convert({"name": name, "folder": folder, "key": key, **told}, Format)


FORMATS = {one.name: one for one in _read(Path(__file__).parents[1] / "formats")}

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
        raise place.only_quarto(
            f'the built-in renderer does not make the format "{name}"',
            (f"{closest}; or " if closest else "") + "render with Quarto: quarto render",
        )
    suggestion = did_you_mean(name, FORMATS)
    extension = name.rsplit("-", 1)[0]
    if base in FORMATS | _OTHERS.keys() and not extension.startswith("themeloom") and base != name:
        suggestion += f'; formats of other extensions ("{extension}") need Quarto: quarto render'
        raise place.only_quarto(f'there is no format "{name}"', suggestion)
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


def with_paths(
    project: Project, document: str, metadata: Mapping[str, object]
) -> dict[str, object]:
    """Metadata whose paths are taken from the document's folder, as Quarto does.

    A path in a document is meant from its folder, one in `_metadata.yml` from that file's
    folder, one in `_quarto.yml` and its metadata files from the project's root; one that
    starts with `/` always from the root.

    Raises:
        ThemeloomError: if there is no such file.
    """
    return {
        key: _each(value, partial(_from_document, project, document, key)) if key in KEYS else value
        for key, value in metadata.items()
    }


def _each(value: object, change: Callable[[Placed], object]) -> object:
    """The text, or the texts of the list, changed."""
    if isinstance(value, list):
        return [_each(one, change) for one in value]
    return change(value) if isinstance(value, Placed) else value


def _from_document(project: Project, document: str, key: str, value: Placed) -> Placed:
    if "://" in value:
        return value
    start = PurePosixPath()
    if not value.startswith("/"):
        name = PurePosixPath(value.place.file)
        if value.place.file == document or name.name == "_metadata.yml":
            start = name.parent
    target = PurePosixPath(os.path.normpath(start / value.lstrip("/")).replace(os.sep, "/"))
    if target.parts[:1] == ("..",):
        raise value.place.error(
            f'{key}: "{value}" lies outside the project', "copy it into the project"
        )
    if not target.as_posix().startswith(STAGED) and not project.has(project.root / target):
        raise value.place.error(
            f'{key}: there is no file "{value}"',
            f"it would be {target}; a path that starts with / is taken from the project's root",
        )
    if key == "csl":
        path = project.root / target
        raise_all(check_style(target.as_posix(), project.bytes_of(path)))
    relative = os.path.relpath(target, PurePosixPath(document).parent)
    return Placed(relative.replace(os.sep, "/"), value.place)


def own_filters(project: Project, document: str, metadata: Mapping[str, object]) -> Iterator[str]:
    """The files of the filters that authors bring for Quarto, from the project's root.

    Raises:
        ThemeloomError: if there is no such file.
    """
    wanted = metadata.get("filters")
    for one in wanted if isinstance(wanted, list) else [wanted]:
        # One may stand as `path:`, with the place where it is to run.
        name = one.get("path") if isinstance(one, dict) else one
        if not isinstance(name, Placed) or name in RUN_FILTERS:
            continue
        if PurePosixPath(name).suffix:
            folder = PurePosixPath(document).parent
            path = folder / _from_document(project, document, "filters", name)
            yield os.path.normpath(path).replace(os.sep, "/")
        else:
            yield from project.names_below(f"{FOLDER}/{name}")


def contributed(project: Project, format_: Format) -> dict[str, object]:
    """The options that an extension gives its format; the user's own go on top.

    Texts that name a file of the extension become its path from the project's root.

    Raises:
        ThemeloomError: if the extension is not there.
    """
    named = f"{FOLDER}/{format_.extension}/{DESCRIPTION}"
    if not project.has(project.root / named):
        raise ThemeloomError(
            f"the extension {format_.extension} is missing: there is no {named}",
            f"put the folder {FOLDER} back; the format {format_.name} needs it",
        )
    if format_.name == format_.base:
        return {}
    formats = as_mapping(as_mapping(read_mapping(project, named).get("contributes")).get("formats"))
    options = merged(as_mapping(formats.get("common")), as_mapping(formats.get(format_.base)))
    rooted = partial(_from_extension, project, format_.extension)
    # Its filters are for Quarto: the built-in renderer runs what they call itself.
    ours = {key: value for key, value in options.items() if key != "filters"}
    return {key: _each(value, rooted) for key, value in ours.items()}


def _from_extension(project: Project, extension: str, value: Placed) -> Placed:
    target = posixpath.normpath(f"{FOLDER}/{extension}/{value}")
    # What is staged may not be there before the first render.
    if target.startswith(STAGED) or project.has(project.root / target):
        return Placed(f"/{target}", value.place)
    return value
