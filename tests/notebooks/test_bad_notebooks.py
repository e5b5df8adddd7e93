"""Whatever is wrong with a notebook is one message; what was made last stays."""

from __future__ import annotations

import json
import resource
from typing import TYPE_CHECKING

import pytest
from making import PICTURE, put_notebook, put_text, run_notebooks
from nbformat.v4 import new_markdown_cell, new_notebook

from themeloom.cli import main
from themeloom.core.errors import Exit, ThemeloomError
from themeloom.notebooks.execute import Limits

if TYPE_CHECKING:
    from themeloom.core.project import Project

#: What is written as analysis/bad.ipynb, and what is said of it; no kernel has to start.
BROKEN = {
    '{"cells": [': "analysis/bad.ipynb:1: this is not a notebook, since it is not JSON: "
    "expecting value\n  hint: put it back (git checkout), or save it again in Jupyter; "
    "marks such as <<<<<<< are left by a merge",
    '\ufeff{"a": 1}': "analysis/bad.ipynb: this is JSON, but not a notebook\n"
    "  hint: put it back (git checkout), or save it again in Jupyter",
    '{"nbformat": 3, "worksheets": []}': "analysis/bad.ipynb: the notebook has format 3; only "
    "format 4 is read here\n"
    "  hint: open it in Jupyter and save it; Jupyter writes the present format",
    '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}': "analysis/bad.ipynb: this is a broken "
    "notebook: 'cells' is a required property\n"
    "  hint: put it back (git checkout), or save it again in Jupyter",
    '{"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": {"language_info": {"name": '
    '"R"}}}': "analysis/bad.ipynb: the notebook is written in R; only Python is run here\n"
    "  hint: move it out of the folder, or rewrite it in Python",
    '{"nbformat": 4, "a": "\\ud800"}': "analysis/bad.ipynb: this notebook has half a sign, "
    "which is no text: \\ud800\n  hint: put it back (git checkout), or save it again in Jupyter",
    "[" * 200_000: "analysis/bad.ipynb: this is not a notebook: its parts lie within each other "
    "without end\n  hint: put it back (git checkout), or save it again in Jupyter",
}
#: Cells, and what is said of the notebook that has them; no kernel has to start.
MISTAKEN = {
    ("#| lable: fig-a\n1",): "analysis/bad.ipynb: cell 1, line 1: the built-in renderer does not "
    'know the cell option "lable"\n  hint: did you mean "label"?',
    ("1", "#| echo: maybe\n1"): "analysis/bad.ipynb: cell 2, line 1: echo: maybe is neither true "
    "nor false",
    ("#| label: a\n1", "#| label: a\n2"): 'analysis/bad.ipynb: the label "a" is there twice: here '
    "and in cell 1\n  hint: give one of the cells another label",
}
#: Cells, and what is said of the notebook when it runs.
FAILING = {
    "raises": (
        ("x = 1", "y = x\n\nraise ValueError('no such thing')\n"),
        "cell 2, line 3 (raise ValueError('no such thing')): ValueError: no such thing",
    ),
    "unfinished": (("f(",), "cell 1, line 1 (f(): SyntaxError: incomplete input"),
    "loud": (
        ("# text", "x = 1\nprint('x' * 100_000_000)"),
        "cell 2, line 2 (print('x' * 100_000_000)): it writes more than 20 MB, more than any "
        "reader can read\n  hint: print a summary, or write the data to a file",
    ),
    "flood": (
        ("import subprocess\nsubprocess.run(['yes'])",),
        "cell 1, line 2 (subprocess.run(['yes'])): it writes more than 20 MB, more than any "
        "reader can read\n  hint: print a summary, or write the data to a file",
    ),
    "dies": (
        ("import os\nos._exit(1)",),
        "cell 1: the Jupyter kernel died while it ran\n"
        "  hint: this happens when memory runs out, when a library crashes, or after exit(); "
        "run the notebook in Jupyter to see more",
    ),
    "captionless": (
        (f"#| label: fig-a\n{PICTURE}",),
        "cell 1 (fig-a): the figure has no fig-cap\n"
        "  hint: add a line at the top of the cell: #| fig-cap: …",
    ),
    "pictureless": (
        ("#| label: fig-a\n#| fig-cap: A\n#| fig-alt: B\n1",),
        "cell 1 (fig-a): its label says that it shows a figure, and it shows 0\n"
        "  hint: let the cell show one figure, and nothing else that is a picture",
    ),
    "tableless": (
        ("#| label: tbl-a\n#| tbl-cap: A\n1",),
        "cell 1 (tbl-a): its label says that it shows a table, and it shows 0\n"
        "  hint: let the cell end with one DataFrame",
    ),
}


