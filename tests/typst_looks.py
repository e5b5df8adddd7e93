"""Sets a small, clearly synthetic Typst document with the partials of an extension."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import typst
from helpers import ROOT
from pdf_standards import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSIONS = ROOT / "_extensions"
#: How a Typst document is put together, by Quarto and by the built-in renderer.
FRAME = """#let horizontalrule = line()
#set smartquote(enabled: false)

$typst-template.typ()$

$typst-show.typ()$

$body$
"""
PEOPLE = [
    {"name": {"literal": "Synthetic Alpha"}, "affiliations": [{"number": 1}]},
    {
        "name": {"literal": "Synthetic Beta"},
        "affiliations": [{"number": 1}, {"number": 2}],
        "attributes": {"corresponding": True},
        "email": "beta@example.org",
        "orcid": "0000-0000-0000-0000",
    },
]
METADATA: dict[str, Any] = {
    "title": "A made-up study for a test",
    "subtitle": "Nothing here was said by anyone",
    "lang": "en-GB",
    "kicker": "Synthetic",
    "notice": "This document is synthetic.",
    "keywords": ["synthetic", "test"],
    "by-author": PEOPLE,
    "by-affiliation": [
        {"number": 1, "line": "First Synthetic Institute, Nowhere"},
        {"number": 2, "line": "Second Synthetic Institute"},
    ],
    "themes": [{"title": f"Theme {n}", "thread": n} for n in (1, 2, 3)],
}


def fonts() -> list[str]:
    """Give the folders of the two typefaces, as their packages lay them out."""
    found = []
    for name in ("font_source_serif_pro", "font_source_sans_pro"):
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        found.append(str(Path(spec.origin).parent / "files"))
    return found


def source(folder: Path, extension: str, body: str, **metadata: object) -> Path:
    """Write the `.typ` file of a body under an extension's look, by way of pandoc."""
    from themeloom.engines.pandoc import program

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "frame.typst").write_text(FRAME, encoding="utf-8")
    tools = EXTENSIONS / "themeloom/typst-tools.typ"
    for part in (tools, *sorted((EXTENSIONS / extension).glob("typst-*.typ"))):
        shutil.copy(part, folder / part.name)
    given = {**METADATA, **metadata}
    kept = {key: value for key, value in given.items() if value is not None}
    (folder / "metadata.json").write_text(json.dumps(kept), encoding="utf-8")
    (folder / "body.md").write_text(f"```{{=typst}}\n{body}\n```\n", encoding="utf-8")
    subprocess.run(
        [
            str(program()),
            "body.md",
            "--to=typst-smart-citations",
            "--template=frame.typst",
            "--metadata-file=metadata.json",
            "--output=made.typ",
        ],
        cwd=folder,
        check=True,
    )
    return folder / "made.typ"


def typeset(folder: Path, extension: str, body: str, **metadata: object) -> pikepdf.Pdf:
    """Set a body as PDF/UA-1; no warning of Typst is let pass, and no rule is broken."""
    made = source(folder, extension, body, **metadata)
    pdf, warnings = typst.compile_with_warnings(
        str(made),
        root=str(folder),
        font_paths=fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    assert [warning.message for warning in warnings] == []
    assert isinstance(pdf, bytes)
    assert broken_rules(pdf) == []
    (folder / "made.pdf").write_bytes(pdf)
    return pikepdf.open(folder / "made.pdf")


def lorem(count: int) -> str:
    """Give so many words that nobody said."""
    some = ("synthetic", "words", "that", "nobody", "said", "about", "what", "never", "was")
    return " ".join(some[place % len(some)] for place in range(count))


def quotation(count: int, thread: int = 1, more: str = "") -> str:
    """Give the call of a quotation of so many synthetic words."""
    options = f"thread: {thread}, attribution: [synthetic speaker]{more}"
    return f"#quotation({options})[“{lorem(count)}”]\n\n"


#: What is too long everywhere: the title, the list of authors, that of affiliations.
LONG: dict[str, Any] = {
    "title": lorem(60)[:300],
    "by-author": [
        {
            "name": {"literal": f"Synthetic Person Number {place}"},
            "affiliations": [{"number": place % 12 + 1}, {"number": place * 5 % 12 + 1}],
        }
        for place in range(25)
    ],
    "by-affiliation": [
        {"number": place, "line": f"Synthetic Institute {place} of the University of Nowhere"}
        for place in range(1, 13)
    ],
}


def asked(folder: Path, selector: str) -> list[Any]:
    """Ask a document that was set for its metadata of a label."""
    answer = typst.query(
        str(folder / "made.typ"),
        selector,
        field="value",
        root=str(folder),
        font_paths=fonts(),
        ignore_system_fonts=True,
    )
    found: list[Any] = json.loads(answer)
    return found


def words(folder: Path, page: int | None = None) -> str:
    """Give the text of the PDF, or of one of its pages, with single blanks."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    said = subprocess.run(
        ["pdftotext", *pages, "made.pdf", "-"], cwd=folder, check=True, capture_output=True
    )
    return re.sub(r"\s+", " ", said.stdout.decode())


def type_sizes(pdf: pikepdf.Pdf) -> Iterator[float]:
    """Give the size in points of every piece of text that is set as text."""
    for page in pdf.pages:
        yield from _sizes_on(page)


def _sizes_on(page: pikepdf.Page) -> Iterator[float]:
    matrix, kept, size, line = pikepdf.Matrix(), [], 0.0, pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            kept.append(matrix)
        elif name == "Q":
            matrix = kept.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif name == "Tf":
            size = float(operands[1])
        elif name == "Tm":
            line = pikepdf.Matrix(*map(float, operands))
        elif name in ("Tj", "TJ"):
            whole = line @ matrix
            yield round(size * (abs(whole.a * whole.d - whole.b * whole.c) ** 0.5), 2)
