"""Calling Quarto, with a program of our own in its place."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from compendium import themeloom
from helpers import copied, with_extensions

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
    version = "if sys.argv[1:] == ['--version']: sys.exit(print('1.10.18'))"
    text = f"#!{sys.executable}\nimport os, sys\n{version}\n{code}\n"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


SAY = "print(' '.join(sys.argv[1:]), os.environ['SOURCE_DATE_EPOCH'], file=sys.stderr)"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a script that is a program")


PAPER = "---\nformat:\n  html: default\n  docx: default\n---\n\nWords.\n"
DECK = "---\nformat:\n  revealjs: default\n---\n\n## Words\n"
#: Notes how it was called, and writes three outputs of 2 kB.
MAKE = """
open("calls.txt", "a").write(" ".join(sys.argv[1:]) + "\\n")
for name in ("manuscript/paper.html", "manuscript/paper.docx", "slides/slides.html"):
    os.makedirs("_output/" + os.path.dirname(name), exist_ok=True)
    open("_output/" + name, "w").write("x" * 2048)
"""


def asked(folder: Path, code: str, *arguments: str) -> tuple[Project, str, str]:
    """A compendium rendered by a pretended Quarto, and what the command says."""
    project = with_extensions(copied("explorer-synthetic", folder / "project"))
    (project.root / "manuscript/paper.qmd").write_text(PAPER, encoding="utf-8")
    (project.root / "slides/slides.qmd").write_text(DECK, encoding="utf-8")
    environment = {**os.environ, "QUARTO": pretend(folder, code)}
    command = ("render", "--engine", "quarto", *arguments)
    done = themeloom(project, *command, environment=environment)
    return project, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "calls", "made"),
    [
        (["paper"], ["render manuscript/paper.qmd"], ["paper.html", "paper.docx"]),
        (
            ["--to", "html"],
            [
                "render manuscript/paper.qmd --to html",
                "render slides/slides.qmd --to revealjs",
            ],
            ["paper.html", "slides.html"],
        ),
    ],
)
def test_quarto_makes_what_is_asked_for_and_it_is_listed(
    arguments: list[str], calls: list[str], made: list[str], tmp_path: Path
) -> None:
    """Each document in formats of its own; the command ends with what Quarto has made."""
    project, said, _ = asked(tmp_path, MAKE, *arguments)
    assert (project.root / "calls.txt").read_text().splitlines() == calls
    *lines, last = said.splitlines()[: len(made) + 1]
    assert [line.split()[1:] for line in lines] == [["2.0", "kB"]] * len(made)
    assert [line.split()[0].rsplit("/", 1)[-1] for line in lines] == made
    assert last.startswith(f"{len(made)} outputs, 0 unchanged, in ")


def test_what_quarto_has_not_made_is_told(tmp_path: Path) -> None:
    """Though it ended with exit code 0."""
    _, _, said = asked(tmp_path, "", "paper", "--to", "html")
    assert "manuscript/paper.qmd: Quarto has not made _output/manuscript/paper.html" in said
    assert "hint: see what it says: quarto render manuscript/paper.qmd" in said


def test_what_quarto_says_is_passed_on(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it says it; it is told of the time that outputs carry."""
    monkeypatch.setenv("QUARTO", pretend(tmp_path, SAY))
    heard = Heard()
    render_with_quarto(tiny, [("paper.qmd", "--to", "docx")], heard, epoch=7)
    assert heard.lines == ["render paper.qmd --to docx 7"]


def test_a_failure_is_one_message_with_the_last_lines(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enough to see what is wrong, without the whole log."""
    code = "print(*range(40), 'ERROR: no', sep='\\n', file=sys.stderr); sys.exit(1)"
    monkeypatch.setenv("QUARTO", pretend(tmp_path, code))
    with pytest.raises(ThemeloomError) as raised:
        render_with_quarto(tiny, [()], Silent(), epoch=7)
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
        render_with_quarto(tiny, [()], Silent(), epoch=7)
    assert str(raised.value) == (
        "Quarto is not installed\n"
        "  hint: install it (the package quarto of conda-forge, or an installer from quarto.org), "
        "or name the program in the variable QUARTO; without it: themeloom render --engine builtin"
    )
    monkeypatch.setenv("QUARTO", "/nowhere/quarto")
    with pytest.raises(ThemeloomError, match=r'^Quarto is not at "/nowhere/quarto", which the'):
        render_with_quarto(tiny, [()], Silent(), epoch=7)


# ---- which Quarto is there --------------------------------------------------------------------

_BROKEN = "#!/bin/sh\necho 'Traceback (most recent call last):' >&2\nexit 1\n"


def _said_by_doctor(folder: Path, script: str, **more: str) -> str:
    """What `doctor` says of a program in Quarto's place, in one line."""
    program = folder / "quarto"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    project = copied("explorer-synthetic", folder / "project")
    environment = {**os.environ, "QUARTO": str(program), "QUARTO_PYTHON": sys.executable, **more}
    return " ".join(themeloom(project, "doctor", environment=environment).stdout.split())


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("#!/bin/sh\necho 1.10.18\n", "ok Quarto 1.10.18 ("),
        ("#!/bin/sh\necho 1.8.27\n", "1.9.0 or newer is needed: conda env create"),
        (_BROKEN, "does not say its version: it is not whole, or nothing that can be run"),
    ],
)
def test_doctor_says_which_quarto_is_there_and_what_it_will_do(
    script: str, told: str, tmp_path: Path
) -> None:
    """One that works, one that is too old, and one of which only the door was installed."""
    assert told in _said_by_doctor(tmp_path, script)


def test_doctor_says_whether_quartos_python_has_the_package(tmp_path: Path) -> None:
    """Quarto may run cells and steps with another Python than this one."""
    script = "#!/bin/sh\necho 1.10.18\n"
    assert f"ok its Python {sys.executable} (themeloom" in _said_by_doctor(tmp_path, script)
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    other.chmod(0o755)
    (tmp_path / "again").mkdir()
    said = _said_by_doctor(tmp_path / "again", script, QUARTO_PYTHON=str(other))
    assert (
        f"{other} has no themeloom activate the environment of this one, or set QUARTO_PY" in said
    )


def test_a_quarto_that_cannot_be_run_is_told_before_anything_is_tried(tmp_path: Path) -> None:
    """As the Python package of Quarto leaves it where its download failed."""
    (tmp_path / "quarto").write_text(_BROKEN, encoding="utf-8")
    (tmp_path / "quarto").chmod(0o755)
    project = with_extensions(copied("explorer-synthetic", tmp_path / "project"))
    environment = {**os.environ, "QUARTO": str(tmp_path / "quarto")}
    done = themeloom(project, "render", "--engine", "quarto", environment=environment)
    assert done.returncode == 1
    assert "is there, but cannot be run as Quarto" in done.stderr
    assert "Traceback" not in done.stderr
