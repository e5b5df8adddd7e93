"""Where everything goes in the figure of the method, before any of it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from themeloom.figures.faces import Face
from themeloom.figures.labels import Label, first_that_fits, tagged
from themeloom.figures.lettering import Block, wrap
from themeloom.figures.records import counted, listed
from themeloom.figures.style import INK, thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.figures.records import Material, Theme
    from themeloom.figures.style import Size

#: The name by which documents cite the figure.
ID = "method"
#: More strands than this are not drawn for one source; its tag says the number.
_MOST_STRANDS = 12
#: From so many steps on, their names stand above and below in turn.
_STAGGERED = 4
#: How many steps are named; the last name then says how many more there were.
_MOST_STEPS = 8


@dataclass(frozen=True)
class Plan:
    """How frugally the figure is set."""

    type_size: float
    gap: float
    lines: int
    grouped: bool


@dataclass(frozen=True)
class Columns:
    """Where the columns begin and end, in points from the left."""

    material: float
    material_end: float
    steps: float
    steps_end: float
    themes: float
    end: float


@dataclass(frozen=True)
class Row:
    """A source or a theme: its label and the number of threads it rests on."""

    label: Label
    strands: int
    spread: float

    @property
    def height(self) -> float:
        """The height of the text and of the threads below it."""
        return self.label.height + self.spread * (self.strands - 1)


@dataclass(frozen=True)
class Layout:
    """Everything that is to be drawn, with its height."""

    plan: Plan
    columns: Columns
    head: str
    sources: tuple[Row, ...]
    themes: tuple[Row, ...]
    steps: tuple[Block, ...]
    note: Block | None
    middle: float
    bundle: float
    body: float
    height: float


def _plans(size: Size) -> Iterator[Plan]:
    for type_size in size.scales():
        yield Plan(type_size, 0.9, 4, grouped=False)
    for lines, gap in ((3, 0.6), (2, 0.4), (1, 0.4)):
        for grouped in (False, True):
            yield Plan(size.type_least, gap, lines, grouped)


def laid_out(
    sources: Sequence[Material], steps: Sequence[str], themes: Sequence[Theme], size: Size
) -> Layout:
    """Find the most generous layout that is not too tall."""

    def lay(plan: Plan) -> Layout:
        return _laid(sources, steps, themes, plan, size)

    found = first_that_fits(_plans(size), lay, size.height_of(ID))
    if found is None:  # there is always a first plan
        raise AssertionError
    return found


def _columns(size: Size, em: float) -> Columns:
    """Share the width out: material, a fan, the steps, a fan, themes."""
    width = size.width
    fan = max(0.09 * width, 4 * em)
    return Columns(
        material=0.0,
        material_end=0.27 * width,
        steps=0.27 * width + fan,
        steps_end=0.77 * width - fan,
        themes=0.77 * width,
        end=width,
    )


def small_type(plan: Plan, size: Size) -> float:
    """Give the size of heads and tags."""
    return max(size.type_least, plan.type_size * 0.88)


def _laid(
    sources: Sequence[Material],
    steps: Sequence[str],
    themes: Sequence[Theme],
    plan: Plan,
    size: Size,
) -> Layout:
    """Set all texts by one plan and find the heights."""
    em, columns = plan.type_size, _columns(size, plan.type_size)
    material = [one for one in sources if not one.account]
    access = {one.access for one in material}
    same = access.pop() if len(access) == 1 else ""
    rows = _source_rows(material, columns, plan, size, named=not same)
    titles = _theme_rows(themes, columns, plan, size)
    names = _step_names(steps, columns, plan)
    note = _note([one for one in sources if one.account], plan, size)
    gap, head = plan.gap * em, 2.4 * em
    bundle = max(sum(row.strands for row in rows), len(themes) * 2, 2) * size.line * 1.15
    above = max((name.height for name in names), default=0) + 1.2 * em + bundle / 2
    below = max((name.height for name in names[1::2]), default=0) if is_staggered(names) else 0
    column = max(_stacked(rows, gap), _stacked(titles, gap))
    body = max(column, 2 * above, 2 * (below + bundle / 2 + 1.2 * em))
    foot = (note.height + 1.6 * em if note else 0) + 0.6 * em
    height = max(size.tallest if size.fixed else 0.0, head + body + foot)
    body = min(height - head - foot, body + 2.5 * em * max(len(rows), len(titles)))
    start = head + (height - head - foot - body) / 2
    return Layout(
        plan, columns, " · ".join(word for word in ("Material", same) if word), tuple(rows),
        tuple(titles), tuple(names), note, start + body / 2, bundle, body, height,
    )  # fmt: skip


def _stacked(rows: Sequence[Row], gap: float) -> float:
    return sum(row.height + gap for row in rows) - gap


def is_staggered(names: Sequence[Block]) -> bool:
    """Say whether the names of the steps stand above and below in turn."""
    return len(names) >= _STAGGERED


def _source_rows(
    material: Sequence[Material], columns: Columns, plan: Plan, size: Size, *, named: bool
) -> list[Row]:
    """Set the sources, one by one or, if they are too many, by their kind and access."""
    if plan.grouped:
        order = sorted(material, key=lambda one: (one.kind, one.access))
        groups = [
            (key, list(group))
            for key, group in groupby(order, key=lambda one: (one.kind, one.access))
        ]
        entries = [(kind, [counted(len(group), "source"), *([access] if named else [])], len(group))
                   for (kind, access), group in groups]  # fmt: skip
    else:
        entries = [(one.title, _tags(one, named=named), one.units) for one in material]
    width = columns.material_end - columns.material
    return [
        Row(
            tagged(wrap(title, Face.SANS, plan.type_size, width, most=plan.lines), INK,
                   " · ".join(tags), small_type(plan, size), width),
            min(max(units, 1), _MOST_STRANDS),
            size.line * 1.5,
        )
        for title, tags, units in entries
    ]  # fmt: skip


def _tags(one: Material, *, named: bool) -> list[str]:
    """Say what the title does not: how many, of which kind, and who may read it."""
    known = one.kind.casefold() in one.title.casefold()
    count = f"{one.units} {one.kind}" if one.units else ""
    kind = count or ("" if known else one.kind)
    return [tag for tag in (kind, one.access if named else "") if tag]


def _theme_rows(themes: Sequence[Theme], columns: Columns, plan: Plan, size: Size) -> list[Row]:
    width = columns.end - columns.themes
    return [
        Row(
            Label(
                wrap(theme.title, Face.STRONG, plan.type_size * 1.08, width, most=plan.lines,
                     even=True),
                thread(theme.order).colour,
            ),
            1,
            size.line,
        )
        for theme in themes
    ]  # fmt: skip


def _step_names(steps: Sequence[str], columns: Columns, plan: Plan) -> list[Block]:
    """Set the names of the steps, each in its share of the middle column."""
    names = list(steps)
    if len(names) > _MOST_STEPS:
        rest = len(names) - _MOST_STEPS + 1
        names = [*names[: _MOST_STEPS - 1], f"and {counted(rest, 'more step')}"]
    width = _name_width(len(names), columns, plan.type_size)
    return [wrap(name, Face.SANS, plan.type_size, width, most=5, even=True) for name in names]


def _name_width(count: int, columns: Columns, em: float) -> float:
    """Give the width that each step's name may have.

    Names that stand above and below in turn have room over their neighbours' bars.
    """
    room = columns.steps_end - columns.steps
    if count >= _STAGGERED:
        return (room - (count - 1) * em / 2) / (1 + (count - 1) / 2)
    return room / max(count, 1) - em


def _note(accounts: Sequence[Material], plan: Plan, size: Size) -> Block | None:
    """Name the sources in which the others and the steps are stated."""
    if not accounts:
        return None
    text = f"As stated in: {listed([f'{one.title} ({one.access})' for one in accounts])}"
    return wrap(text, Face.SANS, small_type(plan, size), size.width, most=2)


def row_tops(layout: Layout, rows: Sequence[Row]) -> list[float]:
    """Spread rows over the height of the body, the first and last as far in as the others."""
    spare = (layout.body - sum(row.height for row in rows)) / max(len(rows), 1)
    tops, top = [], layout.middle - layout.body / 2 + spare / 2
    for row in rows:
        tops.append(top)
        top += row.height + spare
    return tops


def bundle_places(layout: Layout, count: int) -> list[float]:
    """Divide the height of the gathered bundle among so many threads."""
    step = layout.bundle / max(count, 1)
    return [layout.middle - layout.bundle / 2 + step * (turn + 0.5) for turn in range(count)]


def bars(layout: Layout) -> list[float]:
    """Give the distance of each step's bar from the left; without steps there is one bar."""
    count, columns = max(len(layout.steps), 1), layout.columns
    room = columns.steps_end - columns.steps
    if not is_staggered(layout.steps):
        return [columns.steps + room / count * (turn + 0.5) for turn in range(count)]
    width = _name_width(count, columns, layout.plan.type_size)
    step = (room - width) / (count - 1)
    return [columns.steps + width / 2 + step * turn for turn in range(count)]


def last_bar(layout: Layout) -> float:
    """Give the distance of the last bar, where strands become threads."""
    return bars(layout)[-1]
