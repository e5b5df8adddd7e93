"""Whatever ends a build: all that it set out to make is of the last build, or all of this one."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from helpers import LONG, changed
from small import (
    begun,
    command,
    environment,
    holds_lock,
    made,
    notebook,
    rendered,
    run,
    small_study,
)

from themeloom.cli import main
from themeloom.core.project import Project
from themeloom.steps.publishing import Publication

#: A change of the store, of a document and of the notebook, and the way back.
_TEXTS = {
    "study.yml": (
        "statement: Chairs say who is expected.",
        "statement: Chairs say who is awaited.",
    ),
    "manuscript/paper.qmd": ("says what is known", "says what was known"),
    "analysis/words.ipynb": ("words = Path", "wörter = words = Path"),
}
_KILLS = 60 if LONG else 3
_SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
#: How long a program that was not told to end may take to see that nobody waits for it.
_ENDING = 20.0


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small study, rendered; only to be copied."""
    return rendered(small_study(tmp_path_factory.mktemp("transactions")))


@pytest.fixture
def project(finished: Project, tmp_path: Path) -> Project:
    """A copy of the rendered study."""
    shutil.copytree(finished.root, tmp_path / "study", symlinks=True)
    return Project(tmp_path / "study")


def _edit(project: Project, *, back: bool = False) -> None:
    """Change everything from which derived files and outputs are made, or change it back."""
    for name, texts in _TEXTS.items():
        old, new = reversed(texts) if back else texts
        changed(project.root / name, old, new)


def _left_running(project: Project) -> list[str]:
    """The programs that still run for a project: in its folder, or with its folder in a name."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if place.name == str(os.getpid()) or "Z" in (place / "stat").read_text().split()[2]:
                continue
            told = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            inside = str((place / "cwd").readlink()).startswith(str(project.root))
            if inside or str(project.root) in told:
                found.append(told)
    return found


def _wait_for_nobody(project: Project) -> None:
    until = time.monotonic() + _ENDING
    while (left := _left_running(project)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not left


def _litter(project: Project) -> list[str]:
    """What a build puts somewhere for a moment only."""
    state = project.state
    mark = f"themeloom-{_sha(str(state).encode())[:8]}-*"
    names = [str(path) for path in Path(tempfile.gettempdir()).glob(mark)]
    names += [
        str(path) for path in project.root.rglob("*") if re.search(r"^\..*\.\w{8}$", path.name)
    ]
    names += [name for name in ("kernels", "stage", "publish") if (state / name).exists()]
    return names


def _killed(project: Project, number: int, chance: random.Random, seconds: float) -> None:
    """Render, and end that at a random moment; every other time while files are put in place."""
    with begun(project, "render") as process:
        _wait_until(lambda: holds_lock(process, project), process)
        if number % 2:
            _wait_until((project.state / "publish").exists, process)
            time.sleep(chance.uniform(0, 0.08))
        else:
            time.sleep(chance.uniform(0, seconds))
        sent = _SIGNALS[number % len(_SIGNALS)]
        process.send_signal(sent)
        said = process.communicate(timeout=60)[1]
    if process.returncode == 0 or sent is signal.SIGKILL:
        return  # it had just ended, or could say nothing
    code, sentence = (143, "\nended;") if sent is signal.SIGTERM else (130, "\ninterrupted;")
    assert (process.returncode, sentence in said) == (code, True), said


def _wait_until(what: object, process: subprocess.Popen[str]) -> None:
    while process.poll() is None and not what():  # type: ignore[operator]
        time.sleep(0.002)


@pytest.mark.skipif(sys.platform != "linux", reason="what runs is looked up in /proc")
def test_kills_at_random_moments(project: Project) -> None:
    """All files are of one build, nothing is left of the killed one, the next run is right."""
    old = made(project)
    _edit(project)
    begun = time.monotonic()
    rendered(project)
    seconds, new = time.monotonic() - begun, made(project)
    assert [name for name in old if name.startswith("data-derived") and old[name] != new[name]]
    chance = random.Random(17)
    back = True
    for number in range(_KILLS):
        _edit(project, back=back)
        before, after = (new, old) if back else (old, new)
        _killed(project, number, chance, seconds)
        _wait_for_nobody(project)
        told = run(project, chance.choice(("status", "check")))
        assert told.returncode in {0, 1}, told.stderr
        assert made(project) in (before, after), number
        assert not _litter(project), number
        rendered(project)
        assert made(project) == after, number
        assert not _litter(project), number
        back = not back


def test_a_build_that_fails_replaces_nothing(project: Project) -> None:
    """Neither what other documents gave, nor notebooks, nor what was derived."""
    old = made(project)
    _edit(project)
    paper = project.root / "manuscript" / "paper.qmd"
    text = paper.read_text(encoding="utf-8")
    for broken in (
        "{{< quote nobody >}}",
        "![Nothing](nowhere.png)",
        "[]{.evil}`<b>`{=docx} @tbl-x",
    ):
        paper.write_text(f"{text}\n{broken}\n", encoding="utf-8")
        done = run(project, "render")
        assert done.returncode == 1, done.stderr
        assert made(project) == old, done.stderr
    paper.write_text(text, encoding="utf-8")
    book = project.root / "analysis" / "words.ipynb"
    good = book.read_text(encoding="utf-8")
    book.write_text(notebook("raise ValueError('no')"), encoding="utf-8")
    assert run(project, "render").returncode == 1
    assert made(project) == old
    book.write_text(good, encoding="utf-8")
    assert run(project, "render").returncode == 0
    assert not _litter(project)


@pytest.mark.parametrize("held", ["_output/manuscript/paper.docx", "data-derived/themes.csv"])
def test_a_file_that_somebody_holds_open(
    project: Project,
    held: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As Word does on Windows: it is named, all else stays old, and no later command is stuck."""
    old = made(project)
    _edit(project)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == project.root / held:
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        assert main(["--project", str(project.root), "render"]) == 1
        assert f"cannot write to {held}: permission denied" in capsys.readouterr().err
        assert made(project) == old
        assert main(["--project", str(project.root), "status"]) == 1
        assert held in capsys.readouterr().out
        assert main(["--project", str(project.root), "render"]) == 1
        assert made(project) == old
    assert main(["--project", str(project.root), "render"]) == 0
    assert made(project) != old
    assert main(["--project", str(project.root), "status"]) == 0


