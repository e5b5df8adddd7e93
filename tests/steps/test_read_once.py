"""Everything of a compendium is read once, when a command begins, and passed on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from helpers import changed
from small import environment, small_study

from themeloom.notebooks.confine import version

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

#: Counts what the process of a command opens to read below a folder.
_COUNTING = """
import json, os, sys
root, file, *words = sys.argv[1:]
opened = []
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = os.path.abspath(os.fspath(arguments[0]))
        if path.startswith(root + os.sep) and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
            opened.append(os.path.relpath(path, root).replace(os.sep, "/"))
sys.addaudithook(note)
from themeloom.cli import main
code = main(["--project", root, *words])
with open(file, "w") as told:
    json.dump(opened, told)
sys.exit(code)
"""
#: The copy that programs read, and the folder in which a notebook runs.
_COPIES = (".themeloom/tree/",)


def _opened(project: Project, folder: Path, *words: str) -> Counter[str]:
    """How often a command opens each file of a project, its copies counted with it."""
    told = folder / "opened.json"
    done = subprocess.run(
        [sys.executable, "-c", _COUNTING, str(project.root), str(told), *words],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        cwd="/",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names = json.loads(told.read_text(encoding="utf-8"))
    for copies in _COPIES:
        names = [name.removeprefix(copies) for name in names]
    return Counter(names)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counter[str]]:
    """What each command opens, one after the other in one small study."""
    folder = tmp_path_factory.mktemp("once")
    project = small_study(folder)
    found = {"cold": _opened(project, folder, "render")}
    found |= {one: _opened(project, folder, one) for one in ("derive", "check", "status")}
    found["nothing to do"] = _opened(project, folder, "render")
    changed(project.root / "manuscript" / "paper.qmd", "says what is known", "says what was known")
    found["one word"] = _opened(project, folder, "render")
    return found


@pytest.mark.parametrize(
    "command", ["cold", "derive", "check", "status", "nothing to do", "one word"]
)
def test_sources_are_opened_once(counted: dict[str, Counter[str]], command: str) -> None:
    """The store, the configuration, each document, each source and the bibliography."""
    found = counted[command]
    once = ["study.yml", "_quarto.yml", "manuscript/paper.qmd", "manuscript/references.bib"]
    once += ["poster/poster.qmd", "analysis/words.ipynb", "manuscript/a-picture.png"]
    # Where the system cannot keep code from changing sources, they are looked at once more.
    sources = ["data-raw/synthetic-talk.txt", "data-raw/synthetic-register.txt"]
    twice = dict.fromkeys(sources, 1 + (command == "cold" and not version()))
    wanted = {**dict.fromkeys(once, 1), **twice}
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize("command", ["check", "status", "nothing to do"])
def test_what_was_made_is_opened_once_where_nothing_is_built(
    counted: dict[str, Counter[str]], command: str
) -> None:
    """Derived files and extensions are read like all others, the record of files aside."""
    often = {
        name: count
        for name, count in counted[command].items()
        if name.startswith(("data-derived/", "_extensions/")) and count > 1
    }
    assert often.keys() <= {"data-derived/provenance.json"}, often
