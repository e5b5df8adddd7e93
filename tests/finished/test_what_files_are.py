"""What is told of the finished files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import changed

from themeloom.documents.document import read_documents
from themeloom.finished.outputs import list_finished

if TYPE_CHECKING:
    from themeloom.core.project import Project


def test_files_are_told_by_their_formats(tiny: Project) -> None:
    """Whatever its document is called; a file that none asks for is what its ending says."""
    (tiny.root / "slides" / "slides.qmd").rename(tiny.root / "slides" / "talk.qmd")
    changed(tiny.quarto, "slides/slides.qmd", "slides/talk.qmd")
    for name in ("slides/talk.html", "slides/talk.pptx", "slides/other.html", "poster/poster.png"):
        path = tiny.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    documents = read_documents(tiny, ["slides/talk.qmd", "poster/poster.qmd"])
    assert [(one.path, one.group, one.format) for one in list_finished(tiny, documents)] == [
        ("poster/poster.png", "Poster", "Picture"),
        ("slides/other.html", "Other", "Web page"),
        ("slides/talk.html", "Talk", "Web deck"),
        ("slides/talk.pptx", "Talk", "PowerPoint"),
    ]
