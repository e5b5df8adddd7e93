"""A synthetic article with everything that a paper may hold, rendered and finished."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from jobs import PROJECT, render

from themeloom.formats.jats.finish import finish_jats

if TYPE_CHECKING:
    from pathlib import Path

RICH = r"""
# Introduction {#sec-introduction}

Cites [@lamp2001] and @well2002; see @fig-map, @tbl-notes, @tbl-spans, @eq-one, @sec-introduction
and @sec-more; note^[A note with *emphasis*, `code` and [a link](https://example.org/x?a=1&b=2).].
H~2~O, x^2^, ~~gone~~, [small]{.smallcaps}, [under]{.underline}, $a^2$, "quoted", a\
break, and [within](#lists).

## Lists

1. one
2. two

   again

   - inner

a) x
b) y

Term
:   Definition

    again

| line one
| line *two*

***

> A block quotation.
>
> - with a list

```python
code = 1 < 2
```

## Tables

| A | B |
|---|--:|
| a^[Synthetic note in a table.] | 1^[Another.] |

: With notes {#tbl-notes}

+---+---+---+
| A | B | C |
+===+===+===+
| a | b     |
|   +---+---+
|   | c | d |
+---+---+---+

: Spans {#tbl-spans}

| no | label |
|----|-------|
| 1  | 2     |

: No label

| bare | table |
|------|-------|
| 1    | 2     |

## Figures

![A synthetic map](/data-derived/figures/map.svg){#fig-map fig-alt="a synthetic line"}

![No label](/data-derived/figures/map.png)

::: {#fig-two}
![One](/data-derived/figures/map.png){#fig-a fig-alt="one"}

![Two](/data-derived/figures/map-slide.svg){#fig-b fig-alt="two"}

Both
:::

In a line ![pic](/data-derived/figures/map.png).

## Formulas and boxes

$$ E = mc^2 $$ {#eq-one}

$$\sum_{i=1}^n i$$

::: {.callout-note}
## A head

Body

- a
:::

:::: {.columns}
::: {.column}
left
:::
::: {.column}
right
:::
::::

::: {.quotation #quote-arabic lang="ar" dir="rtl"}
“هذه كلمات مصطنعة”

[synthetic speaker]{.attribution}
:::

{{< quote lantern >}}

{{< theme light >}}

{{< implications >}}

{{< implication lamps >}}

Some [كلمات]{lang="ar" dir="rtl"} with a language. {{< value talks >}}

# Methods

# Statements {.unnumbered}

## Funding {.unnumbered}

Nobody gave anything: this is synthetic.

## Acknowledgements {.unnumbered}

Synthetic thanks:

> to nobody

# More {.appendix #sec-more}

Appendix.

## Below

Text.

# References {.unnumbered}

::: {#refs}
:::
"""
REFERENCES = [
    {
        "id": "lamp2001",
        "type": "article-journal",
        "author": [{"family": "Sample", "given": "Ada"}],
        "title": "On synthetic lamps",
        "container-title": "Journal of Made-up Studies",
        "issued": {"date-parts": [[2001]]},
        "volume": "1",
        "page": "1-2",
        "DOI": "10.1234/lamp",
    },
    {
        "id": "well2002",
        "type": "article-journal",
        "author": [{"literal": "Synthetic Group"}],
        "title": "On wells",
        "container-title": "Journal of Made-up Studies",
        "issued": {"date-parts": [[2002]]},
        "page": "e117",
    },
]
ABSTRACT = "**Background.** Made-up words.\n\n**Results: *two*.** More of them.\n\nStill more.\n"
PEOPLE: dict[str, Any] = {
    "affiliations": [
        {"id": f"place-{n}", "name": f"Synthetic Institute {n}", "city": "Nowhere"}
        for n in range(12)
    ],
    "author": [
        {
            "name": {"given": f"Synth{n}", "family": f"Nobody{n}"},
            "orcid": "0000-0000-0000-0001",
            "email": f"nobody{n}@example.org",
            "corresponding": n == 3,
            "equal-contributor": n < 2,
            "affiliations": [{"ref": f"place-{n % 12}"}, {"ref": f"place-{(n * 5 + 1) % 12}"}],
        }
        for n in range(25)
    ],
}
METADATA: dict[str, Any] = {
    "themeloom-document": "manuscript/paper.qmd",
    "title": "A synthetic title & more",
    "subtitle": "Nobody said it",
    "lang": "en-GB",
    "abstract": ABSTRACT,
    "keywords": ["made-up", "lamps & wells"],
    "kicker": "Synthetic",
    "notice": "This document is synthetic.",
    "synthetic": True,
    "running-head": "Synthetic words",
    "article": {"doi": "10.1234/synthetic", "text": "Sample A. Lamps."},
    "colophon": "Built from nothing.",
    "license": {"text": "Synthetic *licence*.", "link": "https://example.org/licence"},
    "number-sections": True,
    "link-citations": True,
    "references": REFERENCES,
    **PEOPLE,
}


def finished(folder: Path, markdown: str, metadata: dict[str, Any]) -> Path:
    """An article, finished, with its pictures beside it."""
    path = render(folder, markdown, "jats", metadata)
    shutil.copytree(PROJECT / "data-derived" / "figures", path.parent / "out_files")
    finish_jats(path)
    return path
