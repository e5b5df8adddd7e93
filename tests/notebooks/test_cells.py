"""`{python}` cells of documents, each option in the format that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers import changed, copied, format_of
from making import PICTURE, compute_cells, put_document

from themeloom.core.errors import ThemeloomError
from themeloom.documents.places import Place
from themeloom.notebooks.execute import Limits
from themeloom.notebooks.finding import execute_options
from themeloom.notebooks.markdown import Showing, picture_name

if TYPE_CHECKING:
    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.notebooks.cells import Computed

_CASE = re.compile(
    r"^## (?P<title>.+?) \((?P<format>\w+)\)\n+"
    r"``````qmd\n(?P<cell>.*?)``````\n+``````text\n(?P<shown>.*?)``````$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class _Case:
    """A cell, a format, and what stands there."""

    title: str
    format: str
    cell: str
    shown: str


_TEXT = (Path(__file__).parent / "cells.md").read_text(encoding="utf-8")
CASES = [_Case(**found.groupdict()) for found in _CASE.finditer(_TEXT)]


def _showing(format_: str, document: Document) -> Showing:
    execute = execute_options(document.metadata, document.path)
    return Showing(
        format_of(format_), execute, lambda content, kind: f"/{picture_name(content, kind)}"
    )


def _body(computed: Computed, format_: str = "html") -> str:
    return computed.shown(_showing(format_, computed.document)).body


@pytest.fixture(scope="module")
def all_cells(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """One document with the cells of every case, run once."""
    project = copied("store-synthetic", tmp_path_factory.mktemp("cells"))
    text = "\n".join(case.cell for case in CASES).replace("PICTURE", PICTURE)
    document = put_document(project, text)
    return compute_cells(project, [document])[document.path]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_cell_is_shown_as_in_cells_md(all_cells: Computed, case: _Case) -> None:
    """Each option has its effect, in each format what it can hold."""
    at = CASES.index(case)
    showing = _showing(case.format, all_cells.document)
    shown = showing.markdown(all_cells.cells[at], all_cells.outputs[at])
    shown = re.sub(r"\(/[0-9a-f]{16}\.", "(/FILE.", shown)
    assert shown.strip() == case.shown.strip()


def _computed(project: Project, text: str) -> Computed:
    document = put_document(project, text)
    return compute_cells(project, [document])[document.path]


def _said(project: Project, text: str, limits: Limits | None = None) -> str:
    document = put_document(project, text)
    with pytest.raises(ThemeloomError) as caught:
        compute_cells(project, [document], limits)
    return str(caught.value)


def test_values_stand_within_lines_and_every_line_knows_its_place(project: Project) -> None:
    """Texts are shown as the characters they are, numbers as numbers, Markdown as Markdown."""
    computed = _computed(
        project,
        "---\ntitle: T\n---\nOne.\n\n```{python}\nfrom IPython.display import Markdown\n"
        "n = 1234.5\n```\n\n- in a list\n\n    ```{python}\n    n\n    ```\n\n"
        "`{python} n`, `{python} 'a*b'`, `{python} Markdown('*m*')`.\n",
    )
    document = computed.shown(_showing("docx", computed.document))
    lines = document.body.split("\n")
    assert r"1234.5, a\*b, *m*." in lines
    assert "    1234.5" in lines
    places = {
        line: document.lines.place(number)
        for number, line in enumerate(lines, 1)
        if line.strip(" `:.{}")
    }
    assert places["One."] == Place("text/case.qmd", 4)
    assert places["n = 1234.5"] == Place("text/case.qmd", 7)
    assert places["- in a list"] == Place("text/case.qmd", 11)
    assert places[r"1234.5, a\*b, *m*."] == Place("text/case.qmd", 17)
    assert len(document.lines.places) == len(lines)


def test_the_document_sets_options_for_all_its_cells(project: Project) -> None:
    """`execute:` of the front matter; a cell's own word comes first."""
    computed = _computed(
        project,
        "---\nexecute:\n  echo: false\n---\n```{python}\n1\n```\n\n"
        "```{python}\n#| echo: true\n2\n```\n",
    )
    assert _body(computed).count("cell-code") == 1


def test_a_failing_cell_names_file_and_line(project: Project) -> None:
    """Also where it stands in an included file."""
    included = project.root / "text" / "_part.qmd"
    included.parent.mkdir()
    included.write_text("Part.\n\n```{python}\n#| echo: false\nx = 1\nx.nothing\n```\n", "utf-8")
    assert _said(project, "Text.\n\n{{< include _part.qmd >}}\n") == (
        "text/_part.qmd:6: this cell fails: AttributeError: 'int' object has no attribute 'nothing'"
    )
    assert _said(project, "Text.\n\nAnd `{python} nothing` here.\n") == (
        "text/case.qmd:3: this expression fails: NameError: name 'nothing' is not defined"
    )


