"""Tables of notebooks say every number, row and name that they have."""

from __future__ import annotations

import re
import sys
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from helpers import copied, format_of
from making import compute_cells, put_document, put_notebook, run_notebooks

from themeloom.core.errors import ThemeloomError
from themeloom.notebooks.frames import grid, most_rows
from themeloom.notebooks.markdown import Showing

if TYPE_CHECKING:
    from themeloom.core.project import Project
    from themeloom.notebooks.cells import Computed

#: Labels, the code that ends such a cell, and what its table says, rows and cells as pandas' own.
TABLES = {
    "whole": (
        "pd.DataFrame({'n': [4503217, None, 12], 'x': [2345678.25, 0.5, 1 / 3]})",
        [["n", "x"], ["4503217", "2,345,678.25"], ["–", "0.5"], ["12", "0.333333"]],
    ),
    "single": ("pd.Series([7654321.0, None])", [[""], ["7654321"], ["–"]]),
    "precision": (
        "with_options(['display.precision', 1], pd.DataFrame({'m': [1.26, 4567890.12, 0.004]}))",
        [["m"], ["1.3"], ["4,567,890.1"], ["4.0e-03"]],
    ),
    "format": (
        "with_options(['display.float_format', '{:.3f} kg'.format], pd.DataFrame({'m': [1.5, 2]}))",
        [["m"], ["1.500 kg"], ["2.000 kg"]],
    ),
    "styled": (
        "pd.DataFrame({'m': [0.256], 'who': ['<LOD & b']}).style.format({'m': '{:.1%}'}).hide()",
        [["m", "who"], ["25.6%", "<LOD & b"]],
    ),
    "levels": (
        "pd.DataFrame([[1, 2]], index=pd.Index(['p'], name='who'), columns=pd.MultiIndex"
        ".from_product([['A'], ['x', 'y']], names=['site', 'wave'])).style",
        [["site wave who", "A x", "A y"], ["p", "1", "2"]],
    ),
    "names": (
        "pd.crosstab(pd.Series(['a', 'b'], name='who'), pd.Series(['x', 'x'], name='site'))",
        [["who / site", "x"], ["a", "1"], ["b", "1"]],
    ),
    "heads": (
        "pd.DataFrame({'index': [5], 0: [6]})",
        [["index", "0"], ["5", "6"]],
    ),
    "counted": ("pd.DataFrame({'n': [5]}, index=range(1, 2))", [["", "n"], ["1", "5"]]),
    "both": (
        "pd.DataFrame({'who': ['a'], 'n': [1]}).set_index('who', drop=False)",
        [["who", "who", "n"], ["a", "a", "1"]],
    ),
    "written": (
        "HTML(pd.DataFrame({'m': [1, 2]}, index=pd.MultiIndex.from_product([['a'], ['p', 'q']]))"
        ".to_html())",
        [["", "", "m"], ["a", "p", "1"], ["a", "q", "2"]],
    ),
    "spanned": (
        "HTML('<style>td {color: red}</style><table><thead><tr><th rowspan=2>who</th><th colspan=2>"
        "site</th></tr><tr><th>A</th><th>B</th></tr></thead><tr><td>x<br>y</td><td>1</td><td>2</td>"
        "</tr><tr><td colspan=3>none</td></tr></table>')",
        [["who", "site A", "site B"], ["x y", "1", "2"], ["none", "", ""]],
    ),
    "other": (
        "Frame(Column('n', 'Int64', [8961989, None]), Column('x', 'Float64', [0.5, 4567890.0]),"
        " Column('s', 'String', ['<LOD', None]))",
        [["n", "x", "s"], ["8961989", "0.5", "<LOD"], ["–", "4,567,890", "–"]],
    ),
    "twice": (
        "pd.DataFrame([[1, 2]], columns=['n', 'n'], index=pd.MultiIndex.from_tuples("
        "[('a', 'b')], names=['k', 'k']))",
        [["k", "k", "n", "n"], ["a", "b", "1", "2"]],
    ),
}
_SETUP = """import pandas as pd
from IPython.display import HTML

from polars.dataframe.frame import Column, DataFrame as Frame

def with_options(options, table):
    class Shown:
        def _repr_markdown_(self):
            from themeloom.notebooks.frames import grid
            with pd.option_context(*options):
                return grid(table).markdown
    return Shown()"""

