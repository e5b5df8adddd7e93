"""Wherever a study lies, whatever lies beside it, however large: the same outputs, and no hang."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from helpers import LONG, changed
from small import PAPER, made, notebook, rendered, run, small_study

from themeloom.core import snapshot
from themeloom.core.project import Project
from themeloom.core.snapshot import LARGE

if TYPE_CHECKING:
    from pathlib import Path

_DECK = """---
title: A synthetic deck
format: {themeloom-revealjs: default, pptx: default, themeloom-slides-typst: default}
---

## The clock

{{< quote clock >}}

![A synthetic picture](a-picture.png)
"""
_ALL = "{themeloom-html: default, docx: default, themeloom-typst: default, jats: default}"
_POSTER = "{themeloom-poster-html: default, themeloom-poster-typst: {max-empty: 100%}}"
_FOLDERS = (
    """it's "a" study: 50%20 #1?""",
    "[a]{b}(c) & $HOME; `d` *e* back\\slash",
    unicodedata.normalize("NFC", "Übung 中文"),
    unicodedata.normalize("NFD", "Übung"),
    "-dash",
    f"{'x' * 200}/{'y' * 200}",
    "new\nline",
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small study in all formats, one document and one picture with a strange name, rendered."""
    project = small_study(tmp_path_factory.mktemp("places"))
    root = project.root
    shutil.copy(root / "manuscript" / "a-picture.png", root / "manuscript" / "Ü b (1).png")
    strange = PAPER.replace("a-picture.png", "<Ü b (1).png>").replace(
        "{themeloom-html: default, docx: default}", _ALL
    )
    (root / "manuscript" / "Ü paper 2.qmd").write_text(strange, encoding="utf-8")
    changed(root / "poster" / "poster.qmd", "{themeloom-poster-html: default}", _POSTER)
    (root / "slides").mkdir()
    (root / "slides" / "slides.qmd").write_text(_DECK, encoding="utf-8")
    shutil.copy(root / "manuscript" / "a-picture.png", root / "slides")
    changed(project.quarto, "paper.qmd,", "paper.qmd, manuscript/Ü paper 2.qmd, slides/slides.qmd,")
    return rendered(project)


@pytest.fixture(scope="module")
def simple(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small study, rendered; only to be copied."""
    return rendered(small_study(tmp_path_factory.mktemp("simple")))


@pytest.fixture
def project(simple: Project, tmp_path: Path) -> Project:
    """A copy of it."""
    shutil.copytree(simple.root, tmp_path / "study", symlinks=True)
    return Project(tmp_path / "study")


@pytest.mark.parametrize("folder", _FOLDERS if LONG else _FOLDERS[:1])
def test_a_folder_of_any_name(finished: Project, tmp_path: Path, folder: str) -> None:
    """All formats, from nothing but the sources, to the byte."""
    project = Project(tmp_path / folder)
    gone = shutil.ignore_patterns(".themeloom", "_output", "data-derived", "counted.txt")
    shutil.copytree(finished.root, project.root, ignore=gone)
    assert made(rendered(project)) == made(finished)
    picture = project.root / "manuscript" / "Ü b (1).png"
    picture.write_bytes(picture.read_bytes() + b"\n")
    told = " ".join(run(project, "status").stdout.split())
    assert "_output/manuscript/Ü paper 2.docx manuscript/Ü b (1).png changed" in told
    assert "_output/manuscript/paper.docx" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_strange_files_beside_it(project: Project, tmp_path: Path) -> None:
    """Raw data on another disk, circles of links, pipes, sockets, links to nowhere, a venv."""
    expected, root = made(project), project.root
    elsewhere = tmp_path / "elsewhere"
    project.raw.rename(elsewhere)
    project.raw.symlink_to(elsewhere)
    (root / "circle").symlink_to(root)
    (root / "analysis" / "up").symlink_to("..")
    (root / "itself").symlink_to("itself")
    (root / "manuscript" / "nowhere.png").symlink_to("/nowhere/at/all.png")
    os.mkfifo(root / "analysis" / "pipe")
    os.mkfifo(project.derived / "pipe.csv")
    listening = socket.socket(socket.AF_UNIX)
    os.chdir(root)
    listening.bind("socket")
    os.chdir("/")
    venv = root / "environment" / "lib"
    venv.mkdir(parents=True)
    (venv.parent / "pyvenv.cfg").write_text("home = /usr\n", encoding="utf-8")
    (venv / "module.py").write_text("1\n", encoding="utf-8")
    for words in (("status",), ("check",), ("render",)):
        done = run(project, *words)
        assert done.returncode in {0, 1}, done.stderr
        assert "defect" not in done.stderr
    rendered(project)
    listening.close()
    assert {name: one for name, one in made(project).items() if "pipe" not in name} == expected
    shutil.rmtree(project.state)
    rendered(project)
    assert made(project) == expected
    assert (elsewhere / "synthetic-talk.txt").is_file()
    assert not (project.state / "tree" / "environment" / "lib").exists()


