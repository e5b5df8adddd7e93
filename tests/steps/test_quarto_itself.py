"""Quarto itself, where it is installed: it makes what the built-in renderer makes."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import docx
import lxml.etree
import lxml.html
import pytest
from helpers import planned as plan
from helpers import render
from pypdf import PdfReader

from themeloom.engines.quarto import find_quarto
from themeloom.engines.reporting import Silent

if TYPE_CHECKING:
    from themeloom.core.project import Project

EPOCH = 1_600_000_000


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_makes_what_the_built_in_renderer_makes(ready: Project) -> None:
    """The same words in the same order, title block, contents, tables and references included."""
    said = []
    for make in (_with_quarto, _with_builtin):
        make(ready)
        file = ready.output / "manuscript/paper.html"
        page = lxml.html.fromstring(file.read_bytes())
        file.unlink()
        for part in [*page.iter("footer", "script", "style")]:
            part.drop_tree()
        said.append(" ".join(page.find("body").text_content().split()))
    assert said[0] == said[1]


_STATEMENTS = """
See [the lemma @thm-a] and @def-b.

::: {#thm-a}
## Line of *lamps*

Every lamp is on.
:::

::: {#def-b}
A lamp gives light.
:::

::: {.proof}
It is so.
:::

::: {#lst-c lst-cap="Some code"}
```python
print(1)
```
:::
"""


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_draws_theorems_and_code_as_ours(ready: Project) -> None:
    """In JATS its own end in a Lua trace, in Typst they ask the network for a package."""
    paper = ready.root / "manuscript/paper.qmd"
    names = ("themeloom-jats", "themeloom-typst", "themeloom-docx")
    formats = "format:\n" + "".join(f"  {name}: default\n" for name in names)
    paper.write_text(
        f"---\ntitle: A title\nkeep-typ: true\n{formats}---\n{_STATEMENTS}", encoding="utf-8"
    )
    _with_quarto(ready, "themeloom-jats")
    article = lxml.etree.parse(str(ready.output / "manuscript/paper.xml"))
    stated = [" ".join("".join(one.itertext()).split()) for one in article.iter("statement")]
    begun = ["Theorem 1Line of lamps", "Definition 1", "Proof"]
    assert [one[: len(said)] for one, said in zip(stated, begun, strict=True)] == begun
    _with_quarto(ready, "themeloom-typst")
    [page] = PdfReader(ready.output / "manuscript/paper.pdf").pages
    # Nor has code the colours of a program's editor.
    assert "Tok(" not in paper.with_suffix(".typ").read_text(encoding="utf-8")
    said = " ".join(page.extract_text().split())
    assert "See the lemma 1 and Definition 1." in said
    assert "Theorem 1 (Line of lamps). Every lamp is on." in said
    _with_quarto(ready, "themeloom-docx")
    word = docx.Document(str(ready.output / "manuscript/paper.docx"))
    # Code is no table, as pandoc makes of a figure without a picture, and begins at the left.
    [code] = [one for one in word.paragraphs if one.text == "print(1)"]
    assert code.alignment is None
    assert "Listing\u00a01: Some code" in [one.text for one in word.paragraphs]


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_calls_figures_by_our_words_where_it_has_none(ready: Project) -> None:
    """Its own are English in Ukrainian; what an author says of it goes before both."""
    paper = ready.root / "manuscript/paper.qmd"
    own = "lang: uk\ncrossref: {tbl-title: Tab., tbl-prefix: tab.}\nformat: themeloom-html\n"
    text = "![A](x.svg){#fig-a}\n\n|a|\n|-|\n|1|\n\n: B {#tbl-b}\n\n@fig-a, @tbl-b.\n"
    paper.write_text(f"---\n{own}---\n{text}", encoding="utf-8")
    (ready.root / "manuscript/x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    _with_quarto(ready)
    page = lxml.html.parse(str(ready.output / "manuscript/paper.html")).getroot()
    said = " ".join(page.text_content().split())
    assert all(one in said for one in ("Рисунок 1: A", "Tab. 1: B", "Рисунок 1, tab. 1."))


def _with_quarto(project: Project, to: str = "themeloom-html") -> None:
    command = [str(find_quarto()), "render", "manuscript/paper.qmd", "--to", to]
    subprocess.run(command, cwd=project.root, check=True, capture_output=True)


def _with_builtin(project: Project) -> None:
    render(project, plan(project, ["paper"], ["themeloom-html"]), Silent(), epoch=EPOCH)
