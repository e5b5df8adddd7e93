"""Columns of Word's tables as wide as their words need, and crowded tables in smaller type.

pandoc gives columns equal shares of the page, and Word breaks a word at any letter where its
column is narrower. How wide words are is reckoned by their letters, a little too wide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core import office as markup
from themeloom.formats.docx.flow import style_of
from themeloom.formats.docx.markup import made, spans_of, text_of, word
from themeloom.formats.docx.room import rooms
from themeloom.look.tokens import LOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from themeloom.core.office import Element

#: What a line may break at the end of: blanks, hyphens, slashes.
_PIECE = re.compile(r"[^\s/\u00ad\u200b–—-]+[/–—-]*")
#: About how wide letters are, in thousandths of the size of the type, and how much wider in heads.
_NARROW, _WIDE, _CAPITAL, _OTHER, _BOLD = 290, 850, 620, 525, 1.06
_OF_SIGNS = dict.fromkeys("iljtfrI.,:;'|!()[]", _NARROW) | dict.fromkeys("mwMW@%", _WIDE)
#: The sizes of type that are tried, in half points, and the room at the right of a cell.
_SIZES, _SIDE = (18, 17, 16, 15, 14), round(LOOK.data["space"]["cell"]["word"][1] * 20)
#: The least room of a column whose words are hyphenated, in thousandths of the type's size: about
#: six letters, a long syllable with its hyphen. What has less is no text that anybody reads.
_LEAST = 3150
#: What stands before the mark for hyphens among the properties of a paragraph.
_BEFORE = {
    word(tag)
    for tag in (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
        *("suppressLineNumbers", "pBdr", "shd", "tabs"),
    )
}


def fit_columns(document: Element) -> Iterator[list[str]]:
    """Share the columns of tables out anew where words do not fit them, set smaller if need be.

    Yields:
        The words of the cells of each table that nobody could read, for its columns are too many.
    """
    for page, blocks in rooms(document):
        for table in (one for block in blocks for one in block.iter(word("tbl"))):
            within = any(True for _ in table.iterancestors(word("tc")))
            if not (within or _fit(table, page.wide)):
                yield [text_of(cell) for cell in table.iter(word("tc"))]


def _fit(table: Element, room: int) -> bool:
    """Share out the columns of a table; whether its words have room then, hyphenated if need be."""
    grid = table.findall(f"{word('tblGrid')}/{word('gridCol')}")
    layout = table.find(f"{word('tblPr')}/{word('tblLayout')}")
    if not grid[1:] or layout is None or layout.get(word("type")) != "fixed":
        return True  # Word itself measures such a table
    given = [int(one.get(word("w"))) for one in grid]
    total = round(room * _share(table))
    asked = [one * total / max(sum(given), 1) for one in given]
    longest = list(_longest(table, len(grid)))
    if all(one >= need for one, need in zip(asked, _needs(longest, _SIZES[0]), strict=True)):
        return True
    total = room
    size = next((one for one in _SIZES if sum(_needs(longest, one)) <= total), _SIZES[-1])
    needs = _needs(longest, size)
    if sum(needs) > total:
        _hyphenate(table)
    widths = _shared(asked, needs, total)
    for column, wide in zip(grid, widths, strict=True):
        column.set(word("w"), str(round(wide)))
    table.find(f"{word('tblPr')}/{word('tblW')}").attrib.update(
        {word("type"): "dxa", word("w"): str(total)}
    )
    if size < _SIZES[0]:
        for run in table.iter(word("r")):
            properties = markup.first(run, word("rPr"))
            for tag in ("sz", "szCs"):
                if properties.find(word(tag)) is None:
                    properties.append(made(tag, val=str(size)))
    [least] = _needs([_LEAST], size)
    return all(wide >= min(need, least) - 1 for wide, need in zip(widths, needs, strict=True))


def _hyphenate(table: Element) -> None:
    """Let Word hyphenate a table that has no room for its words; by our styles nothing else is."""
    for paragraph in table.iter(word("p")):
        properties = markup.first(paragraph, word("pPr"))
        place = sum(one.tag in _BEFORE for one in properties)
        properties.insert(place, made("suppressAutoHyphens", val="0"))


def _share(table: Element) -> float:
    """The share of the page that a table takes."""
    width = table.find(f"{word('tblPr')}/{word('tblW')}")
    is_share = width is not None and width.get(word("type")) == "pct"
    return int(width.get(word("w"))) / 5000 if is_share else 1.0


def _longest(table: Element, count: int) -> Iterator[float]:
    """The widest piece of each column that nothing breaks, in thousandths of the type's size."""
    found = [0.0] * count
    for row in table.findall(word("tr")):
        column = 0
        for cell, taken in zip(row.findall(word("tc")), spans_of(row), strict=True):
            if taken == 1 and column < count:
                found[column] = max(found[column], *map(_widest, cell.iter(word("p"))), 0.0)
            column += taken
    yield from found


def _widest(paragraph: Element) -> float:
    share = _BOLD if style_of(paragraph) == "TableHeading" else 1.0
    return share * max(map(_wide, _PIECE.findall(text_of(paragraph))), default=0.0)


def _wide(piece: str) -> float:
    return sum(_OF_SIGNS.get(one) or (_CAPITAL if one.isupper() else _OTHER) for one in piece)


def _needs(longest: Sequence[float], size: int) -> list[float]:
    """How wide columns must be at a size in half points, in twentieths of a point."""
    return [one * size / 100 + _SIDE for one in longest]


def _shared(asked: Sequence[float], needs: Sequence[float], total: float) -> list[float]:
    """As wide as asked, but none less than it needs; what that takes, the others give."""
    if sum(needs) >= total:
        most = _most(needs, total)
        return [min(need, most) for need in needs]
    wide = [max(pair) for pair in zip(asked, needs, strict=True)]
    spare = [one - need for one, need in zip(wide, needs, strict=True)]
    over = max(sum(wide) - total, 0)
    return [one - some * over / max(sum(spare), 1) for one, some in zip(wide, spare, strict=True)]


def _most(needs: Sequence[float], total: float) -> float:
    """How wide a column may be where not all fit, so that only the longest words are broken."""
    for done, need in enumerate(sorted(needs)):
        share = total / (len(needs) - done)
        if need >= share:
            return share
        total -= need
    return max(needs, default=0.0)
