"""Pandoc's attributes in braces: `{#id .class key=value key="a value"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A block of attributes; quotation marks may hold braces.
BLOCK = re.compile(r"""\{(?P<inside>(?:[^{}"'\n]|"[^"\n]*"|'[^'\n]*'|')*)\}""")
_PART = re.compile(
    r"""(?P<key>[\w:.-]+)=(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}]+))
      | \#(?P<id>[^\s{}]+) | \.(?P<class>[^\s{}.#]+) | (?P<unnumbered>-)(?=\s|$)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Attributes:
    """What stands between the braces.

    Args:
        id: the identifier; empty if there is none.
        classes: the classes, in order; `-` is the class `unnumbered`.
        pairs: the keys and their values.
    """

    id: str
    classes: tuple[str, ...]
    pairs: Mapping[str, str]


NONE = Attributes("", (), {})


def parse(inside: str) -> Attributes:
    """The attributes of a text that stands between braces."""
    identifier, classes, pairs = "", [], {}
    for part in _PART.finditer(inside):
        if part["key"]:
            quoted = part["double"] if part["double"] is not None else part["single"]
            value = part["bare"] if quoted is None else quoted
            pairs[part["key"]] = re.sub(r"\\(.)", r"\1", value)
        elif part["id"]:
            identifier = part["id"]
        else:
            classes.append(part["class"] or "unnumbered")
    return Attributes(identifier, tuple(classes), pairs)
