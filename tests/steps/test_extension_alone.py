"""The extension where the Python package is not: in a project of Quarto's that has nothing else.

The last test runs Quarto itself and is left out where it is not installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pptx
import pytest
import yaml
from helpers import ROOT, copied, with_extensions

from themeloom.core.extensions import NAMES
from themeloom.engines.pandoc import program
from themeloom.engines.quarto import find_quarto
from themeloom.formats.__main__ import stale

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTENSIONS = ROOT / "_extensions"


def _contributed(name: str) -> dict[str, Any]:
    text = (EXTENSIONS / name / "_extension.yml").read_text(encoding="utf-8")
    described: dict[str, Any] = yaml.safe_load(text)["contributes"]
    return described


def test_office_formats_work_from_files_that_the_extension_brings() -> None:
    """Whole documents lie in it, with the styles that lie beside them; if not: make look."""
    assert stale(ROOT) == {}
    for base, opens in (("docx", docx.Document), ("pptx", pptx.Presentation)):
        path = (
            EXTENSIONS / "themeloom" / _contributed("themeloom")["formats"][base]["reference-doc"]
        )
        assert opens(str(path)) is not None


@pytest.mark.parametrize("name", NAMES)
def test_every_format_brings_its_filters(name: str) -> None:
    """A document need not list them; those of poster and slides lie in the extension beside."""
    brought = _contributed(name)["formats"]["common"]["filters"]
    own = _contributed("themeloom")["filters"]
    assert [(Path(one["path"]).name, one["at"]) for one in brought] == [
        (one["path"], one["at"]) for one in own
    ]
    for one in brought:
        assert (EXTENSIONS / name / one["path"]).is_file()


def test_no_path_counts_folders_up_to_the_project() -> None:
    """Below an owner's folder there is one more."""
    for path in EXTENSIONS.rglob("*"):
        if path.suffix in {".yml", ".lua", ".typ", ".css", ".html"}:
            assert "../.themeloom" not in path.read_text(encoding="utf-8"), path


# ---- the steps before and after a render ----------------------------------------------------


