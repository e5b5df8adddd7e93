"""What notebooks write is their own, and goes to those that read it, which run after them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from making import compute_cells, put_document, put_notebook, run_notebooks

from themeloom.core.errors import ThemeloomError
from themeloom.session import Session
from themeloom.steps.build import Build
from themeloom.steps.commands import derive
from themeloom.steps.status import evidence_status

if TYPE_CHECKING:
    from themeloom.core.project import Project

_WRITES = "n = int(open('../data/n.txt').read())\nopen('counted.txt', 'w').write(str(n * 2))"
#: Three ways to read it: the last two without Python telling of the file.
_READS = {
    "opened": "print('read', open('counted.txt').read())",
    "program": "import subprocess\n"
    "print('read', subprocess.run(['cat', 'counted.txt'], capture_output=True, check=True,"
    " text=True).stdout)",
    "listed": "import pathlib\n"
    "print('read', *(one.read_text() for one in pathlib.Path('.').glob('co*.txt')))",
}


def _put(project: Project, name: str, text: str) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _page(project: Project, name: str) -> str:
    return (project.output / "analysis" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("way", _READS)
def test_a_result_of_another_notebook_is_read_as_it_is_now(project: Project, way: str) -> None:
    """The first time, when data change, and in a clone that has no memory of builds."""
    _put(project, "data/n.txt", "3")
    # By name, the reader would come first.
    put_notebook(project, "a-reads", _READS[way])
    put_notebook(project, "b-writes", _WRITES)
    run_notebooks(project)
    assert "read 6" in _page(project, "a-reads")
    assert (project.analysis / "counted.txt").read_text() == "6"
    assert run_notebooks(project).ran == ()
    _put(project, "data/n.txt", "4")
    assert run_notebooks(project).ran == ("a-reads", "b-writes")
    assert "read 8" in _page(project, "a-reads")
    derive(project)  # which writes the record that a clone has
    shutil.rmtree(project.state)
    shutil.rmtree(project.output)
    _put(project, "data/n.txt", "5")
    run_notebooks(project)
    assert "read 10" in _page(project, "a-reads")
    assert (project.analysis / "counted.txt").read_text() == "10"


def test_a_cell_of_a_document_reads_it_too(project: Project) -> None:
    """Notebooks have run before."""
    _put(project, "data/n.txt", "3")
    put_notebook(project, "writes", _WRITES)
    run_notebooks(project)
    document = put_document(project, "`{python} open('../analysis/counted.txt').read()`\n")
    given = compute_cells(project, [document])[document.path].outputs[0]
    assert given[0]["data"]["text/markdown"] == "6"


def test_notebooks_that_need_each_other_are_told(project: Project) -> None:
    """With the files."""
    put_notebook(project, "a", "open('b.txt').read()\nopen('a.txt', 'w').write('x')")
    put_notebook(project, "b", "open('b.txt', 'w').write('x')\nprint('no more')")
    run_notebooks(project)
    put_notebook(project, "b", "open('a.txt').read()\nopen('b.txt', 'w').write('x')")
    told = (
        r"analysis/a\.ipynb: it and analysis/b\.ipynb need each other's files: .*a\.txt, .*b\.txt"
    )
    with pytest.raises(ThemeloomError, match=told):
        run_notebooks(project)


def test_what_it_wrote_last_is_not_there_when_it_runs_again(project: Project) -> None:
    """Else a result that is kept once would be kept for ever, and a list would grow."""
    code = "import pathlib\nkept = pathlib.Path('kept.txt')\n"
    code += "kept.exists() or kept.write_text(open('../data/n.txt').read())\n"
    code += "open('list.txt', 'a').write('x')"
    put_notebook(project, "keeps", code)
    for number in ("3", "4"):
        _put(project, "data/n.txt", number)
        run_notebooks(project)
        assert (project.analysis / "kept.txt").read_text() == number
        assert (project.analysis / "list.txt").read_text() == "x"


def test_a_file_that_it_no_longer_writes_goes(project: Project) -> None:
    """Unless somebody has changed it since."""
    for changed in (False, True):
        put_notebook(project, "writes", "open('old.txt', 'w').write('x')")
        run_notebooks(project)
        old = project.analysis / "old.txt"
        if changed:
            old.write_text("mine now")
        put_notebook(project, "writes", "1")
        run_notebooks(project)
        assert old.exists() is changed


def test_a_file_that_was_there_is_nobodys_to_change(project: Project) -> None:
    """A helper, a table that somebody made: told with what to do if it is the notebook's."""
    _put(project, "analysis/table.csv", "made by hand")
    put_notebook(project, "writes", "open('table.csv', 'w').write('x')")
    with pytest.raises(ThemeloomError, match=r"not its own: analysis/table\.csv \(changed\)"):
        run_notebooks(project)
    assert (project.analysis / "table.csv").read_text() == "made by hand"
    (project.analysis / "table.csv").unlink()
    run_notebooks(project)
    assert (project.analysis / "table.csv").read_text() == "x"


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("open('../notes/a.txt').read()", "reads notes/a.txt"),
        ("try: open('../notes/a.txt')\nexcept OSError: pass", "reads notes/a.txt"),
        ("list(__import__('pathlib').Path('../notes').glob('*'))", "reads notes"),
        ("open('../text/case.qmd').read()", "reads text/case.qmd"),
        ("open('../_output/page.html').read()", "reads _output/page.html"),
        ("open('../data-derived/evidence/quote-first.md').read()", "reads data-derived/evid"),
        ("list(__import__('pathlib').Path('..').glob('*'))", "lists the whole project"),
    ],
)
def test_what_is_not_for_it_to_read_is_told(project: Project, code: str, cell: str) -> None:
    """With the cell, also where the code goes on without it."""
    put_document(project, "Text\n")
    _put(project, "notes/a.txt", "x")
    _put(project, "_output/page.html", "x")
    _put(project, "data-derived/evidence/quote-first.md", "x")
    put_notebook(project, "reads", "1", code)
    with pytest.raises(ThemeloomError, match=f"cell 2: it {cell}") as caught:
        run_notebooks(project)
    assert "settings: notebooks: reads: [" in caught.value.hint


