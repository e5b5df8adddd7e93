"""Nothing that is made for reading offline asks the network, and charts are pictures."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from helpers import format_of
from making import compute_cells, put_document, put_notebook, run_notebooks

from themeloom.core.errors import ThemeloomError
from themeloom.notebooks.markdown import Showing
from themeloom.notebooks.offline import fetched

if TYPE_CHECKING:
    from themeloom.core.project import Project

_HTML = "from IPython.display import HTML, Markdown\n"


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://example.org/a.png">',
        "<p style='background: url(//example.org/a.png)'>",
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>@import 'https://example.org/a.css';</style>",
        '<script src="https://example.org/a.js"></script>',
        '<script>load("https://cdn.example.org/chart")</script>',
        '<iframe srcdoc="&lt;img src=https://example.org/a.png&gt;"></iframe>',
        '<svg><image xlink:href="https://example.org/a.png"/></svg>',
        "<video poster='https://example.org/a.png'>",
    ],
)
def test_what_a_browser_fetches_is_found(html: str) -> None:
    """In elements, styles, scripts and pages within pages."""
    assert "example.org" in fetched(html)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/">a link</a>',
        '<img src="data:image/png;base64,iVBO//Rw">',
        "<p>https://example.org/a.png</p>",
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    ],
)
def test_links_and_words_are_not(html: str) -> None:
    """A reader may follow a link."""
    assert not fetched(html)


@pytest.mark.parametrize(
    "code",
    [
        'HTML("<img src=https://example.org/a.png>")',
        'Markdown("![A picture](https://example.org/a.png)")',
    ],
)
def test_a_result_that_asks_the_network_is_an_error(project: Project, code: str) -> None:
    """With notebook and cell, or document and line."""
    put_notebook(project, "asking", _HTML + code)
    with pytest.raises(ThemeloomError, match=r"cell 1: it shows what lies at https://example"):
        run_notebooks(project)
    document = put_document(project, f"```{{python}}\n{_HTML}{code}\n```\n")
    computed = compute_cells(project, [document])[document.path]
    with pytest.raises(ThemeloomError, match=r"text/case\.qmd:2: it shows what lies at"):
        computed.shown(Showing(format_of("html"), {}, lambda *_: ""))


def test_html_brings_along_the_picture_that_it_names_and_tells_of_any_other_file(
    project: Project,
) -> None:
    """A picture that changes makes the notebook run again; a page within a page is not there."""
    put_notebook(project, "showing", f"{_HTML}HTML('<img src=dot.svg><img src=\"dot.svg\">')")
    with pytest.raises(ThemeloomError, match=r"cell 1: it shows the file dot\.svg"):
        run_notebooks(project)
    put_notebook(project, "showing", f"{_HTML}HTML('<img src=\"dot.svg\">')")
    for picture in ("<svg/>", "<svg></svg>"):
        (project.analysis / "dot.svg").write_text(picture, encoding="utf-8")
        assert run_notebooks(project).ran == ("showing",)
        page = (project.output / "analysis" / "showing.html").read_text(encoding="utf-8")
        assert f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}" in page
    document = put_document(project, f"```{{python}}\n{_HTML}HTML('<iframe src=map.html>')\n```\n")
    computed = compute_cells(project, [document])[document.path]
    with pytest.raises(ThemeloomError, match=r"text/case\.qmd:2: it shows the file map\.html"):
        computed.shown(Showing(format_of("html"), {}, lambda *_: ""))


def test_so_is_a_picture_in_a_text_cell(project: Project) -> None:
    """Beside a formula as well."""
    put_notebook(project, "asking", "# Title\n\n$x$ ![a](https://example.org/a.png)")
    with pytest.raises(ThemeloomError, match=r"asking\.ipynb: cell 1: it shows what lies"):
        run_notebooks(project)


def test_a_chart_of_altair_is_shown_as_the_picture_that_its_library_makes(project: Project) -> None:
    """Two kinds of picture, each by `save`; what a browser would draw is left out."""
    (project.root / "analysis" / "altair" / "vegalite" / "v6").mkdir(parents=True)
    module = project.root / "analysis" / "altair" / "vegalite" / "v6" / "api.py"
    module.write_text(
        "class TopLevelMixin:\n"
        "    def save(self, file, format, **options):\n"
        "        file.write('<svg/>' if format == 'svg' else b'PNG')\n"
        "    def _repr_mimebundle_(self, **_):\n"
        "        return {'application/vnd.vegalite.v6+json': {}, 'text/html':"
        " '<script src=https://cdn.example.org/vega.js></script>'}\n"
    )
    put_notebook(project, "chart", "from altair.vegalite.v6.api import TopLevelMixin as C\nC()")
    run_notebooks(project)
    page = (project.output / "analysis" / "chart.html").read_text(encoding="utf-8")
    assert b64encode(b"<svg/>").decode() in page
    assert "cdn.example.org" not in page


@pytest.mark.parametrize(
    ("code", "told", "hint"),
    [
        ("import nowhere_at_all.inside", "there is no library nowhere_at_all", "pyproject.toml"),
        ("raise ValueError('requires the vl-convert-python package')", "an Altair chart", "vl-con"),
        ("raise ValueError('requires the Kaleido package')", "a Plotly chart", "kaleido"),
        ("import kept.missing", "No module named 'kept.missing'", ""),
    ],
)
def test_a_missing_library_is_told_with_the_way_to_add_it(
    project: Project, code: str, told: str, hint: str
) -> None:
    """A module of the study's own that lacks something is no library."""
    (project.root / "analysis" / "kept").mkdir(parents=True)
    (project.root / "analysis" / "kept" / "__init__.py").write_text("")
    put_notebook(project, "lacking", code)
    with pytest.raises(ThemeloomError, match=f"cell 1, line 1 .*{told}") as caught:
        run_notebooks(project)
    assert hint in str(caught.value.hint)


