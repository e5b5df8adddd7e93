"""Setting Typst files, and what is said when that does not work."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from themeloom.core.errors import ThemeloomError
from themeloom.engines.typst import PICTURE_WIDTH, Typesetting, typeset
from themeloom.typefaces.web import stage_faces

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '#set text(font: "Source Serif Pro")\n'


def job(folder: Path, source: str, *, picture: bool = False, **metadata: object) -> Typesetting:
    """A Typst file in a project that has the typefaces."""
    fonts = folder / ".themeloom" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    stage_faces(fonts)
    path = folder / "paper.typ"
    path.write_text(source, encoding="utf-8")
    return Typesetting(
        source=path,
        pdf=folder / "paper.pdf",
        picture=folder / "paper.png" if picture else None,
        root=folder,
        fonts=fonts,
        metadata=metadata,
        document="manuscript/paper.qmd",
        epoch=1_000_000_000,
    )


def refused(work: Typesetting) -> str:
    """What is said of a file that cannot be set."""
    with pytest.raises(ThemeloomError) as raised:
        typeset(work)
    return str(raised.value)


def test_a_pdf_carries_the_time_it_is_given(tmp_path: Path) -> None:
    """Not that of the clock."""
    work = job(tmp_path, HEAD + "Text")
    assert typeset(work) == ()
    first = work.pdf.read_bytes()
    assert b"20010909014640" in first or b"2001-09-09" in first
    typeset(work)
    assert work.pdf.read_bytes() == first


@pytest.mark.parametrize("paper", ['"a0"', '"a1", flipped: true', '"us-letter"'])
def test_a_picture_is_as_wide_on_every_paper(tmp_path: Path, paper: str) -> None:
    """It is meant for a screen, whatever size the poster is printed in."""
    work = job(tmp_path, f"{HEAD}#set page({paper})\nText", picture=True)
    typeset(work)
    assert work.picture is not None
    width, _ = struct.unpack(">II", work.picture.read_bytes()[16:24])
    assert abs(width - PICTURE_WIDTH) <= 12


def test_a_missing_typeface_stops_the_build(tmp_path: Path) -> None:
    """Typst only warns, and sets the text in another one."""
    assert refused(job(tmp_path, '#set text(font: "Comic Sans MS")\nText')) == (
        "manuscript/paper.qmd: Typst warns: unknown font family: comic sans ms\n"
        "  hint: use a typeface of the project: Source Serif Pro or Source Sans Pro"
    )


def test_other_warnings_are_passed_on(tmp_path: Path) -> None:
    """They are for a person to see; the document is as it was meant."""
    assert typeset(job(tmp_path, HEAD + "Text ** more")) == ("Typst warns: no text within stars",)


def test_an_error_is_one_message_with_its_place(tmp_path: Path) -> None:
    """The place is one in Typst's file, from the project's root."""
    said = refused(job(tmp_path, HEAD + "\n#nothing-here()"))
    assert said.startswith(
        "manuscript/paper.qmd: Typst cannot set this document: unknown variable: nothing-here"
    )
    assert "at paper.typ:3" in said
    assert str(tmp_path) not in said


def test_an_unknown_pdf_standard_is_an_error(tmp_path: Path) -> None:
    """Its name goes to Typst, which knows them."""
    metadata = {"pdf-standard": "ua-9"}
    assert "ua-9" in refused(job(tmp_path, HEAD + "Text", **metadata))
