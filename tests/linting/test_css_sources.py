from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import tinycss2
from helpers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tinycss2.ast import Node

FILES = sorted(path for folder in ("src", "_extensions") for path in (ROOT / folder).rglob("*.css"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
SHEETS = {path: path.read_text(encoding="utf-8") for path in FILES}
#: What the sheets of Bootstrap, under Quarto, and of reveal.js ask for.
ASKED_ELSEWHERE = re.compile(r"--(?:bs|r)-[\w-]+")
_PLAIN = {"skip_comments": True, "skip_whitespace": True}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: Rules that hold rules.
_NESTING = frozenset({"media", "supports", "layer", "container", "page"})


def _told(nodes: list[Node]) -> Iterator[str]:
    """Every mistake in a list of rules or declarations, and in what they hold."""
    for node in nodes:
        if node.type == "error":
            yield f"{node.source_line}: {node.message}"
        elif node.type == "qualified-rule":
            yield from _twice(tinycss2.parse_blocks_contents(node.content, **_PLAIN))
        elif node.type == "at-rule" and node.content is not None:
            if node.lower_at_keyword in _NESTING - {"page"}:
                yield from _told(tinycss2.parse_rule_list(node.content, **_PLAIN))
            elif node.lower_at_keyword in {"font-face", "page"}:
                yield from _twice(tinycss2.parse_blocks_contents(node.content, **_PLAIN))


def _twice(nodes: list[Node]) -> Iterator[str]:
    """Mistakes in a block, and a property that it sets to the same twice."""
    yield from _told([node for node in nodes if node.type != "declaration"])
    seen: set[tuple[str, str]] = set()
    for node in nodes:
        if node.type == "declaration":
            said = (node.name, tinycss2.serialize(node.value).strip())
            if said in seen:
                yield f"{node.source_line}: {node.name} is set twice"
            if not said[1]:
                yield f"{node.source_line}: {node.name} is set to nothing"
            seen.add(said)


def _properties(text: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, _COMMENT.sub("", text)))


def amiss(text: str, others: str = "", scripts: str = "") -> list[str]:
    """What is wrong in a style sheet: its syntax, and properties of ours.

    Args:
        text: the style sheet.
        others: further sheets, which may ask for what this one defines.
        scripts: what may define what this one asks for.
    """
    found = list(_told(tinycss2.parse_stylesheet(text, **_PLAIN)))
    made = _properties(text, r"(?<![\w-])(--[\w-]+)\s*:")
    needed = _properties(text, r"var\(\s*(--[\w-]+)\s*\)")  # one with a fallback may be missing
    asked = _properties(text + others, r"var\(\s*(--[\w-]+)")
    given = made | _properties(scripts, r"setProperty\(\s*[\"'](--[\w-]+)")
    found += [f"{name} is not defined" for name in sorted(needed - given)]
    found += [
        f"{name} is not used"
        for name in sorted(made - asked)
        if not ASKED_ELSEWHERE.fullmatch(name)
    ]
    return found


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_style_sheets_are_sound(path: Path) -> None:
    """Every rule is read by a browser, every property of ours is defined and used."""
    scripts = "".join(one.read_text(encoding="utf-8") for one in path.parent.glob("*.js"))
    assert amiss(SHEETS[path], "".join(SHEETS.values()), scripts) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("p { color: red }", []),
        ("p { color red }", 1),
        ("p { color: red; color: red }", ["1: color is set twice"]),
        ("p { color: }", ["1: color is set to nothing"]),
        ("@media print { p { color red } }", 1),
        ("p { color: var(--ink) }", ["--ink is not defined"]),
        (":root { --ink: red }", ["--ink is not used"]),
        (":root { --ink: red } p { color: var(--ink) }", []),
        ("p { color: red } }", 1),
    ],
)
def test_what_is_told(text: str, told: list[str] | int) -> None:
    """Each mistake once; those of the syntax in the parser's words."""
    found = amiss(text)
    assert len(found) == told if isinstance(told, int) else found == told
