"""Calling Quarto, with a program of our own in its place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.engines.quarto import render_with_quarto
from themeloom.engines.reporting import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project


class Heard(Silent):
    """A reporter that keeps what Quarto said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def said(self, line: str) -> None:
        """Keep a line."""
        self.lines.append(line)


def pretend(folder: Path, code: str) -> str:
    """A program that is called quarto and does what `code` says."""
    path = folder / "quarto"
    path.write_text(f"#!{sys.executable}\nimport os, sys\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


SAY = "print(' '.join(sys.argv[1:]), os.environ['SOURCE_DATE_EPOCH'], file=sys.stderr)"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a script that is a program")


@pytest.mark.parametrize(
    ("selection", "to", "calls"),
    [
        ([], [], ["render 7"]),
        (["paper"], [], ["render manuscript/paper.qmd 7"]),
        (
            ["paper", "poster"],
            ["docx"],
            ["render manuscript/paper.qmd --to docx 7", "render poster/poster.qmd --to docx 7"],
        ),
    ],
)
def test_quarto_is_given_the_same_selection(
    selection: list[str],
    to: list[str],
    calls: list[str],
    tiny: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it says is passed on as it says it."""
    monkeypatch.setenv("QUARTO", pretend(tmp_path, SAY))
    heard = Heard()
    render_with_quarto(tiny, selection, to, heard, epoch=7)
    assert heard.lines == calls


def test_a_failure_is_one_message_with_the_last_lines(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enough to see what is wrong, without the whole log."""
    code = "print(*range(40), 'ERROR: no', sep='\\n', file=sys.stderr); sys.exit(1)"
    monkeypatch.setenv("QUARTO", pretend(tmp_path, code))
    with pytest.raises(ThemeloomError) as raised:
        render_with_quarto(tiny, [], [], Silent(), epoch=7)
    lines = str(raised.value).splitlines()
    assert lines[0] == "Quarto ended with code 1; its last lines:"
    assert lines[1] == "    29"
    assert lines[-2:] == [
        "    ERROR: no",
        "  hint: mend what it names, or see what the built-in renderer says: "
        "themeloom render --engine builtin",
    ]


def test_a_missing_quarto_is_told_with_how_to_get_it(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with what works without it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUARTO", raising=False)
    with pytest.raises(ThemeloomError) as raised:
        render_with_quarto(tiny, [], [], Silent(), epoch=7)
    assert str(raised.value) == (
        "Quarto is not installed\n"
        "  hint: install it (the package quarto of conda-forge, or an installer from quarto.org), "
        "or name the program in the variable QUARTO; without it: themeloom render --engine builtin"
    )
    monkeypatch.setenv("QUARTO", "/nowhere/quarto")
    with pytest.raises(ThemeloomError, match=r'^Quarto is not at "/nowhere/quarto", which the'):
        render_with_quarto(tiny, [], [], Silent(), epoch=7)
