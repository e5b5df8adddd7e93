"""A paper, a poster or a deck may be a notebook: its text is what it would be as a `.qmd`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from helpers import copied

from themeloom.core.errors import ThemeloomError
from themeloom.documents.document import read_document
from themeloom.notebooks.finding import find_cells

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

_FRONT = "---\ntitle: A synthetic paper\nformat: {themeloom-html: default}\n---"
_WORDS = "# Waiting\n\n{{< quote clock >}}\n\nIt is `{python} 1 + 1`."
_CODE = "#| label: tbl-n\n#| tbl-cap: A table\nframe"
_QMD = f"{_FRONT}\n\n{_WORDS}\n\n```{{python}}\n{_CODE}\n```\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A synthetic project with a folder for documents."""
    project = copied("store-synthetic", tmp_path)
    (project.root / "text").mkdir(exist_ok=True)
    return project


def _notebook(*cells: tuple[str, str], indent: int | None = 1, **metadata: object) -> str:
    made = [
        {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
        for kind, source in cells
    ]
    data = {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(data, indent=indent)


def test_its_text_is_that_of_a_qmd(project: Project) -> None:
    """Front matter, shortcodes, expressions in sentences, cells with their options."""
    text = _notebook(("raw", _FRONT), ("markdown", _WORDS), ("code", _CODE), ("code", ""))
    (project.root / "text" / "one.ipynb").write_text(text, encoding="utf-8")
    (project.root / "text" / "two.qmd").write_text(_QMD, encoding="utf-8")
    one, two = (read_document(project, f"text/{name}") for name in ("one.ipynb", "two.qmd"))
    assert one.metadata == two.metadata
    assert one.body.strip() == two.body.strip()
    assert (one.stem, one.key) == ("one", "text/one")
    assert [cell.code for cell in find_cells(one)] == ["1 + 1", _CODE]


@pytest.mark.parametrize("indent", [1, None])
def test_a_mistake_is_told_with_the_cell_and_the_line_of_the_file(
    project: Project, indent: int | None
) -> None:
    """In its words and in its code; a file that is one line has only one."""
    text = _notebook(
        ("raw", _FRONT),
        ("markdown", "Words é\n\nand {{< quot clock >}}"),
        ("code", "#| lable: tbl-n\nframe"),
        indent=indent,
    )
    path = project.root / "text" / "one.ipynb"
    path.write_text(text, encoding="utf-8")
    lines = text.split("\n")
    with pytest.raises(ThemeloomError) as caught:
        read_document(project, "text/one.ipynb")
    assert caught.value.message.startswith("cell 2, line 3: ")
    assert "{{< quot" in lines[(caught.value.line or 0) - 1]
    path.write_text(text.replace("quot ", "quote "), encoding="utf-8")
    document = read_document(project, "text/one.ipynb")
    with pytest.raises(ThemeloomError) as caught:
        find_cells(document)
    assert "lable" in lines[(caught.value.line or 0) - 1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON"),
        ("[1]", "not a notebook"),
        (_notebook(("code", "1"), kernelspec={"language": "R"}), "written in R"),
        (_notebook(("raw", _FRONT), ("raw", "<b>x</b>")), "cell 2, line 1: a raw cell"),
        (_notebook(("markdown", "![x](attachment:a.png)")), "cell 1, line 1: the picture a.png"),
    ],
)
def test_what_no_document_can_hold_is_told(project: Project, text: str, told: str) -> None:
    """None of it is left out in silence."""
    (project.root / "text" / "one.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(ThemeloomError) as caught:
        read_document(project, "text/one.ipynb")
    assert told in str(caught.value)
    assert caught.value.hint


def test_each_include_of_a_cell_is_put_in_once(project: Project) -> None:
    """Also the one on the cell's last line, and those of neighbouring cells."""
    for name in "abcd":
        (project.root / "text" / f"_{name}.qmd").write_text(f"Words of {name}.\n", "utf-8")
    first, second = "{{< include _a.qmd >}}\n\n{{< include _b.qmd >}}", "{{< include _c.qmd >}}"
    text = _notebook(("raw", _FRONT), ("markdown", first), ("markdown", second), ("code", "1"))
    (project.root / "text" / "one.ipynb").write_text(text, encoding="utf-8")
    body = read_document(project, "text/one.ipynb").body
    assert [body.count(f"Words of {name}.") for name in "abcd"] == [1, 1, 1, 0]


def test_lines_that_quarto_would_join_are_told_with_what_to_run(project: Project) -> None:
    """Each such cell in one round; the built-in renderer reads them as they are meant."""
    text = json.dumps(
        {
            "cells": [
                {"cell_type": kind, "metadata": {}, "source": source}
                for kind, source in (("raw", _FRONT), ("markdown", "# One"), ("markdown", _WORDS))
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    (project.root / "text" / "one.ipynb").write_text(text, encoding="utf-8")
    assert read_document(project, "text/one.ipynb").body.startswith("\n# One\n\n# Waiting")
    with pytest.raises(ThemeloomError) as caught:
        read_document(project, "text/one.ipynb", for_quarto=True)
    told = str(caught.value)
    assert "cell 1, line 1: the lines of this cell are one text in the file" in told
    assert "cell 3, line 1" in told
    assert "cell 2" not in told
    assert "nbconvert --to notebook --inplace --log-level WARN text/one.ipynb" in told