def test_a_file_that_cannot_be_read_is_named(project: Project) -> None:
    """What a document shows and what is a source; a link to nowhere stands for all of them."""
    picture = project.root / "manuscript" / "a-picture.png"
    picture.unlink()
    picture.symlink_to("nowhere/at/all.png")
    changed(project.root / "manuscript" / "paper.qmd", "says what is known", "says what we know")
    done = run(project, "render")
    assert done.returncode == 1
    assert "there is no picture a-picture.png" in done.stderr
    talk = project.raw / "synthetic-talk.txt"
    talk.unlink()
    talk.symlink_to("/nowhere/at/all.txt")
    done = run(project, "render")
    assert done.returncode == 1
    assert "synthetic-talk.txt" in done.stderr


def _large(project: Project) -> Path:
    """A recording of which nobody made 40 MB."""
    path = project.raw / "synthetic-recording.bin"
    path.write_bytes(b"\x00SYNTHETIC" * 4_000_000)
    assert path.stat().st_size > LARGE
    return path


def test_a_large_file_is_hashed_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is remembered by size and times, and seen when it changes, whatever its times say."""
    path, hashed = _large(project), []
    digest_of = snapshot.digest_of

    def counted(one: Path) -> str:
        hashed.append(one)
        return digest_of(one)

    monkeypatch.setattr(snapshot, "digest_of", counted)
    monkeypatch.setattr(snapshot, "_SETTLED", -1_000_000_000)
    project.now()
    assert hashed.count(path) == 1
    read = project.now().snapshot
    assert hashed.count(path) == 1
    name = project.name(path)
    assert not read.holds(name)
    before, found = read.hashes[name], path.stat()
    with path.open("r+b") as file:
        file.seek(20_000_000)
        file.write(b"CHANGED")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert path.stat().st_size == found.st_size
    assert project.now().snapshot.hashes[name] != before
    assert hashed.count(path) == 2


def test_a_large_file_that_has_just_changed_is_looked_at_again(project: Project) -> None:
    """Within the grain of a file system's times a change may not be seen in them."""
    path = _large(project)
    name, before = project.name(path), project.now().snapshot
    path.write_bytes(path.read_bytes()[::-1])
    assert project.now().snapshot.hashes[name] != before.hashes[name]


def test_a_large_file_is_not_copied(project: Project) -> None:
    """Programs get a link; a notebook that writes into it fails, and it is named."""
    path = _large(project)
    rendered(project)
    laid = project.state / "tree" / project.name(path)
    assert laid.is_symlink()
    assert laid.resolve() == path.resolve()
    size = sum(one.lstat().st_size for one in project.state.rglob("*") if one.is_file())
    assert size < 2 * LARGE
    book = project.root / "analysis" / "words.ipynb"
    cell = (
        "file = open('../data-raw/synthetic-recording.bin', 'ab')\nfile.write(b'x'); file.close()"
    )
    book.write_text(notebook(cell), encoding="utf-8")
    expected = made(project)
    done = run(project, "render")
    assert done.returncode == 1, done.stderr
    assert "data-raw/synthetic-recording.bin" in done.stderr
    assert made(project) == expected
