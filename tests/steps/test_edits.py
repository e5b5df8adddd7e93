"""Nobody's words are overwritten, and what others put into the folder of outputs is no output."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import docx
import pytest
from helpers import changed, copied, with_extensions

from themeloom.cli import main
from themeloom.core.project import Project
from themeloom.engines.reporting import Reporter
from themeloom.formats.assets import NOTED
from themeloom.steps.commands import render

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.engines.reporting import Made

PAPER = """---
title: A synthetic paper
format: {themeloom-html: default, docx: default}
---

Before: {{< quote chairs >}}

# Sample {coreq=10 srqr="S8"}

{{< quote clock >}}
"""
CONFIGURATION = """project:
  output-dir: _output
  pre-render: themeloom derive
  post-render: themeloom finish
  render: [manuscript/paper.qmd]
"""
#: What office programs, file services and desktops leave where they were.
LITTER = (
    "manuscript/~$paper.docx",
    "manuscript/~WRL0001.tmp",
    "manuscript/.~lock.paper.docx#",
    "manuscript/paper-DESKTOP-7AB.docx",
    "manuscript/paper (Jane's conflicted copy 2026-11-20).docx",
    "manuscript/paper.html.swp",
    "evidence/index-DESKTOP-7AB.html",
    "guidelines/Thumbs.db",
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small synthetic study with a paper, rendered."""
    project = with_extensions(copied("explorer-synthetic", tmp_path_factory.mktemp("edits")))
    (project.root / "manuscript" / "paper.qmd").write_text(PAPER, encoding="utf-8")
    project.quarto.write_text(CONFIGURATION, encoding="utf-8")
    assert main(["--project", str(project.root), "render"]) == 0
    return project


@pytest.fixture
def project(finished: Project, tmp_path: Path) -> Project:
    """A copy of the rendered study."""
    shutil.copytree(finished.root, tmp_path / "study")
    return Project(tmp_path / "study")


def _typed(path: Path, words: str) -> bytes:
    """Type words into a Word document, as a co-author does, and save it."""
    document = docx.Document(str(path))
    document.add_paragraph(words)
    document.save(str(path))
    return path.read_bytes()


def _run(project: Project, *words: str) -> int:
    return main(["--project", str(project.root), *words])


def _forget(project: Project) -> None:
    """Delete all working files but typefaces and styles, which are slow to make."""
    for path in project.state.iterdir():
        if path.is_file() and path.name != NOTED:
            path.unlink()
    for name in ("notebooks", "work"):
        shutil.rmtree(project.state / name, ignore_errors=True)


