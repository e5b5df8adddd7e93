"""Tables of many columns in a paper as PDF, and what stops one that cannot be read."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from helpers import copied, render, with_extensions
from helpers import planned as plan
from posters import EPOCH, staged

from themeloom.core.errors import ThemeloomError
from themeloom.core.project import Project
from themeloom.engines.reporting import Silent
from themeloom.finished.pdf import page_texts, text_runs

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [
    *("Counselling", "Benzodiazepine/methadone", "Acknowledgement", "Interdisciplinary"),
    *("Understanding", "Self-management", "Unemployment", "Neighbourhood", "Rehabilitation"),
    "Discontinuation",
]
ABOVE = "Some synthetic words.\n\n"


def rows(columns: int, *lines: list[str]) -> str:
    """A table of made-up words, without a caption."""
    head, *body = (f"| {' | '.join(line[:columns])} |\n" for line in lines)
    return f"{head}{'|---' * columns}|\n{''.join(body)}"


def made(folder: Path, text: str, **settings: Any) -> Path:  # noqa: ANN401 - as in front matter
    """Render a paper as PDF and give its path."""
    project = with_extensions(copied("tiny-synthetic", folder))
    shutil.copytree(staged(), project.state)
    front = {"title": "A made-up study", "format": {"themeloom-typst": settings or "default"}}
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
    (project.root / "manuscript/paper.qmd").write_text(f"---\n{lines}---\n\n{ABOVE}{text}", "utf-8")
    render(project, plan(project, ["paper"]), Silent(), epoch=EPOCH, workers=1)
    return project.output / "manuscript" / "paper.pdf"


def refused(folder: Path, text: str, **settings: Any) -> str:  # noqa: ANN401 - as above
    """The message with which a paper is refused."""
    with pytest.raises(ThemeloomError) as raised:
        made(folder, text, **settings)
    return str(raised.value)


@pytest.mark.parametrize("columns", [8, 10])
@pytest.mark.parametrize("caption", ["", "\n: Made up {#tbl-words}\n"])
def test_a_table_of_long_words_can_be_read(tmp_path: Path, columns: int, caption: str) -> None:
    """Eight or ten columns of ordinary words are set smaller and hyphenated."""
    pdf = made(tmp_path, rows(columns, WORDS, WORDS[::-1], WORDS) + caption).read_bytes()
    said = "".join("".join(page_texts(pdf)).split()).replace("\ufffe", "").replace("-", "")
    assert all(word.replace("-", "") in said for word in WORDS[:columns])
    sizes = {round(run.size, 1) for page in text_runs(pdf) for run in page if "Unem" in run.text}
    assert sizes <= {7.0, 7.5, 8.0}


def test_a_table_that_has_room_is_left_alone(tmp_path: Path) -> None:
    """Words that fit their columns are set in the size of every table, and whole."""
    pdf = made(tmp_path, rows(3, WORDS, WORDS[::-1])).read_bytes()
    (page,) = text_runs(pdf)
    assert {run.size for run in page if run.text.startswith("Acknowledgement")} == {9.0}


def test_a_long_table_without_a_caption_goes_on_over_the_page(tmp_path: Path) -> None:
    """Its rows are all there."""
    pdf = made(tmp_path, rows(4, WORDS, *([str(n), *WORDS] for n in range(60)))).read_bytes()
    assert len(page_texts(pdf)) > 1
    assert "59" in page_texts(pdf)[-1]


def test_what_still_does_not_fit_names_the_line_of_its_table(tmp_path: Path) -> None:
    """Each table is one message: the page, the words, and what helps."""
    first, second = rows(30, WORDS * 3), rows(28, [f"{n}23456789" for n in range(28)])
    said = refused(tmp_path, f"{first}\n: Too wide {{#tbl-wide}}\n\nMore.\n\n{second}")
    lines = (tmp_path / "tiny-synthetic/manuscript/paper.qmd").read_text().splitlines()
    for table in (first, second):
        line = lines.index(table.split("\n")[0]) + 1
        assert f"manuscript/paper.qmd:{line}: paper.pdf, page " in said
    assert said.count("are printed over one another") == 2
    assert said.count("hint: let it turn its page (turn-tables: true in the front matter)") == 2


def test_the_line_of_evidence_is_that_of_its_shortcode(tmp_path: Path) -> None:
    """A table that comes out of a fragment is told where it is cited."""
    project = tmp_path / "tiny-synthetic"
    text = "{{< table lamps >}}\n"
    made(tmp_path, text)
    fragment = project / "data-derived/evidence/table-lamps.md"
    fragment.write_text(rows(30, WORDS * 3, WORDS * 3) + "\n: Wide {#tbl-lamps}\n", "utf-8")
    again = Project(project)
    with pytest.raises(ThemeloomError, match=r"paper\.qmd:8: paper\.pdf, page 1: .* over one"):
        render(again, plan(again, ["paper"]), Silent(), epoch=EPOCH, workers=1)


def test_soft_hyphens_help(tmp_path: Path) -> None:
    """What the message promises works, for a word that no dictionary knows."""
    word = "0123456789" * 10
    table = "| {} | b |\n|---|---|\n| c | d |\n"
    assert "paper.qmd:8" in refused(tmp_path / "whole", table.format(word * 2))
    made(tmp_path / "parts", table.format("&shy;".join([word] * 2)))


def test_a_long_listing_goes_on_over_the_page(tmp_path: Path) -> None:
    """Code with a label breaks its lines and its pages, as code without one does."""
    lines = "\n".join(f"line_{n} <- c({', '.join(['some', 'words'] * 9)})" for n in range(60))
    text = f'```{{#lst-long .r lst-cap="Made up"}}\n{lines}\n```\n\nAs @lst-long has it.'
    texts = list(page_texts(made(tmp_path, text).read_bytes()))
    assert "line_0" in "".join(texts[:1])
    assert "line_59" in "".join(texts[1:])


def test_code_beyond_the_edge_is_told(tmp_path: Path) -> None:
    """A line of code that nothing breaks would be cut off by the edge of the paper."""
    said = refused(tmp_path, f"```\n{'x' * 120}\n```\n")
    assert "paper.qmd:8: paper.pdf, page 1: “xxx" in said
    assert "runs off the page by" in said
    assert "hint: begin a new line of the code sooner" in said


ON_PURPOSE = r"""
## Slanted words *of* the `heading` of *it* with $x^2$

