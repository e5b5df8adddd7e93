"""Colours can be read, on every ground, by everyone, and in grey."""

from __future__ import annotations

from itertools import combinations

import pytest

from themeloom.figures import style

Colour = tuple[float, float, float]

#: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
DEFICIENCIES: dict[str, tuple[Colour, Colour, Colour]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _linear(colour: str) -> Colour:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    lights = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_linear(one), _linear(other))]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def _lab(linear: Colour) -> Colour:
    """CIE L*a*b* of a linear RGB colour, white D65."""
    r, g, b = (min(max(c, 0.0), 1.0) for c in linear)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("ground", [style.WHITE, style.CREAM])
@pytest.mark.parametrize("colour", [style.INK, style.MUTED, *style.THREADS])
def test_text_can_be_read(colour: str, ground: str) -> None:
    """Everything that is lettered stands 4.5 : 1 or better against its ground."""
    assert _contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("ground", [style.WHITE, style.CREAM])
def test_strands_can_be_seen(ground: str) -> None:
    """The strands of the material, which carry no text, stand 3 : 1 or better."""
    assert _contrast(style.STRAND, ground) >= 3


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_neighbouring_threads_differ(deficiency: str) -> None:
    """The first three threads, which most studies use, differ for every eye (ΔE 76 ≥ 15)."""
    matrix = DEFICIENCIES[deficiency]
    seen = []
    for colour in style.THREADS[:3]:
        linear = _linear(colour)
        red, green, blue = (
            sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in matrix
        )
        seen.append(_lab((red, green, blue)))
    for one, other in combinations(seen, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= 15


def test_threads_repeat_dashed() -> None:
    """The seventh theme has the first one's colour and a dashed thread."""
    assert style.thread(1) == style.Thread("#0B6B6B")
    assert style.thread(7) == style.Thread("#0B6B6B", dashed=True)
    assert len({style.thread(order) for order in range(1, 13)}) == 12
