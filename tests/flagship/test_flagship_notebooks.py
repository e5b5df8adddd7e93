"""The notebooks of this repository: kept clean, and in agreement with the raw file."""

from __future__ import annotations

import ast
import json
import re
import shutil
from typing import TYPE_CHECKING

import nbformat
import pytest
import yaml
from helpers import ROOT

from themeloom.core.project import Project
from themeloom.session import Session
from themeloom.steps.build import Build

if TYPE_CHECKING:
    from pathlib import Path

#: That which builds is run by no build.
NOTEBOOKS = sorted({*(ROOT / "analysis").glob("*.ipynb")} - {ROOT / "analysis" / "build.ipynb"})


def _named(path: Path) -> str:
    return path.stem


def _code(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_named)
def test_it_is_kept_without_outputs_and_with_readable_ids(path: Path) -> None:
    """A change in a notebook is a change of its words or its code, and nothing else."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    for cell in notebook["cells"]:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", cell["id"])
        assert cell["metadata"] == {}
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_named)
def test_it_defines_no_functions(path: Path) -> None:
    """What is worth a function belongs in the package, where it is tested."""
    for source in _code(path):
        kinds = {type(node) for node in ast.walk(ast.parse(source))}
        assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_named)
def test_quarto_is_told_to_run_it(path: Path) -> None:
    """Without outputs Quarto would otherwise render it empty."""
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    front = yaml.safe_load("".join(first["source"]).strip("-\n"))
    assert first["cell_type"] == "raw"
    assert front["title"]
    assert front["execute"] == {"enabled": True}


def test_they_run_and_agree_with_the_raw_file(tmp_path: Path) -> None:
    """Every comparison on another path comes out the same, and says so."""
    for name in ("study.yml", "data-raw", "data-derived", "analysis"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    project = Project(tmp_path)
    build = Build(Session.begin(project))
    build.run_notebooks()
    build.publish()
    assert {*map(_named, NOTEBOOKS)} <= {name.removeprefix("run-") for name in build.runner.reasons}
    for path in NOTEBOOKS:
        page = (project.output / "analysis" / f"{path.stem}.html").read_text(encoding="utf-8")
        promised = sum(source.count('print(f"Same: ') for source in _code(path))
        promised += sum(source.count('print("Same: ') for source in _code(path))
        assert page.count("\nSame: ") + page.count(">Same: ") >= promised
    committed = {
        path.name: path.read_bytes() for path in (ROOT / "data-derived").rglob("notebook-*")
    }
    woven = {path.name: path.read_bytes() for path in project.derived.rglob("notebook-*")}
    assert not committed or woven == committed
