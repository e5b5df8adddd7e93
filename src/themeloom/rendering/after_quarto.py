"""What the built-in renderer does to finished files, done to those that Quarto wrote.

Quarto starts `themeloom finish` as the project's post-render step and names the
files. The extension's Lua leaves a mark in each, with what is needed to finish it; a file
without it is not ours. Only of a deck the document is read again, for the classes of its headings.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themeloom.documents import read_document
from themeloom.documents.document import flat
from themeloom.errors import ThemeloomError, raise_all
from themeloom.rendering.slide_check import finish_slides
from themeloom.rendering.styles import finish_docx, finish_jats
from themeloom.rendering.styles.files import read_package, write_package
from themeloom.rendering.styles.properties import set_moment, told
from themeloom.rendering.styles.quarto_article import settle_article
from themeloom.rendering.styles.quarto_word import for_reviewers, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from themeloom.documents.document import Document
    from themeloom.project import Project

#: The custom property in which `formats/frontmatter.lua` says how to finish a file.
PROPERTY = "themeloom-finish"


def outputs_of_quarto(project: Project) -> list[Path]:
    """The files that Quarto says it has just written; none if it did not start us."""
    listed = os.environ.get("QUARTO_PROJECT_OUTPUT_FILES", "")
    file = os.environ.get("QUARTO_USE_FILE_FOR_PROJECT_OUTPUT_FILES")
    if not listed and file and Path(file).is_file():
        listed = Path(file).read_text(encoding="utf-8")
    return [project.root / line.strip() for line in listed.splitlines() if line.strip()]


def finish(project: Project, files: Iterable[Path], epoch: int) -> None:
    """Finish those of the files that are Word documents, decks or articles of ours.

    Args:
        project: the compendium, whose staged typefaces and styles are used.
        files: what Quarto has written, of any kind.
        epoch: the time, in seconds since 1970, that the files carry.

    Raises:
        ThemeloomError: every slide on which not everything fits, once all files are finished.
    """
    errors: list[ThemeloomError] = []
    for path in sorted(files):
        if not path.is_file():
            continue
        try:
            if path.suffix == ".xml":
                _finish_article(project, path)
            elif path.suffix in {".docx", ".pptx"}:
                _finish(project, path, epoch)
        except ThemeloomError as error:
            errors += flat(error)
    raise_all(errors)


def _finish_article(project: Project, path: Path) -> None:
    if settle_article(path, project.root / path.relative_to(project.output).parent):
        finish_jats(path)


def _finish(project: Project, path: Path, epoch: int) -> None:
    parts = read_package(path)
    note = told(parts, PROPERTY)
    if not note:
        return
    metadata: dict[str, Any] = json.loads(note)
    set_moment(parts, epoch)
    if path.suffix == ".pptx":
        write_package(path, parts)
        fonts = project.state / "fonts" / "powerpoint"
        finish_slides(path, _document_of(project, path), metadata, fonts)
        return
    without_blanks(parts)
    if metadata.get("review"):
        for_reviewers(parts, project.state / "styles" / "reference-review.docx")
    write_package(path, parts)
    finish_docx(path, metadata, project.state / "fonts" / "word")


def _document_of(project: Project, path: Path) -> Document | None:
    """The document that an output was made from, where it lies as the output lies."""
    name = path.relative_to(project.output).with_suffix(".qmd")
    if not (project.root / name).is_file():
        return None
    return read_document(project.root, name)
