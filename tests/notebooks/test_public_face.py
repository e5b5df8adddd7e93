"""What notebooks call: the study with its tables, numbers, passages and figures."""

from __future__ import annotations

import builtins
import inspect
from typing import TYPE_CHECKING

import pytest
from helpers import changed, copied, with_extensions
from making import put_notebook, run_notebooks

from themeloom.core.errors import ThemeloomError
from themeloom.notebook import OpenStudy, open_study
from themeloom.steps.commands import derive

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def study(tmp_path: Path) -> OpenStudy:
    """A synthetic study, opened from a folder of its notebooks."""
    project = copied("store-synthetic", tmp_path)
    notebooks = project.root / "analysis"
    notebooks.mkdir()
    return open_study(notebooks)


def test_the_study_of_the_working_folder_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notebook runs in its own folder, and need not say which study it belongs to."""
    project = copied("store-synthetic", tmp_path)
    monkeypatch.chdir(project.raw)
    assert open_study().project.study == project.study


def test_a_folder_without_a_study_is_named(tmp_path: Path) -> None:
    """Where there is no store, the message says so, as the command line does."""
    with pytest.raises(ThemeloomError, match=r"study\.yml"):
        open_study(tmp_path)


def test_a_mistake_in_the_store_is_named_with_its_line(tmp_path: Path) -> None:
    """A notebook is told what `themeloom derive` would tell."""
    project = copied("store-synthetic", tmp_path)
    changed(project.study, "statement: Waiting is work.", "statment: Waiting is work.")
    with pytest.raises(ThemeloomError, match=r'study\.yml:\d+: .*"?statment"?'):
        open_study(project.root)


def test_tables_are_derived_now(study: OpenStudy) -> None:
    """They follow the store, whatever lies in `data-derived/`."""
    assert not study.project.derived.exists()
    assert study.tables["themes"]["title"].tolist() == ["Waiting", "Chairs"]
    assert study.tables["quotations"].loc[0, "theme"] == "waiting"


def test_derived_tables_are_those_that_were_written(study: OpenStudy) -> None:
    """They are read from `data-derived/`: none before a first derivation, then all the same."""
    assert study.derived == {}
    derive(study.project)
    again = open_study(study.project.root)
    assert set(again.derived) == set(study.tables)
    for name, table in again.derived.items():
        made = study.tables[name].astype("string").fillna("")
        assert table.astype("string").fillna("").equals(made), name


def test_every_column_of_every_table_is_defined(study: OpenStudy) -> None:
    """What each column means, whether it may be empty, and what a row stands for."""
    for name, table in study.tables.items():
        told = study.definitions[name]
        assert list(told.columns) == ["column", "meaning", "may be empty"]
        assert told["column"].tolist() == list(table.columns)
        assert told["meaning"].str.len().min() > 0
        assert set(told["may be empty"]) <= {"yes", "no"}
    assert study.rows["themes"] == "one theme"
    assert set(study.rows) == set(study.definitions)


def test_values_are_the_numbers_that_documents_cite(study: OpenStudy) -> None:
    """By the names by which documents cite them."""
    assert study.values["themes"] == 2
    assert study.values["sources"] == len(study.tables["sources"])


def test_passages_say_how_each_was_found(study: OpenStudy) -> None:
    """One row for each passage that claims to be a source's words, absent ones included."""
    assert list(study.passages.columns) == ["kind", "id", "grade"]
    found = study.passages.set_index("id")["grade"]
    assert found["clock"] == "edited"
    changed(study.project.study, "I watched the clock", "Nobody watched a kettle at all")
    (again,) = open_study(study.project.root).passages.query('id == "clock"')["grade"]
    assert again in {"near", "absent"}


def test_a_figure_is_shown_as_the_picture_that_it_is(study: OpenStudy) -> None:
    """In both kinds, so that a web page and Word find theirs, and in words."""
    drawing = study.figure("evidence-map", "slide")
    shown = drawing._repr_mimebundle_()
    assert set(shown) == {"image/svg+xml", "image/png", "text/plain"}
    assert shown["image/svg+xml"].startswith("<svg ")
    assert "Chairs" in shown["text/plain"]
    assert study.figure("evidence-map").svg != drawing.svg


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("evidence-mop",), 'there is no figure "evidence-mop"\n'
         '  hint: did you mean "evidence-map"?'),
        (("q",), 'there is no figure "q"\n  hint: there is: evidence-map, method'),
        (("method", "posters"), 'there is no size "posters"\n  hint: did you mean "poster"?'),
        (("method", "x"), 'there is no size "x"\n  hint: there is: poster, slide'),
    ],
)  # fmt: skip
def test_a_wrong_name_is_answered_by_the_right_one(
    study: OpenStudy, asked: tuple[str, ...], said: str
) -> None:
    """A name that is nearly right is suggested, else all are listed."""
    with pytest.raises(ThemeloomError) as caught:
        study.figure(*asked)
    assert str(caught.value) == said


def test_help_answers_in_a_notebook() -> None:
    """Everything public says what it is: `study.tables?` answers with meaning and shape."""
    public = [name for name in vars(OpenStudy) if not name.startswith("_")]
    assert {"tables", "derived", "definitions", "rows", "values", "passages", "figure"} <= {*public}
    assert all(inspect.getdoc(getattr(OpenStudy, name)) for name in public if name != "read")


def test_a_study_is_built_and_shown_from_a_notebook(tmp_path: Path) -> None:
    """Derived, checked, rendered; its pages are pictures, with links to all its files."""
    project = with_extensions(copied("explorer-synthetic", tmp_path))
    config = "project: {output-dir: _output, render: [text/paper.qmd]}\nfilters: [themeloom]\n"
    paper = "---\ntitle: A synthetic paper\nformat: {themeloom-typst: default}\n---\n\nWords.\n"
    for name, text in (("_quarto.yml", config), ("text/paper.qmd", paper)):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text(text, encoding="utf-8")
    study = open_study(project.root)
    with pytest.raises(ThemeloomError, match="no PDF of paper was built"):
        study.show("paper")
    assert "data-derived/themes.csv" in repr(study.derive())
    assert "note" in repr(study.check())
    assert repr(study.render("paper")) == "_output/text/paper.pdf"
    shown = study.show("paper")._repr_html_()
    assert 'alt="paper, page 1"' in shown
    assert "paper.pdf</a>" in shown


def test_a_build_does_not_build_itself(study: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook that a build runs is told so, and the one that builds is not run."""
    put_notebook(study.project, "build", "1 / 0")
    code = "from themeloom.notebook import open_study\nopen_study().render()"
    put_notebook(study.project, "other", code)
    with pytest.raises(ThemeloomError, match=r"other\.ipynb: cell 1, line 2 .*a build runs this"):
        run_notebooks(study.project)
    monkeypatch.setattr(builtins, "__inline__", None, raising=False)
    with pytest.raises(ThemeloomError, match="cannot begin another one"):
        study.derive()
