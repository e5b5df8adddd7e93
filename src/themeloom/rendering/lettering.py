"""No boxes in silence: scripts for which an output has no typeface are told by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.errors import ThemeloomError
from themeloom.rendering.styles.scripts import (
    SUFFIXES,
    monospaced,
    own_typefaces,
    scripts_without,
)

if TYPE_CHECKING:
    from pathlib import Path

    from themeloom.project import Project
    from themeloom.rendering.outputs import Output

#: Where office files keep what they say.
_SAID = ("word/document", "word/footnotes", "ppt/slides/", "ppt/notesSlides/")
_HINT = "put a typeface that has it (.otf or .ttf, say of the Noto family) into the folder fonts/"


def check_lettering(project: Project, output: Output, written: Path) -> tuple[str, ...]:
    """Look through an output's text for scripts that it has no typeface for.

    A PDF has no reader whose machine could help, so there it is an error.

    Returns:
        The warning for an output that takes what its reader's machine has.

    Raises:
        ThemeloomError: naming the scripts, if Typst would set boxes for them.
    """
    text = _text_of(written)
    if output.format.typeset:
        staged = [
            path for path in (project.state / "fonts").iterdir() if path.suffix.lower() in SUFFIXES
        ]
        if lacking := scripts_without(text, [*staged, *monospaced()]):
            raise ThemeloomError(
                f"there is no typeface for the script {' and '.join(lacking)}: "
                "a PDF would have boxes in place of the words",
                _HINT,
                file=output.document.path,
            )
        return ()
    lacking = scripts_without(text, own_typefaces(project.root))
    # A JATS article has no type at all.
    if not lacking or output.format.key == "jats":
        return ()
    return (
        f"the script {' and '.join(lacking)} is shown in what typeface the reader's machine has; "
        f"{_HINT}",
    )


def _text_of(written: Path) -> str:
    """What stands in an output, near enough: every character that it may show."""
    if written.suffix in {".typ", ".html", ".xml"}:
        return written.read_text(encoding="utf-8")
    from themeloom.rendering.styles.files import read_package

    parts = read_package(written)
    return "".join(
        data.decode("utf-8", "ignore")
        for name, data in parts.items()
        if name.endswith(".xml") and name.startswith(_SAID)
    )
