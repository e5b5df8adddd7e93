"""Finding and reading brands: which one a document has, what it says, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.documents.brand import (
    FILES,
    MODES,
    Brand,
    Source,
)
from themeloom.documents.brand_reading import Reading, path_from
from themeloom.documents.configuration import FILE, read_mapping
from themeloom.documents.keys import as_mapping
from themeloom.documents.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from themeloom.core.project import Project
    from themeloom.documents.configuration import Configuration
    from themeloom.documents.shortcodes import Shortcode

#: Where to point if a value does not know its place.
_TOP = Place("_quarto.yml", 1)
#: What the shortcode can ask for.
KINDS = ("color", "logo")


def project_brand(project: Project) -> list[str]:
    """The file of a project's brand, if there is one.

    Raises:
        ThemeloomError: if two files would be it.
    """
    found = [name for name in FILES if project.has(project.root / name)]
    if len(found) > 1:
        raise ThemeloomError(
            f"{found[0]} and {found[1]} would both be the project's brand",
            "keep one of them",
            file=found[1],
        )
    return found


def brand_of_layers(
    configuration: Configuration, layers: Iterable[Mapping[str, object]]
) -> Brand | None:
    """The brand of a document in one format: what the last layer says that says anything.

    Args:
        configuration: `_quarto.yml`.
        layers: the metadata, lowest first: of the project, the folders, the document, the format.

    Raises:
        ThemeloomError: every mistake of the brand, at once.
    """
    said, mode, logo = configuration.brand, None, None
    for layer in layers:
        said = said if layer.get("brand") in (None, True) else layer["brand"]
        said = configuration.brand if layer.get("brand") is True else said
        mode = layer.get("brand-mode", mode)
        logo = layer.get("logo", logo)
    return brand_of(configuration.project, said, mode, logo)


def brand_of(
    project: Project, said: object, mode: object = None, logo: object = None
) -> Brand | None:
    """A brand.

    Args:
        project: the compendium.
        said: where it is: a file, the brand itself, one for each mode, false if there is to be
            none; nothing or true means the project's own.
        mode: what `brand-mode` says.
        logo: what `logo` says, which stands in the place of the brand's logos; a document has it
            without a brand too.

    Raises:
        ThemeloomError: every mistake of the brand, at once.
    """
    if said is None or said is True:
        said = next((f"/{name}" for name in project_brand(project)), False)
    if said is False and not logo:
        return None
    said = {} if said is False else said
    if mode not in (None, *MODES):
        hint = did_you_mean(str(mode), MODES)
        raise place_of(mode, _TOP).error(f'there is no brand-mode "{mode}"', hint)
    modes = as_mapping(said)
    apart = bool(modes) and modes.keys() <= {*MODES}
    sources = {
        str(name): _source(project, one)
        for name, one in (modes if apart else dict.fromkeys(MODES, said)).items()
    }
    return Reading(project, sources, str(mode or "light"), logo, apart=apart).brand()


def _source(project: Project, said: object) -> Source:
    """Where a brand is held, and what it holds."""
    if isinstance(said, dict):
        place = place_of(next(iter(said), None), _TOP)
        return Source(said, place.file, place, ())
    place = place_of(said, _TOP)
    path = path_from(place.file, str(said))
    if path.startswith("..") or not project.has(project.root / path):
        raise place.error(
            f'there is no brand "{said}"',
            f"it would be {path}; a path that starts with / is taken from the project's root; "
            "for none write: brand: false",
        )
    return Source(read_mapping(project, path), path, Place(path, 1), (path,))


def brand_of_project(project: Project) -> Brand | None:
    """The brand of what is no document: figures, pages about the outputs.

    Raises:
        ThemeloomError: every mistake of the brand, at once.
    """
    told = read_mapping(project, FILE) if project.has(project.quarto) else {}
    named = told.get("brand", as_mapping(told.get("project")).get("brand"))
    return brand_of(project, named, logo=told.get("logo"))


def unknown_in_brand(
    shortcodes: Iterable[Shortcode], brand: Brand | None
) -> Iterator[ThemeloomError]:
    """The `brand` shortcodes that ask for what the brand has not."""
    for one in shortcodes:
        if one.name != "brand":
            continue
        kind, name, mode, *_ = (*one.args, "", "", "")
        if kind not in KINDS or not name:
            yield one.error(
                f"{one} is no color and no logo of the brand",
                "write {{< brand color primary >}} or {{< brand logo medium >}}",
            )
        elif brand is None:
            yield one.error(
                f"{one} asks for a brand, and there is none", f"put a {FILES[0]} beside _quarto.yml"
            )
        elif mode not in ("", "both", *MODES):
            yield one.error(f'there is no mode "{mode}" of a brand', did_you_mean(mode, MODES))
        else:
            had = brand.colours if kind == "color" else brand.named
            known = {key for of_mode in had.values() for key in of_mode}
            if name not in known:
                yield one.error(f'the brand has no {kind} "{name}"', did_you_mean(name, known))
