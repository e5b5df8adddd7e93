"""The words of an output as a person reads them, whatever its format."""

from __future__ import annotations

import re
import subprocess
import zipfile
from typing import TYPE_CHECKING

from lxml import etree, html

from themeloom.core.text import plain

if TYPE_CHECKING:
    from pathlib import Path

_UNSEEN = ("script", "style", "annotation", "head")


def words_of(path: Path) -> str:
    """The text of an .html, .xml, .docx, .pptx or .pdf, in the form in which texts compare."""
    return plain(_READERS[path.suffix](path))


def _html(path: Path) -> str:
    tree = html.fromstring(path.read_bytes())
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    return " ".join(tree.itertext())


def _xml(path: Path) -> str:
    return " ".join(etree.fromstring(path.read_bytes()).itertext())


def _office(path: Path, pattern: str, paragraph: str, run: str) -> str:
    parts = []
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
        for name in sorted(names, key=lambda name: [int(n) for n in re.findall(r"\d+", name)]):
            parts += [
                "".join(text.text or "" for text in one.iter(run))
                for one in etree.fromstring(archive.read(name)).iter(paragraph)
            ]
    return "\n".join(parts)


def _docx(path: Path) -> str:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return _office(path, r"word/(document|footnotes)\.xml", f"{space}p", f"{space}t")


def _pptx(path: Path) -> str:
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    return _office(path, r"ppt/slides/slide\d+\.xml", f"{space}p", f"{space}t")


def _pdf(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    # A word that was broken at the end of a line is one word.
    return re.sub(r"(\w)[\u2010-]\n(?=[a-z])", r"\1", done.stdout.decode())


_READERS = {".html": _html, ".xml": _xml, ".docx": _docx, ".pptx": _pptx, ".pdf": _pdf}