def test_a_list_that_cannot_be_carried_out_stops_no_command(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed command had begun is taken back where a file of it is held open."""
    old = made(project)
    _edit(project)
    held = project.output / "manuscript" / "paper.docx"
    replace = Path.replace

    def die(self: Path, target: Path) -> Path:
        if Path(target) == held:
            raise KeyboardInterrupt  # as if killed: nothing is taken back
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        assert main(["--project", str(project.root), "render"]) == 130
    assert made(project) != old
    assert (project.state / "publish").is_dir()

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == held and self.parent.name == "new":
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        assert main(["--project", str(project.root), "status"]) == 1
        assert made(project) == old
    assert main(["--project", str(project.root), "render"]) == 0
    assert not (project.state / "publish").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set in another way")
@pytest.mark.parametrize("limit", [60_000, 190_000] if LONG else [190_000])
def test_a_full_disk_takes_nothing_away(project: Project, limit: int) -> None:
    """No file may grow beyond a limit: what was there is there, and nothing half written."""
    old = made(project)
    _edit(project)

    import resource

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        command(project, "render"),
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        cwd="/",
        check=False,
        preexec_fn=narrow,
    )
    assert done.returncode == 1, done.stderr
    assert "defect" not in done.stderr
    assert made(project) == old
    assert not _litter(project)
    rendered(project)
    assert made(project) != old


def test_a_folder_that_cannot_be_written(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is seen before anything is replaced, and named."""
    old = made(project)
    _edit(project)
    create = tempfile.TemporaryFile

    def refuse(*, dir: Path, **more: object) -> object:  # noqa: A002 - its own name
        if Path(dir) == project.output / "manuscript":
            raise PermissionError(errno.EROFS, "Read-only file system", str(dir))
        return create(dir=dir, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.TemporaryFile", refuse)
        assert main(["--project", str(project.root), "render"]) == 1
    assert "cannot write to _output/manuscript: read-only file system" in capsys.readouterr().err
    assert made(project) == old
    assert not (project.state / "publish").exists()


def test_backups_that_are_garbled_are_not_put_back(project: Project) -> None:
    """What is taken back is what was there, or else it is left alone."""
    publication = Publication(project)
    target = project.root / "data-derived" / "themes.csv"
    there = target.read_bytes()
    publication.put({"data-derived/themes.csv": _sha(b"new")}, {_sha(b"new"): b"new"}.get)
    assert target.read_bytes() == b"new"
    with pytest.raises(Exception, match="gone from"):
        publication.put({"data-derived/themes.csv": _sha(there)}, {}.get)
    assert target.read_bytes() == b"new"


def _sha(data: bytes) -> str:
    from themeloom.core.files import digest

    return digest(data)
