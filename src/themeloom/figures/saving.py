"""Figures to bytes, the same bytes each time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: What decides how letters and lines come out, whatever a matplotlibrc says.
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "themeloom",
    "svg.id": None,
    "svg.image_inline": True,
    "text.usetex": False,
    "text.hinting": "none",
    "text.antialiased": True,
    "path.simplify": False,
    "path.snap": False,
    "path.sketch": None,
    "agg.path.chunksize": 0,
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "savefig.transparent": False,
}

#: How hard pixel pictures are packed, of 9: with more, packing takes longer than drawing.
_COMPRESSION = 3


def svg_bytes(figure: Figure) -> bytes:
    """Write the figure as SVG, its letters as outlines, without date or version."""
    return _saved(figure, "svg", 72, metadata={"Date": None, "Creator": None})


def png_bytes(figure: Figure, dpi: float) -> bytes:
    """Write the figure as PNG with so many dots to the inch, without version."""
    return _saved(
        figure, "png", dpi, metadata={"Software": None}, pil_kwargs={"compress_level": _COMPRESSION}
    )


def _saved(figure: Figure, kind: str, dpi: float, **how: Any) -> bytes:  # noqa: ANN401 - matplotlib's
    import matplotlib as mpl

    buffer = BytesIO()
    with mpl.rc_context(_SETTINGS):
        figure.savefig(buffer, format=kind, dpi=dpi, **how)
    return buffer.getvalue()
