"""PDFs keep to PDF/UA-1, as a validator judges, in the language of the document."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from jobs import compiled, render
from pdf_standards import broken_rules, elements
from typst_looks import LONG, lorem, quotation, typeset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVERYTHING = r"""
# Results

Words [كلمات مصطنعة]{lang="ar" dir="rtl"} and [cor]{lang="pt-BR"}; see [a page](https://example.org)
and @tbl-x, @fig-map; note^[A note.]. Inline $a^2$.

- one
    - two

{{< quote lantern >}}

::: {.quotation lang="ar" dir="rtl"}
“هذه كلمات مصطنعة”

[synthetic speaker]{.attribution}
:::

## Tables

| A | B |
|---|--:|
| a | 1 |

: Synthetic {#tbl-x}

## Figures

{{< figure map >}}

$$ E = mc^2 $$ {#eq-one}

::: {.callout-note}
Body
:::
"""


def _pdf(folder: Path, to: str, lang: str = "en-GB") -> bytes:
    metadata = {"title": "T", "lang": lang, "number-sections": True}
    return compiled(render(folder, EVERYTHING, to, metadata), "ua-1")


@pytest.mark.parametrize("to", ["pdf", "slides-pdf"])
def test_a_pdf_breaks_no_rule(tmp_path: Path, to: str) -> None:
    """Whatever a document holds."""
    assert broken_rules(_pdf(tmp_path, to)) == []


def test_long_content_breaks_no_rule(tmp_path: Path) -> None:
    """Twenty-five authors and quotations over several pages."""
    body = "= Results\n\n" + "".join(f"== Part {n}\n\n{quotation(200, n)}" for n in range(1, 5))
    typeset(tmp_path, "themeloom", body, abstract=lorem(250), **LONG)
    assert broken_rules((tmp_path / "made.pdf").read_bytes()) == []


def _without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _without_alternative(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "Figure"):
        del figure["/Alt"]


def _with_a_level_left_out(pdf: pikepdf.Pdf) -> None:
    for heading in elements(pdf, "H2"):
        heading.S = pikepdf.Name.H4


def _with_untagged_words(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"BT /f0 10 Tf (x) Tj ET")


def _without_words_for_links(pdf: pikepdf.Pdf) -> None:
    for link in pdf.pages[0].Annots:
        del link.Contents


@pytest.mark.parametrize(
    "harm",
    [
        _without_language,
        _without_alternative,
        _with_a_level_left_out,
        _with_untagged_words,
        _without_words_for_links,
    ],
)
def test_a_broken_rule_is_found(tmp_path: Path, harm: Callable[[pikepdf.Pdf], None]) -> None:
    """The validator sees what is wrong with a PDF that was spoilt."""
    with pikepdf.open(io.BytesIO(_pdf(tmp_path, "pdf"))) as pdf:
        harm(pdf)
        spoilt = io.BytesIO()
        pdf.save(spoilt)
    assert broken_rules(spoilt.getvalue()) != []


@pytest.mark.parametrize("lang", ["en-GB", "de", "sr-Latn-RS"])
@pytest.mark.parametrize("to", ["pdf", "slides-pdf"])
def test_a_pdf_has_the_language_of_its_document(tmp_path: Path, to: str, lang: str) -> None:
    """With the region; a script goes without saying."""
    with pikepdf.open(io.BytesIO(_pdf(tmp_path, to, lang))) as pdf:
        assert str(pdf.Root.Lang) == lang.replace("-Latn", "")


def test_words_in_another_language_have_theirs(tmp_path: Path) -> None:
    """Within a line and as a quotation, without the region of the text around them."""
    with pikepdf.open(io.BytesIO(_pdf(tmp_path, "pdf"))) as pdf:
        said = b"".join(one.Contents.read_bytes() for one in pdf.pages)
    assert b"/Lang(ar)" in said
    assert b"/Lang(pt-BR)" in said
    assert b"ar-GB" not in said


def test_heads_of_columns_say_what_they_are_heads_of(tmp_path: Path) -> None:
    """Each head of a table has its scope."""
    with pikepdf.open(io.BytesIO(_pdf(tmp_path, "pdf"))) as pdf:
        heads = list(elements(pdf, "TH"))
        scopes = [str(one.Scope) for head in heads for one in _attributes(head) if "/Scope" in one]
    assert scopes == ["/Column", "/Column"]


def _attributes(element: pikepdf.Object) -> list[pikepdf.Object]:
    found = element.get("/A", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]
