"""A reference says in each finished file which figure or table it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from helpers import looked_at

from themeloom.checking.run import check_arrived
from themeloom.core.project import Project
from themeloom.formats.make import make_output, read_of
from themeloom.session import Session

if TYPE_CHECKING:
    from themeloom.documents.plan import Output

PAPER = """---
title: A synthetic paper
format: {themeloom-html: default, docx: default, themeloom-jats: default, themeloom-typst: default}
number-sections: true
---

# Lamps {#sec-lamps}

As @fig-one shows (@tbl-two), and [@fig-one; @tbl-two] as well: -@fig-one.

In @sec-lamps and [in @fig-three, on the left] we say so[^1]; see also @eq-a.

![A caption of one](drawing.png){#fig-one fig-alt="x"}

| Lamp | Light      |
|------|------------|
| One  | @fig-three |

: A caption of two {#tbl-two}

::: {#fig-three}
![](drawing.png){fig-alt="y"}

A caption of three, after @fig-one
:::

$$ x = 1 $$ {#eq-a}

[^1]: A note on @tbl-two and others.
"""


def _made(ready: Project, format_: str) -> tuple[Output, bytes, bytes]:
    from PIL import Image

    (ready.root / "manuscript" / "paper.qmd").write_text(PAPER, encoding="utf-8")
    Image.new("RGB", (60, 40), "gray").save(ready.root / "manuscript" / "drawing.png")
    (output,) = Session(Project(ready.root)).plan(["paper"], [format_])
    make_output(ready, output, ready.root / "stage", 1_000_000_000)
    data = (ready.root / "stage" / output.name).read_bytes()
    return output, read_of(ready, output), data


@pytest.mark.parametrize("format_", ["themeloom-html", "docx", "themeloom-jats", "themeloom-typst"])
def test_what_arrived_is_not_told(ready: Project, format_: str) -> None:
    """In text, cells, captions, notes and brackets, of every kind."""
    output, read, data = _made(ready, format_)
    found = check_arrived(looked_at(ready), output, read, {output.name: data}).findings
    assert [str(one) for one in found] == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        (r"(As )<a [^>]*>Figure.1</a>", r"\1", "arrival-lost", "As @fig-one"),
        (r"(\()<a [^>]*>Table.1</a>", r"\1", "arrival-lost", "As @fig-one"),
        (r"(: )<a [^>]*>1</a>\.", r"\1.", "arrival-lost", "As @fig-one"),
        (r"(In )<a [^>]*>Section.1</a>", r"\1", "arrival-lost", "In @sec-lamps"),
        (r"(see also )<a [^>]*>Equation.1</a>", r"\1", "arrival-lost", "In @sec-lamps"),
        (r"(note on )<a [^>]*>Table.1</a>", r"\1", "arrival-lost", "[^1]: A note"),
        (r"(As <a [^>]*>Figure.)1", r"\g<1>2", "arrival-referred", "As @fig-one"),
        (r"(\(<a [^>]*>Table.)1", r"\g<1>3", "arrival-referred", "As @fig-one"),
        (r", on the left", "", "arrival-lost", "In @sec-lamps"),
    ],
)
def test_one_that_is_gone_or_says_another_number_is_told_with_its_line(
    ready: Project, old: str, new: str, kind: str, words: str
) -> None:
    """Nothing else of the page has changed."""
    output, read, data = _made(ready, "themeloom-html")
    changed, count = re.subn(old, new, data.decode())
    assert count == 1
    found = check_arrived(looked_at(ready), output, read, {output.name: changed.encode()}).findings
    line = next(n for n, one in enumerate(PAPER.splitlines(), 1) if one.startswith(words))
    assert [(one.kind, one.line) for one in found] == [(kind, line)]


def test_latex_is_told_with_its_line_in_every_format(ready: Project) -> None:
    """Pandoc leaves it out; a page break is none of it, nor is a formula."""
    text = "---\ntitle: x\nformat: docx\n---\n\nA \\textbf{word} and $x$.\n\n\\newpage\n\nB\n"
    (ready.root / "manuscript" / "paper.qmd").write_text(text, "utf-8")
    (output,) = Session(Project(ready.root)).plan(["paper"])
    make_output(ready, output, ready.root / "stage", 1_000_000_000)
    data = (ready.root / "stage" / output.name).read_bytes()
    read = read_of(ready, output)
    found = check_arrived(looked_at(ready), output, read, {output.name: data}).findings
    assert [(one.kind, one.line) for one in found] == [("arrival-latex", 6)]
