"""What front matter says of authors and affiliations: whether a title block shows it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, slip_or
from themeloom.documents.keys import KNOWN, as_list, as_mapping, check_kind
from themeloom.documents.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from themeloom.documents.places import Place

_AUTHORS = ("author", "authors")
_AFFILIATIONS = ("affiliation", "affiliations")
_OF_PERSON = "write it into the text, such as in a section # Acknowledgements {.unnumbered}"


def unshown_of_people(data: Mapping[str, object], top: Place) -> Iterator[ThemeloomError]:
    """What a document says of people that no output would show, and slips of the pen.

    Args:
        data: front matter, or metadata of its project.
        top: where to point if a key does not know its place.
    """
    authors = [as_mapping(one) for one in _all(data, _AUTHORS)]
    affiliations = list(
        chain(_all(data, _AFFILIATIONS), *(_all(one, _AFFILIATIONS) for one in authors))
    )
    yield from _unnamed(data, affiliations, top)
    for one in authors:
        yield from _unknown("author", {**one, **as_mapping(one.get("attributes"))}, top)
    for affiliation in affiliations:
        yield from _unknown("affiliation", as_mapping(affiliation), top)


def _all(data: Mapping[str, object], keys: tuple[str, ...]) -> Iterator[object]:
    return chain(*(as_list(data.get(key)) for key in keys))


def _unnamed(
    data: Mapping[str, object], affiliations: list[object], top: Place
) -> Iterator[ThemeloomError]:
    """People and affiliations that are neither a name nor a group of keys."""
    place = next((place_of(key, top) for key in data if key in _AUTHORS + _AFFILIATIONS), top)
    for one in (*_all(data, _AUTHORS), *affiliations):
        name = one.get("name", "") if isinstance(one, dict) else one
        parts = name.values() if isinstance(name, dict) and isinstance(one, dict) else [name]
        if not all(isinstance(part, str | None) for part in parts):
            hint = "write `name: Ada Example`, or `name: {given: Ada, family: Example}`"
            yield place.error("an author or an affiliation here has no name that is a text", hint)


def _unknown(whose: str, data: Mapping[str, object], top: Place) -> Iterator[ThemeloomError]:
    known, refused = (KNOWN["people"][whose][which].split() for which in ("supported", "refused"))
    for key, value in data.items():
        place = place_of(key, top)
        if key in known or value in (None, False, ""):
            yield from check_kind(f"{whose}.{key}", value, place)
            continue
        if key in refused:
            what = f'what "{key}" says of an {whose} would be shown in no output of ours'
            yield place.error(what, _OF_PERSON)
        else:
            yield place.error(
                f'"{key}" is not a key of an {whose}', slip_or(key, known, _OF_PERSON)
            )
