"""What a figure says and draws: texts read from a PDF of it, threads from its SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from lxml import etree

from themeloom.figures import EVERY, SIZES
from themeloom.figures.drawing import compiler_for
from themeloom.figures.legible import Legible
from themeloom.finished.pdf import page_sizes, text_runs
from themeloom.look.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from themeloom.finished.pdf import TextRun

Tables = dict[str, list[dict[str, Any]]]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Line:
    """A line of text: its words, the size of its type, and its box in points from the top left."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float
    baseline: float


@dataclass(frozen=True)
class Thread:
    """A line that is drawn: its colour, its width, whether it is dashed, and points along it."""

    colour: str
    width: float
    dashed: bool
    points: np.ndarray


@dataclass(frozen=True)
class Seen:
    """A figure as it is seen."""

    width: float
    height: float
    lines: tuple[Line, ...]
    threads: tuple[Thread, ...]

    @property
    def words(self) -> str:
        """All its texts, in the order in which they are set."""
        return " ".join(" ".join(line.text for line in self.lines).split())


def seen(
    tables: Tables,
    name: str,
    size: str = "",
    typefaces: Sequence[Path] = (),
    language: str = "en",
) -> Seen:
    """Draw a figure and read what it shows."""
    recipe = next(one for one in EVERY if one.id == name)
    legible = Legible(typefaces, Phrases(language))
    said = recipe.say({table: tables[table] for table in recipe.tables if table in tables}, legible)
    pdf = compiler_for(name, said, SIZES[size], legible).compile(format="pdf")
    assert isinstance(pdf, bytes)
    ((width, height),) = page_sizes(pdf)
    (runs,) = text_runs(pdf)
    drawing = recipe.draw(tables, SIZES[size], typefaces)
    return Seen(width, height, tuple(_lines(runs, height)), tuple(threads(drawing.svg)))


def _lines(runs: Sequence[TextRun], height: float) -> Iterator[Line]:
    """Runs on one baseline that follow each other are one line; a tag is a line of its own."""
    for _, group in groupby(runs, key=lambda run: (round(run.baseline, 1), round(run.size, 1))):
        parts: list[list[TextRun]] = []
        for run in group:
            near = parts and abs(run.left - parts[-1][-1].right) < run.size * 0.6
            if near:
                parts[-1].append(run)
            else:
                parts.append([run])
        for part in parts:
            yield Line(
                "".join(run.text for run in part),
                part[0].size,
                min(run.left for run in part),
                height - max(run.top for run in part),
                max(run.right for run in part),
                height - min(run.bottom for run in part),
                height - part[0].baseline,
            )


def threads(svg: bytes) -> Iterator[Thread]:
    """Every stroke of a drawing, rims in the ground's colour left out by whoever asks."""
    root = etree.fromstring(svg)
    for path in root.iter("{*}path"):
        stroke = path.get("stroke")
        if not stroke or stroke == "none":
            continue
        around = [node.get("transform") for node in reversed([path, *path.iterancestors()])]
        matrix = reduce(_times, (_matrix(text) for text in around if text), (1, 0, 0, 1, 0, 0))
        points = np.array(list(_along(path.get("d", ""))))
        a, b, c, d, e, f = matrix
        placed = points @ np.array([[a, b], [c, d]]) + (e, f)
        width = float(path.get("stroke-width", "1"))
        yield Thread(stroke, width, bool(path.get("stroke-dasharray")), placed)


def _matrix(text: str) -> Matrix:
    kind, numbers = re.fullmatch(r"(\w+)\((.*)\)", text.strip()).groups()  # type: ignore[union-attr]
    values = [float(number) for number in re.split(r"[\s,]+", numbers.strip())]
    if kind == "matrix":
        return tuple(values)  # type: ignore[return-value]
    if kind == "translate":
        return (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0)
    assert kind == "scale", kind
    return (values[0], 0, 0, values[-1], 0, 0)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j,
        a * k + c * m + e, b * k + d * m + f,
    )  # fmt: skip


def _along(path: str) -> Iterator[tuple[float, float]]:
    """Points close to one another along a path of lines and cubic curves."""
    tokens = re.findall(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?", path)
    at, here, command = 0, np.zeros(2), "M"
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
            continue
        count = {"M": 2, "L": 2, "C": 6, "H": 1, "V": 1}[command.upper()]
        values = [float(token) for token in tokens[at : at + count]]
        at += count
        relative = here if command.islower() else np.zeros(2)
        if command.upper() == "H":
            points = [here, np.array([values[0] + relative[0], here[1]])]
        elif command.upper() == "V":
            points = [here, np.array([here[0], values[0] + relative[1]])]
        else:
            given = [np.array(pair) + relative for pair in zip(values[::2], values[1::2])]  # noqa: B905
            points = [here, *given] if command.upper() != "M" else given
        if command.upper() != "M":
            yield from ((float(x), float(y)) for x, y in _sampled(points))
        here = points[-1]


def _sampled(points: list[np.ndarray]) -> Iterator[np.ndarray]:
    for share in np.linspace(0, 1, 120):
        level = points
        while len(level) > 1:
            level = [one + (other - one) * share for one, other in pairwise(level)]
        yield level[0]