def _step(name: str, folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a step as Quarto does: as a filter of pandoc's, in the folder of the project."""
    script = f"_extensions/themeloom/{name}.lua"
    command = [str(program()), "--from", "markdown", "--to", "plain", "--lua-filter", script]
    done = subprocess.run(
        command, cwd=folder, env=dict(environment), input="", capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def _bare(folder: Path) -> dict[str, str]:
    """An environment in which no Python is found."""
    (folder / "nothing").mkdir()
    shell = Path(shutil.which("sh") or "sh").resolve()
    (folder / "nothing" / "sh").symlink_to(shell)
    kept = {name: one for name, one in os.environ.items() if name in {"SYSTEMROOT", "TEMP"}}
    return {**kept, "PATH": str(folder / "nothing")}


@pytest.mark.skipif(sys.platform == "win32", reason="a PATH without Python is another one there")
@pytest.mark.parametrize("name", ["derive", "finish"])
def test_without_the_package_one_message_says_what_to_do(name: str, tmp_path: Path) -> None:
    """Not Quarto's own about a program that cannot be started, and the render stops."""
    shutil.copytree(EXTENSIONS, tmp_path / "_extensions")
    code, said = _step(name, tmp_path, _bare(tmp_path))
    assert code == 1
    assert said == (
        f"error: the Python package themeloom is not here; Quarto needs it to {name} this project\n"
        "  hint: activate the environment that has it or name its Python in QUARTO_PYTHON, "
        "or install it there: python -m pip install FOLDER, that of its sources\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a PATH without Python is another one there")
def test_the_package_is_found_in_the_python_of_quarto(tmp_path: Path) -> None:
    """`QUARTO_PYTHON` is enough; what the package complains of stops the render likewise."""
    project = with_extensions(copied("tiny-synthetic", tmp_path))
    environment = {**_bare(tmp_path), "QUARTO_PYTHON": sys.executable, "HOME": str(tmp_path)}
    assert _step("derive", project.root, environment)[0] == 0
    assert project.metadata.is_file()
    project.study.write_text("nothing: here\n", encoding="utf-8")
    code, said = _step("derive", project.root, environment)
    assert code == 1
    assert "study.yml" in said
    assert "Traceback" not in said


# ---- evidence that is not there -------------------------------------------------------------

#: As much of Quarto as shortcodes ask for.
_QUARTO = """
quarto = {{
  version = {{ 1, 10, 0 }},
  project = {{ directory = {root} }},
  doc = {{ input_file = {root} .. '/paper.qmd', is_format = function() return false end }},
  utils = {{
    resolve_path = function(path) return {root} .. '/_extensions/themeloom/' .. path end,
    string_to_blocks = function(text) return pandoc.read(text).blocks end,
  }},
}}
error = function(message) io.stderr:write('only logged: ', tostring(message)) end
local handlers = dofile({root} .. '/_extensions/themeloom/shortcodes.lua')
handlers.quote({{ 'trusted' }}, {{}}, {{}}, {{}}, 'block')
io.stderr:write('it went on')
"""


def _resolved(folder: Path) -> tuple[int, str]:
    shutil.copytree(EXTENSIONS, folder / "_extensions")
    text = "---\ntitle: A\n---\n\nWords.\n\n{{< quote  trusted part=words >}}\n"
    (folder / "paper.qmd").write_text(text, encoding="utf-8")
    script = folder / "script.lua"
    script.write_text(_QUARTO.format(root=repr(folder.as_posix())), encoding="utf-8")
    command = [str(program()), "lua", str(script)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_before_anything_is_derived_a_shortcode_says_what_to_run(tmp_path: Path) -> None:
    """One message with file and line; the render stops, and no trace of Lua's follows."""
    assert _resolved(tmp_path) == (
        1,
        'error: paper.qmd:7: there is no quotation "trusted"\n'
        "  hint: nothing is derived yet; run: themeloom derive, of the Python package themeloom\n",
    )


def test_an_unknown_name_stops_quarto_with_the_line(tmp_path: Path) -> None:
    """And says which one may have been meant."""
    evidence = tmp_path / "data-derived" / "evidence"
    evidence.mkdir(parents=True)
    (evidence / "quote-trustet.md").write_text("::: {.quotation}\nx\n:::\n", encoding="utf-8")
    assert _resolved(tmp_path) == (
        1,
        'error: paper.qmd:7: there is no quotation "trusted"\n  hint: did you mean "trustet"?\n',
    )


# ---- with Quarto itself ---------------------------------------------------------------------

_DOCUMENTS = {
    "paper": (["html", "docx", "typst", "jats"], "# Introduction\n\nWords.^[A note.]\n"),
    "slides": (["revealjs", "pptx", "slides-typst"], "## First\n\n- One\n"),
    "poster": (["poster-html", "poster-typst"], "::: {.message}\nWaiting is work.\n:::\n"),
}


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
@pytest.mark.parametrize("owner", ["", "an-owner"])
def test_every_format_is_rendered_in_an_empty_project(owner: str, tmp_path: Path) -> None:
    """Added from a folder, as from a repository of an owner."""
    (tmp_path / "_quarto.yml").write_text("project: {type: default}\n", encoding="utf-8")
    run = [find_quarto() or "", "add", "--no-prompt", str(ROOT)]
    subprocess.run(run, cwd=tmp_path, check=True, capture_output=True)
    if owner:
        shutil.move(tmp_path / "_extensions", tmp_path / owner)
        shutil.move(tmp_path / owner, tmp_path / "_extensions" / owner)
    for name, (formats, text) in _DOCUMENTS.items():
        listed = {f"themeloom-{one}": "default" for one in formats}
        head = yaml.safe_dump({"title": "A title", "author": "Ada Example", "format": listed})
        (tmp_path / f"{name}.qmd").write_text(f"---\n{head}---\n\n{text}", encoding="utf-8")
        done = subprocess.run(
            [find_quarto() or "", "render", f"{name}.qmd"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    made = {path.name for path in tmp_path.iterdir()}
    assert {"paper.html", "paper.docx", "paper.pdf", "paper.xml"} <= made
    assert {"slides.html", "slides.pptx", "slides.pdf", "poster.html", "poster.pdf"} <= made
    assert "Ada Example" in (tmp_path / "poster.html").read_text(encoding="utf-8")
