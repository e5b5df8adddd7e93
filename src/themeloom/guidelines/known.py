"""The reporting guidelines: those that come along, and a study's own in `guidelines/`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.errors import did_you_mean, raise_all
from themeloom.core.files import beside
from themeloom.study.located import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.core.errors import ThemeloomError
    from themeloom.core.project import Project
    from themeloom.study.located import Located

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_UNKNOWN = re.compile(r"unknown field `(.+?)`")


class Item(msgspec.Struct, frozen=True):
    """One thing that a guideline asks for.

    Args:
        id: its number, as the guideline writes it (`12`, `S8`).
        title: its title.
        domain: the heading it stands under; empty if the guideline has none.
    """

    id: str
    title: str
    domain: str


class Guideline(msgspec.Struct, frozen=True):
    """A reporting guideline.

    Args:
        key: the attribute that marks its answers in a text: `coreq`.
        name: what it is called.
        title: its name in full.
        citation: what published it.
        doi: that paper's DOI; empty if it has none.
        items: what it asks for, in its order.
    """

    key: str
    name: str
    title: str
    citation: str
    doi: str
    items: tuple[Item, ...]

    def item(self, written: str) -> Item | None:
        """The item that an author means by `12`, `S8`, `s8` or, where no other fits, `8`."""
        wanted = {written.casefold(), f"s{written}".casefold()}
        return next((item for item in self.items if item.id.casefold() in wanted), None)


def _read(key: str) -> Guideline:
    data = beside(__file__, f"{key}.toml")
    items = tuple(
        Item(number, title, domain["title"])
        for domain in data["domains"]
        for number, title in domain["items"]
    )
    return Guideline(key, data["name"], data["title"], data["citation"], data["doi"], items)


#: Every guideline that comes along, by its key.
GUIDELINES: dict[str, Guideline] = {
    key: _read(key) for key in ("coreq", "srqr", "entreq", "gripp2-sf", "jars-qual")
}


class _Own(msgspec.Struct, forbid_unknown_fields=True):
    """A guideline of a study's own, as its file has it: items by heading, or without any."""

    name: str
    items: dict[str | int, str | dict[str | int, str]]
    title: str = ""
    citation: str = ""
    doi: str = ""


def guidelines_of(project: Project) -> dict[str, Guideline]:
    """The guidelines that a study can follow, its own among them (`guidelines/mine.yml`).

    Raises:
        ThemeloomError: every mistake in files of its own, with its line.
    """
    own = [one for one in project.below(project.guidelines) if one.suffix in (".yml", ".yaml")]
    found = dict(GUIDELINES)
    errors: list[ThemeloomError] = []
    for path in own:
        located = parse(project.text_of(path), project.name(path))
        mistakes = list(_mistakes(path.stem, located))
        errors += mistakes
        if not mistakes:
            found[path.stem] = _own(path.stem, msgspec.convert(located.value, _Own))
    raise_all(errors)
    return found


def _mistakes(key: str, located: Located) -> Iterator[ThemeloomError]:
    if key in GUIDELINES:
        name = f'"{key}" is the name of a guideline that comes along'
        yield located.error((), name, "give the file another name")
    elif not _KEY.fullmatch(key):
        name = f'"{key}" can mark nothing in a text'
        yield located.error((), name, "name the file by small letters, digits and hyphens")
    try:
        own = msgspec.convert(located.value, _Own)
    except msgspec.ValidationError as error:
        yield _explained(located, str(error))
        return
    numbers = [number for number, _, _ in _numbered(own)]
    for number in sorted({one for one in numbers if numbers.count(one) > 1}):
        yield located.error(("items",), f"the item {number} is there twice", "number one anew")
    if not numbers:
        yield located.error(("items",), "there is no item", 'write one a line: "1": Title')


def _explained(located: Located, told: str) -> ThemeloomError:
    """What does not fit, with the key that was perhaps meant."""
    unknown = _UNKNOWN.search(told)
    if unknown:
        known = did_you_mean(unknown[1], _Own.__struct_fields__)
        return located.error((unknown[1],), f'a guideline has no key "{unknown[1]}"', known)
    keys = "it has name, items (a number and a title each) and, if you like, title, citation, doi"
    return located.error((), f"this is no guideline: {told}", keys)


def _numbered(own: _Own) -> Iterator[tuple[str, str, str]]:
    """Every item: its number, its title, its heading."""
    for head, inside in own.items.items():
        if isinstance(inside, str):
            yield str(head), inside, ""
        else:
            yield from ((str(number), title, str(head)) for number, title in inside.items())


def _own(key: str, own: _Own) -> Guideline:
    items = tuple(Item(*one) for one in _numbered(own))
    return Guideline(key, own.name, own.title or own.name, own.citation, own.doi, items)
