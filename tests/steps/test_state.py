"""`.themeloom/` may be damaged in any way: what is not whole is made anew, and never used."""

from __future__ import annotations

import os
import random
import shutil
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from helpers import LONG, changed
from small import made, notebook, rendered, run, small_study

from themeloom.cli import main
from themeloom.core.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DAMAGED = 400 if LONG else 4


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small study, rendered; only to be copied."""
    return rendered(small_study(tmp_path_factory.mktemp("state")))


@pytest.fixture
def project(finished: Project, tmp_path: Path) -> Project:
    """A copy of the rendered study."""
    shutil.copytree(finished.root, tmp_path / "study", symlinks=True)
    return Project(tmp_path / "study")


def _garble(path: Path) -> None:
    """Other bytes of the same number, at the same times."""
    found, data = path.stat(), path.read_bytes()
    path.write_bytes(bytes(255 - one for one in data))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _truncate(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _replace_by_words(path: Path) -> None:
    path.write_bytes(b'{"it": ["is", "JSON"], "and": 1}\n')


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_bytes(b"x")


def _take_away(path: Path) -> None:
    path.unlink()


_WAYS: tuple[Callable[[Path], None], ...] = (
    _garble,
    _truncate,
    _empty,
    _replace_by_words,
    _replace_by_folder,
    _take_away,
)


def _files(project: Project) -> list[Path]:
    """Every file of `.themeloom/` that a command could use."""
    return [path for path in sorted(project.state.rglob("*")) if path.is_file()]


def _all_is_right(project: Project, expected: dict[str, str], *, lost: bool) -> None:
    """No command fails, and after a build everything is as it was."""
    words = ["--project", str(project.root)]
    if lost:
        for folder in (project.derived, project.output):
            shutil.rmtree(folder)
    assert main([*words, "status"]) in {0, 1}
    assert main([*words, "check"]) in {0, 1}
    assert main([*words, "render"]) == 0
    assert made(project) == expected
    assert main([*words, "status"]) == 0


@pytest.mark.parametrize("way", _WAYS if LONG else (_garble, _replace_by_folder))
def test_all_files_at_once(project: Project, way: Callable[[Path], None]) -> None:
    """Nothing of them can be used, and nobody is told of a defect."""
    expected = made(project)
    for path in _files(project):
        way(path)
    _all_is_right(project, expected, lost=way in {_garble, _replace_by_words})


def test_one_file_at_a_time(project: Project) -> None:
    """Whichever it is, and however; every other time what was made has to come from there."""
    expected = made(project)
    chance = random.Random(4)
    names = [path.relative_to(project.state) for path in _files(project)]
    chance.shuffle(names)
    for number, name in enumerate(names[:_DAMAGED]):
        path = project.state / name
        if not path.is_file():
            continue  # it went with another that was damaged
        way = chance.choice(_WAYS)
        way(path)
        _all_is_right(project, expected, lost=bool(number % 2))


@pytest.mark.parametrize(
    "name",
    ["objects", "records", "tree", *(["tree/manuscript", "objects/*"] if LONG else [])],
)
def test_whole_folders(project: Project, name: str) -> None:
    """Some are gone, some are files."""
    expected = made(project)
    for number, folder in enumerate(sorted(project.state.glob(name))):
        shutil.rmtree(folder)
        if number % 2 or name == "objects":
            folder.write_bytes(b"no folder")
    _all_is_right(project, expected, lost=name.startswith("objects"))


def test_a_garbled_copy_reaches_no_output(project: Project) -> None:
    """A text in the copy that programs read, of the same length and as old as before."""
    for path in (project.state / "tree").rglob("*.*"):
        if path.suffix in {".bib", ".md", ".lua", ".png", ".css"} and ".themeloom" not in (
            path.relative_to(project.state).parts
        ):
            _garble(path)
    changed(project.root / "manuscript" / "paper.qmd", "says what is known", "says what we know")
    done = run(project, "render")
    assert done.returncode == 0, done.stderr
    anew = made(project)
    shutil.rmtree(project.state)
    rendered(project)
    assert made(project) == anew


@pytest.mark.skipif(sys.platform == "win32", reason="who may read is said in another way")
def test_what_transcripts_said_is_for_their_owner_only(project: Project) -> None:
    """Contents and records; and what is old goes."""
    state = project.state
    for folder in (state, state / "objects", state / "records"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    changed(project.study, "text: And the chairs were cold.", "text: And the chairs were cold")
    before = {path.name for path in (state / "objects").glob("*/*")}
    rendered(project)
    after = {path.name for path in (state / "objects").glob("*/*")}
    assert before - after, "old contents go"
    assert after - before, "new ones come"


def test_cleaning_leaves_what_is_peoples(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Copies of edits and what notebooks wrote elsewhere stay; the rest can be made anew."""
    expected = made(project)
    kept = {}
    for name in ("edited/themes (edited 2026-11-26).csv", "set-aside/data-raw--x.txt"):
        path = project.state / name
        path.parent.mkdir()
        path.write_bytes(name.encode())
        kept[path] = path.read_bytes()
    assert main(["--project", str(project.root), "clean"]) == 0
    assert "removed" in capsys.readouterr().out
    left = {path for path in project.state.rglob("*") if path.is_file()}
    assert left <= {*kept, project.state / "lock", project.state / "written.json"}
    assert {path: path.read_bytes() for path in kept} == kept
    assert made(project) == expected
    assert main(["--project", str(project.root), "render"]) == 0
    assert made(project) == expected


def test_one_document_is_made_though_nothing_is_derived(project: Project) -> None:
    """Another document may cite what a notebook shows: it is run, if that is not there yet."""
    table = 'import pandas\npandas.DataFrame({"words": [6]})'
    book = notebook(f'#| label: tbl-counted\n#| tbl-cap: "Words"\n{table}')
    (project.root / "analysis" / "words.ipynb").write_text(book, encoding="utf-8")
    with (project.root / "poster" / "poster.qmd").open("a", encoding="utf-8") as poster:
        poster.write("\n{{< notebook words tbl-counted >}}\n")
    shutil.rmtree(project.root / "data-derived", ignore_errors=True)
    rendered(project, "paper")
    assert project.has(project.evidence / "notebook-words-tbl-counted.md")
