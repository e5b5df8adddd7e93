"""Interactive charts as still pictures, by the libraries' own ways to save them.

Plotly is told by a variable of the kernel (`kernel.toml`).
"""

from __future__ import annotations

import os
from importlib import import_module
from io import BytesIO, StringIO
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable

_ALTAIR = tuple((f"altair.vegalite.v{version}.api", "TopLevelMixin") for version in (5, 6))
_BOKEH = ("bokeh.model.model", "Model"), ("bokeh.model", "Model")


def _altair(kind: str) -> Callable[[Any], str | bytes]:
    def saved(chart: Any) -> str | bytes:  # noqa: ANN401 - a chart; altair may be absent here
        file: Any = StringIO() if kind == "svg" else BytesIO()
        # Twice the size on screens, as sharp as figures of matplotlib.
        chart.save(file, format=kind, **({} if kind == "svg" else {"scale_factor": 2}))
        picture: str | bytes = file.getvalue()
        return picture

    return saved


def _bokeh(plot: Any) -> bytes | None:  # noqa: ANN401 - a figure; bokeh may be absent here
    if not isinstance(plot, import_module("bokeh.models").UIElement):
        return None
    file = BytesIO()
    # It writes beside the user's own files first, where no notebook may; and root's browser
    # starts only in the way that bokeh takes within a container.
    as_root = {"BOKEH_IN_DOCKER": "1"} if getattr(os, "geteuid", lambda: 1)() == 0 else {}
    with patch.dict(os.environ, HOME=gettempdir(), **as_root):
        import_module("bokeh.io.export").get_screenshot_as_png(plot).save(file, format="png")
    return file.getvalue()


#: For each kind of picture the types, by module and name, and what makes one of them.
WAYS: dict[str, dict[tuple[str, str], Callable[[Any], Any]]] = {
    "image/svg+xml": dict.fromkeys(_ALTAIR, _altair("svg")),
    "image/png": dict.fromkeys(_ALTAIR, _altair("png")) | dict.fromkeys(_BOKEH, _bokeh),
}
