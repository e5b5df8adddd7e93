"""The built-in renderer from sources to outputs, on the tiny synthetic project."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from helpers import changed, copied, render, with_extensions
from helpers import planned as plan
from msgspec.structs import replace

from themeloom.core.errors import EditsKept, ThemeloomError
from themeloom.engines.reporting import Made, Silent
from themeloom.steps import publishing
from themeloom.steps.inputs import Inputs

if TYPE_CHECKING:
    from pathlib import Path

    from helpers import Results

    from themeloom.core.project import Project

EPOCH = 1_000_000_000
ALL = [
    "_output/manuscript/paper.docx",
    "_output/manuscript/paper.html",
    "_output/manuscript/paper.pdf",
    "_output/manuscript/paper.xml",
    "_output/poster/poster.pdf",
    "_output/poster/poster.png",
    "_output/slides/slides.html",
    "_output/slides/slides.pdf",
    "_output/slides/slides.pptx",
]
#: What lies beside the article: a drawing, and the same in pixels.
PICTURES = tuple(f"_output/manuscript/paper_files/map.{kind}" for kind in ("png", "svg"))


class Told(Silent):
    """A reporter that keeps what happened."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def started(self, name: str) -> None:
        """Keep it."""
        self.events.append(f"started {name}")

    def finished(self, made: Made) -> None:
        """Keep it."""
        self.events.append(f"finished {made.name}")

    def skipped(self, made: Made) -> None:
        """Keep it."""
        self.events.append(f"skipped {made.name}")

    def failed(self, name: str) -> None:
        """Keep it."""
        self.events.append(f"failed {name}")


def built(project: Project, *selection: str, to: tuple[str, ...] = (), **options: int) -> Results:
    """Plan and render."""
    return render(project, plan(project, selection, to), Told(), epoch=EPOCH, **options)


def files(project: Project) -> dict[str, bytes]:
    """All that lies in `_output/`."""
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in sorted(project.output.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory, staged: Path) -> tuple[Project, Project]:
    """The project built in two folders: with two workers, and with one on another day."""
    projects = []
    for name, workers in (("one", 2), ("another-folder", 1)):
        project = with_extensions(copied("tiny-synthetic", tmp_path_factory.mktemp(name)))
        shutil.copytree(staged, project.state)
        shutil.copytree(staged, project.state / "tree" / ".themeloom")
        built(project, workers=workers)
        projects.append(project)
    return projects[0], projects[1]


