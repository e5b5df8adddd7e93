"""`weaving.markdown`: whatever a transcript says comes out as the characters it is."""

import json
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themeloom.weaving.markdown import escape, pipe_table


@cache
def _pandoc() -> str:
    spec = find_spec("pypandoc")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "files" / "pandoc")


def _read(markdown: str) -> list[dict[str, object]]:
    """The blocks that pandoc makes of Markdown."""
    done = subprocess.run(
        [_pandoc(), "--from", "markdown", "--to", "json"],
        input=markdown.encode(),
        capture_output=True,
        check=True,
    )
    blocks: list[dict[str, object]] = json.loads(done.stdout)["blocks"]
    return blocks


def _words(inlines: object) -> str:
    """The text of plain inlines; anything but words and spaces is named."""
    parts = []
    assert isinstance(inlines, list)
    for inline in inlines:
        kind = inline["t"]
        parts.append(inline["c"] if kind == "Str" else " " if kind == "Space" else f"<{kind}>")
    return "".join(parts)


HOSTILE = [
    "{{< include /etc/passwd >}}",
    "#sys.exit() and #let x = 1",
    "<script>alert(1)</script>",
    "$x^2$ and \\input{file} and `code`",
    "![a](b.png) [link](http://x) @fig-x ^[note]",
    "1. not a list",
    "(a) not a list",
    "# not a heading",
    ": not a definition",
    "::: {.not-a-div}",
    "| not | a table |",
    "*not* **bold** _emphasis_ ~~gone~~",
    'don\'t -- wait... "quoted"',
    "a@b.org and https://example.org",
    "50% & 20 < 30 &amp; more",
    "e.g. this",
    "+ plus",
    "- dash",
    "12) no",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_marks_are_characters(text: str) -> None:
    """Mark-up, shortcodes, HTML, Typst, formulas and lists are text."""
    blocks = _read(escape(text))
    assert [block["t"] for block in blocks] == ["Para"]
    assert _words(blocks[0]["c"]) == text


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Zs", "Zl", "Zp")
        )
    )
)
def test_any_text_is_itself(text: str) -> None:
    """Whatever the characters, pandoc reads one paragraph that says exactly them."""
    said = " ".join(text.split())
    blocks = _read(escape(said))
    if said:
        assert [block["t"] for block in blocks] == ["Para"]
        assert _words(blocks[0]["c"]) == said


def test_table_cells_keep_their_bars() -> None:
    """A bar in a cell does not end the cell."""
    table = pipe_table(["A", "B"], [[escape("x | y"), "1"]], [50, 50], [1])
    (block,) = _read(table)
    assert block["t"] == "Table"
    assert '"c": "|"' in json.dumps(block)
