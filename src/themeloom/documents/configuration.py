"""`_quarto.yml`, the metadata files it names, `_variables.yml`, and how metadata is merged."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import OnlyQuartoError, ThemeloomError, heeded, raise_all
from themeloom.documents.cells_as_text import ENDING, ENDINGS
from themeloom.documents.document import read_by_meta
from themeloom.documents.keys import KNOWN, PROJECT_FILE, as_list, check_keys, check_keys_below
from themeloom.documents.places import Place, place_of, placed_mapping
from themeloom.documents.shortcodes import Shortcode, Tokens
from themeloom.study.located import parse
from themeloom.study.words import is_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.core.project import Project
    from themeloom.documents.document import Document


#: Lists that replace each other, as what pandoc reads does under Quarto; all others are joined.
_REPLACED = frozenset(KNOWN["keys"]["replaced"].split())
_ALIASES: dict[str, str] = KNOWN["keys"]["aliases"]
#: Keys that may be one text or a list of them, and are joined as lists.
_EITHER = frozenset({"bibliography", "css"})


def merged(*layers: Mapping[str, object]) -> dict[str, object]:
    """One mapping of several; later layers win, mappings go together, lists are joined.

    Joined lists keep the first of equal items, as in Quarto. A null takes nothing away.
    """
    result: dict[str, object] = {}
    for layer in layers:
        for key, value in layer.items():
            name = _ALIASES.get(key, key)
            result[name] = _joined(name, result.get(name), value)
    return result


def _joined(key: str, below: object, above: object) -> object:
    if key in _EITHER:
        below, above = ([one] if isinstance(one, str) else one for one in (below, above))
    if isinstance(below, dict) and isinstance(above, dict):
        return merged(below, above)
    if key not in _REPLACED and (isinstance(below, list) or isinstance(above, list)):
        if below is None or above is None:
            return below if above is None else above
        both = [*as_list(below), *as_list(above)]
        return [item for at, item in enumerate(both) if item not in both[:at]]
    return above


FILE = "_quarto.yml"
VARIABLES = "_variables.yml"
#: Where to point if a value does not know its place.
_TOP = Place(FILE, 1)


class Configuration(msgspec.Struct, frozen=True):
    """What `_quarto.yml` says.

    Args:
        project: the compendium.
        output: the folder of the outputs, from the root.
        render: the documents to render, from the root, in order.
        metadata: what holds for every document, the metadata files included.
        variables: `_variables.yml`, for `{{< var … >}}`.
        brand: what it says of the brand: a file, a brand, true or false.
        files: every file that was read, from the root.
        for_quarto: whether Quarto renders them, so that what only Quarto supports is let be.
    """

    project: Project
    output: str
    render: tuple[str, ...]
    metadata: Mapping[str, object]
    variables: Mapping[str, object]
    files: tuple[str, ...]
    for_quarto: bool = False
    brand: object = None

    @property
    def shortcodes(self) -> tuple[Shortcode, ...]:
        """The shortcodes in the texts of the project's own metadata."""
        tokens = Tokens()
        tokens.in_data(dict(self.metadata))
        return tuple(tokens.shortcodes)


def read_configuration(project: Project, *, for_quarto: bool = False) -> Configuration:
    """Read `_quarto.yml` and what it names.

    Args:
        project: the compendium.
        for_quarto: whether Quarto renders its documents.

    Raises:
        ThemeloomError: for what is missing, broken, unknown or not supported in them.
    """
    data = read_mapping(project, FILE)
    settings = _project(data)
    own = {key: value for key, value in data.items() if key not in PROJECT_FILE}
    extra = _metadata_files(project, project.root, own)
    metadata = merged(own, *(layer for _, layer in extra))
    has_variables = project.has(project.root / VARIABLES)
    errors = [
        *check_keys_below("project", settings, _TOP),
        *_check_project(settings),
        *_check_output(project, settings),
        *_refused_files(project),
        *check_keys(metadata, _TOP),
    ]
    render = _render_list(project, settings, for_quarto=for_quarto)
    raise_all(heeded(errors, for_quarto=for_quarto))
    return Configuration(
        project,
        str(settings.get("output-dir") or "."),
        render,
        metadata,
        read_mapping(project, VARIABLES) if has_variables else {},
        (FILE, *(name for name, _ in extra), *([VARIABLES] if has_variables else [])),
        for_quarto,
        metadata["brand"] if "brand" in metadata else settings.get("brand"),
    )


