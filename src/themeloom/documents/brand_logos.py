"""The logos of a brand: which there are, and which stand at the head and at the foot."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from themeloom.core.errors import did_you_mean
from themeloom.documents.brand import KNOWN_OF_BRANDS, Logo, Source, mapping
from themeloom.documents.brand_colours import Listener
from themeloom.documents.keys import as_list
from themeloom.documents.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping


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
        images = mapping(mapping(logo).get("images"))
        found = {
            str(name): self._logo(source, one, place_of(name, source.top))
            for name, one in images.items()
        }
        for size in KNOWN_OF_BRANDS["sizes"]:
            said = mapping(logo).get(size)
            if isinstance(said, dict):
                said = said.get(mode) or next(iter(said.values()), None)
            if said is not None:
                known = found.get(str(said))
                found[size] = known or self._logo(source, said, place_of(said, source.top))
        return found

    def _logo(self, source: Source, said: object, place: Place) -> Logo:
        told = mapping(said) if isinstance(said, dict) else {"path": said}
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
        name = mapping(source.data.get("meta")).get("name")
        told = mapping(name)
        return str(told.get("full") or told.get("short") or "" if told else name or "")

    def shown(
        self, named: Mapping[str, Mapping[str, Logo]]
    ) -> tuple[tuple[tuple[Logo, Logo], ...], tuple[tuple[Logo, Logo], ...]]:
        """The logos at the head and at the foot: as the brand says, else by their sizes.

        What no size names is somebody else's, a funder's or a partner's: it stands at the foot.
        """
        source = self._source
        own = mapping(mapping(source.data.get("defaults")).get("themeloom"))
        first = next(iter(named.values()))
        sizes = [size for size in KNOWN_OF_BRANDS["sizes"] if size in first]
        used = {
            one.path
            for logos in named.values()
            for size in sizes
            for one in [logos[size]]
            if size in logos
        }
        others = [name for name, one in first.items() if one.path not in used]
        default = {"head": sizes[:1] or others[:1], "foot": others if sizes else others[1:]}
        found = {}
        for place in ("head", "foot"):
            names = as_list(own[place]) if place in own else [*default[place]]
            pairs = []
            for name in (one for one in names if one is not False):
                if name not in first:
                    self._listener.mistake(
                        place_of(name, source.top),
                        f'the brand has no logo "{name}"',
                        did_you_mean(str(name), first),
                    )
                    continue
                self._see_described(str(name), first[str(name)])
                light = named.get("light", first).get(str(name), first[str(name)])
                pairs.append((light, named.get("dark", {}).get(str(name), light)))
            found[place] = tuple(pairs)
        return found["head"], found["foot"]

    def _see_described(self, name: str, logo: Logo) -> None:
        if logo.path and not logo.alt:
            self._listener.mistake(
                logo.place,
                f'the logo "{name}" has no alternative text, for those who do not see it',
                f"write it below logo: images: {PurePosixPath(logo.path).stem}: "
                f'{{path: {logo.path}, alt: "University of …"}}, or name the brand: meta: name:',
            )
