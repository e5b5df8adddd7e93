"""A derived file that is not what the data give, however it came to be committed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from compendium import commit, git, themeloom
from helpers import ROOT, changed, copied, with_extensions
from small import small_study

from themeloom import starting

_TEMPLATE = Path(starting.__file__).parent / "template"
_CODE = """path = "../data-derived/themes.csv"
text = open(path).read().replace("Waiting is work", "Waiting is rest")
open(path, "w").write(text)"""
_CELL = {"cell_type": "code", "id": "c0", "metadata": {}, "source": _CODE}


def test_what_a_notebook_wrote_is_not_proved_in_a_clone(tmp_path: Path) -> None:
    """Each command says so, and what builds documents names the notebook as well."""
    project = with_extensions(copied("explorer-synthetic", tmp_path))
    git(project.root, "init", "--quiet", "--initial-branch=main")
    assert themeloom(project, "derive").returncode == 0
    cell = {**_CELL, "execution_count": None, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (project.root / "analysis").mkdir()
    (project.root / "analysis" / "tidy.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (project.raw / "README.md").write_text("What is here\n", encoding="utf-8")
    table = project.derived / "themes.csv"
    right = table.read_bytes()
    changed(table, "Waiting is work", "Waiting is rest")
    commit(project)

    shutil.rmtree(project.state)  # as in a clone
    checked = themeloom(project, "check")
    assert checked.returncode == 1
    assert "data-derived/themes.csv is not what would be derived now" in checked.stdout

    project.output.mkdir()
    (project.output / "index.html").write_text("as published", encoding="utf-8")
    page = tmp_path / "verify.html"
    verified = themeloom(project, "verify", "--report", str(page))
    assert verified.returncode == 1, verified.stderr
    named = "analysis/tidy.ipynb: it changes files that are not its own: data-derived/themes.csv"
    differs = "“Waiting is rest.”\n      rebuilt:    “Waiting is work.”"
    assert differs in verified.stdout
    assert f"Notebooks and documents cannot be rebuilt:\n  {named} (changed)" in verified.stdout
    last = verified.stdout.splitlines()[-1]
    assert re.match(r"1 of \d+ derived files is not what data-raw/ and study\.yml give", last)
    assert last.endswith("; what notebooks and documents give cannot be rebuilt.")
    assert named in page.read_text(encoding="utf-8")

    for _ in range(2):
        rendered = themeloom(project, "render")
        assert rendered.returncode == 1
        assert f"{named} (changed)" in rendered.stderr
        assert "derived anew" not in rendered.stderr, "nothing was put in its place"
    told = "not what data-raw/ and study.yml give, and derived anew: data-derived/themes.csv"
    for expected in (True, False):
        assert (told in themeloom(project, "derive").stderr) is expected
        assert table.read_bytes() == right
    shutil.rmtree(project.state)
    changed(table, "Waiting is work", "Waiting is rest")
    assert told in themeloom(project, "derive").stderr


def test_deriving_anew_after_the_store_changed_is_no_correction(tmp_path: Path) -> None:
    """What readers see follows from the store; nothing has to be said of that."""
    project = copied("explorer-synthetic", tmp_path)
    assert themeloom(project, "derive").returncode == 0
    changed(project.study, "Waiting is work", "Waiting is rest")
    done = themeloom(project, "derive")
    assert "themes.csv" in done.stdout
    assert not done.stderr


def test_what_quarto_ran_cannot_change_derived_files_in_silence(tmp_path: Path) -> None:
    """The step after Quarto's names them; the step before it puts them right."""
    project = small_study(tmp_path)
    quartos = {**os.environ, "QUARTO_PROJECT_OUTPUT_DIR": "_output"}

    def run(step: str) -> subprocess.CompletedProcess[str]:
        return themeloom(project, step, environment=quartos)

    assert "nothing was prepared for Quarto" in run("finish").stderr
    assert run("derive").returncode == 0
    assert run("finish").returncode == 0
    changed(project.derived / "themes.csv", "Waiting is work", "Waiting is rest")
    done = run("finish")
    assert done.returncode == 1
    assert "changed while Quarto rendered: data-derived/themes.csv\n" in done.stderr
    assert run("derive").returncode == 0
    assert run("finish").returncode == 0


def test_a_notebook_that_quarto_ran_is_as_it_was(tmp_path: Path) -> None:
    """What its cells gave is not left in what is committed, but an author's edit stays."""
    project = small_study(tmp_path)
    quartos = {**os.environ, "QUARTO_PROJECT_OUTPUT_DIR": "_output"}
    quartos["QUARTO_PROJECT_INPUT_FILES"] = "analysis/one.ipynb\nanalysis/two.ipynb\n"
    paths = [project.analysis / name for name in ("one.ipynb", "two.ipynb")]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1", id="sum")])
    book.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
    project.analysis.mkdir(exist_ok=True)
    for path in paths:
        nbformat.write(book, path)
    before = paths[0].read_bytes()
    assert themeloom(project, "derive", environment=quartos).returncode == 0
    book.cells[0].outputs = [nbformat.v4.new_output("stream", text="Words of a withheld source.")]
    nbformat.write(book, paths[0])
    book.cells[0].source = "1 + 2"
    nbformat.write(book, paths[1])
    assert themeloom(project, "finish", environment=quartos).returncode == 0
    assert paths[0].read_bytes() == before
    assert "1 + 2" in paths[1].read_text(encoding="utf-8")


def test_charts_that_quarto_draws_have_our_style(tmp_path: Path) -> None:
    """And our typeface: what `_environment` names is there when Quarto starts Python."""
    project = small_study(tmp_path)
    quartos = {**os.environ, "QUARTO_PROJECT_OUTPUT_DIR": "_output"}
    assert themeloom(project, "derive", environment=quartos).returncode == 0
    for named in (ROOT / "_environment", _TEMPLATE / "environment.txt"):
        said = dict(line.split("=") for line in named.read_text().splitlines() if line[0] != "#")
        code = "import matplotlib.pyplot as p; f = p.gcf(); f.text(0, 0, 'Words'); f.canvas.draw()"
        code += "; print(p.rcParams['figure.facecolor'], p.rcParams['font.family'][0])"
        told = subprocess.run(
            [sys.executable, "-c", code],
            cwd=project.root / "manuscript",
            env={**os.environ, **said, "MPLBACKEND": "Agg"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.splitlines()[-1] == "none Source Sans Pro"
        assert "Source Sans Pro" not in told.stderr