MISTAKES = {
    "```{python}\n#| ehco: false\n1\n```\n": "text/case.qmd:2: the built-in renderer does not know "
    'the cell option "ehco"\n  hint: did you mean "echo"?',
    "```{python, echo=FALSE}\n1\n```\n": "text/case.qmd:1: a cell begins with {python} and nothing "
    "else, and here is {python, echo=FALSE}\n"
    "  hint: write its options as lines at its top: #| echo=FALSE",
    "```{python}\n#| label: a\n```\n\n```{python}\n#| label: a\n```\n": "text/case.qmd:6: the "
    'label "a" is there twice: here and on line 2\n  hint: give one of the cells another label',
    "---\nexecute:\n  ecko: true\n---\n`{python} 1`\n": "text/case.qmd:3: the built-in renderer "
    'does not know the option "ecko" of execute:\n  hint: did you mean "echo"?',
    "- ```{python}\n  1\n  ```\n": "text/case.qmd:1: a cell stands on the line of something else: "
    "list, definition, note or quotation\n  hint: begin it on a line of its own",
    "T\n\n:   ```{python}\n    1\n    ```\n": "text/case.qmd:3: a cell stands on the line of "
    "something else: list, definition, note or quotation\n  hint: begin it on a line of its "
    "own",
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_a_mistake_is_told_before_anything_runs(
    project: Project, kernels: list[str], text: str, said: str
) -> None:
    """With its place and a remedy."""
    assert _said(project, text) == said
    assert kernels == []


UNSHOWABLE = {
    "#| label: fig-a\n#| fig-cap: A\n1": 'the label "fig-a" says that the cell shows a figure, '
    "and it shows 0",
    f"#| label: fig-b\n{PICTURE}": 'the figure "fig-b" has no caption',
    "#| label: tbl-a\n#| tbl-cap: A\n1": "the cell has the label or caption of a table, and it "
    "shows 0",
    "from IPython.display import HTML\nHTML('<b>')": "the cell shows HTML, which docx cannot hold",
    "from IPython.display import Markdown\nMarkdown('{' '{< x >}}')": "the cell makes a shortcode",
}


def test_results_that_a_format_cannot_hold_are_refused_by_place(project: Project) -> None:
    """Nothing is dropped in silence."""
    text = "\n".join(f"```{{python}}\n{code}\n```\n" for code in UNSHOWABLE)
    computed = _computed(project, text)
    showing = _showing("docx", computed.document)
    for cell, outputs, said in zip(
        computed.cells, computed.outputs, UNSHOWABLE.values(), strict=True
    ):
        with pytest.raises(ThemeloomError) as caught:
            showing.markdown(cell, outputs)
        assert str(caught.value).startswith(f"text/case.qmd:{cell.place.line}: {said}")


def test_cells_run_once_and_again_only_when_something_changed(
    project: Project, kernels: list[str]
) -> None:
    """Prose and options of showing start nothing; a changed cell or changed data does."""
    text = "Prose.\n\n```{python}\nprint(open('../data-raw/synthetic-talk.txt').read())\n```\n"
    first = _body(_computed(project, text))
    assert _body(_computed(project, text)) == first
    _computed(project, text.replace("Prose", "Other prose"))
    _computed(project, text.replace("```{python}\n", "```{python}\n#| echo: false\n"))
    assert kernels == ["text/case.qmd"]
    _computed(project, text.replace("print(", "print(1, "))
    changed(project.raw / "synthetic-talk.txt", "I watched", "You watched")
    assert "You watched" in _body(_computed(project, text))
    assert kernels == ["text/case.qmd"] * 3


def test_a_document_without_cells_goes_through_as_it_is(
    project: Project, kernels: list[str]
) -> None:
    """Paper, poster and slides need no kernel."""
    document = put_document(project, "Text with ```python` and `code`.\n\n```python\n1\n```\n")
    assert compute_cells(project, [document]) == {}
    assert kernels == []


def test_a_cell_that_never_ends_is_stopped(project: Project) -> None:
    """As in a notebook."""
    said = _said(project, "```{python}\nwhile True: pass\n```\n", Limits(seconds=1))
    assert said.startswith("text/case.qmd:2: this cell fails: it did not end within 1 seconds")
