"""The colours of the Typst looks: the same in all three, and with contrast enough."""

from __future__ import annotations

import re

import pytest
from typst_looks import EXTENSIONS

LOOKS = ("themeloom", "themeloom-poster", "themeloom-slides")
#: WCAG AA for text of usual size.
ENOUGH = 4.5
WHITE = "#FFFFFF"


def text_of(extension: str) -> str:
    """The template of one look."""
    return (EXTENSIONS / extension / "typst-template.typ").read_text(encoding="utf-8")


def colour(extension: str, name: str) -> str:
    """A colour by the name that the template gives it."""
    found = re.search(rf'#let tl-{name} = rgb\("(#[0-9A-F]{{6}})"\)', text_of(extension))
    assert found is not None, f"{extension} has no tl-{name}"
    return found[1]


def threads(extension: str) -> list[str]:
    """The colours of the threads, in their order."""
    line = re.search(r"#let tl-threads = \((.*)\)\.map", text_of(extension))
    assert line is not None
    return re.findall(r"#[0-9A-F]{6}", line[1])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grounds(extension: str) -> list[str]:
    """What text and threads of a look lie on."""
    if extension == "themeloom":
        return [WHITE, colour(extension, "field")]
    fields = ["paper", "field"] if extension == "themeloom-poster" else ["paper"]
    return [colour(extension, name) for name in fields]


@pytest.mark.parametrize("extension", LOOKS)
def test_threads_stand_out_from_every_ground(extension: str) -> None:
    """Each thread has a contrast of 4.5 : 1 or better, for its label is set in its colour."""
    for ground in grounds(extension):
        for thread in threads(extension):
            assert contrast(thread, ground) >= ENOUGH, f"{thread} on {ground}"


@pytest.mark.parametrize("extension", LOOKS)
def test_words_stand_out_from_every_ground(extension: str) -> None:
    """Ink, quiet ink and the mark of synthetic data reach 4.5 : 1 on every ground."""
    for ground in grounds(extension):
        for name in ("ink", "quiet", "alarm"):
            assert contrast(colour(extension, name), ground) >= ENOUGH, f"{name} on {ground}"


def test_message_stands_out_from_its_band() -> None:
    """The poster's message is paper on ink."""
    assert contrast(colour("themeloom-poster", "paper"), colour("themeloom-poster", "ink")) >= 7


def test_three_looks_are_one() -> None:
    """Paper, poster and slides state the same threads and the same ink."""
    assert len({tuple(threads(extension)) for extension in LOOKS}) == 1
    assert len({colour(extension, "ink") for extension in LOOKS}) == 1


@pytest.mark.parametrize("extension", LOOKS)
def test_a_look_stays_readable(extension: str) -> None:
    """A template, or a part of one, past 400 lines is telling us something."""
    for part in (EXTENSIONS / extension).glob("*.typ"):
        assert len(part.read_text(encoding="utf-8").splitlines()) <= 400, part.name
