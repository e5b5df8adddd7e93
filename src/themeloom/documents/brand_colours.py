"""The colours of a brand: names for names, until there are digits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from themeloom.core.errors import did_you_mean
from themeloom.core.expressions import later
from themeloom.documents.keys import as_mapping
from themeloom.documents.places import place_of
from themeloom.look.colours import in_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.documents.brand import Source
    from themeloom.documents.places import Place

_HEX = later(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_DIGITS = 'write it without transparency, as in "#036"'


class Listener(Protocol):
    """Whoever is told of mistakes, and of where colours stand."""

    def mistake(self, place: Place, message: str, hint: str) -> None:
        """Something is wrong."""

    def placed(self, name: str, place: Place) -> None:
        """A colour stands here."""


class Colours:
    """The colours of one mode of a brand.

    Args:
        listener: who is told what is wrong.
        source: the brand as it was written.
        mode: `light` or `dark`.
    """

    def __init__(self, listener: Listener, source: Source, mode: str) -> None:
        self._listener, self._source, self._mode = listener, source, mode
        colour = as_mapping(source.data.get("color"))
        self._palette = as_mapping(colour.get("palette"))
        self._roles = {name: one for name, one in colour.items() if name != "palette"}

    def named(self) -> dict[str, str]:
        """Every colour that has a name; `link` is what the brand's typography says of links."""
        found = {}
        for name, said in [*self._palette.items(), *self._roles.items()]:
            place = place_of(said, place_of(name, self._source.top))
            self._listener.placed(str(name), place)
            if value := self.value(name, place):
                found[str(name)] = value
        link = as_mapping(as_mapping(self._source.data.get("typography")).get("link")).get("color")
        if link is not None:
            place = place_of(link, self._source.top)
            self._listener.placed("link", place)
            if value := self.value(link, place):
                found["link"] = value
        return found

    def value(self, said: object, place: Place) -> str:
        """A colour as six digits; empty if it is none, which is told, or none in this mode."""
        seen: list[str] = []
        while True:
            if isinstance(said, dict):
                if self._mode not in said:
                    return ""
                said = said[self._mode]
                place = place_of(said, place)
            name = str(said)
            if said is None:
                self._listener.mistake(
                    place,
                    f"the colour {seen[-1] if seen else ''} has no value",
                    'put it between quotation marks, as in "#036": a # begins a comment',
                )
                return ""
            if name in seen:
                chain = " → ".join((*seen, name))
                self._listener.mistake(place, f"colours name each other: {chain}", _DIGITS)
                return ""
            if name not in self._palette and name not in self._roles:
                return self._digits(name, place)
            seen.append(name)
            said = self._palette[name] if name in self._palette else self._roles[name]
            place = place_of(said, place)

    def _digits(self, name: str, place: Place) -> str:
        if _HEX.fullmatch(name):
            return in_digits(name)
        from PIL import ImageColor

        try:
            found = ImageColor.getrgb(name)
        except ValueError:
            known = (*map(str, self._palette), *map(str, self._roles), *ImageColor.colormap)
            self._listener.mistake(place, f'there is no colour "{name}"', _near(name, known))
            return ""
        if len(found) != len("RGB"):
            self._listener.mistake(place, f'the colour "{name}" can be seen through', _DIGITS)
            return ""
        return "#" + "".join(f"{part:02X}" for part in found)


def _near(name: str, known: Iterable[str]) -> str:
    """The colour that is meant, or how to write one."""
    found = did_you_mean(name, known)
    return found if found.startswith("did") else _DIGITS
