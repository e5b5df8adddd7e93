"""Colours can be read on every ground, and are told apart by every eye or by their labels."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from themeloom.look.colours import EYES, as_seen, ciede2000, contrast, mixed
from themeloom.look.tokens import LOOK

THREADS = [f"thread-{number}" for number in range(1, len(LOOK.threads) + 1)]
#: What WCAG asks for between text and its ground, and between what is no text and its own.
TEXT, SHAPE = 4.5, 3.0
#: From this ΔE00 on, two thin lines are told apart at a glance; 1 is just noticeable side by side.
APART = 10.0
#: Neighbouring threads, by their orders, that an eye cannot tell apart by colour alone. All
#: colours are dark enough for text, which leaves grey no room for six; hence the labels.
TOLD_BY_LABEL: dict[str, set[tuple[int, int]]] = {
    "full colour": set(),
    "protanopia": {(3, 4)},
    "deuteranopia": {(3, 4), (5, 6)},
    "tritanopia": set(),
    "grey": {(1, 2), (3, 4), (4, 5), (5, 6)},
}


def difference(one: int, other: int, eye: str) -> float:
    """How far the threads of two orders differ for an eye."""
    return ciede2000(*(as_seen(LOOK.threads[order - 1], eye) for order in (one, other)))


@pytest.mark.parametrize("ground", ["sheet", "paper", "ground", "field"])
@pytest.mark.parametrize("token", ["ink", "quiet", "link", "alarm", *THREADS])
def test_text_can_be_read_on_every_light_ground(token: str, ground: str) -> None:
    """Whatever is lettered stands 4.5 : 1 or better against paper, poster, slide and field."""
    assert contrast(LOOK.colours[token], LOOK.colours[ground]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("token", ["ink", "quiet", "link"])
def test_text_can_be_read_on_web_pages(scheme: str, token: str) -> None:
    """In each scheme text is legible on the page, in fields and behind quotations."""
    colours = LOOK.schemes[scheme]
    share = int(colours["tint"].removesuffix("%")) / 100
    tinted = [mixed(colours[thread], colours["paper"], share) for thread in THREADS]
    for ground in (colours["paper"], colours["field"], *tinted):
        assert contrast(colours[token], ground) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize("thread", ["alarm", *THREADS])
def test_threads_can_be_read_on_web_pages(scheme: str, thread: str) -> None:
    """A theme's label is set in the colour of its thread."""
    colours = LOOK.schemes[scheme]
    assert contrast(colours[thread], colours["paper"]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "field"])
def test_what_can_be_filled_in_can_be_seen(scheme: str, ground: str) -> None:
    """The edges of fields and buttons stand 3 : 1 or better."""
    colours = LOOK.schemes[scheme]
    assert contrast(colours["edge"], colours[ground]) >= SHAPE


@pytest.mark.parametrize("ground", ["sheet", "ground"])
def test_strands_can_be_seen(ground: str) -> None:
    """The strands of the material, which carry no text, stand 3 : 1 or better."""
    assert contrast(LOOK.colours["strand"], LOOK.colours[ground]) >= SHAPE


def test_the_message_stands_out_from_its_band() -> None:
    """The poster's message is set in the colour of its ground on ink."""
    assert contrast(LOOK.colours["ground"], LOOK.colours["ink"]) >= 7


@pytest.mark.parametrize("eye", sorted(EYES.keys() - {"grey"}))
def test_three_threads_differ_for_every_eye(eye: str) -> None:
    """The first three threads, which most studies use, are told apart in any pair by colour."""
    for one, other in combinations((1, 2, 3), 2):
        assert difference(one, other, eye) >= APART


@pytest.mark.parametrize("eye", EYES)
def test_neighbouring_threads_differ_or_are_known_not_to(eye: str) -> None:
    """Threads that lie next to each other differ for every eye, but for the pairs stated."""
    orders = range(1, len(THREADS) + 1)
    close = {pair for pair in pairwise(orders) if difference(*pair, eye) < APART}
    assert close == TOLD_BY_LABEL[eye]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_difference_measures(
    one: tuple[float, float, float], other: tuple[float, float, float], expected: float
) -> None:
    """ΔE00 comes out as in the test data that Sharma, Wu and Dalal (2005) published."""
    assert ciede2000(one, other) == pytest.approx(expected, abs=5e-5)
    assert ciede2000(other, one) == pytest.approx(expected, abs=5e-5)
