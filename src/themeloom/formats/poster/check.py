"""Whether a poster can be read: it fits, its type is large enough, it is neither crammed nor bare.

Whatever is wrong stops the build with what to change, and by how much. Typst tells what it
knows before the poster is set: by how much it is too high, and how high each of its parts
is. The rest is measured on what a reader gets, the PDF and its picture.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.documents.poster_parts import poster_parts
from themeloom.engines.typst import Ask, Judge
from themeloom.finished.pdf import page_sizes, properties, sheets
from themeloom.formats.overlaps import below, beyond, covered, overlaps, quoted
from themeloom.formats.poster.advice import Asked, crowd_of, too_high
from themeloom.formats.poster.picture import emptiness
from themeloom.formats.poster.settings import poster_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from themeloom.documents.document import Document
    from themeloom.finished.pdf import Picture, Sheet, TextRun
    from themeloom.formats.poster.picture import Region

#: Points to the millimetre.
_PT = 72 / 25.4
#: The sides of an A0, and what stays empty round it, in millimetres, as the template has them.
_A0, _EDGE = (841.0, 1189.0), 42.0
#: What may be a matter of rounding: in points of type, in millimetres of length.
_TYPE_SLACK, _SLACK = 0.1, 1.0
#: How many texts of one kind of mistake are named.
_NAMED = 3


class PosterCheck(Judge):
    """Judges one poster, before and after it is set.

    Args:
        document: what it is made from.
        metadata: its metadata, with the limits it sets itself.
    """

    def __init__(self, document: Document, metadata: Mapping[str, object]) -> None:
        self._settings = poster_settings(metadata, document.path)
        self._asked = Asked(
            document.path,
            str(metadata.get("poster-size") or metadata.get("papersize") or "a0"),
            poster_parts(document),
            crowd_of(metadata),
        )
        themes: Any = metadata.get("themes") or []
        self._themes: list[Mapping[str, object]] = [one for one in themes if "title" in one]
        self._told: dict[str, Any] = {}

    def before(self, ask: Ask) -> None:
        """See that all of it fits on its page, and that its drawings are large enough.

        Args:
            ask: gives what Typst's documents tell under a label, as JSON.

        Raises:
            ThemeloomError: what to shorten, and by how many words.
        """
        (self._told,) = json.loads(ask("<tl-poster>"))
        self._told["columns"] = json.loads(ask("<tl-column>"))
        if max(self._told["over"]) >= _SLACK / 2:
            raise too_high(self._told, self._asked)
        raise_all(self._drawings(json.loads(ask("<tl-picture>"))))

    def after(self, pdf: bytes, picture: bytes, ask: Ask) -> None:  # noqa: ARG002 - as slides are
        """See that nothing runs into anything else, is too small, or leaves too much empty.

        Args:
            pdf: the poster.
            picture: its picture as PNG.
            ask: would evaluate an expression in the document.

        Raises:
            ThemeloomError: what is wrong, all of it.
        """
        pages = sheets(pdf)
        if len(pages) > 1:
            beyond = " ".join(run.text.strip() for page in pages[1:] for run in page.runs)
            raise self._asked.error(
                f"the poster has {len(pages)} pages; a poster is one"
                + (f" (on the next one begins {quoted(beyond)})" if beyond else ""),
                f"shorten it by the {len(beyond.split())} words that stand there, "
                "or take a larger paper",
            )
        runs = pages[0].runs
        raise_all(
            [
                *self._beyond(runs),
                *self._colliding(runs),
                *self._covered(pages[0]),
                *self._too_small(runs),
                *self._emptiness(picture, runs),
            ]
        )

    def after_quarto(self, pdf: bytes, picture: bytes) -> None:
        """See the same of a poster whose template tells nothing: Quarto had it set.

        Raises:
            ThemeloomError: what is wrong, all of it.
        """
        page = sorted(side / _PT for side in page_sizes(pdf)[0])
        scale = min(own / whole for own, whole in zip(page, _A0, strict=True))
        self._told = {
            "page": [side / _PT for side in page_sizes(pdf)[0]],
            "scale": scale,
            "edge": _EDGE * scale,
            "columns": [],
            "title": properties(pdf).get("Title", ""),
            "message": "",
            "themes": [str(one["title"]) for one in self._themes],
        }
        self.after(pdf, picture, str)

    def described(self) -> tuple[str, str]:
        """The poster's title, and what its picture shows, for whoever cannot see it."""
        title, message = (" ".join(self._told[key].split()) for key in ("title", "message"))
        themes = [" ".join(theme.split()) for theme in self._told["themes"]]
        said = [f"Poster: {title}."]
        if message:
            said.append(f"Main message: {message}")
        if themes:
            said.append(f"Themes: {'; '.join(themes)}.")
        return title, " ".join(said)

    def _drawings(self, told: Sequence[Mapping[str, Any]]) -> Iterator[ThemeloomError]:
        """Drawings whose letters, as outlines, are smaller than the smallest type."""
        least = self._told["least"]
        for one in told:
            # The extension of a study may be older, and not tell of it.
            size = one.get("least") or least
            if size < least - _TYPE_SLACK:
                yield self._asked.error(
                    f"the drawing {one['source'].lstrip('/')} is {one['drawn']:.0f} mm wide, and "
                    f"type in it {size:.1f} pt; the smallest here is {least:.1f} pt",
                    f"draw it for {one['drawn']:.0f} mm with larger type, give it a place "
                    f"{one['drawn'] * least / size:.0f} mm wide, or lower min-type",
                    "method",
                )

    def _beyond(self, runs: Sequence[TextRun]) -> Iterator[ThemeloomError]:
        """Text that sticks out of the margins, or of its column."""
        width, height = (side * _PT for side in self._told["page"])
        for run in runs:
            over = beyond(run, (width, height), self._told["edge"] * _PT) / _PT - _SLACK
            where = "the margin"
            if over <= 0:
                where, over = "its column", self._out_of_column(run)
            if over > _SLACK:
                yield self._asked.error(
                    f"{quoted(run.text)} sticks out of {where} by {over:.0f} mm",
                    f"shorten its longest word by a {_share(over, run)} of the line, "
                    "or let it break: put a soft hyphen (&shy;) where it may",
                )

    def _out_of_column(self, run: TextRun) -> float:
        """By how many millimetres a text leaves the column of its theme; 0 if it has none."""
        columns = self._told["columns"]
        down = self._told["page"][1] - run.baseline / _PT
        tops, bottoms = ([one[side] for one in columns] for side in ("top", "bottom"))
        if not columns or not min(tops) < down < max(bottoms):
            return 0.0
        edges = ((one["x"], one["x"] + one["width"]) for one in columns)
        over = (run.right / _PT - right for left, right in edges if left <= run.left / _PT < right)
        return float(max([0.0, *over]))

    def _colliding(self, runs: Sequence[TextRun]) -> Iterator[ThemeloomError]:
        """Texts that are set over one another."""
        for run, other, across in overlaps(runs, _SLACK * _PT):
            yield self._asked.error(
                f"{quoted(run.text)} and {quoted(other.text)} overlap by {across / _PT:.0f} mm",
                "shorten one of them, or break its longest word with &shy;",
            )

    def _covered(self, page: Sheet) -> Iterator[ThemeloomError]:
        """Pictures over words, over other pictures, or beyond the edge of the paper."""
        hint = "give it less width, or shorten what stands beside it"
        for picture, what in covered(page, _SLACK * _PT):
            yield self._asked.error(f"a picture{_named(picture)} lies over {below(what)}", hint)
        for picture in page.pictures:
            over_by = beyond(picture, (page.width, page.height)) / _PT
            if over_by > _SLACK:
                yield self._asked.error(
                    f"a picture{_named(picture)} sticks out of the paper by {over_by:.0f} mm", hint
                )

    def _too_small(self, runs: Sequence[TextRun]) -> Iterator[ThemeloomError]:
        """Texts under the smallest type."""
        least = self._settings["min-type"] * self._told["scale"]
        small = [run for run in runs if run.size < least - _TYPE_SLACK]
        small.sort(key=lambda run: run.size)
        if small:
            named = ", ".join(quoted(run.text) for run in small[:_NAMED])
            more = f" and {len(small) - _NAMED} more" if len(small) > _NAMED else ""
            yield self._asked.error(
                f"type of {small[0].size:.1f} pt, the smallest here is {least:.1f} pt: "
                f"{named}{more}",
                f"set it {least / small[0].size:.2f} times as large: without ^…^, ~…~ or `…`, "
                "or lower min-type",
            )

    def _emptiness(self, picture: bytes, runs: Sequence[TextRun]) -> Iterator[ThemeloomError]:
        """A poster with a hole in it, or without room to breathe."""
        page, scale = self._told["page"], self._told["scale"]
        found = emptiness(picture, page, self._told["edge"], scale)
        whole = page[0] * page[1]
        hole, most = found.largest.area / whole, self._settings["max-empty"]
        least = self._settings["min-empty"]
        if hole > most:
            yield self._asked.error(
                f"{hole:.0%} of the poster is one empty region, {found.largest.width:.0f} × "
                f"{found.largest.height:.0f} mm{_beside(found.largest, runs, page[1])}; "
                f"at most {most:.0%} may be",
                f"say {(hole - most) * whole / 1e6:.2f} m² more there, take a smaller paper, "
                f"or allow it: max-empty: {-(-hole * 100 // 1):.0f}%",
            )
        if found.share < least:
            words = sum(len(run.text.split()) for run in runs)
            over = (least - found.share) / (1 - found.share)
            yield self._asked.error(
                f"only {found.share:.0%} of the poster is empty; {least:.0%} should be",
                f"take out about {over * words:.0f} of its {words} words, take a larger paper, "
                f"or allow it: min-empty: {found.share * 100 // 1:.0f}%",
            )


def _named(picture: Picture) -> str:
    return f" ({quoted(picture.words)})" if picture.words else ""


def _share(over: float, run: TextRun) -> str:
    """A length in millimetres as a share of a line of text."""
    return f"{over * _PT / max(run.right - run.left, 1):.0%}".replace("%", " %")


def _beside(hole: Region, runs: Sequence[TextRun], height: float) -> str:
    """The texts right above and below an empty region."""
    over, under = [], []
    for run in runs:
        left, right = run.left / _PT, run.right / _PT
        if right < hole.left or left > hole.left + hole.width:
            continue
        if height - run.bottom / _PT <= hole.top + hole.height / 2:
            over.append(run)
        else:
            under.append(run)
    said = []
    if over:
        said.append(f"below {quoted(min(over, key=lambda run: run.bottom).text)}")
    if under:
        said.append(f"above {quoted(max(under, key=lambda run: run.top).text)}")
    return f", {' and '.join(said)}" if said else ""