def layers_of(configuration: Configuration, document: Document) -> tuple[dict[str, object], ...]:
    """The layers of a document's metadata, lowest first: project, folders, document.

    Raises:
        ThemeloomError: if a metadata file that the document names is missing or broken.
    """
    project = configuration.project
    own = dict(document.metadata)
    named = _metadata_files(project, (project.root / document.path).parent, own)
    folders = [read_mapping(project, name) for name in folder_files(project, document.path)]
    own_keys = read_by_meta(document.shortcodes, document.body)
    layers = [*folders, *(layer for _, layer in named)]
    found = (e for layer in layers for e in check_keys(layer, Place(document.path, 1), own_keys))
    raise_all(heeded(found, for_quarto=configuration.for_quarto))
    return (dict(configuration.metadata), *folders, merged(*(layer for _, layer in named), own))


def metadata_for_quarto(project: Project, document: Document) -> dict[str, object]:
    """A document's metadata, of whatever only Quarto supports as well."""
    own_of_project, own = read_mapping(project, FILE), dict(document.metadata)
    root = project.root
    layers = [
        *(layer for _, layer in _metadata_files(project, root, own_of_project)),
        *(read_mapping(project, name) for name in folder_files(project, document.path)),
        *(layer for _, layer in _metadata_files(project, (root / document.path).parent, own)),
    ]
    return merged(own_of_project, *layers, own)


def folder_files(project: Project, document: str) -> list[str]:
    """The `_metadata.yml` of the folders above a document, outermost first."""
    folders = reversed(PurePosixPath(document).parents)
    names = [(folder / "_metadata.yml").as_posix() for folder in folders]
    # What is no file is told of by whoever reads it.
    there = ((name, project.root / name) for name in names)
    return [name for name, path in there if project.has(path) or path.is_dir()]


def read_mapping(project: Project, named: str) -> dict[str, object]:
    """A YAML file of keys and values; texts remember their places."""
    return _mapping_in(project.text_of(project.root / named, named), named)


@lru_cache(maxsize=256)
def _mapping_in(text: str, named: str) -> dict[str, object]:
    """What a text holds; the same text is parsed once, and nobody changes what came of it."""
    # What documents cite from `_variables.yml` is words, whatever its key.
    words = (lambda _: True) if named == VARIABLES else is_words
    located = parse(text, named, words=words)
    return placed_mapping(
        located,
        Place(named, 1),
        f"{named} is not a list of keys and values",
        "write `key: value`, each on a line",
    )


def _metadata_files(
    project: Project, folder: Path, data: Mapping[str, object]
) -> list[tuple[str, dict[str, object]]]:
    """The metadata files that `metadata-files:` names, with what they hold."""
    root = project.root
    names = [*as_list(data.get("metadata-files")), data.get("metadata-file")]
    found = []
    for name in (one for one in names if one):
        place = place_of(name, _TOP)
        path = (root if str(name).startswith("/") else folder) / str(name).lstrip("/")
        wanted = Path(os.path.normpath(path))
        if not project.has(wanted):
            if wanted == project.metadata:
                continue  # whoever builds derives it first; until then it says nothing
            raise place.error(f'there is no metadata file "{name}"', "correct its name")
        if not path.resolve().is_relative_to(root):
            raise place.error(
                f'the metadata file "{name}" lies outside the project', "copy it into the project"
            )
        relative = path.resolve().relative_to(root).as_posix()
        found.append((relative, read_mapping(project, relative)))
    return found


