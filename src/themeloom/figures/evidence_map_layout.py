"""Where everything on the evidence map goes, before any of it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, product
from typing import TYPE_CHECKING

from themeloom.figures.faces import Face
from themeloom.figures.labels import Label, first_that_fits, settled, tagged, voiced
from themeloom.figures.lettering import wrap
from themeloom.figures.records import counted, numbered
from themeloom.figures.style import INK, MUTED, thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.figures.records import Implication, Quotation, Theme
    from themeloom.figures.style import Size

#: The name by which documents cite the figure.
ID = "evidence-map"
#: How many quotations of a theme to try to show, when not all can be.
_SHOWN = (40, 30, 24, 18, 14, 11, 9, 8, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Plan:
    """How frugally the map is set; lines and counts are the most that may be shown.

    `gap` is the distance between themes, and between implications, in ems.
    """

    type_size: float
    title_lines: int
    quotation_lines: int
    quotations: int
    implication_lines: int
    implications: int
    gap: float = 1.5


@dataclass(frozen=True)
class Columns:
    """Where the three columns begin and end, in points from the left.

    At `knot`, right of its quotations, a theme's strands are gathered again.
    """

    title: float
    title_end: float
    quotation: float
    quotation_end: float
    knot: float
    implication: float
    end: float


@dataclass(frozen=True)
class Band:
    """One theme with its quotations; heights count down from the band's upper edge."""

    theme: Theme
    title: Label
    voices: tuple[Label, ...]
    strands: tuple[float, ...]
    trunk: float
    height: float


@dataclass(frozen=True)
class Ground:
    """An implication with the orders of the themes whose threads it lies on."""

    label: Label
    orders: tuple[int, ...]
    spread: float

    @property
    def height(self) -> float:
        """The height of the text and of the threads below it."""
        return self.label.height + self.spread * max(len(self.orders) - 1, 0)


@dataclass(frozen=True)
class Layout:
    """Everything that is to be drawn, with its height."""

    plan: Plan
    columns: Columns
    bands: tuple[Band, ...]
    grounds: tuple[Ground, ...]
    tops: tuple[float, ...] = ()
    ground_tops: tuple[float, ...] = ()
    heads: tuple[str, ...] = ()
    height: float = 0.0


def _plans(size: Size, quotations: int, implications: int) -> Iterator[Plan]:
    """List the ways to set the map, first with fewer lines, then smaller, then with less in it."""
    scales = size.scales()
    roomy, tight = ((4, 9, 10), (4, 5, 7), (4, 4, 5)), ((4, 3, 4), (4, 2, 3), (4, 1, 2))
    tries = chain(product(roomy, scales[:3]), product(tight, scales))
    for (title, quotation, implication), type_size in tries:
        yield Plan(type_size, title, quotation, quotations, implication, implications)
    for lines, gap in ((4, 1.5), (3, 1.2), (2, 0.9), (1, 0.7)):
        for shown in (number for number in _SHOWN if number < quotations):
            yield Plan(size.type_least, lines, 1, shown, min(lines, 2), implications, gap)
    for shown in range(implications - 1, 0, -1):
        yield Plan(size.type_least, 1, 1, 1, 1, shown, 0.7)


def laid_out(
    themes: Sequence[Theme],
    quotations: Sequence[Quotation],
    implications: Sequence[Implication],
    size: Size,
) -> Layout:
    """Find the most generous layout that is not too tall."""
    by_theme = {
        theme.id: [said for said in quotations if said.theme == theme.id] for theme in themes
    }
    most = max((len(group) for group in by_theme.values()), default=0)
    heads = (
        counted(len(themes), "theme"),
        counted(len(quotations), "quotation"),
        counted(len(implications), "implication"),
    )
    orders = {theme.id: theme.order for theme in themes}

    def lay(plan: Plan) -> Layout:
        columns = _columns(size, plan, gathered=min(most, plan.quotations) > 1)
        bands = [_band(theme, by_theme[theme.id], columns, plan, size) for theme in themes]
        grounds = _grounds(implications, orders, columns, plan, size)
        return _placed(Layout(plan, columns, tuple(bands), tuple(grounds), heads=heads), size)

    plans = _plans(size, max(most, 1), max(len(implications), 1))
    found = first_that_fits(plans, lay, size.tallest)
    if found is None:  # there is always a first plan
        raise AssertionError
    return found


def _columns(size: Size, plan: Plan, *, gathered: bool) -> Columns:
    """Share the width out: titles, quotations, a gap for the threads, implications."""
    width, em = size.width, plan.type_size
    quotation_end, implication = 0.575 * width - 0.4 * em, 0.725 * width
    gap = implication - quotation_end
    return Columns(
        title=0.0,
        title_end=0.22 * width - 1.4 * em,
        quotation=0.22 * width + 1.2 * em,
        quotation_end=quotation_end,
        knot=quotation_end + (0.3 if gathered else 0.0) * gap,
        implication=implication,
        end=width,
    )


def small_type(plan: Plan, size: Size) -> float:
    """Give the size of heads and tags."""
    return max(size.type_least, plan.type_size * 0.88)


