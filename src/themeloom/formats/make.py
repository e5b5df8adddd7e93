"""Makes one output: pandoc writes it, Typst sets it, or what its format needs besides is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.documents.shortcodes import CLOSE, OPEN
from themeloom.engines import pandoc
from themeloom.engines.pandoc_input import work_folder, write_seam
from themeloom.formats.docx.finish import finish_docx
from themeloom.formats.jats.finish import finish_jats, put_beside
from themeloom.formats.slides import finish_slides
from themeloom.typefaces.coverage import check_lettering

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from themeloom.core.project import Project
    from themeloom.documents.document import Document
    from themeloom.documents.plan import Output

#: Outputs that are text, in which a shortcode that nobody resolved can be seen.
_READABLE = (".html", ".xml", ".typ")


def make_output(project: Project, output: Output, stage: Path, epoch: int) -> tuple[str, ...]:
    """Make one output on the stage: pandoc, then Typst or what an office file still needs.

    Returns:
        The warnings that a person should see.
    """
    targets = [stage / path for path in output.paths]
    targets[0].parent.mkdir(parents=True, exist_ok=True)
    work = work_folder(project, output)
    written = work / f"{output.document.stem}.typ" if output.format.typeset else targets[0]
    pandoc.run(write_seam(project, output, written, epoch))
    _nothing_left(written, output)
    warnings = check_lettering(project, output, written)
    if output.format.typeset:
        return _typeset(project, output, written, targets, epoch)
    if output.format.key == "jats":
        put_beside(project.root, work, written)
        finish_jats(written)
    if output.format.key in {"docx", "pptx"}:
        finish_office(project, written, output.document, output.metadata)
    return warnings


def finish_office(
    project: Project, path: Path, document: Document | None, metadata: Mapping[str, object]
) -> None:
    """Do to a Word document or a deck what pandoc leaves to be done; see `finish_slides`."""
    fonts = project.state / "fonts" / "office"
    if path.suffix == ".docx":
        finish_docx(path, metadata, fonts)
    else:
        finish_slides(path, document, metadata, fonts)


def _typeset(
    project: Project, output: Output, source: Path, targets: Sequence[Path], epoch: int
) -> tuple[str, ...]:
    from themeloom.engines.typst import Judge, Typesetting, typeset
    from themeloom.formats.pdf.check import PagesCheck
    from themeloom.formats.poster.check import PosterCheck
    from themeloom.formats.slides import SlidesCheck

    name, document = targets[0].name, output.document
    judge: Judge = PagesCheck(document, name, project.evidence)
    if output.format.key == "poster-pdf":
        judge = PosterCheck(document, output.metadata, project.root)
    elif output.format.key == "slides-pdf":
        judge = SlidesCheck(document, name)
    return typeset(
        Typesetting(
            source=source,
            pdf=targets[0],
            picture=targets[1] if len(targets) > 1 else None,
            root=project.root,
            fonts=project.state / "fonts",
            metadata=output.metadata,
            document=document.path,
            epoch=epoch,
            judge=judge,
        )
    )


def _nothing_left(written: Path, output: Output) -> None:
    """See that every shortcode was resolved; one that was not would be gone without a word."""
    if written.suffix not in _READABLE:
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
