"""Runs a piece of Markdown through the built-in renderer's pandoc, in the synthetic project."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import docx
import lxml.etree
import lxml.html
import pptx
import typst
from helpers import PROJECTS, ROOT, format_of

from themeloom.engines.pandoc import Job, run
from themeloom.formats import maker_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pptx.slide import Slide

PROJECT = PROJECTS / "lua-synthetic"
EXTENSIONS = ROOT / "_extensions"
_SHORTCODE = re.compile(r"\{\{< *(.*?) *>\}\}")


@dataclass
class Source:
    """A document that is being made: its shortcodes collect as its texts are read."""

    shortcodes: list[dict[str, Any]] = field(default_factory=list)

    def tokens(self, text: str) -> str:
        """Replace each shortcode by its token, as the documents package does."""
        return _SHORTCODE.sub(self._token, text)

    def _token(self, match: re.Match[str]) -> str:
        name, *words = shlex.split(match[1])
        pairs = [word.split("=", 1) for word in words if "=" in word]
        self.shortcodes.append(
            {
                "name": name,
                "args": [word for word in words if "=" not in word],
                "kwargs": dict(pairs),
                "file": "manuscript/paper.qmd",
                "line": 12,
            }
        )
        return f"\ue000{len(self.shortcodes) - 1}\ue001"


def render(
    folder: Path,
    markdown: str,
    to: str,
    metadata: dict[str, Any] | None = None,
    variables: dict[str, Any] | None = None,
    project: Path = PROJECT,
    **further: Any,  # noqa: ANN401 - whatever build.json may hold
) -> Path:
    """Render Markdown with shortcodes to a format and give the file that pandoc wrote."""
    work = folder / to
    work.mkdir(exist_ok=True)
    source = Source()
    body = source.tokens(markdown)
    data = json.loads(source.tokens(json.dumps(metadata or {"title": "T"}, ensure_ascii=False)))
    (work / "document.md").write_text(body, encoding="utf-8")
    (work / "metadata.json").write_text(json.dumps(data), encoding="utf-8")
    build = {
        "root": str(project),
        "extension": str(EXTENSIONS / "themeloom"),
        "format": to,
        "document": "manuscript/paper.qmd",
        "shortcodes": source.shortcodes,
        "variables": variables or {},
        **further,
    }
    (work / "build.json").write_text(json.dumps(build), encoding="utf-8")
    format_ = format_of(to)
    output = work / f"out.{'typ' if format_.typeset else format_.suffixes[0]}"
    extension = EXTENSIONS / format_.extension
    resources, told = project / "manuscript", format_.pandoc
    styles = project / ".themeloom" / "styles"
    job = Job(work, output, told, project, extension, resources, data, 1_000_000_000, styles)
    maker_of(format_).prepare(job)
    run(job)
    return output


def seen(path: Path) -> str:
    """The words that a reader of the file sees, with single spaces."""
    return " ".join(_READERS[path.suffix](path).replace("\u00a0", " ").split())


def page(path: Path) -> lxml.html.HtmlElement:
    """The web page that was written, to look things up in."""
    return lxml.html.fromstring(path.read_text(encoding="utf-8"))


def article(path: Path) -> lxml.etree._ElementTree:
    """The JATS article that was written."""
    return lxml.etree.parse(path, lxml.etree.XMLParser(load_dtd=False, no_network=True))


def compiled(path: Path, *standards: str) -> bytes:
    """The PDF that Typst makes of a `.typ` file; fails where Typst does."""
    return typst.compile(
        path.read_bytes(),
        root=str(PROJECT),
        pdf_standards=list(standards),
        ignore_system_fonts=True,
    )


def _html(path: Path) -> str:
    body = page(path).find("body")
    for script in body.xpath(".//script | .//annotation"):
        script.drop_tree()
    return str(body.text_content())


def _jats(path: Path) -> str:
    return "".join(article(path).getroot().itertext())


def _docx(path: Path) -> str:
    return " ".join(docx.Document(str(path)).element.body.itertext())


def _pptx(path: Path) -> str:
    slides = pptx.Presentation(str(path)).slides
    return "\n".join(" ".join(_texts(slide)) for slide in slides)


def _texts(slide: Slide) -> list[str]:
    notes = [slide.notes_slide.notes_text_frame.text] if slide.has_notes_slide else []
    cells = [
        cell.text
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] + cells + notes


def _typ(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    body = re.split(r"#show: (?:paper|poster|slides)\.with\(", text, maxsplit=1)[1]
    return re.sub(r"\\(.)", r"\1", body).replace("~", " ")


_READERS: dict[str, Callable[[Path], str]] = {
    ".html": _html,
    ".xml": _jats,
    ".docx": _docx,
    ".pptx": _pptx,
    ".typ": _typ,
}
