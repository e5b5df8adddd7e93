"""What is printed arrives as a terminal leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from helpers import format_of
from making import compute_cells, put_document

from themeloom.notebooks.markdown import Showing
from themeloom.notebooks.terminal import settled, without_colours

if TYPE_CHECKING:
    from themeloom.core.project import Project


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("10 %\r50 %\r100 %\n", "100 %\n"),
        ("done\r\nand done\r\n", "done\nand done\n"),
        ("abc\b\bX", "aXc"),
        ("outer 1\n\rinner 9\x1b[A\router 2\n", "outer 2\ninner 9"),
        ("gone\x1b[2K\rhere", "here"),
        ("half gone\x1b[4D\x1b[K", "half "),
        ("\x1b]0;a window's title\x07said", "said"),
        ("bell\x07 and nothing\x00", "bell and nothing\ufffd"),
        ("\x1b[31mred\x1b[0m plain", "\x1b[31mred\x1b[0m plain"),
        ("plain\ttext", "plain\ttext"),
    ],
)
def test_what_a_terminal_would_show(printed: str, left: str) -> None:
    """Orders to a terminal are carried out; letters and colours stay."""
    assert settled(printed) == left


def test_documents_show_the_words_without_codes(project: Project) -> None:
    """Neither colours nor a bar's former states reach Word, whose files hold no such signs."""
    code = 'import sys\nprint("\\x1b[1mbold\\x1b[0m \\x00")\nprint("1 %\\r2 %", file=sys.stderr)'
    document = put_document(project, f"```{{python}}\n{code}\n```\n")
    computed = compute_cells(project, [document])[document.path]
    body = computed.shown(Showing(format_of("docx"), {"echo": False}, lambda *_: "")).body
    assert "bold \ufffd" in body
    assert "2 %" in body
    assert "\x1b" not in body
    assert "1 %" not in body


def test_colours_are_taken_out_whole() -> None:
    """Also those of 256 and of a million."""
    assert without_colours("\x1b[38;5;12ma\x1b[38:2::1:2:3mb\x1b[m") == "ab"
