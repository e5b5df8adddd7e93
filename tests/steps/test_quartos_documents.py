"""Documents that Quarto renders: what its pre-render and post-render steps refuse, and what not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import docx
import lxml.etree
import lxml.html
import pptx
import pytest
import typst
import yaml
from as_quarto import written
from helpers import ROOT
from machine_typefaces import HAN, planted

from themeloom.core.errors import ThemeloomError
from themeloom.engines.quarto import find_quarto
from themeloom.finished.pdf import page_texts
from themeloom.formats.make import finish_quartos
from themeloom.steps.before_quarto import check_dates, check_notebooks, session_of
from themeloom.steps.inputs import Inputs

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project

EPOCH = 1_600_000_000
PICTURE = "/data-derived/figures/map.png"
#: Pictures with a label and without one, and a figure of two parts; each says what it shows.
PICTURES = f"""
![LONE]({PICTURE}){{#fig-lone fig-alt="shows lone"}}

![OTHER]({PICTURE}){{fig-alt="shows other"}}

::: {{#fig-both layout-ncol=2}}
![LEFT]({PICTURE}){{#fig-left fig-alt="shows left"}}

![RIGHT]({PICTURE}){{#fig-right fig-alt="shows right"}}

BOTH
:::
"""
SHOWN = ["shows lone", "shows other", "shows left", "shows right"]
#: What the built-in renderer refuses, each for a reason of its own.
QUARTOS = """---
filters: [own.lua]
fig-align: center
---

## One {.statement}

{{< video https://example.org/a.mp4 >}} {{< include /nowhere/else.qmd >}}

```
{{< include code.py >}}
```
"""


def _alternatives(file: Path) -> list[str | None]:
    """What each picture of a file says that it shows."""
    if file.suffix == ".html":
        return [one.get("alt") for one in lxml.html.fromstring(file.read_bytes()).iter("img")]
    if file.suffix == ".xml":
        return [one.findtext("alt-text") for one in lxml.etree.parse(str(file)).iter("graphic")]
    if file.suffix == ".docx":
        found = docx.Document(str(file)).element.body.iter("{*}docPr")
        return [one.get("descr") for one in found]
    shapes = (shape for slide in pptx.Presentation(str(file)).slides for shape in slide.shapes)
    return [one._element.nvPicPr.cNvPr.get("descr") for one in shapes if hasattr(one, "image")]  # noqa: SLF001


@pytest.mark.parametrize("to", ["html", "revealjs", "docx", "jats"])
def test_every_picture_says_what_it_shows(to: str, ready: Project) -> None:
    """With a label or without one, and within a div; its caption is shown as it is.

    Where the author does not say, its caption does, without the label.
    """
    picture = PICTURE.removeprefix("/")
    labelled = (
        f'::: {{#fig-x .node type=Figure caption=LONE alt="shows lone"}}\n![]({picture})\n:::\n'
    )
    other = f'![OTHER]({picture}){{fig-alt="shows other"}}\n'
    bare = f"::: {{#fig-bare .node type=Figure caption=BARE}}\n![]({picture})\n:::\n"
    within = f'::: {{.parts}}\n![]({picture}){{fig-alt="shows left"}}\n:::\n'
    file = written(ready.root, to, f"{labelled}\n{other}\n{within}\n{bare}\n![PLAIN]({picture})\n")
    shown = _alternatives(file)
    assert shown[:4] == [*SHOWN[:3], "BARE"]
    # In JATS the caption of such a picture is enough.
    assert shown[4:] == ([None] if to == "jats" else ["PLAIN"])
    if to in {"html", "revealjs"}:
        captions = lxml.html.fromstring(file.read_bytes()).iter("figcaption")
        assert [one.text_content().split()[-1] for one in captions] == [
            "LONE",
            "OTHER",
            "BARE",
            "PLAIN",
        ]


def test_every_pdf_of_ours_words_its_references_with_pandoc() -> None:
    """Else Typst would print a list of its own over a poster, and `#refs` would be empty."""
    for extension in (ROOT / "_extensions").glob("*/_extension.yml"):
        formats = yaml.safe_load(extension.read_text(encoding="utf-8"))["contributes"]["formats"]
        assert formats["typst"]["citeproc"] is True, extension


def _deck(project: Project) -> Path:
    target = project.output / "slides" / "deck.pptx"
    target.parent.mkdir(parents=True)
    shutil.move(written(project.root, "pptx", "## One {.statement}\n\nFew words.\n"), target)
    return target


def test_what_only_quarto_supports_is_finished_too(ready: Project) -> None:
    """The headings of a deck still say what each slide is."""
    (ready.root / "slides" / "deck.qmd").write_text(QUARTOS, encoding="utf-8")
    deck = _deck(ready)
    finish_quartos(ready, deck, EPOCH)
    slide = pptx.Presentation(str(deck)).slides[1]
    assert slide.slide_layout.name == "Statement"


def _paper(project: Project, format_: str) -> Path:
    """A document, and a PDF of it in which words stand over others."""
    text = f"---\nformat:\n  {format_}: default\n---\n\nABOVE and more.\n\nBELOW as well.\n"
    (project.root / "manuscript" / "over.qmd").write_text(text, encoding="utf-8")
    target = project.output / "manuscript" / "over.pdf"
    target.parent.mkdir(parents=True)
    source = project.root / "over.typ"
    source.write_text("#place[ABOVE]\n#place(dx: 3pt)[BELOW]\n", encoding="utf-8")
    target.write_bytes(typst.compile(str(source)))
    return target


def test_words_over_words_in_quartos_pdf_are_told_with_their_line(ready: Project) -> None:
    """As they are of the built-in renderer's."""
    with pytest.raises(ThemeloomError) as raised:
        finish_quartos(ready, _paper(ready, "themeloom-typst"), EPOCH)
    said = str(raised.value)
    assert said.startswith("manuscript/over.qmd:6: over.pdf, page 1: ")
    assert "are printed over one another" in said


def test_a_pdf_that_is_not_a_paper_of_ours_is_let_be(ready: Project) -> None:
    """Whoever made it knows why."""
    finish_quartos(ready, _paper(ready, "typst"), EPOCH)


def _before(project: Project, monkeypatch: pytest.MonkeyPatch, *documents: str) -> None:
    """What Quarto's pre-render step does about the dates of these documents."""
    monkeypatch.setenv("QUARTO_PROJECT_INPUT_FILES", "\n".join(documents))
    session = session_of(project, "INPUT")
    check_dates(session)
    session.plan()


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ("date: 31/02/2026", 2, "there is no day “31/02/2026”"),
        ("title: x\nformat:\n  jats:\n    date: 30.2.2026", 5, "there is no day “30.2.2026”"),
        ("date: today", 2, "the date “today” would be another day at every rendering"),
        ("date: 2026-02-30", 2, "there is no such date: 2026-02-30"),
        ("date: tomorrow week", 2, "the date “tomorrow week” is no day that can be told"),
    ],
)
def test_a_date_that_is_no_day_stops_quarto(
    front: str, line: int, said: str, ready: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it renders: its own word for such a day would be another day, or “Invalid Date”."""
    (ready.root / "manuscript/dated.qmd").write_text(f"---\n{front}\n---\n\nText.\n", "utf-8")
    with pytest.raises(ThemeloomError) as raised:
        _before(ready, monkeypatch, "manuscript/dated.qmd")
    assert str(raised.value).startswith(f"manuscript/dated.qmd:{line}: {said}")


def test_a_date_of_the_folder_is_told_where_it_stands(
    ready: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, though both documents have it."""
    (ready.root / "manuscript/_metadata.yml").write_text("date: 31/04/2026\n")
    shutil.copy(ready.root / "manuscript/paper.qmd", ready.root / "manuscript/other.qmd")
    with pytest.raises(ThemeloomError) as raised:
        _before(ready, monkeypatch, "manuscript/paper.qmd", "manuscript/other.qmd")
    assert str(raised.value).count("there is no day") == 1
    assert str(raised.value).startswith("manuscript/_metadata.yml:1: ")


def test_what_only_quarto_knows_is_let_be(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else the built-in renderer refuses."""
    (ready.root / "slides" / "deck.qmd").write_text(QUARTOS, encoding="utf-8")
    _before(ready, monkeypatch, "slides/deck.qmd", "analysis/some.ipynb")


_KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


@pytest.mark.parametrize(
    ("runs", "kernel", "told"),
    [
        (True, _KERNEL, ""),
        (False, _KERNEL, r"slides/deck\.ipynb: Quarto does not run this"),
        (True, {}, r"slides/deck\.ipynb: the notebook names no kernel"),
        (True, {"kernelspec": {"language": "python"}}, r"the notebook names no kernel"),
    ],
)
def test_a_notebook_that_quarto_would_not_run_is_told(
    ready: Project, monkeypatch: pytest.MonkeyPatch, kernel: object, told: str, *, runs: bool
) -> None:
    """What its cells give would not be there, and nobody would say so."""
    front = "format: {themeloom-html: default}" + "\nexecute: {enabled: true}" * runs
    cells = [
        {"cell_type": "raw", "source": f"---\n{front}\n---".splitlines(keepends=True)},
        {"cell_type": "code", "source": "6 * 7", "execution_count": None, "outputs": []},
    ]
    data = [{**cell, "id": f"c{at}", "metadata": {}} for at, cell in enumerate(cells)]
    notebook = {"cells": data, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (ready.root / "slides" / "deck.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.setenv("QUARTO_PROJECT_INPUT_FILES", "slides/deck.ipynb")
    session = session_of(ready, "INPUT")
    with pytest.raises(ThemeloomError, match=told) if told else nullcontext():
        check_notebooks(session)


def test_the_filters_of_authors_are_inputs_as_any_other_file(
    ready: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a document, of the project, of an extension; one that is not there is told."""
    (ready.root / "slides" / "own.lua").write_text("return {}\n", encoding="utf-8")
    extension = ready.extensions / "others"
    extension.mkdir()
    (extension / "others.lua").write_text("return {}\n", encoding="utf-8")
    front = "format: {themeloom-pptx: default}\nfilters: [themeloom, {path: own.lua, at: ast}, "
    deck = ready.root / "slides" / "deck.qmd"
    deck.write_text(f"---\n{front}others]\n---\n\n## One\n", encoding="utf-8")
    monkeypatch.setenv("QUARTO_PROJECT_INPUT_FILES", "slides/deck.qmd")
    session = session_of(ready, "INPUT")
    output = next(one for one in session.plan() if one.document.path == "slides/deck.qmd")
    named = Inputs(session.project).named(output)
    assert {"slides/own.lua", "_extensions/others/others.lua"} <= named.keys()
    assert "_extensions/themeloom/quarto.lua" not in named
    deck.write_text(f"---\n{front}/no.lua]\n---\n\n## One\n", encoding="utf-8")
    with pytest.raises(ThemeloomError, match=r'deck\.qmd:3: filters: there is no file "/no\.lua"'):
        session_of(ready, "INPUT").plan()


PAPER = f"""---
format:
  themeloom-html: default
  themeloom-docx: default
  themeloom-jats: default
---

# Results

{PICTURES}
"""
DECK = """---
format:
  themeloom-revealjs: default
  themeloom-pptx: default
filters: [own.lua]
---
"""
DECK += PICTURES.replace("![", "## Slide\n\n![", 2).replace("::: {", "## Both\n\n::: {", 1)
POSTER = """---
bibliography: ../manuscript/references.bib
max-empty: 60%
format:
  themeloom-poster-typst: default
---

::: {.message}
Lamps help [@example2020].
:::

::: {.implications-band}
## Implications

Words.

::: {#refs}
:::
:::
"""


def _with_quarto(project: Project, name: str, text: str) -> subprocess.CompletedProcess[str]:
    """Quarto renders a document of its own, with our steps before and after it."""
    # What lies among the derived files and is not derived goes when the study is.
    shutil.copytree(project.figures, project.root / "pictures")
    text = text.replace("/data-derived/figures/", "/pictures/")
    (project.root / name).write_text(text, encoding="utf-8")
    (project.root / name).with_name("own.lua").write_text("return {}\n")
    step = f"{sys.executable} -m themeloom"
    settings = yaml.safe_load(project.quarto.read_text(encoding="utf-8"))
    settings["project"] |= {
        "render": [name],
        "pre-render": f"{step} derive",
        "post-render": f"{step} finish",
    }
    project.quarto.write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [str(find_quarto()), "render", name]
    return subprocess.run(
        command, cwd=project.root, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
@pytest.mark.parametrize(
    ("name", "text", "endings"),
    [
        ("manuscript/shown.qmd", PAPER, ["html", "docx", "xml"]),
        ("slides/shown.qmd", DECK, ["html", "pptx"]),
    ],
)
def test_quarto_itself_says_what_every_picture_shows(
    name: str, text: str, endings: list[str], ready: Project
) -> None:
    """Labelled, unlabelled and in parts, in every format; captions are there once."""
    done = _with_quarto(ready, name, text)
    assert done.returncode == 0, done.stderr
    for ending in endings:
        file = (ready.output / name).with_suffix(f".{ending}")
        assert _alternatives(file) == SHOWN, ending
        if ending == "pptx":
            shapes = [one for slide in pptx.Presentation(str(file)).slides for one in slide.shapes]
            lines = [one.text_frame.text for one in shapes if one.has_text_frame]
            assert [lines.count(one) for one in ("LONE", "OTHER", "LEFT", "RIGHT", "BOTH")] == [
                1
            ] * 5


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_puts_references_into_their_part_of_a_poster(ready: Project) -> None:
    """Worded by pandoc, in the place of `#refs`; Typst adds no list of its own."""
    done = _with_quarto(ready, "poster/cited.qmd", POSTER)
    assert done.returncode == 0, done.stderr
    said = " ".join(page_texts((ready.output / "poster/cited.pdf").read_bytes())[0].split())
    assert "Bibliography" not in said
    assert said.index("Implications") < said.index("Example, ")


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
@pytest.mark.parametrize("told", ["", "_environment"])
def test_quarto_itself_takes_no_typeface_of_the_machine(
    told: str, ready: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `_environment`, which a compendium has; that ours lack letters is told in any case."""
    for name, value in planted(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    if told:
        shutil.copy(ROOT / told, ready.root)
    text = f"---\nformat:\n  themeloom-typst: default\n---\n\nWords, {HAN}.\n"
    done = _with_quarto(ready, "manuscript/other.qmd", text)
    assert "manuscript/other.qmd: there is no typeface for the script Han" in done.stderr
    made = ready.state / "refused/_output/manuscript/other.pdf"
    assert (HAN in page_texts(made.read_bytes())[0]) != bool(told)


@pytest.mark.skipif(find_quarto() is None, reason="Quarto is not installed")
def test_quarto_itself_ends_where_a_table_of_a_paper_cannot_be_read(ready: Project) -> None:
    """With the line of the table, and no trace of a program."""
    row = "|".join(f" {number}23456789" for number in range(40))
    rows = f"|{row}|\n|{'---|' * 40}\n|{row}|\n"
    text = f"---\nformat:\n  themeloom-typst: default\n---\n\nWords.\n\n{rows}"
    done = _with_quarto(ready, "manuscript/wide.qmd", text)
    assert done.returncode != 0
    assert "manuscript/wide.qmd:8: wide.pdf, page 1: " in done.stderr
    assert "Traceback" not in done.stderr
