"""What is saved while a build runs is not in that build at all, and is wholly in the next."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from helpers import LONG, changed
from small import MADE, begun, holds_lock, made, notebook, rendered, small_study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from themeloom.core.project import Project

_TRIES = 20 if LONG else 3
_LAST_WORD = """from pathlib import Path
print(Path("../data-raw/synthetic-talk.txt").read_text(encoding="utf-8").split()[-1])"""


def _in_store(project: Project, word: str) -> str:
    changed(project.study, "Chairs say who", f"{word} Chairs say who")
    return "data-derived/themes.csv"


def _in_document(project: Project, word: str) -> str:
    changed(project.root / "manuscript" / "paper.qmd", "Before:", f"Before: {word}")
    return "_output/manuscript/paper.html"


def _in_bibliography(project: Project, word: str) -> str:
    path = project.root / "manuscript" / "references.bib"
    changed(path, "title = {On", f"title = {{On {word}")
    return "_output/manuscript/paper.html"


def _in_source(project: Project, word: str) -> str:
    with (project.raw / "synthetic-talk.txt").open("a", encoding="utf-8") as file:
        file.write(f"\nP02: And {word}\n")
    return "_output/analysis/words.html"


def _in_notebook(project: Project, word: str) -> str:
    path = project.root / "analysis" / "words.ipynb"
    path.write_text(notebook(f"{_LAST_WORD}\nprint('{word.lower()}'.upper())"), encoding="utf-8")
    return "_output/analysis/words.html"


_KINDS: tuple[Callable[[Project, str], str], ...] = (
    _in_store,
    _in_document,
    _in_bibliography,
    _in_source,
    _in_notebook,
)


def _with(project: Project, word: str) -> set[str]:
    """The files that were made and in which a word stands."""
    places = [project.root / name for name in MADE]
    files = [one for place in places for one in [place, *place.rglob("*")] if one.is_file()]
    return {project.name(one) for one in files if word.encode() in one.read_bytes()}


def test_an_edit_at_a_random_moment_is_in_the_next_build(tmp_path: Path) -> None:
    """Of the first build nothing has it; the next one has it where it belongs."""
    project = small_study(tmp_path)
    _in_notebook(project, "Begun")
    rendered(project)
    since = time.monotonic()
    _begin_anew(project, 0)
    rendered(project)
    seconds = time.monotonic() - since
    chance = random.Random(23)
    for number in range(1, _TRIES + 1):
        word = f"SAVED{number}X"
        # Something is out of date, so that there is a build in which to save.
        _begin_anew(project, number)
        with begun(project, "render") as process:
            while process.poll() is None and not holds_lock(process, project):
                time.sleep(0.002)
            # When the lock is held, everything is being read: from then on it is too late.
            time.sleep(0.3 + chance.uniform(0, seconds))
            where = _KINDS[number % len(_KINDS)](project, word)
            said = process.communicate(timeout=100)[1]
            assert process.returncode == 0, said
        first = _with(project, word)
        assert not first, (number, where)
        rendered(project)
        assert where in _with(project, word), number
    if LONG:
        again = small_study(tmp_path / "again")
        for path in project.below(project.root):
            name = project.name(path)
            if not name.startswith(MADE):
                (again.root / name).parent.mkdir(parents=True, exist_ok=True)
                (again.root / name).write_bytes(path.read_bytes())
        assert made(rendered(again)) == made(project)


def _begin_anew(project: Project, number: int) -> None:
    poster = project.root / "poster" / "poster.qmd"
    with poster.open("a", encoding="utf-8") as file:
        file.write(f"\n<!-- {number} -->\n")