def _band(
    theme: Theme, said: Sequence[Quotation], columns: Columns, plan: Plan, size: Size
) -> Band:
    """Stack a theme's quotations and hang its title on the thread that leads to them."""
    em = plan.type_size
    name, width = f"{theme.order} {theme.title}", columns.title_end - columns.title
    title = Label(
        wrap(name, Face.STRONG, em * 1.08, width, most=plan.title_lines, even=True),
        thread(theme.order).colour,
    )
    voices = _voices(said, columns, plan, size)
    strands: list[float] = []
    foot = 0.0
    for voice in voices:
        foot += voice.height + (0.55 * em if strands else 0.0)
        strands.append(foot)
    trunk = (strands[0] + strands[-1]) / 2 if strands else title.height
    above = max(title.height - trunk, 0.0)
    return Band(
        theme=theme,
        title=title,
        voices=tuple(voices),
        strands=tuple(strand + above for strand in strands),
        trunk=trunk + above,
        height=max(foot, trunk) + above,
    )


def _voices(said: Sequence[Quotation], columns: Columns, plan: Plan, size: Size) -> list[Label]:
    """Set a theme's quotations, and say how many more there are."""
    width = columns.quotation_end - columns.quotation
    small = small_type(plan, size)
    shown = said if len(said) <= plan.quotations else said[: max(plan.quotations - 1, 0)]
    labels = [_voice(one, width, plan, small) for one in shown]
    rest = len(said) - len(shown)
    if rest:
        words = f"and {counted(rest, 'more quotation')}" if shown else counted(rest, "quotation")
        labels.append(Label(wrap(words, Face.SANS, small, width, most=1), MUTED))
    return labels


def _voice(one: Quotation, width: float, plan: Plan, small: float) -> Label:
    """Set the words of a quotation, or the note that stands for words that cannot be drawn."""
    tag, em = counted(one.words, "word"), plan.type_size
    if not one.spoken:
        return tagged(wrap(one.text, Face.SANS, em, width), MUTED, tag, small, width)
    return voiced(one.text, tag, size=em * 1.1, small=small, width=width, most=plan.quotation_lines)


def _grounds(
    implications: Sequence[Implication],
    orders: Mapping[str, int],
    columns: Columns,
    plan: Plan,
    size: Size,
) -> list[Ground]:
    """Set the implications, and say how many more there are."""
    width, em = columns.end - columns.implication, plan.type_size
    spread = max(size.line * 2.2, 0.3 * em)
    every = len(implications) <= plan.implications
    shown = implications if every else implications[: plan.implications - 1]
    texts = [(one.text, INK, plan.implication_lines, one.themes) for one in shown]
    if not every:
        rest = implications[len(shown) :]
        names = tuple(name for one in rest for name in one.themes)
        texts.append((f"and {counted(len(rest), 'more implication')}", MUTED, 1, names))
    grounds = []
    for text, colour, most, names in texts:
        on = tuple(sorted({orders[name] for name in names if name in orders}))
        block = wrap(text, Face.SANS, em, width, most=most)
        label = tagged(block, colour, _threads_named(on), small_type(plan, size), width)
        grounds.append(Ground(label, on, spread))
    return grounds


def _threads_named(orders: Sequence[int]) -> str:
    """Name the threads below an implication, for those who cannot tell their colours."""
    return f"Theme{'s' if len(orders) > 1 else ''} {numbered(orders)}" if orders else ""


def _placed(layout: Layout, size: Size) -> Layout:
    """Give every band and every implication its height on the sheet."""
    em = layout.plan.type_size
    head, foot, gap = 2.6 * em, 0.6 * em, layout.plan.gap * em
    left = sum(band.height + gap for band in layout.bands) - gap
    right = sum(ground.height + gap for ground in layout.grounds) - gap
    least = head + max(left, right, em) + foot
    height = max(size.tallest if size.fixed else least, least)
    room = min(height - head - foot, max(left, right) + 3.2 * em * len(layout.bands))
    start = head + (height - head - foot - room) / 2
    spare = (room - left) / max(len(layout.bands), 1)
    tops, top = [], start + spare / 2
    for band in layout.bands:
        tops.append(top)
        top += band.height + gap + spare
    trunks = {
        band.theme.order: place + band.trunk for place, band in zip(tops, layout.bands, strict=True)
    }
    wished = _wishes(layout.grounds, trunks, start, room)
    grounds = settled(wished, start, start + room, gap)
    return replace(layout, tops=tuple(tops), ground_tops=tuple(grounds), height=height)


def _wishes(
    grounds: Sequence[Ground], trunks: Mapping[int, float], start: float, room: float
) -> list[tuple[float, float]]:
    """Say where each implication should stand: level with its themes, if that spreads them well.

    Where it would crowd them, they are spread evenly over the column.
    """
    means = [
        sum(trunks[order] for order in ground.orders) / len(ground.orders)
        if ground.orders else start
        for ground in grounds
    ]  # fmt: skip
    if len(grounds) > 1 and max(means) - min(means) < room * (1 - 1 / len(grounds)) * 0.6:
        spare = (room - sum(ground.height for ground in grounds)) / len(grounds)
        above = [sum(ground.height for ground in grounds[:turn]) for turn in range(len(grounds))]
        tops = [start + spare * (turn + 0.5) + used for turn, used in enumerate(above)]
    else:
        tops = [
            mean - ground.label.height for mean, ground in zip(sorted(means), grounds, strict=True)
        ]
    return [
        (_level(top, ground, trunks), ground.height)
        for top, ground in zip(tops, grounds, strict=True)
    ]


def _level(top: float, ground: Ground, trunks: Mapping[int, float]) -> float:
    """Move an implication a little where that lets one of its threads run on level."""
    for turn, order in enumerate(ground.orders):
        moved = trunks[order] - ground.label.height - turn * ground.spread
        if abs(moved - top) < ground.label.block.size:
            return moved
    return top
