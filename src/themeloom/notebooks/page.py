"""A notebook as one web page that opens offline, in the compendium's look."""

from __future__ import annotations

import re
from copy import deepcopy
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from jinja2 import pass_context
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import InvalidNotebook

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.processes import run
from themeloom.engines.pandoc import program
from themeloom.formats.web import closed
from themeloom.notebooks import FOLDER, style_files
from themeloom.notebooks.execute import UNSHOWN
from themeloom.notebooks.html_results import ELSEWHERE, PICTURE, embedded
from themeloom.notebooks.markdown import unshown
from themeloom.notebooks.offline import fetched, not_brought, told
from themeloom.notebooks.options import without_options
from themeloom.study.located import parse
from themeloom.typefaces.web import with_fonts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nbformat import NotebookNode

    from themeloom.core.project import Project
    from themeloom.notebooks.options import Options


_TEMPLATES = Path(__file__).parent / "templates"
#: What is shown rather than HTML.
_PICTURES = frozenset({"image/svg+xml", "image/png", "image/jpeg"})
_FORMULA = re.compile(r"\$[^\s$]")
_NOTEBOOK_LINK = re.compile(r'(href="[\w./-]*)\.ipynb(?=["#])')
_HEADING = re.compile(r"<h(?P<level>[1-6])(?: id=[^>]*)?>(?P<text>.*?)</h(?P=level)>", re.DOTALL)
#: A picture without words for those who cannot see it, and what stands for them.
_SILENT = re.compile(r"<img(?=[\s/>])(?![^>]*\salt\b)")
_NOTHING_SAID = "No description has been provided for this image"
_TAG = re.compile(r"<[^>]*>")


class PageExporter(HTMLExporter):
    """Writes pages; formulas become MathML, for no script may be fetched to draw them.

    Args:
        project: the compendium; a picture lies in it or is attached to its cell.
    """

    def __init__(self, project: Project, **options: Any) -> None:  # noqa: ANN401 - nbconvert's own
        try:
            super().__init__(**options)  # type: ignore[no-untyped-call]
        except ValueError as error:
            # It looks in the folders of Jupyter, which are no part of its package.
            raise ThemeloomError(
                "the templates of nbconvert, by which notebooks' pages are written, are missing",
                "install it anew: python -m pip install --force-reinstall nbconvert",
            ) from error
        self.project = project
        self.root = project.root.resolve()
        self.pictures: set[Path] = set()
        self.names: dict[str, int] = {}

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> Any:  # noqa: ANN401 - as above
        """As nbconvert does it, but for reading the whole page again, mark by mark.

        It does that for parts that our pages do not have, and for pictures that say nothing.
        """
        language = nb.metadata.get("language_info", {}).get("pygments_lexer")
        coloured = Highlight2HTML(pygments_lexer=language, parent=self)  # type: ignore[no-untyped-call]
        self.register_filter("highlight_code", coloured)  # type: ignore[no-untyped-call]
        html, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return _SILENT.sub(rf'\g<0> alt="{_NOTHING_SAID}"', html), resources

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
        if address := fetched(html):
            raise _in_cell(context, *told(address))
        html = _HEADING.sub(self._with_name, html)
        return PICTURE.sub(lambda found: self._with_picture(context, found), html)

    def _with_name(self, heading: re.Match[str]) -> str:
        """A heading that links can lead to, by its words as Quarto names it."""
        words = re.sub(r"[^\w\s.-]", "", unescape(_TAG.sub("", heading["text"]))).lower()
        name = "-".join(words.split()).lstrip("-._0123456789") or "section"
        count = self.names[name] = self.names.get(name, -1) + 1
        name = f"{name}-{count}" if count else name
        return f'<h{heading["level"]} id="{name}">{heading["text"]}</h{heading["level"]}>'

    def _with_picture(self, context: Any, found: re.Match[str]) -> str:  # noqa: ANN401 - as above
        source = unquote(unescape(found["source"]))
        if source.startswith("attachment:"):
            name = source.partition(":")[2]
            attached = context["cell"].get("attachments", {}).get(name)
            if not attached:
                raise _lost(context, name, "is not attached to it")
            kind, data = next(iter(attached.items()))
            address = f"data:{kind};base64,{''.join(''.join(data).split())}"
        elif ELSEWHERE.match(source):
            return found[0]
        else:
            folder = Path(context["resources"]["metadata"]["path"])
            path = (self.root / source[1:] if source[0] == "/" else folder / source).resolve()
            if not path.is_relative_to(self.root):
                raise _lost(context, source, "is not in the project")
            if not self.project.has(path):
                raise _lost(context, source, "is not there")
            self.pictures.add(path)
            address = embedded(path.name, self.project.bytes_of(path))
        return f'{found[1]}"{address}"'


def _lost(context: Any, picture: str, why: str) -> ThemeloomError:  # noqa: ANN401 - as above
    """What is said of a picture that is not where a cell looks for it."""
    hint = "put it beside the notebook, or paste it into the cell anew"
    return _in_cell(context, f"the picture {picture} {why}", hint)


