"""The look of a brand: what it says, on top of ours, made legible wherever text is set in it.

A brand names a few colours by what they are for and lists others. The rest follows: fields and
lines are its ground with a little ink, the threads are its palette. What it says of a colour
that text is set in, and that cannot be read, becomes the nearest shade that can.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from themeloom.core.files import beside
from themeloom.look.colours import (
    BLACK,
    EYES,
    WHITE,
    as_seen,
    chroma,
    ciede2000,
    contrast,
    is_dark,
    mixed,
    nearest,
)
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from themeloom.look.tokens import Look

_RULES = beside(__file__, "brand.toml")
#: What WCAG asks for between text and its ground, and between what is no text and its own.
TEXT, SHAPE = 4.5, 3.0
#: From this ΔE00 on, two thin lines are told apart at a glance.
APART = 10.0
#: So many of the first threads are to be told apart by every eye, whichever of them are compared.
ALONE = 3
#: Grey print has no room for several colours that are dark enough for text; hence the labels.
#: What threads are called as a use of a colour.
THREAD = "thread"
_EYES = tuple(eye for eye in EYES if eye != "grey")


class Given(msgspec.Struct, frozen=True):
    """What a brand says of colours and typefaces.

    Args:
        modes: for `light` and `dark`, as far as the brand has them, colours by their roles.
        threads: the colours of the themes, each with what the brand calls it.
        chosen: whether the brand says that these are the themes' colours; otherwise they are
            its palette, from which those that serve are taken.
        faces: families by their use, as far as the brand has them.
    """

    modes: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=dict)
    threads: Sequence[tuple[str, str]] = ()
    chosen: bool = False
    faces: Mapping[str, str] = msgspec.field(default_factory=dict)


class Changed(msgspec.Struct, frozen=True):
    """A colour of a brand that is not used as it is given.

    Args:
        mode: `light` or `dark`.
        name: what the brand calls it.
        use: what it is for here.
        given: the colour.
        used: what is used instead.
        other: what it cannot be read on, or cannot be told from.
        contrast: between it and that; 0 if the two cannot be told apart.
        eye: who cannot tell them apart.
    """

    mode: str
    name: str
    use: str
    given: str
    used: str
    other: str
    contrast: float = 0.0
    eye: str = ""


def branded(given: Given, mode: str = "light") -> tuple[Look, tuple[Changed, ...]]:
    """The look of a brand, and which of its colours are not used as they are given.

    Args:
        given: what the brand says.
        mode: which of its modes outputs have that cannot follow the reader's wish.
    """
    own = given.modes.get(mode) or given.modes.get("light") or given.modes.get("dark") or {}
    first = _Scheme(given, own, mode)
    light = first.colours
    dark = _dark(given, own, first, mode)
    printed = _Scheme(given, _without_ground(own), "print").colours
    ours = LOOK.schemes["print"]
    schemes = {
        "light": light,
        "dark": dark.colours,
        "print": printed | {name: ours[name] for name in LOOK.data["print"] if name in ours},
        # Sheets of paper, on which office programs write, are white.
        "sheet": printed,
    }
    changed = [*first.changed, *(dark.changed if dark.told else ())]
    look = replace(LOOK, schemes=schemes, faces={**LOOK.faces, **given.faces})
    return look, tuple(changed)


def _dark(given: Given, own: Mapping[str, str], light: _Scheme, mode: str) -> _Scheme:
    """The scheme for eyes that prefer the dark."""
    roles = given.modes.get("dark", {})
    if mode == "dark" or ("background" in own and is_dark(own["background"]) and not roles):
        return light
    if roles:
        return _Scheme(given, roles, "dark", told=True)
    kept = {name: own[name] for name in _RULES["hues"] if name in own}
    return _Scheme(replace(given, chosen=False), kept, "dark")


def _without_ground(roles: Mapping[str, str]) -> dict[str, str]:
    """The roles on white; what is for the eyes in the dark is nothing there."""
    dark = "background" in roles and is_dark(roles["background"])
    left = {"background", *(("foreground", "secondary") if dark else ())}
    return {name: colour for name, colour in roles.items() if name not in left}


class _Scheme:
    """The colours of one mode."""

    def __init__(
        self, given: Given, roles: Mapping[str, str], mode: str, *, told: bool = False
    ) -> None:
        self._given, self._roles, self._mode, self.told = given, roles, mode, told
        self._changed: dict[tuple[str, str], Changed] = {}
        ground = roles.get("background", WHITE if mode == "print" else "")
        dark = is_dark(ground) if ground else mode == "dark"
        self._base = LOOK.schemes["dark" if dark else "light"]
        self._surfaces = {**self._base, **(self._upon(ground) if ground else {})}
        under = ("ground" if ground or mode != "dark" else "paper", "field")
        self._on = {name: self._surfaces[name] for name in under}

    @property
    def changed(self) -> tuple[Changed, ...]:
        """Which colours are not used as they are given."""
        return tuple(self._changed.values())

    def _upon(self, ground: str) -> dict[str, str]:
        """What is no text, on a ground of the brand's own."""
        if self._mode == "print":
            return dict.fromkeys(_RULES["surfaces"], ground)
        wanted = self._roles.get("foreground", self._base["ink"])
        ink = nearest(wanted, lambda one: contrast(one, ground) >= TEXT)
        colours = dict.fromkeys(_RULES["surfaces"], ground)
        for name, share in _RULES["shares"].items():
            colours[name] = mixed(ink, ground, share)

        if contrast(ink, colours["field"]) < TEXT:
            # A ground that is neither light nor dark has no room on the side of its ink.
            away = WHITE if is_dark(ink) else BLACK
            colours["field"] = mixed(away, ground, _RULES["shares"]["field"])

        def seen(colour: str) -> bool:
            return contrast(colour, ground) >= SHAPE

        return colours | {name: nearest(colours[name], seen) for name in _RULES["seen"]}

    @cached_property
    def colours(self) -> dict[str, str]:
        """Every colour of the scheme by its name."""
        if not self._roles and not self._given.threads:
            return dict(self._base)
        threads = self._chosen() if self._given.chosen else self._taken()
        colours, ground = dict(self._surfaces), self._surfaces["paper"]
        colours["tint"] = self._tinted(threads, ground, int(colours["tint"].removesuffix("%")))
        for name, roles in _RULES["text"].items():
            role = next((one for one in roles if one in self._roles), "")
            colours[name] = self._told(role, name, self._roles.get(role, colours[name]))
        return colours | {f"thread-{at}": one for at, one in enumerate(threads, start=1)}

    def _tinted(self, threads: Iterable[str], ground: str, most: int) -> str:
        """How much of a thread is in the field behind a quotation, so that words can be read."""
        plain = dict(self._on)
        for share in (most, most // 2, 0):
            tints = {f"the field of {one}": mixed(one, ground, share / 100) for one in threads}
            self._on = plain | tints
            if self._reads(BLACK) or self._reads(WHITE):
                break
        return f"{share}%"

    def _legible(self, colour: str) -> str:
        """The colour in which text can be read here."""
        return nearest(colour, self._reads)

    def _reads(self, colour: str) -> bool:
        return all(contrast(colour, on) >= TEXT for on in self._on.values())

    def _told(self, name: str, use: str, colour: str) -> str:
        """The same; if a colour of the brand becomes another, that is noted."""
        used = self._legible(colour)
        if used != colour and name:
            worst = min(self._on.values(), key=lambda on: contrast(colour, on))
            at = contrast(colour, worst)
            self._change(Changed(self._mode, name, use, colour, used, worst, at))
        return used

    def _change(self, changed: Changed) -> None:
        self._changed[changed.name, changed.use] = changed

    def _taken(self) -> list[str]:
        """The colours of a palette as threads, and ours behind them."""
        ours = self._ours()
        strong = [one for one in self._given.threads if chroma(one[1]) >= _RULES["chroma"]]
        kept: list[str] = []
        for name, colour in [*strong, *(("", one) for one in ours)]:
            used, _ = self._thread(colour, kept)
            far = ciede2000(*(as_seen(one, _EYES[0]) for one in (used, self._legible(colour))))
            if len(kept) < len(ours) and self._serves(used, kept) and far <= _RULES["far"]:
                kept.append(self._noted(name, colour, kept))
        rest = [one for one in map(self._legible, ours) if one not in kept]
        return [*kept, *rest][: len(ours)]

    def _ours(self) -> list[str]:
        return [self._base[f"thread-{at}"] for at in range(1, len(LOOK.threads) + 1)]

    def _chosen(self) -> list[str]:
        """The threads that a brand names, and ours behind them."""
        used: list[str] = []
        for name, colour in self._given.threads:
            used.append(self._noted(name, colour, used))
        return [*used, *map(self._legible, self._ours()[len(used) :])][: len(LOOK.threads)]

    def _noted(self, name: str, colour: str, others: list[str]) -> str:
        """A colour as a thread; if it becomes another, that is noted with the reason."""
        used, alike = self._thread(colour, others)
        self._told(name, THREAD, colour)
        if alike and name:
            other, eye = alike
            self._change(Changed(self._mode, name, THREAD, colour, used, other, eye=eye))
        return used

    def _thread(self, colour: str, others: list[str]) -> tuple[str, tuple[str, str] | None]:
        """The nearest colour that serves as a thread beside others, and what it was too like."""
        plain, eyes = self._legible(colour), _eyes(others)
        alike = (
            (other, eye) for eye in eyes for other in others if not _apart(plain, other, [eye])
        )
        found = next(alike, None)
        return nearest(plain, lambda one: self._serves(one, others)) if found else plain, found

    def _serves(self, shade: str, others: list[str]) -> bool:
        return self._reads(shade) and all(_apart(shade, one, _eyes(others)) for one in others)


def _eyes(others: list[str]) -> Iterable[str]:
    """Whose eyes tell a thread from those before it: of the first ones everybody's."""
    return _EYES if len(others) < ALONE else _EYES[:1]


@cache
def _differ(one: str, other: str, eye: str) -> bool:
    return ciede2000(as_seen(one, eye), as_seen(other, eye)) >= APART


def _apart(one: str, other: str, eyes: Iterable[str] = _EYES) -> bool:
    return all(_differ(one, other, eye) for eye in eyes)
