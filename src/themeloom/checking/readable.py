"""A text as people read it: without what cannot be seen, without mark-up within words.

An identifier is the same whether a no-break space, a zero-width character, a soft hyphen, an
entity or emphasis stands in it. Line breaks stay, for they part what belongs apart.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from themeloom.core.expressions import compiled, later
from themeloom.core.files import beside
from themeloom.core.text import replaced

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from themeloom.core.text import Normalised


def _entity(match: re.Match[str]) -> str:
    said = unescape(match.group())
    return "".join(
        " " if sign == "\xa0" else sign for sign in said if unicodedata.category(sign) != "Cf"
    )


def _wide(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _joint(match: re.Match[str]) -> str:
    """A space where a sentence runs on; lines of a table, which have no letters, are left apart."""
    text = match.string
    above = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    end = text.find("\n", match.end())
    below = text[match.end() : end if end >= 0 else len(text)]
    runs_on = all(any(sign.isalpha() for sign in line) for line in (above, below))
    return " " if runs_on and not _CELLS.search(f"{above[-24:]}{below[:24]}") else match.group()


#: What parts the cells of a table.
_CELLS = later(r"[,;]\S|[\t|]")
_MADE: dict[str, Callable[[re.Match[str]], str]] = {
    "entity": _entity,
    "wide": _wide,
    "joint": _joint,
}


@cache
def _forms() -> tuple[list[re.Pattern[str]], re.Pattern[str], tuple[str, ...]]:
    """Where a form may begin, all forms, and what each is read as."""
    data = beside(__file__, "readable.toml")
    pairs = data["forms"]
    begins = [compiled(one) for one in data["begins"]]
    return begins, compiled("|".join(f"({one})" for one, _ in pairs)), tuple(b for _, b in pairs)


@cache
def _signs() -> dict[str, str]:
    """What each sign is read as whatever stands beside it: quotation marks, dashes, spaces."""
    _, pattern, forms = _forms()
    matches = ((sign, pattern.fullmatch(sign)) for sign in "–—−‑‘’“”«»\xa0\u202f")
    return {sign: forms[(match.lastindex or 1) - 1] for sign, match in matches if match}


def with_plain_signs(text: str) -> str:
    """The text with one sign for each that has many forms: every place stays where it is."""
    signs = {} if text.isascii() else _signs()
    for sign, form in signs.items():
        text = text.replace(sign, form)
    return text


def readable(text: str) -> Normalised:
    """The text as it is read, with the way back to its offsets."""
    plain = with_plain_signs(text)
    return replaced(plain, _changes(plain))


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    begins, pattern, forms = _forms()
    done = 0
    for start in sorted(match.start() for one in begins for match in one.finditer(text)):
        match = pattern.match(text, start) if start >= done else None
        if match is None:
            continue
        form = forms[(match.lastindex or 1) - 1]
        made = _MADE[form](match) if form in _MADE else form
        if made != match.group():
            yield start, match.end(), made
            done = match.end()