#: As much of polars as is asked of a table; the library is none that this package needs.
_POLARS = """class Kind(str):
    def is_integer(self):
        return "Int" in self

class Column:
    def __init__(self, name, kind, values):
        self.name, self.dtype, self.values = name, Kind(kind), values
    def to_list(self):
        return self.values

class DataFrame:
    def __init__(self, *columns):
        self.columns = columns
    def get_columns(self):
        return [*self.columns]
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one notebook of all these tables, run once."""
    project = copied("store-synthetic", tmp_path_factory.mktemp("tables"))
    cells = [_labelled(label, code) for label, (code, _) in TABLES.items()]
    long = "pd.DataFrame({'n': range(400)})"
    wide = "pd.DataFrame([range(150)], columns=[f'c{n}' for n in range(150)])"
    cells += [
        _labelled("long", long),
        _labelled("wide", wide),
        long,
        f"pd.concat([{long}] * 3, ignore_index=True)",
    ]
    module = project.root / "analysis" / "polars" / "dataframe" / "frame.py"
    module.parent.mkdir(parents=True)
    module.write_text(_POLARS, encoding="utf-8")
    put_notebook(project, "tables", _SETUP, *cells)
    run_notebooks(project)
    return project


def _labelled(label: str, code: str) -> str:
    return f"#| label: tbl-{label}\n#| tbl-cap: A table.\n{code}"


def _rows(project: Project, label: str) -> list[list[str]]:
    path = project.evidence / f"notebook-tables-tbl-{label}.md"
    lines = path.read_text(encoding="utf-8").replace("\\", "").splitlines()
    rows = [line[2:-2].split(" | ") for line in lines if line.startswith("|")]
    return [rows[0], *rows[2:]]


@pytest.mark.xdist_group("tables")
@pytest.mark.parametrize("label", TABLES)
def test_a_table_says_what_pandas_says(tables: Project, label: str) -> None:
    """Numbers keep their digits, the author's formats are heeded, every name is there."""
    assert [[cell.strip() for cell in row] for row in _rows(tables, label)] == TABLES[label][1]


@pytest.mark.xdist_group("tables")
def test_a_table_that_is_cited_is_never_cut(tables: Project) -> None:
    """However many rows and columns it has; its columns keep their widths."""
    assert [row[0] for row in _rows(tables, "long")[1:]] == [str(number) for number in range(400)]
    assert _rows(tables, "wide")[1] == [str(number) for number in range(150)]
    text = (tables.evidence / "notebook-tables-tbl-wide.md").read_text(encoding="utf-8")
    assert all(set(rule) <= set("-:") and rule for rule in text.splitlines()[1][2:-2].split(" | "))


@pytest.mark.xdist_group("tables")
def test_a_page_tells_how_many_rows_it_leaves_out(tables: Project) -> None:
    """Only a table that nobody can cite, and only after a thousand rows."""
    page = (tables.output / "analysis" / "tables.html").read_text(encoding="utf-8")
    assert page.count('<td class="number">399</td>') == 4
    assert page.count("… 200 more rows") == 1
    assert unescape(page).count("<LOD & b</td>") == 1


class _Kind(str):
    __slots__ = ()

    def is_integer(self) -> bool:
        return False

    def is_numeric(self) -> bool:
        return self == "Float64"


class _Column(list[float]):
    """As much of a series of polars as is asked of it, shown as its settings want."""

    name, dtype = "x", _Kind("Float64")

    def to_list(self) -> list[float]:
        return [*self]

    def __getitem__(self, part: slice) -> _Column:  # type: ignore[override]
        return _Column(self.to_list()[part])

    def __str__(self) -> str:
        return f"shape: (1,)\nSeries: 'x' [f64]\n[\n\t{self.to_list()[0]:.2f}\n]"