def test_every_output_is_built(twice: tuple[Project, Project]) -> None:
    """One command, every format; the fragment's words are in them."""
    made = files(twice[0])
    assert sorted(made) == sorted([*ALL, *PICTURES])
    assert "never out, not once" in made["_output/manuscript/paper.html"].decode()
    assert made["_output/manuscript/paper.pdf"].startswith(b"%PDF")
    assert made["_output/poster/poster.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ALL)
def test_the_same_sources_give_the_same_bytes(twice: tuple[Project, Project], name: str) -> None:
    """Whatever the folder and the number of workers."""
    assert files(twice[0])[name] == files(twice[1])[name]


@pytest.mark.parametrize("name", ALL)
def test_no_output_knows_the_folder_it_was_made_in(
    twice: tuple[Project, Project], name: str
) -> None:
    """Nor the user's name in its path: looked for in archives as well."""
    folder = os.fsencode(twice[0].root.parent)
    assert all(folder not in part for part in unpacked(files(twice[0])[name]))


def unpacked(data: bytes) -> list[bytes]:
    """A file, and if it is an archive, all that is in it."""
    if not data.startswith(b"PK"):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [data, *(archive.read(name) for name in archive.namelist())]


def test_what_has_not_changed_is_left_as_it_is(twice: tuple[Project, Project]) -> None:
    """Nothing heavy is imported to find that out."""
    project = twice[1]
    before = {path: path.stat().st_mtime_ns for path in project.output.rglob("*.*")}
    results = built(project)
    assert results.skipped == len(results.made) == 8
    assert {path: path.stat().st_mtime_ns for path in project.output.rglob("*.*")} == before


def test_an_output_that_was_changed_or_deleted_is_there_again(
    twice: tuple[Project, Project],
) -> None:
    """A file that somebody edited is not taken for ours."""
    project = twice[1]
    page = project.root / "_output/manuscript/paper.html"
    whole = page.read_bytes()
    page.write_bytes(whole + b" ")
    (project.root / "_output/poster/poster.png").unlink()
    with pytest.warns(EditsKept, match="paper.html is not as"):
        built(project)
    assert (project.root / "_output/poster/poster.png").is_file()
    assert page.read_bytes() == whole


def test_what_is_typed_while_it_is_rendered_is_kept(ready: Project) -> None:
    """A file is looked at right before it is replaced, not only when the render begins."""
    page = ready.root / "_output/manuscript/paper.html"
    built(ready, "paper", to=("html",))
    changed(ready.root / "manuscript/_results.qmd", "# Results", "# Findings")

    class Typing(Told):
        def finished(self, made: Made) -> None:
            super().finished(made)
            page.write_text("typed", encoding="utf-8")

    with pytest.warns(EditsKept, match="paper.html is not as"):
        render(ready, plan(ready, ["paper"], ["html"]), Typing(), epoch=EPOCH)
    assert "Findings" in page.read_text(encoding="utf-8")
    (copy,) = page.parent.glob("paper (edited *).html")
    assert copy.read_text(encoding="utf-8") == "typed"


@pytest.mark.parametrize(
    ("path", "old", "new", "touched"),
    [
        ("manuscript/_results.qmd", "# Results", "# Findings", ["paper"]),
        ("poster/poster.qmd", "Somebody", "Anybody", ["poster"]),
        ("data-derived/evidence/quote-lamp.md", "never", "seldom", ["paper", "poster"]),
        ("data-derived/evidence/value-talks.md", "three", "four", ["paper", "poster", "slides"]),
        ("data-derived/figures/map.svg", "#0B6B6B", "#A85A00", ["paper"]),
        ("manuscript/references.bib", "2020}", "2021}", ["paper"]),
        ("_variables.yml", "lighthouse", "harbour", ["paper", "poster", "slides"]),
        ("_quarto.yml", "en-GB", "en-US", ["paper", "poster", "slides"]),
        (
            "_extensions/themeloom/_extension.yml",
            "version: ",
            "version: 1",
            ["paper", "poster", "slides"],
        ),
    ],
)
def test_what_goes_in_decides_what_is_made_anew(
    tiny: Project, path: str, old: str, new: str, touched: list[str]
) -> None:
    """A sentence touches its own document, a quotation all that cite it, a style everything."""

    def keys() -> dict[str, object]:
        inputs = Inputs(tiny)
        return {
            output.name: (
                tiny.digests(tiny.root / name for name in inputs.read(output)),
                inputs.facts(output),
            )
            for output in plan(tiny)
        }

    before = keys()
    changed(tiny.root / path, old, new)
    after = keys()
    assert (
        sorted({name.split("/")[-1].split(".")[0] for name in after if after[name] != before[name]})
        == touched
    )


def test_the_epoch_and_the_versions_go_in(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another pandoc may write other bytes."""
    built(ready, "paper", to=("jats",))
    assert built(ready, "paper", to=("jats",)).skipped == 1
    outputs = plan(ready, ["paper"], ["jats"])
    assert render(ready, outputs, epoch=EPOCH + 1).skipped == 0
    monkeypatch.setattr("themeloom.steps.runner.versions", lambda _: {"pypandoc_binary": "9"})
    assert render(ready, outputs, epoch=EPOCH + 1).skipped == 0


def test_named_inputs_are_files_of_the_project(tiny: Project) -> None:
    """For the colophon and for provenance: path from the root, and hash."""
    output = plan(tiny, ["paper"])[0]
    assert list(Inputs(tiny).named(output)) == [
        "_extensions/themeloom/themeloom.css",
        "_quarto.yml",
        "_variables.yml",
        "data-derived/evidence/figure-map.md",
        "data-derived/evidence/quote-lamp.md",
        "data-derived/evidence/table-lamps.md",
        "data-derived/evidence/theme-light.md",
        "data-derived/evidence/value-talks.md",
        "data-derived/figures/map.png",
        "data-derived/figures/map.svg",
        "data-derived/metadata.yml",
        "manuscript/_results.qmd",
        "manuscript/paper.qmd",
        "manuscript/references.bib",
    ]


def test_a_mistake_leaves_every_output_as_it_was(ready: Project) -> None:
    """The page would have been fine; it waits for the one that is not."""
    built(ready, to=("jats", "themeloom-revealjs"))
    before = files(ready)
    changed(ready.root / "slides/slides.qmd", "There were", "There really were")
    changed(ready.root / "manuscript/_results.qmd", "{{< quote lamp >}}", "{{< quote lmap >}}")
    reporter = Told()
    with pytest.raises(ThemeloomError, match="lmap"):
        render(ready, plan(ready, to=("jats", "themeloom-revealjs")), reporter, epoch=EPOCH)
    assert "failed _output/manuscript/paper.xml" in reporter.events
    assert "finished _output/slides/slides.html" in reporter.events
    assert files(ready) == before


def test_an_output_folder_that_cannot_be_written_to_is_one_message(
    ready: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found before any work is done, or else when a file cannot be replaced."""
    ready.output.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(ThemeloomError) as raised:
        built(ready, to=("jats",))
    assert str(raised.value).startswith("_output is a file, and a folder is to be there")
    ready.output.unlink()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(publishing, "_move", refuse)
    with pytest.raises(ThemeloomError) as raised:
        built(ready, to=("jats",))
    assert str(raised.value) == (
        "cannot write to _output/manuscript/paper.xml: permission denied\n"
        "  hint: make it writable, or close the program that holds it open; "
        "what was there is still there"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_ctrl_c_leaves_outputs_whole_and_no_program_behind(ready: Project) -> None:
    """The signal goes to our process alone, as that of a supervisor would."""
    built(ready, to=("jats",))
    before = files(ready)
    changed(ready.root / "manuscript/_results.qmd", "# Results", "# Findings")
    code = (
        "import os, signal, sys, threading; from pathlib import Path\n"
        "from themeloom.core.project import Project\n"
        "from helpers import planned, render\n"
        "from themeloom.engines.reporting import Silent\n"
        "ctrl_c = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))\n"
        "class Told(Silent):\n"
        "    def started(self, name): ctrl_c.ident or ctrl_c.start()\n"
        "project = Project(Path(sys.argv[1]))\n"
        "try: render(project, planned(project), Told(), epoch=1, workers=2)\n"
        "except KeyboardInterrupt: sys.exit(130)\n"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", code, str(ready.root)],
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
        timeout=60,
    )
    assert done.returncode == 130
    assert files(ready) == before


def test_two_renders_at_a_time_are_refused(ready: Project) -> None:
    """They would write into each other's working files."""
    from themeloom.steps.publishing import alone

    with (
        alone(ready),
        pytest.raises(ThemeloomError, match=r"^another command is building this project"),
    ):
        built(ready, to=("jats",))


def test_the_colophon_of_an_output_goes_in(ready: Project) -> None:
    """Whoever adds to the metadata of an output gets another output."""
    (output,) = plan(ready, ["paper"], ["jats"])
    render(ready, [output], epoch=EPOCH)
    signed = replace(output, metadata={**output.metadata, "colophon": "Built from nothing."})
    assert render(ready, [signed], epoch=EPOCH).skipped == 0
    assert render(ready, [signed], epoch=EPOCH).skipped == 1
