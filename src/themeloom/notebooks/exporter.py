"""nbconvert's way from a notebook to HTML, in our template, with nothing left to fetch.

Imported only when a page has to be written.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import InvalidNotebook

from themeloom.core.errors import ThemeloomError
from themeloom.core.processes import run
from themeloom.engines.pandoc import program

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TEMPLATES = Path(__file__).parent / "templates"
_FORMULA = re.compile(r"\$[^\s$]")


_PICTURE = re.compile(r"""(<img\b[^>]*?\bsrc=)(?P<mark>["'])(?P<source>.*?)(?P=mark)""", re.DOTALL)


class PageExporter(HTMLExporter):
    """Writes pages; formulas become MathML, for no script may be fetched to draw them.

    Args:
        root: the project's folder; a picture lies in it or is attached to its cell.
    """

    def __init__(self, root: Path, **options: Any) -> None:  # noqa: ANN401 - nbconvert's own
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.root = root
        self.pictures: set[Path] = set()

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:  # noqa: ANN401 - jinja2's own
        """Markdown to HTML, with its pictures in it."""
        if _FORMULA.search(source):
            html = _by_pandoc(source)
        else:
            try:
                html = str(super().markdown2html(context, source)).strip()
            except InvalidNotebook as error:
                name = unquote(str(error).rpartition(": ")[2])
                raise _lost(context, name, "is not attached to it") from None
        return _PICTURE.sub(lambda found: self._with_picture(context, found), html)

    def _with_picture(self, context: Any, found: re.Match[str]) -> str:  # noqa: ANN401 - as above
        source = unquote(unescape(found["source"]))
        if source.startswith("attachment:"):
            name = source.partition(":")[2]
            attached = context["cell"].get("attachments", {}).get(name)
            if not attached:
                raise _lost(context, name, "is not attached to it")
            kind, data = next(iter(attached.items()))
        elif re.match(r"\w+:|//", source):
            return found[0]
        else:
            folder = Path(context["resources"]["metadata"]["path"])
            path = (self.root / source[1:] if source[0] == "/" else folder / source).resolve()
            if not path.is_file() or not path.is_relative_to(self.root):
                where = (
                    "is not there" if path.is_relative_to(self.root) else "is not in the project"
                )
                raise _lost(context, source, where)
            self.pictures.add(path)
            kind = mimetypes.guess_type(path.name)[0] or "image/png"
            data = base64.b64encode(path.read_bytes()).decode()
        return f'{found[1]}"data:{kind};base64,{"".join("".join(data).split())}"'


def _lost(context: Any, picture: str, why: str) -> ThemeloomError:  # noqa: ANN401 - as above
    """What is said of a picture that is not where a cell looks for it."""
    cells = context["nb"].cells
    number = next(at for at, cell in enumerate(cells, 1) if cell is context["cell"])
    return ThemeloomError(
        f"cell {number}: the picture {picture} {why}",
        "put it beside the notebook, or paste it into the cell anew",
        file=context["resources"]["page"]["source"],
    )


def written(
    notebook: NotebookNode, about: dict[str, Any], folder: Path, root: Path
) -> tuple[str, set[Path]]:
    """The page of a notebook, and the pictures that it took from files.

    Args:
        notebook: its cells, marked with what of them is shown.
        about: what stands around the cells.
        folder: where pictures are looked for that text cells name.
        root: the project's folder.
    """
    exporter = PageExporter(
        root.resolve(),
        template_name="themeloom",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_anchor_links=True,
    )
    for cell in notebook.cells:
        # Names with spaces stand in the text with %20.
        attached = cell.get("attachments", {})
        attached |= {
            form(name): attached[name] for name in [*attached] for form in (quote, unquote)
        }
    resources = {"page": about, "metadata": {"name": about["title"], "path": str(folder)}}
    body, _ = exporter.from_notebook_node(notebook, resources)
    return body, exporter.pictures


def _by_pandoc(text: str) -> str:
    with TemporaryDirectory(prefix="themeloom-") as folder:
        source, target = Path(folder) / "cell.md", Path(folder) / "cell.html"
        source.write_text(text, encoding="utf-8")
        command = [str(program()), "--from=gfm+tex_math_dollars", "--to=html5", "--mathml"]
        run([*command, f"--output={target}", str(source)], cwd=Path(folder))
        return target.read_text(encoding="utf-8").strip()