def _said(project: Project, limits: Limits | None = None) -> str:
    with pytest.raises(ThemeloomError) as caught:
        run_notebooks(project, limits)
    return str(caught.value)


@pytest.mark.parametrize(("text", "said"), BROKEN.items(), ids=range(len(BROKEN)))
def test_a_file_that_is_no_notebook_is_one_message(project: Project, text: str, said: str) -> None:
    """The message names the file and what to do; no traceback, no kernel."""
    put_text(project, "bad", text)
    assert _said(project) == said


@pytest.mark.parametrize(("sources", "said"), MISTAKEN.items(), ids=range(len(MISTAKEN)))
def test_a_wrong_option_is_one_message(
    project: Project, kernels: list[str], sources: tuple[str, ...], said: str
) -> None:
    """Options are checked before anything runs."""
    put_notebook(project, "bad", *sources)
    assert _said(project) == said
    assert kernels == []


def test_bytes_that_are_no_text_are_one_message(project: Project) -> None:
    """A notebook is UTF-8."""
    put_text(project, "bad", "").write_bytes(b'{"a": "\xff"}')
    assert _said(project).startswith("analysis/bad.ipynb:1: analysis/bad.ipynb is not UTF-8")


def test_a_name_that_cannot_be_cited_is_one_message(project: Project) -> None:
    """The name becomes part of shortcodes and file names."""
    put_notebook(project, "My Analysis", "1")
    assert 'a notebook cannot be called "My Analysis"' in _said(project)


def test_every_failure_is_told_at_once_and_harms_no_other_notebook(project: Project) -> None:
    """With cell, line and message; nothing is replaced, and the good one need not run again."""
    for name, (sources, _) in FAILING.items():
        put_notebook(project, name, *sources)
        page = project.output / "analysis" / f"{name}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("as it was", encoding="utf-8")
    put_notebook(project, "good", "1 + 1")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = _said(project, Limits(seconds=60))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 250_000, "kilobytes: what floods us must not be kept in memory"
    for name, (_, message) in FAILING.items():
        assert f"analysis/{name}.ipynb: {message}" in said
        page = project.output / "analysis" / f"{name}.html"
        assert page.read_text(encoding="utf-8") == "as it was"
    assert "Traceback" not in said
    assert not (project.output / "analysis" / "good.html").exists()
    for name in FAILING:
        (project.analysis / f"{name}.ipynb").unlink()
    assert run_notebooks(project).fresh == ("good",)
    assert "<pre" in (project.output / "analysis" / "good.html").read_text(encoding="utf-8")


def test_a_cell_that_never_ends_is_stopped(project: Project) -> None:
    """The study sets how long a cell may take."""
    put_notebook(project, "endless", "import time\nwhile True:\n    time.sleep(0.1)")
    assert _said(project, Limits(seconds=1)) == (
        "analysis/endless.ipynb: cell 1: it did not end within 1 seconds\n"
        "  hint: make it faster, or allow more in study.yml: settings: notebooks: seconds"
    )


def test_templates_of_nbconvert_that_are_gone_are_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They lie in Jupyter's folders, which may be taken away apart from the package."""
    put_text(project, "plain", json.dumps(new_notebook(cells=[new_markdown_cell("Words.")])))
    monkeypatch.setattr("nbconvert.exporters.templateexporter.jupyter_path", lambda *_: [])
    assert main(["--project", str(project.root), "render"]) == Exit.FINDINGS
    said = capsys.readouterr().err
    assert "the templates of nbconvert" in said
    assert "--force-reinstall nbconvert" in said
    assert said.count("error:") == 1
