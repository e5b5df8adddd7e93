"""References to figures and the like, in a document and across documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from themeloom.core.project import Project
from themeloom.documents.crossrefs import CrossReferences
from themeloom.documents.document import read_document
from themeloom.documents.labels import kinds_of, labels_of, numbers_of

if TYPE_CHECKING:
    from pathlib import Path

FRAGMENTS = {
    "figure-map": "![A map](map.svg){#fig-map}",
    "table-lamps": "| a |\n|---|\n\n: Lamps {#tbl-lamps}",
}
PAGES = {"analysis/map.ipynb": "_output/analysis/map.html"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A {#sec-a}\n\nSee @sec-a.", []),
        ("{{< figure map >}}\n\nSee @fig-map and [-@fig-map; @Fig-map].", []),
        ("{{< table lamps >}}\n\nSee @tbl-lamps.", []),
        ("$$a$$ {#eq-a}\n\nSee @eq-a.", []),
        ("::: {#fig-b}\nText\n:::\n\nSee @fig-b.", []),
        ("`@fig-none` and me@fig-mail.org and @example2020", []),
        (
            "See @fig-map.",
            [
                "paper.qmd:1: @fig-map points at no figure of this document\n"
                "  hint: label the figure: ![caption](file){#fig-…}, or cite one: {{< figure … >}}"
            ],
        ),
        (
            "{{< figure map >}}\n\nSee\n@fig-mpa.",
            [
                "paper.qmd:4: @fig-mpa points at no figure of this document\n"
                '  hint: did you mean "fig-map"?'
            ],
        ),
        (
            "# A {#sec-a}\n\n# B {#sec-a}\n",
            [
                'paper.qmd:3: the label "sec-a" stands twice in this document\n'
                "  hint: give one of them another name"
            ],
        ),
    ],
)
def test_cross_references_point_at_something(text: str, said: list[str], tmp_path: Path) -> None:
    """Labels are those of the body and of the fragments that it cites."""
    (tmp_path / "paper.qmd").write_text(text, encoding="utf-8")
    paper = read_document(Project(tmp_path), "paper.qmd")
    errors = CrossReferences([paper], {}, FRAGMENTS.get, PAGES).mistakes(paper)
    assert [str(error) for error in errors] == said


SUPPLEMENT = """---
crossref:
  custom:
    - {kind: float, key: suppfig, reference-prefix: Figure S, space-before-numbering: false}
---

{{< table lamps >}}

```{python}
#| label: tbl-cell
#| tbl-cap: Cells
```

::: {#fig-all layout-ncol=2}
![One](one.png){#fig-one}

![Two](two.png){#fig-two}

All
:::

| a |
|---|

: Codes {#tbl-codes}

![Drawing](drawing.png){#suppfig-map}

# Methods {#sec-methods}
"""


def test_numbers_are_those_that_readers_see(tmp_path: Path) -> None:
    """In the order of reading, those of cells and fragments too; parts of a figure by letters."""
    (tmp_path / "supplement.qmd").write_text(SUPPLEMENT, encoding="utf-8")
    document = read_document(Project(tmp_path), "supplement.qmd")
    labels = labels_of(document, FRAGMENTS.get, kinds_of(document.metadata))
    numbers = numbers_of(document, labels)
    assert numbers == {
        "tbl-lamps": "1",
        "tbl-cell": "2",
        "fig-all": "1",
        "fig-one": "1\u00a0(a)",
        "fig-two": "1\u00a0(b)",
        "tbl-codes": "3",
        "suppfig-map": "1",
        "sec-methods": "1",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("All codes are in @tbl-codes, see @suppfig-map.", []),
        ("All codes are in the [supplement](supplement.qmd#tbl-codes).", []),
        (
            "See @sec-methods.",
            [
                "paper.qmd:1: @sec-methods points at no section of this document\n"
                "  hint: link to it: [the section](/supplement.qmd#sec-methods)"
            ],
        ),
        (
            "See the [supplement](suplement.qmd).",
            [
                "paper.qmd:1: the link to suplement.qmd leads to no document or notebook of the "
                'project\n  hint: did you mean "supplement.qmd"?'
            ],
        ),
        ("See [how](analysis/map.ipynb#codes).", []),
        (
            "See [how](analysis/mpa.ipynb).",
            [
                "paper.qmd:1: the link to analysis/mpa.ipynb leads to no document or notebook of "
                'the project\n  hint: did you mean "analysis/map.ipynb"?'
            ],
        ),
    ],
)
def test_another_document_may_have_it(text: str, said: list[str], tmp_path: Path) -> None:
    """A figure or table of another document can be named, and another document linked to."""
    (tmp_path / "supplement.qmd").write_text(SUPPLEMENT, encoding="utf-8")
    (tmp_path / "paper.qmd").write_text(text, encoding="utf-8")
    documents = [read_document(Project(tmp_path), f"{one}.qmd") for one in ("paper", "supplement")]
    references = CrossReferences(documents, {}, FRAGMENTS.get, PAGES)
    assert [str(error) for error in references.mistakes(documents[0])] == said


def test_what_two_documents_label_is_told(tmp_path: Path) -> None:
    """Nobody could say which of them is meant."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.qmd").write_text("![A](a.png){#fig-a}", encoding="utf-8")
    (tmp_path / "paper.qmd").write_text("See @fig-a.", encoding="utf-8")
    documents = [read_document(Project(tmp_path), f"{one}.qmd") for one in ("paper", "one", "two")]
    (error,) = CrossReferences(documents, {}, FRAGMENTS.get, PAGES).mistakes(documents[0])
    assert error.hint == "one.qmd and two.qmd both have it: give one of them another name"
