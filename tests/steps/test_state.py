"""`.themeloom/` may be damaged in any way: what is not whole is made anew, and never used.

And what is remembered there of the last build is said again only as long as nothing changed.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import stat
import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from helpers import LONG, changed
from small import made, notebook, rendered, run, small_study

from themeloom import session
from themeloom.cli import main
from themeloom.core.project import Project
from themeloom.steps import commands

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
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


def _says(project: Project, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    """What a render says that goes well, but how long it took."""
    capsys.readouterr()
    assert main(["--project", str(project.root), "render", *words]) == 0
    said = capsys.readouterr()
    return re.sub(r", in [\d.]+ s", "", said.out), said.err


def test_where_nothing_changed_the_same_is_said(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """As by a render that asks every step, warnings too; also of one document, in turns."""
    _lower(project)
    rendered(project)
    for words in ((), ("paper",)):
        (project.state / "whole.json").unlink()
        assert _says(project, capsys, *words)[1], "there are warnings"
        asked = _says(project, capsys, *words)
        assert asked[1], "there are warnings"
        assert re.search(r"(\d+) outputs, \1 unchanged\n", asked[0])
        (project.state / "whole.json").unlink()
        assert _says(project, capsys, *words) == asked


@pytest.mark.parametrize("word", ["render", "status"])
def test_where_nothing_changed_little_is_loaded(project: Project, word: str) -> None:
    """Neither what reads a study nor what its values are made by."""
    code = (
        "import sys; from themeloom.cli import main;"
        f"main(['--project', {str(project.root)!r}, {word!r}]);"
        "print([one for one in ('msgspec', 'dataclasses', 'themeloom.session', 'yaml')"
        " if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def _lower(project: Project) -> None:
    """Let the study lower a kind, which is told whenever it is built."""
    with project.study.open("a", encoding="utf-8") as store:
        store.write(
            "settings:\n  checks:\n    value-unused: {severity: note, reason: made up}\n"
            "  identity: {names_file: ../names.txt}\n"
        )


def _a_word(project: Project, _: pytest.MonkeyPatch) -> None:
    path = project.root / "manuscript" / "paper.qmd"
    found = path.stat()
    changed(path, "says what is known", "says what is heard")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _the_list_of_names(project: Project, _: pytest.MonkeyPatch) -> None:
    (project.root.parent / "names.txt").write_text("Nobody Else\n", encoding="utf-8")


def _the_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.root.parent / "others.txt").write_text("Nobody Else\n", encoding="utf-8")
    monkeypatch.setenv("THEMELOOM_NAMES", "../others.txt")


def _the_package(_: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "package_mark", lambda: "another one")


def _what_is_installed(_: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "installed", lambda: ("another-1.0.dist-info",))


def _an_output(project: Project, _: pytest.MonkeyPatch) -> None:
    _garble(project.output / "manuscript" / "paper.html")


def _no_output(project: Project, _: pytest.MonkeyPatch) -> None:
    _take_away(project.output / "index.html")


def _no_derived_file(project: Project, _: pytest.MonkeyPatch) -> None:
    _take_away(project.values)


def _what_lies_only_in_the_store(project: Project, _: pytest.MonkeyPatch) -> None:
    for path in (project.state / "objects").glob("*/*"):
        _garble(path)


def _a_record(project: Project, _: pytest.MonkeyPatch) -> None:
    _garble(min((project.state / "records").iterdir()))


def _what_is_remembered(project: Project, _: pytest.MonkeyPatch) -> None:
    _garble(project.state / "whole.json")


class _Later(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Later:
        return cls(2999, 1, 1, tzinfo=tz)


def _the_day(_: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "datetime", _Later)


@pytest.fixture(scope="module")
def with_ends(finished: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The study with a list of names, and a consent that ends; rendered, only to be copied."""
    root = tmp_path_factory.mktemp("ends")
    shutil.copytree(finished.root, root / "study", symlinks=True)
    project = Project(root / "study")
    _lower(project)
    changed(project.study, "{id: p02, ", "{id: p02, consent: {until: 2998-12-31}, ")
    (root / "names.txt").write_text("Nobody Such\n", encoding="utf-8")
    return rendered(project)


@pytest.mark.parametrize(
    "change",
    [
        *(_a_word, _the_list_of_names, _the_environment, _the_package, _what_is_installed),
        *(_an_output, _no_output, _no_derived_file, _what_lies_only_in_the_store, _a_record),
        *(_what_is_remembered, _the_day),
    ],
)
def test_whatever_changed_every_step_is_asked(
    with_ends: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Project, pytest.MonkeyPatch], None],
) -> None:
    """And the outputs are what they are to be; once that is so, no step is asked again."""
    shutil.copytree(with_ends.root.parent, tmp_path / "changed", symlinks=True)
    project, asked = Project(tmp_path / "changed" / "study"), []
    monkeypatch.setattr(commands, "open_enough", lambda: asked.append(1))
    words, expected = ["--project", str(project.root), "render"], made(project)
    assert main(words) == 0
    assert not asked
    change(project, monkeypatch)
    if change in {_a_word, _an_output, _no_derived_file}:
        assert main([*words[:2], "status"]) == 1
    assert main(words) == 0
    assert asked
    if change is _a_word:
        page = (project.output / "manuscript" / "paper.html").read_text(encoding="utf-8")
        assert "says what is heard" in page
    else:
        assert made(project).items() >= {*expected.items()}
    asked.clear()
    assert main(words) == 0
    # The copy of what was changed in an output is a file more, and that day does not end.
    assert asked == ([1] if change in {_an_output, _the_day} else [])


def test_a_consent_that_has_ended_stops_the_next_build(
    with_ends: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Though no file changed since the last one."""
    shutil.copytree(with_ends.root.parent, tmp_path / "ended", symlinks=True)
    words = ["--project", str(tmp_path / "ended" / "study"), "render"]
    assert main(words) == 0
    for module in (commands, session):
        monkeypatch.setattr(module, "datetime", _Later)
    assert main(words) == 1
    assert "goes beyond what “p02” consented to" in capsys.readouterr().err
