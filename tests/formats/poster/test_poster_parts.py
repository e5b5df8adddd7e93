"""What authors put into the parts of a poster: references, notes, formulas, pictures, any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from posters import body, made

from themeloom.core.errors import ThemeloomError
from themeloom.finished.pdf import page_sizes, page_texts

if TYPE_CHECKING:
    from pathlib import Path

BIBLIOGRAPHY = {"bibliography": "../manuscript/references.bib", "max-empty": "100%"}
REFERENCES = "::: {#refs}\n:::\n"
CITING = body().replace("::: {.message}\n", "::: {.message}\nLamps [@example2020]: ")


def with_(text: str, after: str, more: str) -> str:
    """A poster with more in one of its parts."""
    assert text.count(after) == 1
    return text.replace(after, f"{after}\n\n{more}\n\n")


def printed(folder: Path) -> str:
    """The words of the PDF, with single blanks."""
    (page,) = page_texts((folder / "poster.pdf").read_bytes())
    return " ".join(page.replace("\ufffe", "").split())


@pytest.mark.parametrize("after", ["## How it was done", "## Implications", "Nobody is thanked."])
def test_references_stand_in_a_part(tmp_path: Path, after: str) -> None:
    """A citation leads to its reference, wherever on the poster that stands."""
    text = with_(CITING, after, REFERENCES)
    settings = {"poster-size": "72x42in", "min-empty": "0%", **BIBLIOGRAPHY}
    assert "On Invented Lamps" in printed(made(tmp_path / "print", text, **settings))
    page = made(tmp_path / "web", text, "html", **settings) / "poster.html"
    assert "On Invented Lamps" in page.read_text(encoding="utf-8")


def test_references_without_a_place_are_told_as_such(tmp_path: Path) -> None:
    """The advice names what the author did not write: a place for them."""
    with pytest.raises(
        ThemeloomError, match=r"the references of what the poster cites .*\n.*#refs"
    ):
        made(tmp_path, CITING, **BIBLIOGRAPHY)


@pytest.mark.parametrize("to", ["typst", "html"])
def test_a_footnote_is_not_lost(tmp_path: Path, to: str) -> None:
    """In print it stands in brackets in its sentence, on the web at the end."""
    text = with_(body(), "## How it was done", "A made-up claim^[As nobody said.].")
    folder = made(tmp_path, text, to, **{"min-empty": "0%"})
    if to == "typst":
        assert "A made-up claim (As nobody said.)." in printed(folder)
    else:
        assert "As nobody said." in (folder / "poster.html").read_text(encoding="utf-8")


def test_formulas_and_nested_divs(tmp_path: Path) -> None:
    """An exponent is no smaller than the smallest type, and a link into a div leads there."""
    inner = "See [there](#deep), $x^2$.\n\n:::: {#deep}\n::: {.more}\nDeep words.\n:::\n::::"
    text = with_(body(), "## Implications", inner)
    assert "Deep words." in printed(made(tmp_path, text, **{"min-empty": "0%"}))


@pytest.mark.parametrize(
    ("size", "wide", "high"),
    [("72x42in", 72, 42), ("24in x 36in", 24, 36), ("91cm x 122cm", 35.8, 48)],
)
def test_any_size(tmp_path: Path, size: str, wide: float, high: float) -> None:
    """Inches, centimetres and millimetres, named once or twice."""
    settings = {"poster-size": size, "max-empty": "100%", "min-empty": "0%"}
    ((width, height),) = page_sizes(
        (made(tmp_path, body(), **settings) / "poster.pdf").read_bytes()
    )
    assert (width / 72, height / 72) == pytest.approx((wide, high), abs=0.05)


def test_what_typst_refuses_is_one_message(tmp_path: Path) -> None:
    """A mistake in raw Typst is told with its place, as in any document."""
    raw = "```{=typst}\n#link(<nowhere>)[there]\n```"
    with pytest.raises(ThemeloomError, match=r"Typst cannot set this document: .*nowhere"):
        made(tmp_path, with_(body(), "## How it was done", raw))
