"""Formulas that were written as LaTeX, without dollars."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from jobs import article, compiled, page, render, seen

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = {
    "gather*": "a = b \\\\\nc = d",
    "align": "a &= b \\label{eq:first} \\\\\nc &= d \\nonumber",
    "alignat": "{2}\na &= b & c &= d",
    "multline*": "a + b \\\\ + c",
    "eqnarray": "a &=& b",
    "equation": "E = mc^2 \\tag{7}",
    "displaymath": "x",
    "aligned": "a &= \\textcolor{gray}{b} \\\\\n\\color{red} c &= d",
    "subequations": "\\begin{align}\na &= b\n\\end{align}",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_latex_without_dollars_is_a_formula(tmp_path: Path, name: str) -> None:
    """In a paragraph of its own or within one; what only LaTeX refers to by is left out."""
    written = f"\\begin{{{name}}}{WRITTEN[name]}\\end{{{name}}}"
    html = page(render(tmp_path, f"Before.\n\n{written}\n\nAs in\n{written}\n, so.", "html"))
    formulas = html.findall(".//math[@display='block']")
    assert len(formulas) == 2
    said = "".join(formulas[0].find("semantics")[0].itertext())
    assert set(said) & set("abcdEmx")
    assert "label" not in said
    assert ("7" in said) == ("tag" in WRITTEN[name])


@pytest.mark.parametrize("to", ["docx", "jats", "pdf", "revealjs", "pptx", "slides-pdf"])
def test_it_is_one_in_every_format(tmp_path: Path, to: str) -> None:
    """Word, PowerPoint, JATS and PDF have the formula, and the words around it."""
    written = f"\\begin{{align}}{WRITTEN['align']}\\end{{align}}"
    output = render(tmp_path, f"## S\n\nBefore.\n\n{written}\n\nBehind.", to)
    with ZipFile(output) if to == "pptx" else nullcontext() as deck:
        # What stands beside a formula is in an alternative that python-pptx does not read.
        text = deck.read("ppt/slides/slide2.xml").decode() if deck else seen(output)
    assert to != "pptx" or "<m:oMath" in text
    assert text.index("Before") < text.index("Behind")
    if to == "docx":
        assert len(list(docx.Document(str(output)).element.iter(qn("m:oMathPara")))) == 1
    if to == "jats":
        assert article(output).find(".//disp-formula") is not None
    if output.suffix == ".typ":
        assert compiled(output).startswith(b"%PDF")
