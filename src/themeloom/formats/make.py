"""Makes one output: pandoc writes it, Typst sets it, and its format does what is left."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from themeloom.core.office import read_package
from themeloom.documents.formats import FORMATS
from themeloom.documents.shortcodes import CLOSE, OPEN
from themeloom.engines import pandoc
from themeloom.engines.pandoc_input import READ, work_folder, write_seam
from themeloom.engines.typst import Typesetting, typeset
from themeloom.formats import maker_of
from themeloom.formats.base import Making
from themeloom.typefaces.check import check_coverage

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.plan import Output

#: Where office files keep what they say.
_SAID = ("word/document", "word/footnotes", "ppt/slides/", "ppt/notesSlides/")


def _put_pictures(root: Path, work: Path, article: Path) -> None:
    """Copy the pictures that `paths.lua` noted to their places beside an article."""
    noted = json.loads((work / "pictures.json").read_text(encoding="utf-8"))
    for source, place in sorted(dict(noted).items()):
        target = article.parent / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / source, target)


def make_output(project: Project, output: Output, stage: Path, epoch: int) -> tuple[str, ...]:
    """Make one output on the stage.

    Returns:
        The warnings that a person should see.
    """
    targets = [stage / path for path in output.paths]
    targets[0].parent.mkdir(parents=True, exist_ok=True)
    maker, work = maker_of(output.format), work_folder(project, output)
    written = work / f"{output.document.stem}.typ" if output.format.typeset else targets[0]
    job = write_seam(project, output, written, epoch)
    maker.prepare(job)
    pandoc.run(job)
    _nothing_left(written, output)
    warnings = check_coverage(project, output, _text_of(written, output))
    making = Making(project, targets[0], output.metadata, output)
    if not output.format.typeset:
        if output.format.pictures_beside:
            _put_pictures(project.root, work, written)
        maker.finish(making)
        return warnings
    return typeset(
        Typesetting(
            source=written,
            pdf=targets[0],
            picture=targets[1] if len(targets) > 1 else None,
            root=project.root,
            fonts=project.state / "fonts",
            metadata=output.metadata,
            document=output.document.path,
            epoch=epoch,
            judge=maker.judge(output.document, making),
        )
    )


def read_through(project: Project, output: Output, stage: Path, epoch: int) -> None:
    """Let pandoc read a document as for an output, for all that is wrong with what it says.

    Raises:
        ThemeloomError: wrong pictures, references, citations, formulas, options of evidence.
    """
    suffix = "typ" if output.format.typeset else output.format.suffixes[0]
    written = stage / f"{output.document.stem}.{suffix}"
    written.parent.mkdir(parents=True, exist_ok=True)
    job = write_seam(project, output, written, epoch)
    maker_of(output.format).prepare(job)
    pandoc.run(job)
    _nothing_left(written, output)


def read_of(project: Project, output: Output) -> bytes:
    """What pandoc read of the document of an output that was made: its JSON.

    Includes, shortcodes and cells are in it, and nothing that was made of it for the format.
    """
    return (work_folder(project, output) / READ).read_bytes()


def read_again(project: Project, output: Output) -> bytes:
    """The same, read for an output that somebody else makes, which takes pandoc a moment."""
    job = write_seam(project, output, work_folder(project, output) / "unused", 0, only_read=True)
    maker_of(output.format).prepare(job)
    pandoc.run(job)
    return read_of(project, output)


def finish_quartos(project: Project, path: Path, epoch: int) -> None:
    """Finish and check a file that Quarto wrote, as each of the formats that it may be in."""
    formats = {one.key: one for one in FORMATS.values() if path.suffix == f".{one.suffixes[0]}"}
    for one in formats.values():
        maker_of(one).after_quarto(Making(project, path), epoch)


def _text_of(written: Path, output: Output) -> str:
    if not output.format.office:
        return written.read_text(encoding="utf-8")
    parts = read_package(written).items()
    said = (data for name, data in parts if name.endswith(".xml") and name.startswith(_SAID))
    return "".join(data.decode("utf-8", "ignore") for data in said)


def _nothing_left(written: Path, output: Output) -> None:
    """See that every shortcode was resolved; one that was not would be gone without a word."""
    if output.format.office:
        return
    text = written.read_text(encoding="utf-8")
    at = text.find(OPEN)
    if at >= 0:
        index = int(text[at + 1 : text.find(CLOSE, at)])
        raise output.shortcodes[index].error(
            f"the shortcode {{{{< {output.shortcodes[index].name} >}}}} stands where it cannot be "
            f"resolved in the format {output.format.name}",
            "move it into plain text: not into an address, an attribute or mark-up of a format",
        )
