"""What is to be made: every document in every format it asks for."""

from __future__ import annotations

import posixpath
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import normalize

import msgspec
from msgspec.structs import replace

from themeloom.core.errors import (
    ThemeloomError,
    UnheededError,
    did_you_mean,
    heeded,
    of_each,
    raise_all,
)
from themeloom.documents.brands import brand_of_layers, unknown_in_brand
from themeloom.documents.configuration import Configuration, layers_of, leaves, merged
from themeloom.documents.dates import day_of
from themeloom.documents.document import Document, read_by_meta
from themeloom.documents.formats import (
    FORMATS,
    Format,
    contributed,
    format_named,
    formats_of,
    own_filters,
    with_paths,
)
from themeloom.documents.keys import check_keys, unshown
from themeloom.documents.people import unshown_of_people
from themeloom.documents.places import Place, place_of
from themeloom.documents.poster_parts import check_poster_parts
from themeloom.documents.shortcodes import Shortcode, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.documents.brand import Brand

#: Keys that tell the renderer what to do and are nothing to a template.
_NOT_FOR_TEMPLATES = frozenset(
    {"format", "metadata-files", "metadata-file", "filters", "shortcodes", "template-partials"}
    | {"brand", "brand-mode", "logo"}
)


class Output(msgspec.Struct, frozen=True):
    """One document in one format: one run of pandoc, and of Typst where Typst sets it.

    Args:
        document: what is rendered.
        format: into what.
        metadata: all that holds for it, merged; texts carry tokens for shortcodes.
        shortcodes: what the tokens of body and metadata stand for.
        variables: `_variables.yml`.
        configuration: the project's files that its metadata was read from, from the root, and
            the filters of authors that it names.
        paths: the files that come of it, from the project's root, the main one first.
        brand: what it looks like, if not as ours do.
        elsewhere: what it refers to in other documents, and the files that are made of these.
    """

    document: Document
    format: Format
    metadata: Mapping[str, object]
    shortcodes: tuple[Shortcode, ...]
    variables: Mapping[str, object]
    configuration: tuple[str, ...]
    paths: tuple[str, ...]
    brand: Brand | None = None
    elsewhere: Mapping[str, object] = msgspec.field(default_factory=dict)

    @property
    def name(self) -> str:
        """How progress and messages call it: its main file."""
        return self.paths[0]


def plan(
    configuration: Configuration, documents: Sequence[Document], to: Sequence[str] = ()
) -> list[Output]:
    """List the outputs that are asked for.

    Args:
        configuration: `_quarto.yml`.
        documents: those that are asked for.
        to: formats by name (`docx`, `themeloom-html`) or by suffix (`pdf`); none means all.

    Raises:
        ThemeloomError: every mistake of every document, at once.
    """
    planned, errors = of_each(documents, lambda one: list(outputs_of(configuration, one)))
    outputs = list(chain(*planned))
    heavy = heeded(errors, for_quarto=configuration.for_quarto)
    raise_all([*heavy, *_collisions(outputs)])
    return _in_formats(outputs, to)


def select_documents(render: Sequence[str], selection: Sequence[str]) -> list[str]:
    """The documents, in the project's order, that the given names mean."""
    if not selection:
        return list(render)
    wanted = set()
    for name in selection:
        found = {document for document in render if name.rstrip("/") in _names(document)}
        if not found:
            known = [PurePosixPath(document).stem for document in render]
            raise ThemeloomError(
                f'there is no document "{name}" to render', did_you_mean(name, known)
            )
        wanted |= found
    return [document for document in render if document in wanted]


def _names(document: str) -> set[str]:
    path = PurePosixPath(document)
    return {document, path.stem, path.name, path.parent.as_posix()}


def _in_formats(outputs: list[Output], to: Sequence[str]) -> list[Output]:
    known = {one for output in outputs for one in (output.format.name, *output.format.suffixes)}
    for name in to:
        if any(name in output.format.names for output in outputs):
            continue
        if name not in FORMATS:
            raise ThemeloomError(f'there is no format "{name}"', did_you_mean(name, known))
        raise ThemeloomError(
            f'no document asks for the format "{name}"',
            f"add it below format: in the front matter; there is: {', '.join(sorted(known))}",
        )
    return [output for output in outputs if not to or output.format.names & {*to}]


def outputs_of(configuration: Configuration, document: Document) -> Iterator[Output]:
    """The outputs of one document: one for each format it asks for.

    Raises:
        ThemeloomError: what is wrong with what it asks for.
    """
    layers = layers_of(configuration, document)
    top = Place(document.path, 1)
    own = read_by_meta(document.shortcodes, document.body)
    asked = next((found for layer in reversed(layers) if (found := formats_of(layer))), None)
    if asked is None:
        raise top.only_quarto(
            "the document does not say which formats it is for",
            "add to its front matter: format: {themeloom-html: default, docx: default}",
        )
    quarto = configuration.for_quarto
    formats, errors = of_each(asked, lambda name: format_named(name, top))
    raise_all(heeded(errors, for_quarto=quarto))
    if any(one.is_poster for one in formats):
        raise_all(check_poster_parts(document))
    ours = all(one.name != one.base for one in formats)
    if ours:
        raise_all(error for layer in layers for error in unshown(layer, top))
    if ours or not quarto:
        raise_all(error for layer in layers for error in unshown_of_people(layer, top))
    wrong = (
        error
        for one in formats
        for layer in layers
        for error in check_keys(formats_of(layer).get(one.name, {}), top, own | one.keys)
    )
    raise_all(heeded(wrong, for_quarto=quarto))
    yield from _linked([_output(configuration, document, one, layers) for one in formats])