def test_what_only_a_browser_draws_is_told_though_it_says_something(project: Project) -> None:
    """Its name in code is not its result; the bar of something that has ended is no result."""
    show = (
        "from IPython.display import display as d\nd({{'text/html': 'x', {0!r}: 1, {1}}}, raw=True)"
    )
    put_notebook(project, "drawn", show.format("application/vnd.bokehjs_exec.v0+json", ""))
    with pytest.raises(ThemeloomError, match="cell 1: its result is drawn by a program"):
        run_notebooks(project)
    bar = "'text/plain': '100%|███| 3/3 [00:01<00:00, 2.5it/s]'"
    put_notebook(project, "drawn", show.format("application/vnd.jupyter.widget-view+json", bar))
    run_notebooks(project)
    assert "it/s" not in _results(project)


#: What ipywidgets sends for an area that catches what is printed; the library is not needed here.
_WIDGET = """from comm import create_comm
from IPython.display import display
area = create_comm("jupyter.widget", metadata={"version": "2.1.0"}, data={"state": {
    "_model_name": "OutputModel", "_model_module": "@jupyter-widgets/output", "outputs": []}})
asked = get_ipython().kernel.get_parent()["header"]["msg_id"]
area.send({"method": "update", "state": {"msg_id": asked}})
print("within")
area.send({"method": "update", "state": {"msg_id": ""}})
shown = {"application/vnd.jupyter.widget-view+json": {"model_id": area.comm_id}}
display({**shown, "text/plain": "Output()"}, raw=True)
"""


def test_a_widget_is_told_with_its_cell(project: Project) -> None:
    """Whatever it has caught."""
    put_notebook(project, "moved", "1", _WIDGET)
    with pytest.raises(ThemeloomError, match=r"moved\.ipynb: cell 2: its result is a widget"):
        run_notebooks(project)


def _results(project: Project) -> str:
    page = (project.output / "analysis" / "drawn.html").read_text(encoding="utf-8")
    return "".join(page.split('class="code"')[1].split("</div>")[1:])
