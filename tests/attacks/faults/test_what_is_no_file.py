"""Pipes, unreadable files, empty bibliographies, paths that lead out, terminals of few letters."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import changed
from test_mutated_files import study

from themeloom.cli import main
from themeloom.cli.terminals import for_programs, speak_plainly
from themeloom.core.errors import Exit
from themeloom.core.project import Project

__all__ = ["study"]


def said(project: Project, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command complains of; it ends as a command that found something does."""
    assert main(["--project", str(project.root), *words]) == Exit.FINDINGS
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert told.count("error:") == 1
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
@pytest.mark.parametrize("name", ["study.yml", "data-raw/synthetic-talk.txt", "_quarto.yml"])
def test_a_pipe_in_the_place_of_a_file(
    study: Project, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody waits for what a pipe might say."""
    (study.root / name).unlink()
    os.mkfifo(study.root / name)
    assert "is no file but a pipe" in said(study, capsys, "check")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_that_nobody_names(study: Project) -> None:
    """It is passed over."""
    os.mkfifo(study.raw / "pipe.txt")
    done = subprocess.run(
        [sys.executable, "-m", "themeloom", "--project", str(study.root), "check"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (Exit.FINE, Exit.FINDINGS)


@pytest.mark.parametrize("text", ["", "@article{", "@", "%", "garbage \x00"])
def test_bibliographies_without_works(study: Project, text: str) -> None:
    """A bibliography that is empty or broken keeps nothing else from being checked."""
    (study.root / "manuscript/references.bib").write_text(text, encoding="utf-8")
    assert main(["--project", str(study.root), "check"]) in (Exit.FINE, Exit.FINDINGS)


@pytest.mark.parametrize("text", ["", "[1, 2]", '{"a": 1}', "[" * 50_000])
def test_bibliographies_that_are_no_list(
    study: Project, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """CSL-JSON of another shape is named."""
    changed(study.root / "manuscript/paper.qmd", "references.bib", "references.json")
    (study.root / "manuscript/references.json").write_text(text, encoding="utf-8")
    assert "references.json is no CSL-JSON" in said(study, capsys, "check")


@pytest.mark.parametrize("folder", ["../out", "/out", "data-raw", "data-derived/x", "a/../../b"])
def test_outputs_stay_in_the_project(
    study: Project, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An output folder outside, or among what was collected, is refused before anything is done."""
    changed(study.quarto, "output-dir: _output", f"output-dir: {folder}")
    told = said(study, capsys, "render")
    assert told.startswith(f"error: _quarto.yml:2: output-dir: {folder} ")


@pytest.mark.parametrize("name", ["../../../oops", "/oops.html", "../../x/paper"])
def test_an_output_stays_in_its_folder(
    study: Project, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that leads out of the folder of the outputs is refused with its line."""
    changed(
        study.root / "manuscript/paper.qmd", "---\n\nBefore", f"output-file: {name}\n---\n\nBefore"
    )
    told = said(study, capsys, "render")
    assert f"paper.qmd:5: output-file: {name} leads out" in told
    assert not list(Path(study.root).parent.glob("oops*"))


@pytest.mark.parametrize("css", ["../../../etc/passwd", "/etc/passwd"])
def test_styles_stay_in_the_project(
    study: Project, css: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """So with style sheets."""
    changed(study.root / "manuscript/paper.qmd", "docx: default", f"html: {{css: {css}}}")
    assert "css: " in said(study, capsys, "render")


def test_terminals_of_few_letters() -> None:
    """What a terminal cannot say is said with what it can; programs get every letter."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    speak_plainly(stream)
    stream.write("“Café” – it’s …\n")
    data = '{\n  "said": "“é” 😊"\n}\n'
    shown = for_programs(data, stream)
    stream.flush()
    assert stream.buffer.getvalue() == b'"Cafe" - it\'s ...\n'  # type: ignore[attr-defined]
    assert json.loads(shown) == json.loads(data)
    assert shown.isascii()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("name", ["wall.png", "walls/wall.png"])
def test_a_picture_that_is_a_link_leads_nowhere_else(
    study: Project, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies outside the project is not published, by whatever link it is reached."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "wall.png").write_bytes(b"\x89PNG of another study")
    link = study.root / "manuscript" / name.partition("/")[0]
    link.symlink_to(elsewhere / "wall.png" if "/" not in name else elsewhere)
    paper = study.root / "manuscript/paper.qmd"
    paper.write_text(f"{paper.read_text('utf-8')}\n![A wall]({name})\n", encoding="utf-8")
    told = said(study, capsys, "render")
    assert f"manuscript/paper.qmd:13: manuscript/{name} is a link to what lies outside" in told
    assert not study.output.exists()


@pytest.mark.parametrize("name", ["data-raw", "data-derived", "_output"])
def test_a_file_in_the_place_of_a_folder(
    study: Project, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, and left as it is."""
    shutil.rmtree(study.root / name, ignore_errors=True)
    (study.root / name).write_text("mine", encoding="utf-8")
    assert f"{name} is a file, and a folder is to be there" in said(study, capsys, "render")
    assert (study.root / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_or_a_folder_in_the_place_of_an_output(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is made before it is told."""
    folder = study.output / "manuscript"
    (folder / "paper.html").mkdir(parents=True)
    assert "paper.html is no file, and one is to be put there" in said(study, capsys, "render")
    (folder / "paper.html").rmdir()
    os.mkfifo(folder / "paper.html")
    assert "paper.html is no file, and one is to be put there" in said(study, capsys, "render")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_bibliography_that_is_a_link(
    study: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that leads out of the project is refused by its own name."""
    there = study.root / "manuscript/references.bib"
    there.rename(tmp_path / "others.bib")
    there.symlink_to(tmp_path / "others.bib")
    told = said(study, capsys, "render")
    assert "manuscript/references.bib is a link to what lies outside the project" in told


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("name", ["_output", "_output/manuscript", "data-derived", ".themeloom"])
def test_nothing_is_written_through_a_link_that_leads_out(
    study: Project, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of ours that is a link to somewhere else is named, and nothing is put there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.rmtree(study.root / name, ignore_errors=True)
    (study.root / name).parent.mkdir(exist_ok=True)
    (study.root / name).symlink_to(elsewhere)
    assert f"{name} is a link to what lies outside the project" in said(study, capsys, "render")
    # A command says in its working folder that it runs, before it reads anything.
    assert {path.name for path in elsewhere.iterdir()} <= {"lock"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_a_folder_of_very_many_files(
    study: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not all of a disk is read because a link leads to it."""
    monkeypatch.setattr("themeloom.core.files._MANY", 3)
    for number in range(5):
        (tmp_path / "large" / str(number)).mkdir(parents=True)
        (tmp_path / "large" / str(number) / "a.txt").write_text("x", encoding="utf-8")
    (study.raw / "all").symlink_to(tmp_path / "large")
    assert "data-raw/all is a link to a folder with more than" in said(study, capsys, "check")


def test_outputs_whose_names_differ_in_large_letters(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """On many disks one would overwrite the other."""
    text = (study.root / "manuscript/paper.qmd").read_text(encoding="utf-8")
    other = text.replace("---\n\nBefore", "output-file: PAPER\n---\n\nBefore")
    (study.root / "manuscript/other.qmd").write_text(other, encoding="utf-8")
    changed(study.quarto, "manuscript/paper.qmd]", "manuscript/paper.qmd, manuscript/other.qmd]")
    assert main(["--project", str(study.root), "render"]) == Exit.FINDINGS
    assert "would both write _output/manuscript/PAPER.html" in capsys.readouterr().err


def test_filters_within_filters(study: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """A list where a name should be is told like a name that nobody knows."""
    changed(study.quarto, "filters: [themeloom]", "filters: [[]]")
    assert 'does not run the filter "[]"' in said(study, capsys, "check")


_CSL = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0">'
#: What stands in the place of a citation style, and what is said of it.
STYLES = {
    "nothing": ("", "is broken"),
    "half of one": (_CSL, "is broken"),
    "a page": ("<html></html>", "is no citation style (CSL)"),
    "one that names another": (
        f'{_CSL}<info><link href="https://example.org/a" rel="independent-parent"/></info></style>',
        "only names another (https://example.org/a)",
    ),
    "one that uses what it lacks": (
        f'{_CSL}<citation><layout><text macro="who"/></layout></citation></style>',
        'has no macro "who"',
    ),
    "one without a layout": (f"{_CSL}<citation/></style>", "does not say how works are cited"),
    "one that goes round in a circle": (
        f'{_CSL}<macro name="who"><text macro="who"/></macro>'
        '<citation><layout><text macro="who"/></layout></citation></style>',
        'the macro "who" of this citation style uses itself',
    ),
}


@pytest.mark.parametrize(("style", "told"), STYLES.values(), ids=STYLES.keys())
def test_citation_styles_that_are_none(
    study: Project, style: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is named with its file; nothing is asked of the web, and no other program speaks."""
    (study.root / "manuscript/mine.csl").write_text(style, encoding="utf-8")
    changed(study.root / "manuscript/paper.qmd", "---\n\nBefore", "csl: mine.csl\n---\n\nBefore")
    complaint = said(study, capsys, "render")
    assert "error: manuscript/mine.csl:" in complaint
    assert told in complaint


NAMED = {
    "a source by its whole path": (
        "study.yml", "file: synthetic-talk.txt", "file: /etc/passwd", ":7: the file of source"
    ),
    "a sign that no text can have, written by its number": (
        "study.yml", "file: synthetic-talk.txt", 'file: "a\\0b"', ":7: here is the control"
    ),
    "an author who is a list": (
        "manuscript/paper.qmd", "title: A synthetic paper", "author: [[a]]", ":2: an author"
    ),
    "a time in the place of a day": (
        "manuscript/paper.qmd", "title: A synthetic paper", "title: A\ndate: 12:30",
        ":3: YAML reads the date as the number 750"
    ),
    "a work that is a part of itself": (
        "manuscript/references.bib", "year = {2020}", "crossref = {example2020}", ":4: the work"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED.values(), ids=NAMED.keys())
def test_what_is_named_with_its_line(
    study: Project, case: tuple[str, str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """It ended as a defect, in words of other programs, or not at all."""
    file, old, new, wanted = case
    changed(study.root / file, old, new)
    assert main(["--project", str(study.root), "render"]) == Exit.FINDINGS
    told = capsys.readouterr()
    line = next(one for one in (told.err + told.out).splitlines() if wanted.split(": ")[1] in one)
    assert f"{file}{wanted}" in line or line.lstrip().startswith(wanted[1:2])


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_links_in_circles_and_names_that_are_no_text(
    study: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """A source that leads to itself is missing; a file whose name is no text is read."""
    odd = os.fsencode(study.root) + b"/manuscript/a\xff.md"
    Path(os.fsdecode(odd)).write_text("One said “They shouted at me until I agreed.”", "utf-8")
    assert main(["--project", str(study.root), "check"]) == Exit.FINDINGS
    assert "They shouted at me" in capsys.readouterr().out
    talk = study.raw / "synthetic-talk.txt"
    talk.unlink()
    talk.symlink_to(talk.name)
    assert "synthetic-talk.txt is missing" in said(study, capsys, "check")
