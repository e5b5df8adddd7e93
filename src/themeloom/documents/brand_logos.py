"""The logos of a brand: which there are, and which stand at the head and at the foot."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from themeloom.core.errors import did_you_mean
from themeloom.documents.brand import KNOWN_OF_BRANDS, MODES, Logo, Source
from themeloom.documents.brand_colours import Listener
from themeloom.documents.keys import as_list, as_mapping
from themeloom.documents.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    #: Every logo with a name, by mode; logos that are shown, each for the light and for the dark.
    Named = Mapping[str, Mapping[str, Logo]]
    Pairs = tuple[tuple[Logo, Logo], ...]


class Finder(Listener, Protocol):
    """Whoever also finds the files that a brand names."""

    def file(self, source: Source, name: str, place: Place, what: str) -> str:
        """The path of a file from the root; it is told if there is none."""


class Logos:
    """The logos of a brand.

    Args:
        listener: who is told what is wrong.
        source: the brand as it was written, in its first mode.
    """

    def __init__(self, listener: Finder, source: Source) -> None:
        self._listener, self._source = listener, source

    def named(self, source: Source, mode: str) -> dict[str, Logo]:
        """Every logo with a name, in one mode."""
        logo = source.data.get("logo")
        if isinstance(logo, str):
            logo = {"medium": logo}
        images = as_mapping(as_mapping(logo).get("images"))
        found = {
            str(name): self._logo(source, one, place_of(name, source.top))
            for name, one in images.items()
        }
        for size in KNOWN_OF_BRANDS["sizes"]:
            said = in_mode(as_mapping(logo).get(size), mode)
            if said is not None:
                known = found.get(str(said))
                found[size] = known or self._logo(source, said, place_of(said, source.top))
        return found

    def _logo(self, source: Source, said: object, place: Place) -> Logo:
        told = as_mapping(said) if isinstance(said, dict) else {"path": said}
        name = str(told.get("path") or "")
        alt = str(told.get("alt") or self._called(source))
        if not name or "://" in name:
            self._listener.mistake(
                place,
                f'the logo "{name}" is not a file of the project' if name else "a logo has no path",
                "put the picture into the project, and write its path",
            )
            return Logo("", alt, place)
        return Logo(
            self._listener.file(source, name, place_of(told.get("path"), place), "logo"), alt, place
        )

    @staticmethod
    def _called(source: Source) -> str:
        """What the brand is called: its logo says that, if nothing else is said of it."""
        name = as_mapping(source.data.get("meta")).get("name")
        told = as_mapping(name)
        return str(told.get("full") or told.get("short") or "" if told else name or "")

    def shown(self, named: Named, said: object = None) -> tuple[Pairs, Pairs]:
        """The logos at the head and at the foot: as the brand says, else by their sizes.

        What no size names is somebody else's, a funder's or a partner's: it stands at the foot.

        Args:
            named: every logo with a name, by mode.
            said: what a document says of its `logo:`, in the place of those at the head: names,
                paths, what is shown in the light and in the dark; false if none is shown at all.
        """
        if said is False:
            return (), ()
        own = as_mapping(as_mapping(self._source.data.get("defaults")).get("themeloom"))
        head, foot = (
            self._pairs(named, as_list(own[place]) if place in own else usual)
            for place, usual in zip(("head", "foot"), _usual(named), strict=True)
        )
        return (self._of_document(named, as_list(said)) if said else head), foot

    def _pairs(self, named: Named, names: list[object]) -> Pairs:
        """Logos by what the brand calls them."""
        first, pairs = next(iter(named.values())), []
        for name in (one for one in names if one is not False):
            if name not in first:
                self._listener.mistake(
                    place_of(name, self._source.top),
                    f'the brand has no logo "{name}"',
                    did_you_mean(str(name), first),
                )
                continue
            pair = tuple(_known(named, str(name), mode) for mode in MODES)
            self._see_described(
                str(name),
                pair[0],
                f"write it below logo: images: {PurePosixPath(pair[0].path).stem}: "
                f'{{path: {pair[0].path}, alt: "University of …"}}, or name the brand: meta: name:',
            )
            pairs.append((pair[0], pair[1]))
        return tuple(pairs)

    def _of_document(self, named: Named, said: list[object]) -> Pairs:
        """Logos that a document names: some of the brand's, or files of its own."""
        pairs = []
        for one in said:
            light, dark = (self._of_mode(named, in_mode(one, mode), mode) for mode in MODES)
            pairs.append((light, dark))
        return tuple(pairs)

    def _of_mode(self, named: Named, said: object, mode: str) -> Logo:
        name = as_mapping(said).get("path") if isinstance(said, dict) else said
        place = place_of(name, place_of(next(iter(as_mapping(said)), None), self._source.top))
        if str(said) in next(iter(named.values())):
            return _known(named, str(said), mode)
        for key in as_mapping(said).keys() - {"path", "alt"}:
            message = f'"{key}" is not a key of logo:'
            self._listener.mistake(place_of(key, place), message, "it may have path and alt")
        logo = self._logo(Source({}, place.file, place, ()), said, place)
        hint = f'write logo: {{path: {name}, alt: "University of …"}}'
        self._see_described(str(name), logo, hint)
        return logo

    def _see_described(self, name: str, logo: Logo, hint: str) -> None:
        if logo.path and not logo.alt:
            message = f'the logo "{name}" has no alternative text, for those who do not see it'
            self._listener.mistake(logo.place, message, hint)


def in_mode(said: object, mode: str) -> object:
    """What is said of one mode, where the light and the dark differ."""
    modes = as_mapping(said)
    if not modes or not modes.keys() <= {*MODES}:
        return said
    return modes.get(mode) or next(iter(modes.values()))


def _known(named: Named, name: str, mode: str) -> Logo:
    """A logo with a name; one that the dark lacks is that of the light."""
    first = next(iter(named.values()))
    light = named.get("light", first).get(name, first[name])
    return named.get(mode, {}).get(name, light)


def _usual(named: Named) -> tuple[list[object], list[object]]:
    """What stands at the head and at the foot where the brand does not say."""
    first = next(iter(named.values()))
    sizes = [size for size in KNOWN_OF_BRANDS["sizes"] if size in first]
    used = {logos[size].path for logos in named.values() for size in sizes if size in logos}
    others = [name for name, one in first.items() if one.path not in used]
    return [*(sizes[:1] or others[:1])], [*(others if sizes else others[1:])]
