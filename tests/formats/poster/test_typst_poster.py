"""The poster as Typst sets it, measured on clearly synthetic documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typst
from typst_looks import LONG, asked, lorem, quotation, type_sizes, typeset, words

from themeloom.finished.pdf import text_runs

if TYPE_CHECKING:
    from pathlib import Path

    import pikepdf

LOOK = "themeloom-poster"
#: The smallest type on an A0, in points; other papers scale it.
LEAST = 24
PT = 72 / 25.4


def body(themes: int = 3, spoken: int = 25, said: int = 12) -> str:
    """A poster with a voice and a column for each theme, and three implications."""
    voices = "".join(quotation(spoken if n % 3 else 6, n) for n in range(1, themes + 1))
    columns = ", ".join(
        f"(thread: {n}, body: [#theme-block(thread: {n}, title: [Synthetic theme {n}], "
        f"statement: [{lorem(said)}])\n\n{lorem(8)}])"
        for n in range(1, themes + 1)
    )
    implied = ", ".join(f"(body: [{lorem(12)}], threads: ({n}, {n % 3 + 1}))" for n in (1, 2, 3))
    return (
        f"#message[{lorem(14)}]\n#voices[{voices}]\n#theme-columns(({columns},))\n"
        f"#method[== How it was done\n\n{lorem(20)}]\n"
        f"#implications-band[== Implications\n\n#implication-list(({implied}))\n]\n"
        "#foot(contact: [contact], thanks: [thanks], declaration: [declaration])"
    )


def millimetres(pdf: pikepdf.Pdf) -> tuple[int, int]:
    """Width and height of the only page."""
    assert len(pdf.pages) == 1
    _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
    return round(width / PT), round(height / PT)


@pytest.mark.parametrize(
    ("settings", "size", "scale"),
    [
        ({}, (841, 1189), 1),
        ({"orientation": "landscape"}, (1189, 841), 1),
        ({"papersize": "a1"}, (594, 841), 0.706),
        ({"poster-size": "36x48in"}, (914, 1219), 1.02),
        ({"poster-size": "48x36in"}, (1219, 914), 1.02),
    ],
)
def test_one_page_of_any_paper(
    tmp_path: Path, settings: dict[str, str], size: tuple[int, int], scale: float
) -> None:
    """The poster is one page of its paper, and no type is under the set minimum."""
    pdf = typeset(tmp_path, LOOK, body(), **settings)
    assert millimetres(pdf) == size
    assert min(type_sizes(pdf)) >= LEAST * scale


def test_message_is_the_largest(tmp_path: Path) -> None:
    """The message is set larger than anything else, the title included."""
    pdf = typeset(tmp_path, LOOK, body())
    sizes = sorted(set(type_sizes(pdf)))
    assert sizes[-1] >= 110


def test_properties_and_tags(tmp_path: Path) -> None:
    """PDF/UA-1 with title and authors; `blind` takes the authors out."""
    named = typeset(tmp_path / "named", LOOK, body())
    assert "Beta" in str(named.docinfo["/Author"])
    blind = typeset(tmp_path / "blind", LOOK, body(), blind=True)
    assert "/Author" not in blind.docinfo
    assert "Beta" not in words(tmp_path / "blind")


def test_everything_is_said(tmp_path: Path) -> None:
    """No part is lost on its way to its place, nor a voice that has no column."""
    typeset(
        tmp_path, LOOK, body(2).replace("#voices[", f"#voices[{quotation(5, 5)}"), synthetic=True
    )
    said = words(tmp_path)
    for part in ("THEME 1", "THEME 2", "Implications", "How it was done", "thanks", "declaration"):
        assert part in said
    assert said.count("synthetic speaker") == 3
    assert "SYNTHETIC DATA" in said


@pytest.mark.parametrize("settings", [{}, {"orientation": "landscape"}])
def test_a_poster_that_runs_leftwards_begins_at_the_right(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    """Its title and its first theme stand at the right, and all of a theme ends level there."""
    typeset(tmp_path, LOOK, body(), lang="fa", leftward=True, **settings)
    columns = sorted(asked(tmp_path, "<tl-column>"), key=lambda one: -one["x"])
    assert [one["thread"] for one in columns] == [1, 2, 3]
    (runs,) = text_runs((tmp_path / "made.pdf").read_bytes())
    ends = {run.text.strip(): run.right / PT for run in runs}
    # Between its words and the edge a theme has its thread.
    inside = [one["x"] + one["width"] - ends[f"Synthetic theme {one['thread']}"] for one in columns]
    assert [round(one, -1) for one in inside] == [20, 20, 20]
    assert ends["A made-up study for a test"] == max(ends.values())


@pytest.mark.parametrize("settings", [{}, {"orientation": "landscape"}])
def test_long_title_and_many_authors(tmp_path: Path, settings: dict[str, str]) -> None:
    """300 characters of title, 25 authors in 12 affiliations still give one page."""
    pdf = typeset(tmp_path, LOOK, body(), **LONG, **settings)
    assert len(pdf.pages) == 1
    assert "Synthetic Person Number 24" in words(tmp_path)


def test_twelve_themes(tmp_path: Path) -> None:
    """Twelve themes stand in rows, on one page."""
    pdf = typeset(tmp_path, LOOK, body(12, said=8))
    assert len(pdf.pages) == 1
    assert min(type_sizes(pdf)) >= LEAST
    assert "Synthetic theme 12" in words(tmp_path)


def test_too_much_is_refused_with_a_number(tmp_path: Path) -> None:
    """What cannot fit stops the build and says by how much, and what is how high."""
    with pytest.raises(typst.TypstError, match=r"\d+ mm too high .*theme 1 \d+ mm.*cite less"):
        typeset(tmp_path, LOOK, body(3, spoken=700, said=300))


def test_a_drawing_with_small_letters_is_refused(tmp_path: Path) -> None:
    """Whoever sets the poster, Quarto as well; with the size and what to do."""
    letters = '<g transform="scale(0.1 -0.1)"><path d="M0 0H9V9Z"/></g>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="90pt">{letters}</svg>'
    (tmp_path / "small.svg").write_text(svg, encoding="utf-8")
    drawn = body().replace("== How it was done", '#image("small.svg")')
    with pytest.raises(typst.TypstError, match=r"small\.svg.* is \d+ pt.* 24 pt: draw it"):
        typeset(tmp_path, LOOK, drawn)


def test_measure_can_be_asked(tmp_path: Path) -> None:
    """A check may ask how the poster was drawn: its scale and its smallest type."""
    typeset(tmp_path, LOOK, body())
    (measure,) = asked(tmp_path, "<tl-poster>")
    assert measure["over"] == [0]
    assert measure["least"] == LEAST


def test_the_day_stands_behind_the_affiliations(tmp_path: Path) -> None:
    """A poster is shown at a meeting: its date is none of what may be lost."""
    typeset(tmp_path, LOOK, body(), date="3 May 2026")
    assert words(tmp_path).count("3 May 2026") == 1
