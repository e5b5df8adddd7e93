"""The code to scan: a link as a picture, for the poster and the last slide."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from themeloom.rendering.styles.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INK = "#1B1F2A"
#: A quarter of the code may be hidden or torn and it can still be read.
_CORRECTION = "q"
#: The quiet zone that the standard asks for, in modules.
_BORDER = 4
#: Pixels of a module in the .png: sharp at 80 mm wide in print.
_SCALE = 24


def link_of(metadata: Mapping[str, object]) -> str:
    """The address that readers should be led to: the article of record's, by its DOI."""
    article: Any = metadata.get("article")
    if not isinstance(article, dict):
        return ""
    doi = str(article.get("doi") or "").strip()
    return f"https://doi.org/{doi}" if doi else str(article.get("url") or "").strip()


def make_code(link: str, folder: Path) -> list[Path]:
    """Write `qr.svg` and `qr.png`, ink on nothing, so that they sit on any light ground."""
    import segno

    code = segno.make(link, error=_CORRECTION, micro=False)
    drawn, printed = BytesIO(), BytesIO()
    code.save(
        drawn, kind="svg", dark=INK, light=None, border=_BORDER, xmldecl=False, svgns=True,
        omitsize=True, title=link, nl=True, svgclass=None, lineclass=None,
    )  # fmt: skip
    code.save(printed, kind="png", dark=INK, light="white", border=_BORDER, scale=_SCALE)
    return [
        write_whole(folder / "qr.svg", drawn.getvalue()),
        write_whole(folder / "qr.png", printed.getvalue()),
    ]