def _in_cell(context: Any, message: str, hint: str) -> ThemeloomError:  # noqa: ANN401 - as above
    """A mistake in the cell that is being shown."""
    cells = context["nb"].cells
    number = next(at for at, cell in enumerate(cells, 1) if cell is context["cell"])
    named = context["resources"]["page"]["source"]
    return ThemeloomError(f"cell {number}: {message}", hint, file=named)


def _by_pandoc(text: str) -> str:
    with TemporaryDirectory(prefix="themeloom-") as folder:
        source, target = Path(folder) / "cell.md", Path(folder) / "cell.html"
        source.write_text(text, encoding="utf-8")
        command = [str(program()), "--from=gfm+tex_math_dollars", "--to=html5", "--mathml"]
        run([*command, f"--output={target}", str(source)], cwd=Path(folder))
        return target.read_text(encoding="utf-8").strip()


def page(
    project: Project,
    name: str,
    title: str,
    notebook: NotebookNode,
    options: Sequence[Options],
    typefaces: Path,
) -> tuple[bytes, set[Path]]:
    """The page of an executed notebook, and the pictures that it took from files.

    Args:
        project: the compendium.
        name: the notebook's path in `analysis/`, without its ending.
        title: its title.
        notebook: as it was executed.
        options: the options of its cells.
        typefaces: the folder of the web fonts.

    Raises:
        ThemeloomError: a picture that is not there, or a result that no page can show.
    """
    shown = _with_titles(deepcopy(notebook), options)
    _drop_title(shown, title)
    about = _about(project, name, title, typefaces)
    raise_all(_unshown(shown, about["source"]))
    exporter = PageExporter(
        project,
        template_name="themeloom",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_anchor_links=True,
    )
    folder = str((project.root / FOLDER / name).parent)
    resources = {"page": about, "metadata": {"name": title, "path": folder}}
    body, _ = exporter.from_notebook_node(shown, resources)
    html = _NOTEBOOK_LINK.sub(r"\1.html", body).strip() + "\n"
    return closed(html).encode(), exporter.pictures


def _unshown(notebook: NotebookNode, named: str) -> Iterator[ThemeloomError]:
    """Results that would be there and that no page can show."""
    for number, cell in enumerate(notebook.cells, 1):
        shown = cell.metadata.get("themeloom", {})
        if shown.get("include") and shown.get("output"):
            for output in cell.outputs:
                data = output.get("data", {})
                said = unshown(data[UNSHOWN]) if UNSHOWN in data else None
                if not said and not data.keys() & _PICTURES:
                    said = not_brought(data.get("text/html", ""))
                if said:
                    yield ThemeloomError(f"cell {number}: {said[0]}", said[1], file=named)


def _with_titles(notebook: NotebookNode, options: Sequence[Options]) -> NotebookNode:
    """Tell the template of each cell what of it is shown, and under which label."""
    for cell, option in zip(notebook.cells, options, strict=True):
        # Names with spaces stand in the text with %20.
        attached = cell.get("attachments", {})
        attached |= {
            form(name): attached[name] for name in [*attached] for form in (quote, unquote)
        }
        if cell.cell_type == "code":
            known = option.kind if option.kind in {"fig", "tbl"} else ""
            cell.metadata["themeloom"] = {
                **{name: option.switch(name) for name in ("echo", "output", "warning", "include")},
                "code": without_options(cell.source),
                "label": option.label,
                "kind": known,
                "caption": _inline(option.caption(known)) if known else "",
                "alt": option.text("fig-alt"),
            }
    return notebook


def _drop_title(notebook: NotebookNode, title: str) -> None:
    """Take out a first heading that only repeats the title above it."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.removeprefix(f"# {title}").lstrip("\n")
            return


def _about(project: Project, name: str, title: str, typefaces: Path) -> dict[str, Any]:
    """What stands around the cells."""
    found: dict[str, Any] = {}
    if project.has(project.metadata):
        named = project.name(project.metadata)
        found = parse(project.text_of(project.metadata), named).value or {}
    return {
        "title": title,
        "lang": found.get("lang", "en"),
        "study": _inline(found.get("title", "")),
        "notice": _markdown(found.get("notice", "")),
        "synthetic": bool(found.get("synthetic")),
        "source": f"{FOLDER}/{name}.ipynb",
        "css": "\n".join(_style(path) for path in style_files(project, typefaces)),
    }


def _style(path: Path) -> str:
    """A style sheet with the fonts that it names in it."""
    sheet = path.read_text(encoding="utf-8")
    return with_fonts(sheet, lambda name: (path.parent / name).read_bytes())


def _markdown(text: str) -> str:
    """Markdown to HTML."""
    from nbconvert.filters import markdown2html

    return str(markdown2html(text)).strip() if text else ""


def _inline(text: str) -> str:
    return _markdown(text).removeprefix("<p>").removesuffix("</p>")
