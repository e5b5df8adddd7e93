from __future__ import annotations

import re

import pytest
from helpers import ROOT
from web_colours import ENOUGH, EXTENSION, LIGHT, PAGE, channels, contrast, tokens

DECK = (EXTENSION / "deck.css").read_text(encoding="utf-8")
DARK = tokens(PAGE, "@media (prefers-color-scheme: dark)")
SLIDES = tokens(DECK, "/* 1 ·")
TINTS = {"light": 0.09, "dark": 0.13}


def tinted(thread: str, ground: str, share: float) -> list[float]:
    """The field behind a quotation: a thread's colour mixed into the ground."""
    pairs = zip(channels(thread), channels(ground), strict=True)
    return [share * mixed + (1 - share) * base for mixed, base in pairs]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(scheme: str) -> None:
    """Ink, quiet text, links and threads keep 4.5 : 1 on the page, in fields and behind words."""
    colours = LIGHT if scheme == "light" else DARK
    threads = [colours[f"thread-{number}"] for number in range(1, 7)]
    grounds = [channels(colours["paper"]), channels(colours["field"])]
    grounds += [tinted(thread, colours["paper"], TINTS[scheme]) for thread in threads]
    for name in ("ink", "quiet", "link"):
        worst = min(contrast(channels(colours[name]), ground) for ground in grounds)
        assert worst >= ENOUGH, f"{name} in the {scheme} scheme: {worst:.2f}"
    for thread in threads:
        assert contrast(channels(thread), channels(colours["paper"])) >= ENOUGH


def test_slides_can_be_read_on_their_ground() -> None:
    """Ink, quiet text, links and threads keep 4.5 : 1 on the slides' ground."""
    ground = channels(SLIDES["ground"])
    for name in ("ink", "quiet", "link", *(f"thread-{number}" for number in range(1, 7))):
        assert contrast(channels(SLIDES[name]), ground) >= ENOUGH, name


def test_page_deck_and_powerpoint_share_their_colours() -> None:
    """The threads, the ink and the grounds are the same in every style of ours."""
    threads = [LIGHT[f"thread-{number}"] for number in range(1, 7)]
    assert [SLIDES[f"thread-{number}"] for number in range(1, 7)] == threads
    theme = ROOT / "_extensions" / "themeloom" / "reference" / "pptx" / "ppt" / "theme"
    text = (theme / "theme1.xml").read_text(encoding="utf-8")
    named = dict(re.findall(r"<a:(\w+)>\s*<a:srgbClr val=\"(\w{6})\"", text))
    deck = {name: f"#{colour.lower()}" for name, colour in named.items()}
    assert [deck[f"accent{number}"] for number in range(1, 7)] == threads
    assert LIGHT["ink"] == SLIDES["ink"] == deck["dk1"]
    assert (SLIDES["ground"], SLIDES["quiet"]) == (deck["lt1"], deck["dk2"])


def test_style_sheets_ask_for_nothing_from_elsewhere() -> None:
    """No style sheet or script of ours names an address: pages open offline."""
    for name in ("themeloom.css", "deck.css", "page.js", "deck.js"):
        assert "//" not in re.sub(r"(?m)^\s*//.*$", "", (EXTENSION / name).read_text("utf-8")), name