def unheeded(
    configuration: Configuration, documents: Sequence[Document]
) -> Iterator[UnheededError]:
    """Keys that nobody here knows, each once, wherever documents have them.

    Raises:
        ThemeloomError: as `layers_of`.
    """
    top = Place(configuration.files[0], 1)
    own = {key for one in documents for key in read_by_meta(one.shortcodes, one.body)}
    layers = [layer for one in documents for layer in layers_of(configuration, one)]
    options = [keys for layer in layers for keys in formats_of(layer).values()]
    told = (error for keys in (*layers, *options) for error in check_keys(keys, top, own))
    every = {(one.place, str(one)): one for one in told if isinstance(one, UnheededError)}
    yield from every.values()


def _linked(outputs: Sequence[Output]) -> Iterator[Output]:
    """The outputs of one document; its web page also names the files that lie beside it."""
    others = [
        {"name": output.format.called, "file": PurePosixPath(output.name).name}
        for output in outputs
        if output.format.called
    ]
    for output in outputs:
        named = {"other-formats": others} if output.format.leads else {}
        yield replace(output, metadata={**output.metadata, **named})


def _output(
    configuration: Configuration,
    document: Document,
    format_: Format,
    layers: Sequence[Mapping[str, object]],
) -> Output:
    project = configuration.project
    stacked: list[Mapping[str, object]] = [contributed(project, format_)]
    for layer in layers:
        stacked += [layer, formats_of(layer).get(format_.name, {})]
    everything = merged(*(with_paths(project, document.path, layer) for layer in stacked))
    tokens = Tokens(document.shortcodes)
    metadata = _told(document, everything, tokens)
    paths = tuple(_paths(configuration.output, document.path, format_, metadata))
    # What the extension says of logos keeps Quarto from adding its own.
    brand = brand_of_layers(configuration, stacked[1:])
    if brand:
        metadata["look"] = brand.key
    raise_all(
        [
            *tokens.errors,
            *_unknown_keys(tokens.shortcodes, metadata, configuration.variables),
            *unknown_in_brand(tokens.shortcodes, brand),
        ]
    )
    return Output(
        document,
        format_,
        metadata,
        tuple(tokens.shortcodes),
        configuration.variables,
        (*configuration.files, *own_filters(project, document.path, everything)),
        paths,
        brand,
    )


def _told(
    document: Document, everything: Mapping[str, object], tokens: Tokens
) -> dict[str, object]:
    """What templates and filters are told of an output."""
    metadata = {
        key: tokens.in_data(value)
        for key, value in everything.items()
        if key not in _NOT_FOR_TEMPLATES
    }
    day = day_of(metadata, Place(document.path, 1))
    return {**metadata, **day, "themeloom-document": document.path}


def _paths(
    folder: str, document: str, format_: Format, metadata: Mapping[str, object]
) -> Iterator[str]:
    """The files of an output: beside each other, where Quarto would put them.

    Raises:
        ThemeloomError: if they would lie in another folder.
    """
    path, named = PurePosixPath(document), metadata.get("output-file")
    stem = str(named or path.stem).removesuffix(f".{format_.suffixes[0]}")
    for suffix in format_.suffixes:
        made = (PurePosixPath(folder) / path.parent / f"{stem}.{suffix}").as_posix()
        if _leaves(folder, made):
            raise place_of(named, Place(document, 1)).error(
                f"output-file: {named} leads out of the folder of the outputs",
                "give it a name without folders, for instance: output-file: article",
            )
        yield made


def _leaves(folder: str, path: str) -> bool:
    """Whether the path of an output, however it is written, lies in another folder."""
    inside = posixpath.relpath(path, folder) if not path.startswith("/") else path
    return leaves(inside)


def _collisions(outputs: Sequence[Output]) -> Iterator[ThemeloomError]:
    """Outputs that would overwrite each other."""
    seen: dict[str, Output] = {}
    for output in outputs:
        for path in output.paths:
            # On many disks large and small letters make no difference, nor do the parts of one.
            other = seen.setdefault(normalize("NFC", path).casefold(), output)
            if other is not output:
                yield Place(output.document.path, 1).error(
                    f"{other.format.name} and {output.format.name} would both write {path}",
                    "give one of them an output-file: of its own",
                )


def _unknown_keys(
    shortcodes: Sequence[Shortcode], metadata: Mapping[str, object], variables: Mapping[str, object]
) -> Iterator[ThemeloomError]:
    """The `meta` and `var` shortcodes that ask for what is not there."""
    sources = {"meta": (metadata, "the metadata"), "var": (variables, "_variables.yml")}
    for shortcode in shortcodes:
        if shortcode.name not in sources:
            continue
        data, called = sources[shortcode.name]
        if len(shortcode.args) != 1:
            yield shortcode.error(
                f"{{{{< {shortcode.name} >}}}} needs the name of one key",
                f"for instance: {{{{< {shortcode.name} title >}}}}",
            )
        elif not _has(data, shortcode.args[0].split(".")):
            yield shortcode.error(
                f'there is no "{shortcode.args[0]}" in {called}',
                did_you_mean(shortcode.args[0].split(".")[0], data),
            )


def _has(data: object, keys: Sequence[str]) -> bool:
    for key in keys:
        if isinstance(data, list) and key.isdecimal() and 0 < int(key[-9:]) <= len(data):
            data = data[int(key[-9:]) - 1]
        elif isinstance(data, dict) and key in data:
            data = data[key]
        else:
            return False
    return True