def _project(data: Mapping[str, object]) -> dict[str, object]:
    project = data.get("project") or {}
    if not isinstance(project, dict):
        raise _TOP.error("project: is not a list of keys", "write its keys below it, indented")
    return project


def _check_project(project: Mapping[str, object]) -> Iterator[ThemeloomError]:
    kind = project.get("type", "default")
    if kind != "default":
        yield place_of(kind, _TOP).only_quarto(
            f'the built-in renderer does not support projects of the type "{kind}"',
            "write type: default, or render with Quarto: quarto render",
        )
    for key, when in (("pre-render", "before"), ("post-render", "after")):
        for script in as_list(project.get(key) or []):
            # Ours do what `themeloom render` does anyway.
            if "themeloom" not in str(script):
                yield place_of(script, _TOP).only_quarto(
                    f'the built-in renderer does not run the script "{script}" {when} rendering',
                    "run it yourself, or render with Quarto: quarto render",
                )


def _check_output(project: Project, settings: Mapping[str, object]) -> Iterator[ThemeloomError]:
    """Outputs lie in the project, and not among what was collected or computed."""
    folder = settings.get("output-dir") or "."
    name = os.path.normpath(str(folder)).replace(os.sep, "/")
    kept = (project.raw, project.derived, project.analysis, project.state, project.extensions)
    if leaves(name):
        yield place_of(folder, _TOP).error(
            f"output-dir: {folder} lies outside the project",
            "name a folder of the project, for instance: output-dir: _output",
        )
    elif any(f"{name}/".startswith(f"{project.name(one)}/") for one in kept):
        yield place_of(folder, _TOP).error(
            f"output-dir: {folder} is no place for outputs, for other files are kept there",
            "name a folder of its own, for instance: output-dir: _output",
        )


def leaves(name: str) -> bool:
    """Whether a path, given from the project's root and normalised, leads out of it."""
    return name == ".." or name.startswith(("../", "/")) or PureWindowsPath(name).drive != ""


def _refused_files(project: Project) -> Iterator[ThemeloomError]:
    for name, what in KNOWN["project"]["files"].items():
        if (project.root / name).exists():
            yield OnlyQuartoError(
                f"the built-in renderer does not support {name} ({what})",
                "move it away, or render with Quarto: quarto render",
                file=name,
            )


def _is_analysis(project: Project, name: str) -> bool:
    """Whether it is a notebook of the analysis, which is a page of its own."""
    return name.endswith(ENDING) and name.startswith(f"{project.name(project.analysis)}/")


def _render_list(
    project: Project, settings: Mapping[str, object], *, for_quarto: bool
) -> tuple[str, ...]:
    """The documents that `render:` names; patterns are resolved in sorted order."""
    listed = settings.get("render")
    if not listed and for_quarto:
        documents = (name for name in project.names_below("") if name.endswith(ENDINGS))
        return tuple(name for name in documents if not _is_analysis(project, name))
    if not isinstance(listed, list) or not listed:
        raise _TOP.error(
            "project: render: does not list the documents",
            "list them: render: [manuscript/paper.qmd, poster/poster.qmd, slides/slides.qmd]",
        )
    chosen: dict[str, None] = {}
    for item in listed:
        pattern = str(item)
        if pattern.startswith("!"):
            chosen = {name: None for name in chosen if not PurePosixPath(name).match(pattern[1:])}
            continue
        found = sorted(map(project.name, project.root.glob(pattern.lstrip("/"))))
        if "*" in pattern:  # what begins so belongs to programs, for Quarto as well
            found = [one for one in found if not re.search(r"(?:^|/)[_.]", one)]
        documents = (name for name in found if name.endswith(ENDINGS))
        chosen |= dict.fromkeys(name for name in documents if not _is_analysis(project, name))
        if not found:
            raise place_of(item, _TOP).error(
                f'there is no document "{pattern}"', "correct the path below project: render:"
            )
    return tuple(chosen)
