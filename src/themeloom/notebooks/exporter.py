"""nbconvert's way from a notebook to HTML, in our template, with nothing left to fetch.

Imported only when a page has to be written.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from nbconvert import HTMLExporter

from themeloom.rendering.pandoc import program
from themeloom.rendering.processes import run

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TEMPLATES = Path(__file__).parent / "templates"
_FORMULA = re.compile(r"\$[^\s$]")


class PageExporter(HTMLExporter):
    """Writes pages; formulas become MathML, for no script may be fetched to draw them."""

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:  # noqa: ANN401 - jinja2's own
        """Markdown to HTML."""
        if _FORMULA.search(source):
            return _by_pandoc(source)
        html = super().markdown2html(context, source)
        return str(html).strip()


def written(notebook: NotebookNode, about: dict[str, Any], folder: Path) -> str:
    """The page of a notebook.

    Args:
        notebook: its cells, marked with what of them is shown.
        about: what stands around the cells.
        folder: where pictures are looked for that text cells name.
    """
    exporter = PageExporter(  # type: ignore[no-untyped-call]
        template_name="themeloom",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_anchor_links=True,
        embed_images=True,
    )
    resources = {"page": about, "metadata": {"name": about["title"], "path": str(folder)}}
    body, _ = exporter.from_notebook_node(notebook, resources)
    return body


def _by_pandoc(text: str) -> str:
    with TemporaryDirectory(prefix="themeloom-") as folder:
        source, target = Path(folder) / "cell.md", Path(folder) / "cell.html"
        source.write_text(text, encoding="utf-8")
        command = [str(program()), "--from=gfm+tex_math_dollars", "--to=html5", "--mathml"]
        run([*command, f"--output={target}", str(source)], cwd=Path(folder))
        return target.read_text(encoding="utf-8").strip()