@pytest.mark.parametrize(("precision", "shown"), [(None, "1.23456"), (2, "1.23")])
def test_settings_of_polars_are_heeded(
    precision: int | None, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers are as polars shows them, at the right, and as many rows as it would show."""
    config = SimpleNamespace(state=lambda: {"set_float_precision": precision})
    monkeypatch.setitem(sys.modules, "polars", SimpleNamespace(Config=config))
    table = grid(_Column([1.23456, 2.5]), 1)
    assert table.rows == ((shown,), ("… 1 more row",))
    assert table.right == {0}
    of_polars = type("DataFrame", (), {"__module__": "polars.dataframe.frame"})()
    assert most_rows(of_polars) == 1000
    monkeypatch.setenv("POLARS_FMT_MAX_ROWS", "3")
    assert most_rows(of_polars) == 3
    monkeypatch.setenv("POLARS_FMT_MAX_ROWS", "-1")
    assert most_rows(of_polars) is None


def test_a_labelled_table_may_have_words_above_and_below_it(project: Project) -> None:
    """Those of great_tables and of a Styler; two tables are not one."""
    table = "<table><caption>Own</caption><tr><th>n</th></tr><tr><td>1</td></tr>{}</table>"
    foot = "<tfoot><tr><td colspan=2>Source</td></tr></tfoot>"
    two = table.format("").replace("<tr><th>n</th></tr>", "<tr><th>n<th>m</tr>")
    code = "from IPython.display import HTML\nHTML({!r})"
    put_notebook(
        project, "one", _labelled("one", code.format(two.replace("</table>", f"{foot}</table>")))
    )
    run_notebooks(project)
    text = (project.evidence / "notebook-one-tbl-one.md").read_text(encoding="utf-8")
    assert re.fullmatch(r"Own\n\n\| n .*\n\n: A table\..*\{#tbl-one\}\n\nSource\n", text, re.DOTALL)
    put_notebook(project, "one", _labelled("one", code.format(two + two)))
    with pytest.raises(ThemeloomError, match="it shows 0"):
        run_notebooks(project)


def test_what_cannot_be_shown_is_one_message(project: Project) -> None:
    """It names notebook, cell and reason; a kind of result that no page holds is told as well."""
    broken = (
        "class Broken:\n    def _repr_html_(self):\n        raise ValueError('no rows')\nBroken()"
    )
    sound = (
        "class Sound:\n    def _repr_mimebundle_(self, **_):\n        return {'audio/wav': 'UklG'}"
    )
    put_notebook(project, "broken", "1", broken)
    put_notebook(project, "sound", f"{sound}\nSound()", "#| output: false\nSound()")
    put_notebook(project, "formula", "from IPython.display import Math\nMath('x^2')")
    with pytest.raises(ThemeloomError) as caught:
        run_notebooks(project)
    said = str(caught.value)
    assert "analysis/broken.ipynb: cell 2, line 3 (raise ValueError('no rows')): ValueError" in said
    assert "analysis/sound.ipynb: cell 1: its result is audio/wav, which cannot be shown" in said
    assert "cell 2: its result" not in said
    for name in ("broken", "sound"):
        (project.analysis / f"{name}.ipynb").unlink()
    run_notebooks(project)
    page = project.output / "analysis" / "formula.html"
    assert "<msup>" in page.read_text(encoding="utf-8")


def test_documents_show_styled_tables_and_refuse_the_same(project: Project) -> None:
    """A web page has its colours, Word its texts; what neither can hold names file and line."""
    styled = "import pandas as pd\npd.DataFrame({'m': [0.25]}).style.format('{:.0%}')"
    computed = _computed(project, f"```{{python}}\n{styled}\n```\n")
    assert "<style" in computed.shown(_showing("html")).body
    assert r"| 25\% |" in computed.shown(_showing("docx")).body
    sound = "from IPython.display import display\ndisplay({'audio/wav': 'UklG'}, raw=True)"
    computed = _computed(project, f"Text.\n\n```{{python}}\n{sound}\n```\n")
    with pytest.raises(ThemeloomError, match=r"text/case.qmd:4: its result is audio/wav"):
        computed.shown(_showing("html"))


def test_a_table_written_as_html_arrives_with_all_its_words(project: Project) -> None:
    """In Word as in a web page; a library's random names are none, other HTML is told."""
    html = '<div id="{0}" ><style>#{0} td {{color: red}}</style><table><caption>Who was asked'
    html += "</caption><tr><th>n</th></tr><tr><td>3</td></tr></table></div>"
    words = "<p>More.</p>"
    codes = (
        html.format("abcdefghij"),
        html.format("klmnopqrst"),
        html.format("abcdefghij") + words,
    )
    cells = "\n\n".join(f"```{{python}}\nHTML({code!r})\n```" for code in codes)
    setup = "```{python}\n#| echo: false\nfrom IPython.display import HTML\n```\n\n"
    computed = _computed(project, f"{setup}{cells}\n")
    with pytest.raises(ThemeloomError, match=r"text/case\.qmd:15: the cell shows HTML"):
        computed.shown(_showing("docx"))
    web = computed.shown(Showing(format_of("html"), {"echo": False}, lambda *_: "")).body
    first, second, _ = (part.split("</div>")[0] for part in web.split("<div id=")[1:])
    assert first == second
    computed = _computed(project, f"{setup}{cells.rpartition('```{python}')[0]}")
    assert computed.shown(_showing("docx")).body.count("Who was asked\n\n| n |") == 2


def _computed(project: Project, text: str) -> Computed:
    document = put_document(project, text)
    return compute_cells(project, [document])[document.path]


def _showing(format_: str) -> Showing:
    return Showing(format_of(format_), {}, lambda _content, kind: f"/x.{kind}")
