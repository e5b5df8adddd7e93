from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from jobs import compiled, render, seen

if TYPE_CHECKING:
    from pathlib import Path

#: The words of the quotation `hostile`, as a reader must see them.
WORDS = (
    "“{{< quote lantern >}} #sys.exit() <script>alert(1)</script> $x$ \\input{secret} "
    "@fig-x [a](b) **no** `code` &amp; ~ ^ |"
)
SOURCE = "<b># $y$ @who"
FORMATS = ("html", "docx", "jats", "revealjs", "pptx", "pdf", "poster-pdf", "slides-pdf")
PLACES = {
    "alone": "## A slide\n\n{{< quote hostile >}}",
    "in a line": "## A slide\n\nHe said: {{< quote hostile >}}",
    "in a heading": "## {{< quote hostile >}}\n\nText",
    "in a cell": "## A slide\n\n| a |\n|---|\n| He said: {{< quote hostile >}} |\n",
}
#: A poster shows what stands in its parts.
POSTER = """
:::: theme-columns
::: {.theme-column thread=1}
{{< theme light >}}

%s
:::
::::
"""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("to", FORMATS)
def test_hostile_words_come_out_as_characters(tmp_path: Path, to: str, place: str) -> None:
    """Mark-up, shortcodes, code and formulas within a quotation are only characters."""
    output = render(tmp_path, POSTER % PLACES[place] if to == "poster-pdf" else PLACES[place], to)
    if output.suffix == ".typ":
        pdf = compiled(output)
        if shutil.which("pdftotext"):
            assert _bare(WORDS) in _bare(_words(pdf))
        return
    text = seen(output)
    assert WORDS in text
    if place == "alone":
        assert SOURCE in text


def _bare(text: str) -> str:
    """Without spaces and the hyphens and breaks of lines, which a page may set anywhere."""
    return re.sub(r"[\s|\xad-]", "", text)


def _words(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_hostile_words_make_no_element_in_a_page(tmp_path: Path) -> None:
    """No script, link, emphasis or formula comes of a quotation's words."""
    from jobs import page

    main = page(render(tmp_path, PLACES["alone"], "html")).find(".//main")
    assert not main.xpath(".//script | .//a | .//strong | .//code | .//math")
