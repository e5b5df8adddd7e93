"""Colours as eyes see them: contrast, deficient vision, how far they differ, the nearest one."""

from __future__ import annotations

from functools import cache
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING

import msgspec

from themeloom.core.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable

#: In six digits, as office programs want them.
BLACK, WHITE = "#" + "0" * 6, "#" + "F" * 6

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

#: Below these, what a screen is told, its light, and what an eye sees grow alike (IEC 61966-2-1,
#: CIE 15).
_DARK, _LINEAR, _DIM = 0.04045, 0.0031308, 0.008856

_MATRICES = msgspec.convert(beside(__file__, "colours.toml"), dict[str, dict[str, Matrix]])
#: How colours are seen, as matrices on linear RGB.
EYES = _MATRICES["eyes"]
#: OKLab: from linear RGB to cones, and from their cube roots to the colour; and back.
_CONES, _LAB, _FROM_LAB, _FROM_CONES = _MATRICES["oklab"].values()


def in_digits(colour: str) -> str:
    """A colour such as "#000" with all its six digits."""
    short = len(colour) == len("#RGB")
    return "#" + "".join(one * 2 if short else one for one in colour[1:].upper())


def channels(colour: str) -> list[int]:
    """Red, green and blue of a colour such as "#0B6B6B" or "#000", each up to 255."""
    digits = in_digits(colour)[1:]
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour that lies on another one so thinly that only a share of it is seen."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(
        f"{round(share * over + (1 - share) * under):02X}" for over, under in pairs
    )


def linear(colour: str) -> Colour:
    """Give the linear RGB of a colour."""
    parts = [one / 255 for one in channels(colour)]
    red, green, blue = (c / 12.92 if c <= _DARK else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of WCAG 2."""
    lights = luminance(one), luminance(other)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@cache
def luminance(colour: str) -> float:
    """Give how light a colour is, from 0 to 1."""
    return _times(EYES["grey"], linear(colour))[0]


@cache
def as_seen(colour: str, eye: str) -> Colour:
    """Give the CIE L*a*b* (white D65) of a colour as an eye sees it."""
    r, g, b = (min(max(part, 0.0), 1.0) for part in _times(EYES[eye], linear(colour)))
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (c ** (1 / 3) if c > _DIM else 7.787 * c + 16 / 116 for c in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Colour, other: Colour) -> float:
    """Give the difference ΔE00 of two colours in CIE L*a*b* (CIE 142-2001)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * _saturated(mean)
    c1, c2 = hypot(a1 * stretch, b1), hypot(a2 * stretch, b2)
    h1, h2 = degrees(atan2(b1, a1 * stretch)) % 360, degrees(atan2(b2, a2 * stretch)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    weight = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    blues = -2 * _saturated(chroma) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + blues * by_chroma * by_hue)


def _saturated(chroma: float) -> float:
    return sqrt(chroma**7 / (chroma**7 + 25.0**7))


#: By how much the lightness of a colour (0 to 1) is changed until it fits.
_STEP = 1 / 160
_ROUNDING = 1e-3


def is_dark(colour: str) -> bool:
    """Whether white is easier to read on a colour than black."""
    return contrast(colour, WHITE) > contrast(colour, BLACK)


def chroma(colour: str) -> float:
    """How far a colour is from grey, in CIE L*a*b*."""
    return hypot(*as_seen(colour, "full colour")[1:])


def nearest(colour: str, fits: Callable[[str], bool]) -> str:
    """Give the colour of the same hue that fits and differs least; black or white if none does.

    Args:
        colour: the colour that is wanted.
        fits: whether a colour will do.
    """
    if fits(colour):
        return colour
    light, red, yellow = _times(_LAB, _rooted(_times(_CONES, linear(colour))))
    ways = ((light, 0.0, -_STEP), (light, 1.0, _STEP))
    shades = (_first(fits, red, yellow, *way) for way in ways)
    found = [one for one in shades if one] or [one for one in (BLACK, WHITE) if fits(one)]
    wanted = as_seen(colour, "full colour")
    differing = {one: ciede2000(wanted, as_seen(one, "full colour")) for one in found}
    return min(found, key=lambda one: differing[one], default=BLACK)


def _first(
    fits: Callable[[str], bool], red: float, yellow: float, light: float, end: float, step: float
) -> str:
    """The first shade on the way to black or white that fits; empty if none does."""
    for turn in range(round((end - light) / step) + 1):
        shade = _shade(light + turn * step, red, yellow)
        if fits(shade):
            return shade
    return ""


@cache
def _shade(light: float, red: float, yellow: float) -> str:
    """The colour of a lightness, less strong where no screen could show it so strong."""
    for share in range(20, -1, -1):
        weak = (light, red * share / 20, yellow * share / 20)
        cones = _times(_FROM_LAB, weak)
        rgb = _times(_FROM_CONES, (cones[0] ** 3, cones[1] ** 3, cones[2] ** 3))
        if all(-_ROUNDING <= part <= 1 + _ROUNDING for part in rgb):
            break
    return "#" + "".join(f"{_screen(part):02X}" for part in rgb)


def _screen(part: float) -> int:
    part = min(max(part, 0.0), 1.0)
    curved = 1.055 * part ** (1 / 2.4) - 0.055
    return round(255 * (curved if part > _LINEAR else 12.92 * part))


def _times(matrix: Matrix, colour: Colour) -> Colour:
    one, two, three = (
        sum(weight * part for weight, part in zip(row, colour, strict=True)) for row in matrix
    )
    return one, two, three


def _rooted(colour: Colour) -> Colour:
    one, two, three = (max(part, 0.0) ** (1 / 3) for part in colour)
    return one, two, three
