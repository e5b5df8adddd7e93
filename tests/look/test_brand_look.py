"""The look of a brand: legible on every ground, its threads told apart, ours without a brand."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themeloom.look.above import css_above, typst_above
from themeloom.look.brand import APART, TEXT, Given, branded
from themeloom.look.colours import EYES, WHITE, as_seen, ciede2000, contrast, is_dark, nearest
from themeloom.look.tokens import LOOK, Look

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
ROLES = st.dictionaries(
    st.sampled_from(["foreground", "background", "primary", "secondary", "danger", "link"]), COLOURS
)
PALETTES = st.lists(COLOURS, max_size=6, unique=True).map(
    lambda listed: [(f"c{at}", one) for at, one in enumerate(listed)]
)
THREADS = [f"thread-{number}" for number in range(1, len(LOOK.threads) + 1)]
NAVY, GOLD, SKY, RED, CREAM = "#0B1D3A", "#FFC72C", "#6CACE4", "#C8102E", "#F7F2E4"


def unreadable(look: Look) -> list[tuple[str, str, str]]:
    """What is lettered and stands out too little, by scheme, colour and ground."""
    return [
        (scheme, name, ground)
        for scheme, colours in look.schemes.items()
        for name in ("ink", "quiet", "link", "alarm", *THREADS)
        for ground in ("paper", "field")
        if contrast(colours[name], colours[ground]) < TEXT
    ]


@given(light=ROLES, dark=ROLES, palette=PALETTES, chosen=st.booleans())
def test_everything_can_be_read_in_any_colours(
    light: dict[str, str], dark: dict[str, str], palette: list[tuple[str, str]], *, chosen: bool
) -> None:
    """Whatever a brand says, text stands out 4.5 : 1 from every ground that it lies on."""
    modes = {"light": light} | ({"dark": dark} if dark else {})
    for mode in ("light", "dark"):
        look, _ = branded(Given(modes, palette, chosen=chosen and bool(palette)), mode)
        assert unreadable(look) == []
        assert len(look.threads) == len(LOOK.threads)


@given(light=ROLES, palette=PALETTES)
def test_a_colour_that_is_not_used_as_it_is_given_is_told(
    light: dict[str, str], palette: list[tuple[str, str]]
) -> None:
    """What is said to be used is used, and of what can be read nothing is said."""
    look, changed = branded(Given({"light": light}, palette))
    for one in changed:
        assert one.given != one.used
        assert one.used in look.schemes["light"].values()
    for role, token in (("foreground", "ink"), ("danger", "alarm")):
        told = [one for one in changed if one.use == token]
        assert (look.colours[token] == light.get(role, look.colours[token])) != bool(told)


def test_without_a_brand_nothing_changes() -> None:
    """Colours and typefaces are ours in every scheme."""
    look, changed = branded(Given())
    assert {name: look.schemes[name] for name in LOOK.schemes} == LOOK.schemes
    assert look.faces == LOOK.faces
    assert changed == ()


def test_a_palette_becomes_the_threads() -> None:
    """The brand's colours come first, as far as they are told apart, and are legible."""
    palette = [("gold", GOLD), ("sky", SKY), ("red", RED), ("grey", "#777777")]
    look, changed = branded(Given({"light": {"background": WHITE}}, palette))
    assert [(one.name, bool(one.eye)) for one in changed] == [
        ("gold", False), ("sky", False), ("red", True),
    ]  # fmt: skip
    assert look.threads[:3] == [one.used for one in changed]
    for one, other in combinations(look.threads[:3], 2):
        for eye in EYES.keys() - {"grey"}:
            assert ciede2000(as_seen(one, eye), as_seen(other, eye)) >= APART


def test_threads_that_look_alike_are_told_with_one_that_does_not() -> None:
    """Two greens that a colour-blind reader takes for one: the second becomes another."""
    alike = [("moss", "#4E6F1E"), ("brick", "#8A5A1E")]
    look, changes = branded(Given({}, alike, chosen=True))
    changed = changes[-1]
    assert (changed.name, changed.eye in EYES) == ("brick", True)
    assert look.threads[1] == changed.used
    for eye in EYES.keys() - {"grey"}:
        assert ciede2000(as_seen(look.threads[0], eye), as_seen(look.threads[1], eye)) >= APART


def test_a_dark_ground_is_one_for_every_reader_but_not_on_paper() -> None:
    """A brand of one dark mode is dark on screens; Word and print keep to dark on white."""
    look, _ = branded(Given({"light": {"background": NAVY, "foreground": CREAM}}))
    assert look.schemes["light"]["ground"] == look.schemes["dark"]["paper"] == NAVY
    assert look.on_sheets.colours["ink"] == LOOK.colours["ink"]
    assert look.schemes["print"]["paper"] == LOOK.schemes["print"]["paper"]
    assert is_dark(look.colours["field"])


@given(colour=COLOURS, ground=COLOURS)
def test_the_nearest_colour_that_passes_is_near(colour: str, ground: str) -> None:
    """It passes, and a colour that passes stays what it is."""
    used = nearest(colour, lambda one: contrast(one, ground) >= TEXT)
    assert contrast(used, ground) >= TEXT
    assert (used == colour) == (contrast(colour, ground) >= TEXT)


@pytest.mark.parametrize("dark", [True, False])
def test_what_stands_behind_a_style_sheet_says_all_of_each_scheme(*, dark: bool) -> None:
    """A rule for the light that stood alone behind the sheet would hold in the dark as well."""
    sheet = (
        ":root {\n  --ink: #1b1f2a;\n}\n"
        "@media (prefers-color-scheme: dark) {\n  :root { --ink: #e9e4da; }\n}\n"
    )
    modes = {"light": {"foreground": NAVY, "background": CREAM}}
    modes |= {"dark": {"foreground": CREAM, "background": NAVY}} if dark else {}
    said = css_above(sheet, branded(Given(modes))[0]).splitlines()
    assert f"--ink: {NAVY.lower()};" in said[0]
    other = CREAM if dark else LOOK.schemes["dark"]["ink"]
    assert said[1].startswith("@media (prefers-color-scheme: dark)")
    assert f"--ink: {other.lower()};" in said[1]


def test_only_what_differs_stands_behind_a_template() -> None:
    """Definitions come again with the brand's colours; ours stay where it says nothing."""
    template = '#let tl-ink = rgb("#1B1F2A")\n#let tl-quiet = rgb("#4A5160")\n'
    template += '#let tl-threads = ("#000000",).map(rgb)\n#let tl-serif = ("A", "B")\n'
    template += '#let tl-sans = ("A", "B")\n'
    said = typst_above(template, branded(Given({"light": {"foreground": NAVY}}))[0])
    assert f'#let tl-ink = rgb("{NAVY}")' in said
    assert "tl-quiet" not in said
