"""Words that nobody said, wherever readers may meet them; and what may stand there."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from helpers import changed, copied, with_extensions
from marked import seen

from themeloom.checking.run import check_project
from themeloom.cli import main
from themeloom.core.errors import Exit, ThemeloomError
from themeloom.core.project import Project
from themeloom.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator


HERE = Path(__file__).parent
PAPER = """---
title: A synthetic paper
format: {themeloom-html: default, docx: default}
bibliography: references.bib
---

{{< quote clock >}}

Lamps are lit [@example2020].

"""
BESIDE = {
    "_quarto.yml": "project:\n  output-dir: _output\n  render: [manuscript/paper.qmd]\n"
    "filters: [themeloom]\n",
    "manuscript/paper.qmd": PAPER,
    "manuscript/references.bib": "@article{example2020,\n  author = {Example, Ada},\n"
    "  title = {On invented lamps},\n  year = {2020}\n}\n",
}
#: A file, what it stands in place of or is written as, and the text.
_PART = re.compile(
    r"^`(?P<file>[^`\n]+)`(?: in place of `(?P<old>[^`\n]+)`| as (?P<how>[^\n]+))?\n~~~~\n"
    r"(?P<text>.*?)\n~~~~$",
    re.MULTILINE | re.DOTALL,
)


class Part(NamedTuple):
    """What is written into one file."""

    file: str
    old: str
    how: str
    text: str


def cases(name: str) -> Iterator[tuple[str, list[Part]]]:
    """The cases of a list, each with its heading."""
    for case in (HERE / name).read_text(encoding="utf-8").split("\n## ")[1:]:
        parts = [
            Part(one["file"], one["old"] or "", one["how"] or "", one["text"])
            for one in _PART.finditer(case)
        ]
        assert parts, case
        yield case.partition("\n")[0], parts


def written(project: Project, part: Part) -> None:
    """Put a text where a case wants it: in the place of another, as a cell, or at the end."""
    path = project.root / part.file
    path.parent.mkdir(parents=True, exist_ok=True)
    if part.old:
        changed(path, part.old, part.text)
    elif part.how:
        path.write_text(json.dumps(_notebook(part), ensure_ascii=False, indent=1), "utf-8")
    else:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}{part.text}\n", encoding="utf-8")


def _notebook(part: Part) -> dict[str, object]:
    """A notebook with one cell that says or shows the text."""
    cell: dict[str, object] = {"cell_type": "markdown", "id": "a", "metadata": {}}
    cell["source"] = part.text.splitlines(keepends=True)
    if part.how != "a text cell":
        cell |= {"cell_type": "code", "execution_count": None, "outputs": []}
    if part.how.startswith("an output"):
        kind = "text/html" if part.how.endswith("HTML") else "text/plain"
        shown = {"output_type": "display_data", "metadata": {}, "data": {kind: [part.text]}}
        cell |= {"source": "show()", "outputs": [shown]}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small synthetic study with a document and a bibliography."""
    project = copied("explorer-synthetic", tmp_path_factory.mktemp("in_print"))
    for name, text in BESIDE.items():
        path = project.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return project


def complaints(project: Project, parts: list[Part]) -> list[tuple[str, str, int, str]]:
    """What is said of quotations once the parts are written; then all is as it was."""
    files = [project.root / one.file for one in parts]
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        for part in parts:
            written(project, part)
        report = check_project(Session.begin(project), outputs=False, derived_now=True)
        return [
            (one.kind, one.file, one.line, one.message)
            for one in report.findings
            if one.kind.startswith("prose-quotation")
        ]
    except ThemeloomError as error:
        # What is refused for another reason is not published either.
        return [("refused", error.file or "", error.line or 0, str(error))]
    finally:
        for path, data in before.items():
            path.unlink() if data is None else path.write_bytes(data)


@pytest.mark.parametrize(
    "parts", [pytest.param(parts, id=name) for name, parts in cases("said_by_nobody.md")]
)
def test_what_nobody_said_is_found(whole: Project, parts: list[Part]) -> None:
    """In the file that it was written into, as an error."""
    found = complaints(whole, parts)
    assert {file for _, file, _, _ in found} & {one.file for one in parts}, found


@pytest.mark.parametrize(
    "parts", [pytest.param(parts, id=name) for name, parts in cases("said_or_no_quotation.md")]
)
def test_what_may_stand_is_let_be(whole: Project, parts: list[Part]) -> None:
    """Nothing is said of it."""
    assert complaints(whole, parts) == []


_FALSE, _TRUE = (
    [seen(one.strip()) for one in part.split("\n%\n")]
    for part in (HERE / "paragraphs.md")
    .read_text(encoding="utf-8")
    .partition("\n## Nobody said\n")[2]
    .split("\n## Said, or no quotation\n")
)


@pytest.mark.parametrize("paragraph", _FALSE)
def test_paragraphs_that_nobody_said(whole: Project, paragraph: str) -> None:
    """Each of them is found."""
    assert complaints(whole, [_paper(paragraph)])


def test_paragraphs_that_may_stand(whole: Project) -> None:
    """Nothing is said of any of them."""
    assert complaints(whole, [_paper("\n\n# Case\n\n".join(_TRUE))]) == []


def test_who_writes_in_the_first_person_is_warned_alone(whole: Project) -> None:
    """A sentence almost a source's may be its author's own, where the author says I of the work."""
    near = "I watched the clock for one hour and then the door."
    of_work = "I interviewed each participant once."
    alone, beside = (complaints(whole, [_paper(one)]) for one in (near, f"{of_work}\n\n{near}"))
    assert [one[0] for one in alone] == ["prose-quotation-near"]
    assert [one[0] for one in beside] == ["prose-quotation-alike"]


def _paper(text: str) -> Part:
    return Part("manuscript/paper.qmd", "", "", text)


HIDDEN = {
    "an address that only code makes": 'print("jo", "example-clinic.nhs.uk", sep="@")',
    "words that only code makes": (
        'print("P01: \\u201cThey shouted at me until", "I agreed to everything\\u201d")'
    ),
}


@pytest.mark.parametrize("code", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_code_makes_is_looked_at_before_it_is_published(
    whole: Project, tmp_path: Path, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No page is written, and none is replaced."""
    shutil.copytree(whole.root, tmp_path / "study")
    project = Project(tmp_path / "study")
    changed(project.root / "manuscript/paper.qmd", "{{< quote clock >}}\n", "")
    part = Part("analysis/words.ipynb", "", "a cell of code", code)
    written(with_extensions(project), part)
    assert main(["--project", str(project.root), "render"]) == Exit.FINDINGS
    assert "analysis/words" in capsys.readouterr().err
    assert not (project.output / "analysis" / "words.html").exists()