def _copies(folder: Path) -> dict[str, bytes]:
    """The copies that were made beside files, their day left out of their names."""
    return {
        re.sub(r"\d{4}-\d\d-\d\d", "DAY", path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*(edited *"))
    }


@pytest.mark.xdist_group("edits")
@pytest.mark.parametrize("words", [("render",), ("render", "paper"), ("render", "--to", "docx")])
def test_what_a_co_author_typed_is_kept_beside_the_output(
    project: Project, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Whatever is rendered, the change is in a copy, and the command says where it belongs."""
    paper = project.output / "manuscript" / "paper.docx"
    made = paper.read_bytes()
    typed = _typed(paper, "We disagree.")
    assert _run(project, *words) == 0
    assert paper.read_bytes() == made
    assert _copies(project.output) == {"manuscript/paper (edited DAY).docx": typed}
    said = capsys.readouterr().err
    assert "_output/manuscript/paper.docx is not as Themeloom wrote it" in said
    assert "it is kept as _output/manuscript/paper (edited " in said
    assert "hint: what is to stay belongs into manuscript/paper.qmd" in said
    assert _run(project, *words) == 0
    assert "edited" not in capsys.readouterr().err


@pytest.mark.xdist_group("edits")
def test_no_copy_overwrites_another(project: Project) -> None:
    """A second change on the same day gets a number."""
    paper = project.output / "manuscript" / "paper.docx"
    first = _typed(paper, "We disagree.")
    assert _run(project, "render", "--to", "docx") == 0
    second = _typed(paper, "We still do.")
    assert _run(project, "render", "--to", "docx") == 0
    assert _copies(project.output) == {
        "manuscript/paper (edited DAY).docx": first,
        "manuscript/paper (edited DAY, 2).docx": second,
    }


@pytest.mark.xdist_group("edits")
def test_every_kind_of_output_is_kept(project: Project) -> None:
    """Pages, checklists, the explorer, the index and the record, each as it was changed."""
    names = (
        "manuscript/paper.html",
        "guidelines/coreq.docx",
        "guidelines/srqr.pdf",
        "evidence/index.html",
        "index.html",
        "provenance.json",
    )
    wanted = {}
    for name in names:
        path = project.output / name
        path.write_bytes(path.read_bytes() + b"\nmine")
        stem, _, ending = name.rpartition(".")
        wanted[f"{stem} (edited DAY).{ending}"] = path.read_bytes()
    assert _run(project, "render") == 0
    assert _copies(project.output) == wanted
    assert not any((project.output / name).read_bytes().endswith(b"mine") for name in names)
    assert "edited" not in (project.output / "index.html").read_text(encoding="utf-8")
    assert "edited" not in (project.output / "provenance.json").read_text(encoding="utf-8")


@pytest.mark.xdist_group("edits")
def test_deleting_the_working_files_makes_nothing_a_change(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The records beside the outputs know them; what was typed is still told apart."""
    typed = _typed(project.output / "manuscript" / "paper.docx", "We disagree.")
    _forget(project)
    changed(project.root / "manuscript" / "paper.qmd", "Before:", "First:")
    assert _run(project, "render") == 0
    assert _copies(project.output) == {"manuscript/paper (edited DAY).docx": typed}
    assert capsys.readouterr().err.count("is kept as") == 1


@pytest.mark.xdist_group("edits")
def test_a_file_of_somebody_else_in_the_place_of_an_output_is_kept(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first render as well."""
    shutil.rmtree(project.output)
    _forget(project)
    paper = project.output / "manuscript" / "paper.docx"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"a draft of ours")
    assert _run(project, "render", "--to", "docx") == 0
    assert _copies(project.output) == {"manuscript/paper (edited DAY).docx": b"a draft of ours"}
    assert "paper.docx is not as Themeloom wrote it" in capsys.readouterr().err


@pytest.mark.xdist_group("edits")
def test_a_render_that_fails_leaves_what_was_typed_where_it_is(project: Project) -> None:
    """And the next one that succeeds keeps it."""
    paper = project.output / "manuscript" / "paper.docx"
    typed = _typed(paper, "We disagree.")
    document = project.root / "manuscript" / "paper.qmd"
    changed(document, "Before:", "Before {{< quote nobody >}}:")
    assert _run(project, "render") == 1
    assert paper.read_bytes() == typed
    changed(document, "Before {{< quote nobody >}}:", "Before that:")
    assert _run(project, "render", "--to", "docx") == 0
    assert list(_copies(project.output).values()) == [typed]


@pytest.mark.xdist_group("edits")
def test_derived_files_of_others_are_kept_where_nobody_cites_or_commits_them(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table changed by hand, and a quotation that is in no source, as often as it comes."""
    table = project.derived / "quotations.csv"
    made = table.read_text(encoding="utf-8")
    table.write_text(f"{made}mine,mine\n", encoding="utf-8")
    fragment = project.evidence / "quote-mine.md"
    for _ in range(2):
        fragment.write_text("mine\n", encoding="utf-8")
        assert _run(project, "derive") == 0
        assert not fragment.exists()
    assert table.read_text(encoding="utf-8") == made
    copies = _copies(project.state / "edited")
    assert sorted(copies) == [
        "quotations (edited DAY).csv",
        "quote-mine (edited DAY).md",
        "quote-mine (edited DAY, 2).md",
    ]
    assert copies["quotations (edited DAY).csv"].endswith(b"mine,mine\n")
    assert capsys.readouterr().err.count("is kept as .themeloom/edited/") == 3


@pytest.mark.xdist_group("edits")
def test_quarto_overwrites_nothing_either(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pre-render step keeps what was typed, its post-render step notes what Quarto wrote."""
    paper = project.output / "manuscript" / "paper.docx"
    quartos = docx.Document(str(paper))
    quartos.core_properties.comments = "in the place of Quarto"
    typed = _typed(paper, "We disagree.")
    monkeypatch.setenv("QUARTO_PROJECT_OUTPUT_DIR", "_output")
    monkeypatch.setenv("QUARTO_PROJECT_INPUT_FILES", "manuscript/paper.qmd")
    for _ in range(2):
        assert _run(project, "derive") == 0
        assert _copies(project.output) == {"manuscript/paper (edited DAY).docx": typed}
        quartos.save(str(paper))
        monkeypatch.setenv("QUARTO_PROJECT_OUTPUT_FILES", "_output/manuscript/paper.docx")
        assert _run(project, "finish") == 0
    assert capsys.readouterr().err.count("is kept as") == 1


@pytest.mark.xdist_group("edits")
def test_what_others_leave_in_the_folder_is_no_output(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is on no list, makes nothing anew, and stays as it is."""
    for name in LITTER:
        (project.output / name).write_bytes(b"Jane Roe, jane.roe@example.org, 07700 900123")
    pages = [project.output / name for name in ("index.html", "provenance.json")]
    before = [page.read_bytes() for page in pages]
    assert _run(project, "render") == 0
    assert re.search(r"(\d+) outputs, \1 unchanged", capsys.readouterr().out)
    changed(project.root / "manuscript" / "paper.qmd", "Before:", "First:")
    assert _run(project, "render") == 0
    capsys.readouterr()
    assert not re.search(rb"DESKTOP|Jane|WRL|Thumbs", b"".join(page.read_bytes() for page in pages))
    assert re.findall(rb"<h3>.*</h3>", pages[0].read_bytes()) == re.findall(
        rb"<h3>.*</h3>", before[0]
    )
    _run(project, "check")
    assert "jane.roe" not in capsys.readouterr().out
    assert all((project.output / name).read_bytes().startswith(b"Jane") for name in LITTER)


@pytest.mark.xdist_group("edits")
def test_files_of_the_desktop_make_nothing_stale(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not in raw data, not beside a document, not in the extension."""
    for folder in ("data-raw", "data-derived/evidence", "manuscript", "_extensions/themeloom"):
        for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$notes.docx"):
            (project.root / folder / name).write_bytes(b"x")
    assert _run(project, "derive") == 0
    assert capsys.readouterr().out == "data-derived/ is up to date\n"
    assert _run(project, "render") == 0
    assert re.search(r"(\d+) outputs, \1 unchanged", capsys.readouterr().out)


def test_what_an_author_types_while_a_build_runs_is_in_the_next(project: Project) -> None:
    """The next render does not take the document for what it has just made."""
    document = project.root / "manuscript" / "paper.qmd"

    class Typing(Reporter):
        def finished(self, made: Made) -> None:
            if made.name.endswith(".docx"):
                with document.open("a", encoding="utf-8") as file:
                    file.write("\nTYPED MEANWHILE\n")

    changed(document, "Before:", "Begun:")
    render(project, (), (), "builtin", Typing())
    page = project.output / "manuscript" / "paper.html"
    assert "TYPED MEANWHILE" not in page.read_text(encoding="utf-8")
    assert _run(project, "render") == 0
    assert "TYPED MEANWHILE" in page.read_text(encoding="utf-8")
