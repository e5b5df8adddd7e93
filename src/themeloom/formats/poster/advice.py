"""What to take out of a poster that is too high: from which part, and how many words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from themeloom.core.errors import ThemeloomError
from themeloom.documents.keys import as_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from themeloom.documents.poster_parts import Part

#: The classes of the parts, by what the template calls them.
_CLASSES = {"theme": "theme-column", "implications": "implications-band"}
#: The share of a part beyond which one does not ask to cut it alone.
_MOST_CUT = 0.6
#: Lines are full or not, so that a little more must go than the height alone would ask for.
_SPARE = 1.2
#: From so many millimetres a word on, it is not its words that make a part high.
_PICTURED = 20
#: So many authors are shown of many, where nobody asks for more.
_FEW = 8
#: Parts whose few words are set large.
_LARGE = frozenset({"title", "message"})


@dataclass(frozen=True)
class Asked:
    """The poster that was asked for, to point at in a message.

    Args:
        document: its path.
        size: its paper, as the author named it.
        parts: its parts, with their places.
        crowd: how many authors stand at its head though a few of them would do; 0 if few do.
    """

    document: str
    size: str
    parts: tuple[Part, ...]
    crowd: int = 0

    def place(self, name: str, thread: object = None) -> Part | None:
        """The part that the template calls so; a theme by its thread."""
        wanted = _CLASSES.get(name, name)
        for part in self.parts:
            own = part.attributes.pairs.get("thread")
            if part.name == wanted and (thread is None or own == str(thread)):
                return part
        return None

    def error(
        self, message: str, hint: str, part: str = "", thread: object = None
    ) -> ThemeloomError:
        """An error that points at the document, or at one of its parts."""
        found = self.place(part, thread) if part else None
        if found is None:
            return ThemeloomError(message, hint, file=self.document)
        return found.place.error(message, hint)


def crowd_of(metadata: Mapping[str, object]) -> int:
    """How many authors a poster shows because its own front matter asks for so many."""
    asked, count = str(metadata.get("authors-shown", "")), len(as_list(metadata.get("author")))
    shown = count if asked == "all" else min(count, int(asked) if asked.isdecimal() else 0)
    return shown if shown > _FEW else 0


#: So many of the words of a part, as the template tells it.
_Cut: TypeAlias = "tuple[Mapping[str, Any], int]"


def too_high(told: Mapping[str, Any], asked: Asked) -> ThemeloomError:
    """The error for a poster whose content is higher than its page.

    Args:
        told: what the template tells: `over` and, of each part, its height and its words.
        asked: the poster.
    """
    over = max(told["over"])
    side = told["over"].index(over)
    parts = [part for part in told["parts"] if part["side"] == side]
    # Nobody takes words out of a title for the names below it.
    crowded = asked.crowd > 0 and any(part["name"] == "title" for part in parts)
    written = [one for one in parts if not _is_pictured(one) if one["name"] != "title" * crowded]
    cuts = _cuts(written or parts, over * _SPARE)
    hint = f"take out {_listed(cuts, asked)}"
    pictured = next((part for part in parts if _is_pictured(part)), None)
    if pictured is not None:
        # Nobody can shorten a picture.
        line = _line(pictured, asked)
        hint = f"leave out the picture of {_called(pictured)}{line}, or {hint}"
        cuts = [(pictured, 0), *cuts]
    if crowded:
        hint = f"show a few of the {asked.crowd} authors (authors-shown: {_FEW}), or {hint}"
    hint += "; or take a larger paper"
    heights = ", ".join(f"{_called(part)} {part['height']:.0f} mm" for part in parts)
    return asked.error(
        f"the poster is {over:.0f} mm too high for {asked.size}, "
        f"with its type as small as it may be ({heights})",
        hint,
        cuts[0][0]["name"],
        cuts[0][0]["thread"],
    )


def _is_pictured(part: Mapping[str, Any]) -> bool:
    """Whether a part is as high as it is for what is drawn in it."""
    return part["name"] not in _LARGE and part["height"] > _PICTURED * max(part["words"], 1)


def _line(part: Mapping[str, Any], asked: Asked) -> str:
    found = asked.place(part["name"], part["thread"])
    return f" (line {found.place.line})" if found else ""


def _cuts(parts: Sequence[Mapping[str, Any]], over: float) -> list[_Cut]:
    """What to take out: of the highest part alone if that will do, else of every part."""
    themes = [part for part in parts if part["name"] == "theme"]
    others = [part for part in parts if part["name"] != "theme" and part["words"]]
    rows = [group for group in (themes, *([one] for one in others)) if group]
    highest = max(rows, key=_height)
    if over <= _MOST_CUT * _height(highest):
        return _down_to(highest, _height(highest) - over)
    share = over / sum(_height(row) for row in rows)
    found = [cut for row in rows for cut in _down_to(row, _height(row) * (1 - min(share, 0.95)))]
    return sorted(found, key=lambda cut: -cut[1])


def _height(row: Sequence[Mapping[str, Any]]) -> float:
    return max(float(part["height"]) for part in row)


def _down_to(row: Sequence[Mapping[str, Any]], height: float) -> list[_Cut]:
    """What parts side by side must lose, so that none is higher than `height`."""
    cuts = [
        (part, max(1, round(part["words"] * (part["height"] - height) / part["height"])))
        for part in row
        if part["height"] > height and part["words"]
    ]
    return sorted(cuts, key=lambda cut: -cut[1])


def _called(part: Mapping[str, Any]) -> str:
    return part["name"] if part["thread"] is None else f"{part['name']} {part['thread']}"


def _listed(cuts: Sequence[_Cut], asked: Asked) -> str:
    """The cuts as words, each with the line that its part begins on."""
    return ", ".join(_less(part, words, _line(part, asked)) for part, words in cuts)


def _less(part: Mapping[str, Any], words: int, line: str) -> str:
    """What to take out of a part: its own words, else some of what it cites, never a part of it."""
    where = f"{_called(part)}{line}"
    if words <= part["typed"]:
        return f"about {words} of the {part['typed']} words of {where}"
    if part["quoted"] > part["words"] / 2:
        return f"the quotation of {where}"
    if part["name"] == "theme":
        return f"the statement of {where}, which part=title leaves out"
    return f"one of the {part['name']} that are cited{line}"
