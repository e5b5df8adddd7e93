"""Drawings (SVG) for programs of office work, which show none: the same as PNG, set by Typst.

They lie in `pixels/` among the working files, by the path of the drawing from the project's
root, where the Lua of both engines looks for them; a PNG that an author puts beside a drawing
comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.files import put
from themeloom.core.project import Project
from themeloom.documents.pictures import named_pictures
from themeloom.engines.typst import in_pixels

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.engines.pandoc import Job

#: The folder of the drawings in pixels, below that of working files.
FOLDER = "pixels"


def prepare_office(job: Job) -> None:
    """Put the drawings that a document shows in pixels, before pandoc makes an office file of it.

    Raises:
        ThemeloomError: a drawing that Typst cannot read.
    """
    folder = job.resources.relative_to(job.root).as_posix()
    text = (job.work / "document.md").read_text(encoding="utf-8")
    put_pixels(job.root, text, "" if folder == "." else folder, job.document)


def put_pixels(root: Path, text: str, folder: str, document: str) -> None:
    """Put the drawings that a text shows, and that have no PNG beside them, in pixels.

    Args:
        root: the project's folder, or a copy of it.
        text: Markdown.
        folder: the document's, from the root.
        document: as the user names it.

    Raises:
        ThemeloomError: a drawing that Typst cannot read.
    """
    state = Project(root).state
    for name in {*named_pictures(text, folder, lambda name: (root / name).is_file())}:
        drawing = root / name
        if drawing.suffix.lower() != ".svg" or not drawing.is_file():
            continue
        if not drawing.with_suffix(".png").is_file():
            made = state / FOLDER / name
            source = made.with_name(f"{made.name}.typ")
            picture = in_pixels(
                drawing, source, root=root, fonts=state / "fonts", document=document
            )
            put(made.with_name(f"{made.name}.png"), picture)