def test_the_study_lists_what_else_is_read(project: Project) -> None:
    """Files and folders; and a change makes the notebook stale for that reason."""
    _put(project, "notes/a.txt", "x")
    store = project.study.read_text(encoding="utf-8")
    project.study.write_text(f"{store}\nsettings:\n  notebooks:\n    reads: [notes]\n")
    put_notebook(project, "reads", "print('read', open('../notes/a.txt').read())")
    run_notebooks(project)
    assert run_notebooks(project).ran == ()
    _put(project, "notes/a.txt", "y")
    assert run_notebooks(project).ran == ("reads",)
    assert "read y" in _page(project, "reads")


def test_the_study_says_what_is_set(project: Project) -> None:
    """A variable of its own, or another value of one of ours; another one runs it again."""
    store = project.study.read_text(encoding="utf-8")
    put_notebook(project, "set", "import os, time\nprint(os.environ['ORDER'], time.tzname[0])")
    for order in ("first", "second"):
        own = f"{{ORDER: {order}, TZ: Europe/London}}"
        said = f"{store}\nsettings:\n  notebooks:\n    environment: {own}\n"
        project.study.write_text(said, encoding="utf-8")
        run_notebooks(project)
        assert f"{order} GMT" in _page(project, "set")


def test_notebooks_in_folders_run_where_they_lie(project: Project) -> None:
    """Their results are cited by folder and name; two that would be cited alike are told."""
    (project.analysis / "deep").mkdir(parents=True)
    _put(project, "analysis/deep/near.txt", "near")
    label = "#| label: tbl-n\n#| tbl-cap: A table\nimport pandas as pd\n"
    put_notebook(project, "deep/one", "print(open('near.txt').read())", label + "pd.Series([7])")
    run_notebooks(project)
    assert "near" in _page(project, "deep/one")
    fragment = project.evidence / "notebook-deep-one-tbl-n.md"
    assert "(../analysis/deep/one.html#tbl-n)" in fragment.read_text(encoding="utf-8")
    put_notebook(project, "deep-one", "1")
    with pytest.raises(ThemeloomError, match="would cite it by the name of analysis/deep"):
        run_notebooks(project)


def test_status_names_the_file_that_makes_a_notebook_stale(project: Project) -> None:
    """A helper, for the page as well; not the step between."""
    _put(project, "analysis/helper.py", "N = 1")
    put_notebook(project, "uses", "from helper import N\nN")
    derive(project)
    run_notebooks(project)
    _put(project, "analysis/helper.py", "N = 2")
    stale = {one.step: one.why for one in evidence_status(Build(Session.begin(project)))}
    assert stale["page-uses"] == stale["run-uses"] == "analysis/helper.py changed"
