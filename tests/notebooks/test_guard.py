"""What is not a notebook's own stays as it was, and whoever changed it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from making import compute_cells, put_document, put_notebook, run_notebooks

from themeloom.core.errors import ThemeloomError
from themeloom.core.files import digests, files_below
from themeloom.notebooks import guard
from themeloom.steps.commands import derive

if TYPE_CHECKING:
    from themeloom.core.project import Project

#: Every way to change a file; a subprocess does the last.
_WAYS = """import os, pathlib, shutil, subprocess
root = pathlib.Path("..")
with open(root / "data-raw/synthetic-talk.txt", "a") as file: file.write("and more")
(root / "data-derived/themes.csv").unlink()
(root / "data-derived/values.yml").rename(root / "data-derived/other.yml")
shutil.copy(root / "study.yml", "kept.yml"); (root / "study.yml").unlink()
(root / "study.yml").symlink_to("analysis/kept.yml")
shutil.copytree(root / "text", "texts"); shutil.rmtree(root / "text")
(root / "text").symlink_to("analysis/texts")
(root / "_output/new").mkdir(parents=True); (root / "_output/new/page.html").write_text("x")
shutil.rmtree(root / "data-derived/evidence")
(root / "data-derived/evidence").write_text("no folder")
(root / "new.qmd").write_text("x")
subprocess.run(["sh", "-c", "echo more >> ../data-derived/README.md"])"""
_NAMED = (
    *("_output/new/page.html (new)", "data-derived/README.md (changed)"),
    *("data-derived/other.yml (new)", "data-derived/themes.csv (gone)"),
    *("data-derived/values.yml (gone)", "data-raw/synthetic-talk.txt (changed)"),
    *("new.qmd (new)", "study.yml (changed)", "text/case.qmd (changed)"),
)


def _files(project: Project) -> dict[str, str]:
    """Everything there is, by content; links are followed as their text says."""
    found = digests(files_below(project.root), project.root)
    links = [path for path in project.root.rglob("*") if path.is_symlink()]
    return {**found, **{str(link): str(link.readlink()) for link in links}}


@pytest.fixture
def derived(project: Project) -> Project:
    """A project with derived files and a document."""
    derive(project)
    put_document(project, "Text\n")
    return project


def test_however_a_notebook_changes_what_is_not_its_own_it_is_undone_and_told(
    derived: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the notebook's name, each file and how; what it wrote can still be looked at."""
    monkeypatch.setattr(guard, "_NAMED", 100)
    before = _files(derived)
    notebook = put_notebook(derived, "tidy", _WAYS)
    with pytest.raises(ThemeloomError) as caught:
        run_notebooks(derived)
    after = _files(derived)
    own = {name for name in after if name.startswith("analysis/")}
    assert own == {"analysis/tidy.ipynb"}
    assert {name: value for name, value in after.items() if name not in own} == before
    error = caught.value
    assert error.file == f"analysis/{notebook.name}"
    assert error.message.startswith("it changes files that are not its own: ")
    for named in _NAMED:
        assert named in error.message
    aside = derived.state / "set-aside"
    assert (aside / "data-raw--synthetic-talk.txt").read_text().endswith("and more")


def test_of_several_notebooks_the_one_that_did_it_is_named(
    derived: Project, kernels: list[str]
) -> None:
    """The others read what they should and need not run again; the guilty one runs again."""
    put_notebook(derived, "good", "print(open('../data-derived/themes.csv').read())")
    put_notebook(derived, "bad", "open('../data-derived/themes.csv', 'w').write('nothing')")
    for _ in range(2):
        with pytest.raises(ThemeloomError, match=r"^analysis/bad\.ipynb: it changes") as caught:
            run_notebooks(derived)
        assert "good" not in str(caught.value)
    assert kernels == ["analysis/bad.ipynb", "analysis/bad.ipynb", "analysis/good.ipynb"]
    (derived.analysis / "bad.ipynb").unlink()
    run_notebooks(derived)
    assert "Chairs" in (derived.output / "analysis" / "good.html").read_text()


def test_a_notebook_that_fails_as_well_is_told_for_what_it_changed(derived: Project) -> None:
    """An error in the code does not keep the change from being undone."""
    before = _files(derived)
    put_notebook(derived, "bad", "open('../study.yml', 'a').write('# more')\n1 / 0")
    with pytest.raises(ThemeloomError, match=r"its own: study\.yml \(changed\)"):
        run_notebooks(derived)
    assert {**_files(derived), **before} == _files(derived)


def test_files_of_its_own_stay(derived: Project) -> None:
    """Beside the notebook, below it, beside the store, in a folder of results."""
    code = "import pathlib\nfor name in ['a.csv', 'b/c.csv', '../d.txt', '../results/e.csv']:\n"
    code += "    path = pathlib.Path(name); path.parent.mkdir(exist_ok=True); path.write_text('x')"
    put_notebook(derived, "tidy", code)
    run_notebooks(derived)
    for name in ("analysis/a.csv", "analysis/b/c.csv", "d.txt", "results/e.csv"):
        assert (derived.root / name).read_text() == "x"


def test_cells_of_a_document_are_held_to_the_same(derived: Project) -> None:
    """The message names the document."""
    before = _files(derived)
    document = put_document(derived, '```{python}\nopen("case.qmd", "a").write("x")\n```\n')
    written = _files(derived)
    with pytest.raises(ThemeloomError, match=r"its own: text/case\.qmd \(changed\)") as caught:
        compute_cells(derived, [document])
    assert caught.value.file == "text/case.qmd"
    assert _files(derived) == written != before


def test_code_that_reaches_the_project_by_its_path_is_told(derived: Project) -> None:
    """What is to be changed by nobody is put back, and what it wrote can be looked at."""
    source = derived.raw / "synthetic-talk.txt"
    before = _files(derived)
    put_notebook(derived, "bad", f"import os\nos.rename('{source}', '{source}.old')")
    with pytest.raises(ThemeloomError, match=r"while notebooks ran: data-raw/synthetic-talk\.txt"):
        run_notebooks(derived)
    put_notebook(derived, "bad", f"open('{source}', 'a').write('x')")
    with pytest.raises(ThemeloomError, match=r"while notebooks ran: data-raw/synthetic-talk\.txt"):
        run_notebooks(derived)
    assert {**_files(derived), **before} == _files(derived)
    aside = derived.state / "set-aside"
    assert (aside / "data-raw--synthetic-talk.txt").read_text().endswith("x")
    assert (aside / "data-raw--synthetic-talk.txt.old").read_text() == source.read_text()


def test_what_a_person_edits_meanwhile_is_not_taken_away(derived: Project) -> None:
    """A document that is saved while a notebook runs is nobody's mistake."""
    case = derived.root / "text" / "case.qmd"
    put_notebook(derived, "slow", f"open({str(case)!r}, 'w').write('An edit')")
    run_notebooks(derived)
    assert case.read_text() == "An edit"
