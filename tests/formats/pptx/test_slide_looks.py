"""What slides for PowerPoint look like, measured on clearly synthetic decks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pptx
import pytest
from decks import PPTX, made
from typst_looks import lorem

if TYPE_CHECKING:
    from pathlib import Path

    from pptx.presentation import Presentation

PX = 6350
ARABIC = "هذه كلمات مصطنعة لم يقلها أحد"
THEMES = [{"id": f"t{n}", "title": f"Made-up theme {n}", "thread": n} for n in range(1, 13)]
THREADS, IDS = (" ".join(str(one[key]) for one in THEMES) for key in ("thread", "id"))
NAMED = " · ".join(str(one["title"]) for one in THEMES)
TEXT = f"""## A voice {{.quotation-slide}}

“{lorem(8)}”

— nobody

## Another voice {{.quotation-slide}}

“{ARABIC}”

— nobody

## An implication

::: {{.implication threads="{THREADS}" themes="{IDS}"}}
{lorem(20)}
:::

## Numbers

1. one
2. two

## The end {{.closing}}

Thanks
"""


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Presentation:
    """A finished deck of a study with twelve themes."""
    folder = made(tmp_path_factory.mktemp("looks"), TEXT, PPTX, themes=THEMES)
    return pptx.Presentation(str(folder / "slides.pptx"))


def bars(deck: Presentation, slide: int) -> list[Any]:
    """The threads beside the words of a slide, from left to right."""
    shapes = [one for one in deck.slides[slide].shapes if one.name == "Thread"]
    return sorted((one for one in shapes if one.height > 20 * PX), key=lambda one: int(one.left))


def body(deck: Presentation, slide: int) -> Any:  # noqa: ANN401 - python-pptx has no types
    """The box of a slide's words."""
    return next(one for one in deck.slides[slide].placeholders if one.placeholder_format.idx == 1)


def test_the_quotation_mark_hangs(deck: Presentation) -> None:
    """The first line begins further left than the others, by the width of the mark."""
    first, last = body(deck, 1).text_frame.paragraphs
    indents = [one._p.pPr.get("indent") for one in (first, last)]  # noqa: SLF001
    margins = [one._p.pPr.get("marL") for one in (first, last)]  # noqa: SLF001
    assert int(indents[0]) == -int(margins[0]) < 0
    assert (indents[1], margins[1]) == ("0", margins[0])


def test_words_that_run_leftwards_begin_at_the_right(deck: Presentation) -> None:
    """A quotation in Arabic has its thread and its lines at the right."""
    (bar,), words = bars(deck, 2), body(deck, 2)
    assert bar.left >= words.left + words.width
    properties = [one._p.pPr for one in words.text_frame.paragraphs]  # noqa: SLF001
    assert [one.get("algn") for one in properties] == ["r", "r"]
    assert [one.get("rtl") for one in properties] == ["1", None]


def test_a_list_has_another_line_where_our_faces_are_missing(deck: Presentation) -> None:
    """Below its lines nothing stands: wider faces take more of them before they shrink."""
    words = body(deck, 4)
    assert words.top + words.height == 900 * PX


def test_many_strands_stay_on_the_slide(deck: Presentation) -> None:
    """Twelve threads stand side by side between the edge and the words, none over another."""
    strands, words = bars(deck, 3), body(deck, 3)
    assert len(strands) == 12
    edges = [(int(one.left), int(one.left + one.width)) for one in strands]
    assert edges[0][0] >= 0
    assert edges[-1][1] < words.left
    assert all(right <= left for (_, right), (left, _) in pairwise(edges))


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path: Path) -> None:
    """A small table is no wider than its words; in a large one the short column stays short."""
    small = "| Name | Number |\n|:-----|-------:|\n| one | 1 |\n"
    large = f"| Name | Words |\n|:-----|-------|\n| one | {lorem(60)} |\n"
    text = f"## Small\n\n{small}\n## Large\n\n{large}\n## Asked\n\n{large}\n"
    folder = made(tmp_path, f'{text}\n: {{tbl-colwidths="[40,60]"}}\n', PPTX)
    slides = list(pptx.Presentation(str(folder / "slides.pptx")).slides)[1:]
    tables = [next(one for one in slide.shapes if one.has_table) for slide in slides]
    assert tables[0].width < 500 * PX
    assert all(1500 * PX < one.width <= 1601 * PX for one in tables[1:])
    shares = [one.table.columns[0].width / one.width for one in tables[1:]]
    assert shares[0] < 0.15
    assert shares[1] == pytest.approx(0.4, abs=0.01)


