"""Words in YAML: what was typed and what YAML reads, and how to write it so that both agree.

YAML gives many signs a meaning: what follows ` #` is a comment, `No` is false, `12:30` is
750, a text may not begin with `@`. Whoever types a quotation means none of that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from themeloom.core.expressions import later
from themeloom.core.files import beside
from themeloom.core.text import shortened
from themeloom.study.indents import odd_indent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import yaml

_DATA = beside(__file__, "words.toml")
_WORDS = frozenset(_DATA["keys"].split())
_SIGNS = tuple((re.compile(pattern), sign, what) for pattern, sign, what in _DATA["signs"])
REMEDY = "put the whole text between quotation marks, or on lines of its own below >-"
#: Values that are whole, so that nothing is wrong with them.
_WHOLE = later(
    r"""(?: \[[^\[\]]*\] | \{[^{}]*\} | '(?:[^']|'')*' | "(?:[^"\\]|\\["\\/abefnrtv0 N_LPxuU])*"
    | [|>][-+\d]* | &[\w-]+ | \[ | \{ ) (?:[ ,\]}]* (?:\s\#.*)?)? $""",
    re.VERBOSE,
)
_START = later(r"^[ ]*(?:-[ ]+)*(?:[\w.<-]+:(?:[ \t]+|$))?(?=\S|\t)")
_IN_FLOW = later(r"(?<=[{,])\s*[\w.-]+:\s+(?=\S)")
#: A comment that begins before a list or group on the same line ends.
_CUT_INSIDE = later(r"[\[{][^\]}'\"]*\s#")
#: Sizes and dates: settings of several words, which may carry comments as others do.
_SIZE = later(r"[\d.,:+-]+\s*[\w%]*(?:\s+[\d.,:+-]+\s*[\w%]*)*|A\d \w+", re.IGNORECASE)
_BACKSLASH = later(r'"(?:[^"\\]|\\["\\/abefnrtv0 N_LPxuU])*\\')
_LONG = 60
#: How many lines up a mistake may stand from where the parser notices it.
_NEAR = 3


def is_words(path: Sequence[str | int]) -> bool:
    """Whether what stands at a path is words that people typed, going by its key."""
    keys = [step for step in path if isinstance(step, str)]
    if not keys:
        return False
    return keys[-1] in _WORDS or "attributes" in keys[:-1]


def check_scalar(
    node: yaml.ScalarNode, rows: Sequence[str], text: str, *, words: bool
) -> Iterator[tuple[int, str, str]]:
    """Yield row, message and hint where a value would not be read as it was typed."""
    row, end = node.start_mark.line, node.end_mark.line
    typed = _from(rows, node.start_mark)
    tag = spelled_out(node, rows)
    if tag:
        yield row, *tag
    elif typed.startswith("&") and not re.search(rf"\*{re.escape(typed[1:].split()[0])}\b", text):
        yield row, *_taken("&", typed, "a name for what follows")
    if tag or node.style not in (None, "") or not typed:
        return
    rest = _from(rows, node.end_mark)
    if re.match(r"\s*#", rest) and (words or _like_words(node, rest)):
        read = f"only “{shortened(node.value, _LONG)}”" if node.value else "nothing"
        yield (
            end,
            f"YAML takes “{shortened(rest.strip(), _LONG)}” for a comment and would read {read}",
            f"{REMEDY}; a comment stands on a line of its own",
        )
    elif node.tag.endswith(":value") or (words and node.value and _changed(node)):
        kind = _DATA["kinds"].get(node.tag.rsplit(":", 1)[-1], "a number")
        yield (
            row,
            f"YAML reads {node.value} as {kind}, and words are wanted here",
            f'put it between quotation marks: "{node.value}"',
        )


def _like_words(node: yaml.ScalarNode, rest: str) -> bool:
    """Whether a value that is none of the known texts has the look of one that was cut."""
    one = _SIZE.fullmatch(node.value) or not re.search(r"\s", node.value)
    return node.tag.endswith(":str") and (not one or re.match(r"\s+#\d", rest) is not None)


def _from(rows: Sequence[str], mark: yaml.Mark) -> str:
    """What stands from a mark to the end of its line."""
    return rows[mark.line][mark.column :] if mark.line < len(rows) else ""


def _changed(node: yaml.ScalarNode) -> bool:
    """Whether a value is no words and would be printed in another way than it was typed."""
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "int":
        return re.fullmatch(r"-?(?:0|[1-9]\d*)", node.value) is None
    if kind == "float":
        return re.fullmatch(r"-?(?:0|[1-9]\d*)\.\d*[1-9]", node.value) is None
    return kind != "str" and node.value not in ("true", "false")


def spelled_out(node: yaml.Node, rows: Sequence[str]) -> tuple[str, str] | None:
    """Message and hint where a value begins with a kind, `!…`; that of texts is right."""
    typed = _from(rows, node.start_mark)
    if not typed.startswith("!") or typed.startswith("!!str "):
        return None
    return _taken("!", typed, "the kind of what follows")


def broken_line(rows: Sequence[str], marked: Sequence[int], why: str) -> tuple[int, str, str]:
    """Which line makes a text no YAML, and why: its number from 0, message and hint.

    Args:
        rows: the lines of the text.
        marked: the lines that the parser names, the beginning of what it was reading first.
        why: the parser's own words.
    """
    last = min(max(marked, default=0), len(rows) - 1)
    if odd := None if "quoted scalar" in why else odd_indent(rows, last):
        return odd
    # A text in quotation marks is broken where it begins, anything else nearby or by a quotation
    # mark that an earlier line opens.
    order = [min(marked)] if "quoted scalar" in why else range(last, -1, -1)
    for row in order:
        for match in (*_START.finditer(rows[row]), *_IN_FLOW.finditer(rows[row])):
            value = rows[row][match.end() :]
            taken = _sign(value)
            if value.startswith("*") and row < last:
                continue
            if taken and (row > last - _NEAR or taken[0] in "'\""):
                return row, *_taken(taken[0], value, taken[1])
    if "mapping values" in why:
        return last, *_taken(":", rows[last], "the end of a key")
    return (
        last,
        "this is not valid YAML",
        "look at this line and the one above it: a missing quotation mark, a colon inside "
        "a text without quotation marks, or an indentation that does not line up",
    )


def _sign(value: str) -> tuple[str, str] | None:
    """The sign in a value that YAML takes for something, and for what."""
    if _CUT_INSIDE.match(value):
        return "#", "the beginning of a comment"
    if value.startswith("#") or _WHOLE.match(value):
        return None
    if _BACKSLASH.match(value):
        return "\\", "the beginning of a special character"
    return next(((sign, what) for pattern, sign, what in _SIGNS if pattern.match(value)), None)


def _taken(sign: str, value: str, what: str) -> tuple[str, str]:
    """Message and hint about a sign."""
    message = f"YAML takes {sign.strip()} in “{shortened(value.strip(), _LONG)}” for {what}"
    if sign == "\\":
        return message, "put the text between single quotation marks, or write two: \\\\"
    if sign == "tab":
        return "this line begins with a tab, and YAML takes only spaces", "indent it with spaces"
    return message, f"{REMEDY}, or close what begins here" if sign in "[{'\"" else REMEDY