Inline $\hat{x}+\widehat{ABC}$, $\vec{ab}$, $\sqrt[3]{abc}$, $x_{ij}^{2n}$, $\not\in$,
$Y_n$, $H(V_f|\mathbf{T}^{Y}_{n})$.

$$ \sum_{i=1}^{N} \frac{\hat\beta_{abc}^2}{\sqrt{1+\frac{x_1}{y_2}}} = \underbrace{abc}_{words} $$

Note^[With $x^2$ and `code`.] and H~2~O, 1^st^, [small]{.smallcaps} ~~struck~~ Z̷a̸l̴ é ǘ A̅B̅.

[هذا اقتباس اصطناعي للاختبار فقط لا غير وبعض الكلمات الأخرى للسطر الثاني]{lang="ar" dir="rtl"}

[זהו ציטוט סינתטי לבדיקה בלבד, עם 123 מספרים ו-words באנגלית]{lang="he" dir="rtl"}

<https://example.org/a/very/long/address/that/goes/on/and/on/until/it/is/longer/than/the/line>

+--------------+------------------+
| a grid       | - one            |
|              | - $\hat{y}_{ab}$ |
+--------------+------------------+

| n | a | b | c | d | e | f | g | h | i | j | k | l | m | n |
|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
| 1 | 2.5^a^ | 3 | −0.4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 |
"""


@pytest.mark.parametrize("review", [True, False])
def test_what_is_set_over_letters_on_purpose_is_no_mistake(tmp_path: Path, *, review: bool) -> None:
    """Accents, formulas, notes, words from right to left, addresses, slanted words, numbers."""
    made(tmp_path, ON_PURPOSE, review=review)