def test_numbers_of_lists_hang_where_dashes_do(deck: Presentation) -> None:
    """Numbers are plain, and pandoc's own indent is gone."""
    xml = body(deck, 4)._element.xml  # noqa: SLF001
    assert xml.count('buAutoNum type="arabicPlain"') == 2
    assert "marL" not in xml


def test_what_rests_on_themes_names_them_small(deck: Presentation) -> None:
    """Below an implication stand its themes, in 12 points."""
    words, named = body(deck, 3).text_frame.paragraphs
    assert [run.font.size.pt for run in named.runs] == [12] * len(named.runs)
    assert words.runs[0].font.size.pt >= 24
    assert " ".join(named.text.replace("\u00a0", " ").split()) == NAMED


def test_synthetic_data_say_so_on_every_slide(tmp_path: Path) -> None:
    """The mark stands in the footer of each slide, clear of the colophon."""
    settings = {"synthetic": True, "kicker": "Made up", "colophon": f"Built {lorem(12)}"}
    folder = made(tmp_path, "## One\n\n- one\n\n## End {.closing}\n\nThanks\n", PPTX, **settings)
    slides = pptx.Presentation(str(folder / "slides.pptx")).slides
    told = [
        one for slide in slides for one in slide.shapes
        if one.name == "Footer" and one.text_frame.text == "Synthetic data"
    ]  # fmt: skip
    assert len(told) == len(slides) == 3
    (signed,) = [one for one in slides[2].shapes if one.name == "Colophon"]
    assert signed.top + signed.height <= told[-1].top
    kicker = next(one for one in slides[0].shapes if one.name == "Kicker")
    assert kicker.text_frame.text == "Made up"
    layout = next(one for one in slides[0].slide_layout.placeholders if one.name == "Kicker")
    assert re.search(r'<a:defRPr [^>]*cap="all"', layout._element.xml)  # noqa: SLF001


def test_contents_list_the_slides_and_no_pieces_of_them(tmp_path: Path) -> None:
    """On one slide however many there are, in its language, each line leading to its slide."""
    slides = "".join(f"## Slide {number}\n\nwords\n\n" for number in range(20))
    text = f"## Pieces\n\nabove\n\n![A caption](wide.png){{fig-alt='x'}}\n\n{slides}"
    folder = made(tmp_path, text, PPTX, toc=True, lang="de")
    deck = pptx.Presentation(str(folder / "slides.pptx"))
    shown, contents = list(deck.slides), body(deck, 1)
    assert len(shown) == 1 + 1 + 21
    titles = ["Pieces", *(f"Slide {number}" for number in range(20))]
    assert contents.text_frame.text.splitlines() == titles
    assert shown[1].shapes.title.text_frame.text == "Inhalt"
    assert 500 * PX < contents.height < (1034 * PX - contents.top)
    runs = [one.runs[0] for one in contents.text_frame.paragraphs]
    assert {run.font.size.pt for run in runs} <= {9, 10, 11, 12}
    led = [run._r.rPr.find("{*}hlinkClick").values()[0] for run in runs]  # noqa: SLF001
    assert [shown[1].part.related_part(one) for one in led] == [one.part for one in shown[2:]]
